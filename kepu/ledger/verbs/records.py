"""Writing down work, correcting it, taking it back, reviewing it. A counted record's facts are what it says now."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from kepu.audit.verbs import record as audit
from kepu.ledger import access
from kepu.ledger.access import records as rules
from kepu.ledger.kinds import KINDS
from kepu.ledger.models import Audience, Credit, Duplicate, Measure, RecordPartner, RecordPolicy, WorkRecord
from kepu.ledger.places import prefix_of
from kepu.ledger.verbs.entries import Entry
from kepu.ledger.verbs.evidence import Named, attach
from kepu.ledger.verbs.posting import Saying, correct, correct_many
from kepu.people.access import Rule, allows, office_region
from kepu.people.models import Account, Region, Unit
from kepu.people.verbs import BadInput

State = WorkRecord.State
SOURCE = "ledger.record"
MOST_PERSON_TIMES = 1_000_000
OLDEST = timedelta(days=2 * 366)


class Stale(Exception):
    """Somebody else changed the record meanwhile; the message says so, in Chinese."""


@dataclass(frozen=True)
class Work:
    """What a record tells: six things, and who did it together with the unit."""

    day: date
    place: Region
    kind: str
    what: str
    audience: str
    person_times: int
    partners: tuple[Unit, ...] = field(default_factory=tuple)


@transaction.atomic
def record_work(
    *, unit: Unit, work: Work, once: str, photographs: Sequence[Named] = (), by: Account, at: datetime
) -> WorkRecord:
    """Write down a piece of work of the unit, with photographs. The same form (`once`) handed in again with the same words
    gives the record it made; changed after going back, it is another piece of work. Raises NotAllowed, BadInput.
    """
    access.check_can_record_for(by, unit)
    region = office_region(unit.region)
    check_work(work, unit, region, at)
    once = mark_of(once, unit, work)
    row = WorkRecord(region=region, unit=unit, once=once, recorded_by=by, recorded_at=at, state=first_state(region, by))
    fill(row, work)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _handed_in_again(by, once, photographs, at)
    _set_partners(row, work.partners)
    attach(row, photographs, by, at)
    audit(verb="ledger.record_work", thing=row, by=by, at=at)
    _count(row, by, at)
    return row


@transaction.atomic
def correct_work(*, record: WorkRecord, work: Work, why: str, seen: int, by: Account, at: datetime) -> WorkRecord:
    """Make the record say what is right; every figure follows. `seen` is the revision that was corrected.

    A returned one goes back for review, and where the office reviews so does a counted one that a unit corrects: it counts
    again once accepted. Raises NotAllowed, WrongState, Stale, BadInput.
    """
    row = _locked(record, rules.CORRECT, by, seen)
    check_work(work, row.unit, row.region, at, since=row.day)
    before = _told(row)
    fill(row, work)
    shared = _set_partners(row, work.partners)
    if row.state in (State.RETURNED, State.COUNTED):
        row.state = first_state(row.region, by)
    if row.state == State.HANDED:
        row.reviewed_by = row.reviewed_at = None
    row.remark = why.strip()[:200]
    changed = [name for name, value in _told(row).items() if value != before[name]] + ["partners"] * shared
    return _kept(row, "ledger.correct_work", changed, by, at)


@transaction.atomic
def void_work(*, record: WorkRecord, why: str, seen: int, by: Account, at: datetime) -> WorkRecord:
    """Take the record back with a reason; what it counted is reversed. Raises NotAllowed, WrongState, Stale, BadInput."""
    row = _locked(record, rules.VOID, by, seen)
    row.state, row.remark = State.VOID, _reason(why, "作废")
    return _kept(row, "ledger.void_work", ["state"], by, at)


@transaction.atomic
def accept_work(*, record: WorkRecord, seen: int, by: Account, at: datetime) -> WorkRecord:
    """Let a reviewed record count. Raises NotAllowed, WrongState, Stale."""
    row = _locked(record, rules.ACCEPT, by, seen)
    row.state, row.reviewed_by, row.reviewed_at = State.COUNTED, by, at
    return _kept(row, "ledger.accept_work", ["state"], by, at)


@transaction.atomic
def return_work(*, record: WorkRecord, why: str, seen: int, by: Account, at: datetime) -> WorkRecord:
    """Give a record back to be mended, with what is wrong. Raises NotAllowed, WrongState, Stale, BadInput."""
    row = _locked(record, rules.RETURN, by, seen)
    row.state, row.remark, row.reviewed_by, row.reviewed_at = State.RETURNED, _reason(why, "退回"), by, at
    return _kept(row, "ledger.return_work", ["state"], by, at)


@transaction.atomic
def set_record_policy(*, region: Region, review: bool, by: Account, at: datetime) -> RecordPolicy:
    """Say whether records of the region are reviewed before they count; those waiting go on waiting. Raises NotAllowed."""
    access.check_can_set_policy(by, region)
    policy, _ = RecordPolicy.objects.update_or_create(region=region, defaults={"review": review})
    audit(verb="ledger.set_record_policy", thing=policy, by=by, at=at, changed=["review"])
    return policy


def entries_of(row: WorkRecord) -> list[Entry]:
    """Return what a record posts, by its rows."""
    return entries_said(row, [one.unit_id for one in row.partnerships.all()], measures_of([row]))


def entries_said(row: WorkRecord, partners: Iterable[int], measures: dict[str, Measure]) -> list[Entry]:
    """Return what a record posts: one session and its person-times, credited to host and partners; nothing uncounted."""
    if row.state != State.COUNTED:
        return []
    shared = ((unit, Credit.Role.PARTNER.value) for unit in partners)
    credits = tuple(sorted([(row.unit_id, Credit.Role.HOST.value), *shared]))
    kind = KINDS[row.kind]
    return [
        Entry(measures[code], quantity, row.day, row.place_id, row.audience, credits)
        for code, quantity in ((kind.sessions, 1), (kind.person_times, row.person_times))
    ]


def measures_of(rows: Iterable[WorkRecord]) -> dict[str, Measure]:
    """Return the measures that records of these kinds move, by code; one query."""
    codes = {code for row in rows for code in (KINDS[row.kind].sessions, KINDS[row.kind].person_times)}
    return {measure.code: measure for measure in Measure.objects.filter(code__in=codes)}


def _handed_in_again(by: Account, once: str, photographs: Sequence[Named], at: datetime) -> WorkRecord:
    """Return the record that a form made before; photographs that did not arrive the first time come to it now."""
    row = WorkRecord.objects.select_for_update(of=("self",)).get(recorded_by=by, once=once)
    if row.state != State.VOID and not row.evidence.exists():
        attach(row, photographs, by, at)
    return row


def mark_of(once: str, unit: Unit, work: Work) -> str:
    """Return what is the same for the same form with the same words alone."""
    told = (work.day, work.place.pk, work.kind, work.what.strip(), work.audience, work.person_times)
    partners = sorted({partner.pk for partner in work.partners})
    return hashlib.sha256(repr((once, unit.pk, told, partners)).encode()).hexdigest()


def _count(row: WorkRecord, by: Account, at: datetime) -> None:
    correct(source=f"{SOURCE}:{row.pk}", entries=entries_of(row), by=by, at=at)


def _count_again(row: WorkRecord, by: Account, at: datetime) -> None:
    """Let the ledger say what the record says now, and what those say that were held to tell of the same deed.

    Where it no longer counts, they do again by themselves: a deed that two wrote down is not lost with one of them.
    """
    rows = [row, *told_the_same([row])]
    correct_many(sayings=[Saying(f"{SOURCE}:{one.pk}", entries_of(one)) for one in rows], by=by, at=at)


def told_the_same(rows: Iterable[WorkRecord]) -> list[WorkRecord]:
    """Return the records that were decided to tell of the same deed as one of these and do not count beside it."""
    here = {row.pk for row in rows}
    same = Duplicate.objects.filter(
        state=Duplicate.State.SAME, first__source__in=[f"{SOURCE}:{pk}" for pk in here],
        second__source__startswith=f"{SOURCE}:",
    )  # fmt: skip
    numbers = {int(source.partition(":")[2]) for source in same.values_list("second__source", flat=True)}
    return list(WorkRecord.objects.select_for_update(of=("self",)).filter(pk__in=numbers - here).order_by("pk"))


def first_state(region: Region, by: Account) -> State:
    """Return how a record begins: what the office itself writes down needs no review."""
    review = RecordPolicy.objects.filter(region=region, review=True).exists()
    office = allows(rules.ACCEPT, by, state=State.HANDED.value, region=region)
    return State.HANDED if review and not office else State.COUNTED


def _locked(record: WorkRecord, rule: Rule, by: Account, seen: int) -> WorkRecord:
    rows = WorkRecord.objects.select_for_update(of=("self",)).select_related("unit__region", "region")
    row = rows.get(pk=record.pk)
    access.check_on_record(rule, by, row)
    if row.revision != seen:
        raise Stale("在您打开之后，这条记录已被改动。请查看最新内容再办理，您填写的内容还在下面。")
    return row


def _kept(row: WorkRecord, verb: str, changed: list[str], by: Account, at: datetime) -> WorkRecord:
    row.revision += 1
    row.save()
    audit(verb=verb, thing=row, by=by, at=at, changed=changed)
    _count_again(row, by, at)
    return row


def _told(row: WorkRecord) -> dict[str, object]:
    names = ("day", "place_id", "kind", "what", "audience", "person_times", "state")
    return {name: getattr(row, name) for name in names}


def fill(row: WorkRecord, work: Work) -> None:
    """Let a record say what the work was; who had part in it is kept apart."""
    row.day, row.place, row.kind, row.what = work.day, work.place, work.kind, work.what.strip()
    row.audience, row.person_times = work.audience, work.person_times


def _set_partners(row: WorkRecord, partners: Iterable[Unit]) -> bool:
    """Keep who had part in the record, and say whether anything changed."""
    wanted = {unit.pk for unit in partners}
    gone, _ = row.partnerships.exclude(unit__in=wanted).delete()
    present = set(row.partnerships.values_list("unit", flat=True))
    RecordPartner.objects.bulk_create([RecordPartner(record=row, unit_id=unit) for unit in sorted(wanted - present)])
    return bool(gone or wanted - present)


def _reason(why: str, deed: str) -> str:
    if not why.strip():
        raise BadInput(f"请写明{deed}的原因。")
    return why.strip()[:200]


def check_work(work: Work, unit: Unit, region: Region, at: datetime, since: date | None = None) -> None:
    """Raise BadInput unless the work can have happened, here; `since` is the day of a record that is corrected, however old."""
    today = timezone.localdate(at)
    if work.day > today:
        raise BadInput("日期还没有到。请在做完之后再记。")
    if work.day < min(since or today, today - OLDEST):
        raise BadInput("日期超过两年。以前年度的情况请用“历年数据补录”。")
    if not work.what.strip() or len(work.what) > 100:
        raise BadInput("请用一句话写明做了什么，不超过100字。")
    if work.kind not in KINDS or work.audience not in Audience.values:
        raise BadInput("请选择类型和人群。")
    if not 0 <= work.person_times <= MOST_PERSON_TIMES:
        raise BadInput("人次应在0到100万之间。")
    if not work.place.code.startswith(prefix_of(region.code)):
        raise BadInput("地点不在本区域内。")
    if unit in work.partners:
        raise BadInput("主办单位不必再列为协办单位。")
