"""Photographs and files on a work record: added, taken away with a reason, flagged where two records show the same."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record as audit
from kepu.files.models import StoredFile
from kepu.files.photographs import Photograph
from kepu.files.verbs import erase, store
from kepu.ledger import access
from kepu.ledger.access import records as rules
from kepu.ledger.models import Evidence, Lookalike, WorkRecord
from kepu.methods.photographs import NEAR, distance, neighbours, parts
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.people.verbs import BadInput

MOST = 9
_PARTS = ("part_a", "part_b", "part_c", "part_d")
_MOST_ALIKE = 10  # of one photograph; more tell the office nothing new
_DROPPED_BEFORE = "恢复备份时，按收回清单重新撤下"

Named = tuple[str, Photograph]


@transaction.atomic
def add_evidence(*, record: WorkRecord, photographs: Sequence[Named], by: Account, at: datetime) -> list[Evidence]:
    """Put photographs or files, each with its name, on a record; one that is on it already is left alone.

    Raises NotAllowed, WrongState, BadInput where there would be more than nine.
    """
    row = WorkRecord.objects.select_for_update(of=("self",)).select_related("unit__region", "region").get(pk=record.pk)
    access.check_on_record(rules.CORRECT, by, row)
    made = attach(row, photographs, by, at)
    if made:
        audit(verb="ledger.add_evidence", thing=row, by=by, at=at, changed=["evidence"])
    return made


def attach(row: WorkRecord, photographs: Sequence[Named], by: Account, at: datetime) -> list[Evidence]:
    """Put photographs on a locked or new record, in the caller's transaction. Raises BadInput."""
    kept = [(name, one, store(data=one.data, media_type=one.media_type, at=at)) for name, one in photographs]
    standing = set(row.evidence.filter(dropped_at=None).values_list("file_id", flat=True))
    fresh = {file.pk: (name, one) for name, one, file in kept if file.pk not in standing}
    if len(standing) + len(fresh) > MOST:
        raise BadInput(f"一条记录最多{MOST}张照片或文件，已有{len(standing)}张，这次选了{len(fresh)}张。")
    made = [_made(row, file, name, one, by, at) for file, (name, one) in fresh.items()]
    for evidence in made:
        _flag(evidence, row)
    return made


def _made(row: WorkRecord, file: int, name: str, one: Photograph, by: Account, at: datetime) -> Evidence:
    hashed = dict(zip(_PARTS, parts(one.mark), strict=True)) if one.mark is not None else {}
    return Evidence.objects.create(
        record=row, file_id=file, name=name[:200], pages=one.pages, taken=one.taken, spot=one.spot,
        added_by=by, added_at=at, **hashed,
    )  # fmt: skip


def alike(evidence: Evidence) -> list[tuple[int, int]]:
    """Return (distance, id) of the evidence on other records that is the same file or looks alike, the nearest first.

    It asks the indexes alone: some hundred rows are compared where there are a hundred thousand photographs.
    """
    near = Q(file=evidence.file_id)
    for name in _PARTS:
        if (part := getattr(evidence, name)) is not None:
            near |= Q(**{f"{name}__in": neighbours(part)})
    rows = Evidence.objects.filter(near).order_by().values_list("pk", "record_id", "file_id", *_PARTS)
    mark = _mark_of([getattr(evidence, name) for name in _PARTS])
    found = []
    for pk, record, file, *told in rows:
        other = _mark_of(told)
        apart = 0 if file == evidence.file_id else 64 if None in (mark, other) else distance(mark or 0, other or 0)
        if record != evidence.record_id and apart <= NEAR:
            found.append((apart, pk))
    return sorted(found)


def _mark_of(told: Sequence[int | None]) -> int | None:
    mark = 0
    for part in told:
        if part is None:
            return None
        mark = mark << 16 | part
    return mark


def _flag(evidence: Evidence, row: WorkRecord) -> None:
    """Note which standing photographs of the region's other records look like this one."""
    near = alike(evidence)
    here = Evidence.objects.filter(pk__in=[pk for _, pk in near[:500]], dropped_at=None, record__region=row.region_id)
    known = set(here.exclude(record__state=WorkRecord.State.VOID).values_list("pk", flat=True))
    pairs = [(apart, *sorted((pk, evidence.pk))) for apart, pk in near if pk in known][:_MOST_ALIKE]
    Lookalike.objects.bulk_create(
        [Lookalike(first_id=first, second_id=second, distance=apart) for apart, first, second in pairs],
        ignore_conflicts=True,
    )


@transaction.atomic
def drop_evidence(*, evidence: Evidence, why: str, by: Account, at: datetime) -> Evidence:
    """Take a photograph off its record with a reason: its content is erased, the reason stays.

    Raises NotAllowed, WrongState, BadInput without a reason.
    """
    rows = WorkRecord.objects.select_for_update(of=("self",)).select_related("unit__region", "region")
    access.check_on_record(rules.CORRECT, by, rows.get(pk=evidence.record_id))
    row = Evidence.objects.get(pk=evidence.pk)
    if row.dropped_at:
        raise WrongState("这张照片已经撤下。")
    if not why.strip():
        raise BadInput("请写明撤下的原因。")
    row.dropped_by = by
    _drop(row, why.strip()[:200], at)
    audit(verb="ledger.drop_evidence", thing=row, by=by, at=at, changed=["dropped_at"])
    return row


def drop_evidence_again(deed: Deed) -> bool:
    """After an older backup was restored: take a photograph off again, as was done before."""
    row = Evidence.objects.filter(pk=deed.id, dropped_at=None).first()
    if row:
        _drop(row, _DROPPED_BEFORE, deed.at)
    return row is not None


def _drop(row: Evidence, why: str, at: datetime) -> None:
    """Note that a photograph is gone, with what it told of the place; erase its content unless something else has it."""
    row.dropped_at, row.drop_reason, row.spot = at, why, ""
    row.save(update_fields=["dropped_at", "dropped_by", "drop_reason", "spot"])
    file = StoredFile.objects.select_for_update().get(pk=row.file_id)
    if not _used(file):
        erase(file=file, at=at)


def _used(file: StoredFile) -> bool:
    """Answer whether anything that stands has the content: evidence not taken away, or any row of another table."""
    if Evidence.objects.filter(file=file, dropped_at=None).exists():
        return True
    others = [one for one in StoredFile._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]
    return any(
        one.related_model._default_manager.filter(**{one.field.name: file}).exists()  # type: ignore[union-attr]
        for one in others
        if one.related_model is not Evidence
    )
