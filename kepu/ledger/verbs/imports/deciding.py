"""What people do with an import: upload it, confirm or drop it, undo it with a reason."""

from datetime import datetime, timedelta

from django.db import transaction

from kepu.audit.verbs import record
from kepu.files.verbs import store
from kepu.ledger import access
from kepu.ledger.access import imports as rules
from kepu.ledger.models import Import
from kepu.people.access import Rule
from kepu.people.models import Account, Region
from kepu.people.verbs import BadInput

STUCK_AFTER, KEPT = timedelta(minutes=2), timedelta(days=30)
State = Import.State
_GONE = (State.FAILED, State.DROPPED, State.UNDONE)


class Again(BadInput):
    """The very same file came in before; `earlier` is that import."""

    def __init__(self, earlier: Import) -> None:
        self.earlier = earlier
        when = f"{earlier.uploaded_at:%Y-%m-%d}"
        super().__init__(
            f"这份文件{earlier.uploaded_by.name}在{when}已经上传过（第{earlier.pk}号导入，{earlier.get_state_display()}），"
            "内容完全相同，没有再读。"
        )


@transaction.atomic
def upload(*, kind: str, name: str, data: bytes, paper: str = "", region: Region, by: Account, at: datetime) -> Import:
    """Take a file in, to be looked over by a worker. Raises NotAllowed, BadInput, Again for the very same file."""
    access.check_can_import(by, kind, region)
    if kind == Import.Kind.VALUES and not paper.strip():
        raise BadInput("请写明数据来源（文件名、文号）。")
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)  # two uploads of one file at once: one is told
    file = store(data=data, media_type="application/octet-stream", at=at)
    same = Import.objects.filter(file=file, region=region, kind=kind).exclude(state__in=_GONE)
    if earlier := same.select_related("uploaded_by").first():
        raise Again(earlier)
    made = Import.objects.create(
        region=region, kind=kind, name=name[-120:], paper=paper.strip()[:120], file=file, uploaded_by=by, uploaded_at=at,
        touched_at=at,
    )  # fmt: skip
    record(verb="ledger.upload_import", thing=made, by=by, at=at)
    return made


@transaction.atomic
def confirm(*, row: Import, by: Account, at: datetime) -> Import:
    """Let the right rows come in; a worker posts them. Raises NotAllowed, WrongState, BadInput where there are none."""
    now = _locked(row, rules.CONFIRM, by)
    if not now.total:
        raise BadInput("没有可以导入的行。请按核对结果改好文件后重新上传。")
    now.state, now.confirmed_by, now.confirmed_at, now.done = State.POSTING, by, at, 0
    return _kept(now, "ledger.confirm_import", by, at)


@transaction.atomic
def drop(*, row: Import, by: Account, at: datetime) -> Import:
    """Let an import be, before anything came in. Raises NotAllowed, WrongState."""
    now = _locked(row, rules.CONFIRM, by)
    now.state = State.DROPPED
    return _kept(now, "ledger.drop_import", by, at)


@transaction.atomic
def undo(*, row: Import, why: str, by: Account, at: datetime) -> Import:
    """Take back all that an import brought in; a worker reverses it. Raises NotAllowed, WrongState, BadInput."""
    now = _locked(row, rules.UNDO, by)
    if not why.strip():
        raise BadInput("请写明撤销的原因。")
    now.state, now.undone_by, now.undone_at, now.why, now.done = State.UNDOING, by, at, why.strip()[:200], 0
    return _kept(now, "ledger.undo_import", by, at)


def left_behind(*, at: datetime) -> list[int]:
    """Return the imports that a killed worker left in the middle, by id; for a while they count as taken up again."""
    busy = Import.objects.filter(state__in=(State.CHECKING, State.POSTING, State.UNDOING))
    found = list(busy.filter(touched_at__lt=at - STUCK_AFTER).order_by("pk").values_list("pk", flat=True))
    Import.objects.filter(pk__in=found).update(touched_at=at)
    return found


def drop_waiting(*, at: datetime) -> int:
    """Drop imports that nobody confirmed within 30 days. Returns how many."""
    waiting = Import.objects.filter(state=State.CHECKED, uploaded_at__lt=at - KEPT)
    return waiting.update(state=State.DROPPED, message="30天内没有确认，已自动放弃。")


def _locked(row: Import, rule: Rule, by: Account) -> Import:
    now = Import.objects.select_for_update(of=("self",)).select_related("region").get(pk=row.pk)
    access.check_on_import(rule, by, now)
    return now


def _kept(row: Import, verb: str, by: Account, at: datetime) -> Import:
    row.touched_at = at
    row.save()
    record(verb=verb, thing=row, by=by, at=at, changed=["state"])
    return row
