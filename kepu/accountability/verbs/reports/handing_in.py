"""Inside the unit: put up to be signed, taken back, sent back, signed in kepu; or signed on paper, whose scan comes back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Report
from kepu.accountability.queries.content import drafted
from kepu.accountability.queries.filling import Wanting, filling_of
from kepu.accountability.verbs.reports.rows import come_in, locked_report, move, said, tell
from kepu.files.verbs import make_sheet
from kepu.ledger.verbs import drain_all
from kepu.people.models import Account, Role

State = Report.State
NAME = "accountability.report"


class NotComplete(Exception):
    """Something is wanting before the report can be put up; `wanting` says what and where."""

    def __init__(self, wanting: list[Wanting]) -> None:
        super().__init__(f"还有{len(wanting)}处需要补充，没有送审。")
        self.wanting = wanting


def put_up_report(*, report: Report, by: Account, at: datetime) -> Report:
    """Put a report up to be signed. What it says and its figures stand from now on; it bears a check code.

    The ledger is drained before, so that the position kept has all that the figures have. Raises NotAllowed, WrongState,
    NotComplete.
    """
    drain_all(at=at)
    return _put_up(report, by, at)


@transaction.atomic
def _put_up(report: Report, by: Account, at: datetime) -> Report:
    row = locked_report(report, rules.PUT_UP, by)
    filling = filling_of(row)
    if filling.wanting:
        raise NotComplete(filling.wanting)
    freeze(row, drafted(filling), at)
    row.remark = ""
    move(row, State.PUT_UP, rules.PUT_UP.verb, by, at, "content", "sheet")
    title = f"《{row.cycle.title}》待审签"
    tell(
        row,
        (Role.SECTION_HEAD, Role.LEADER),
        title,
        f"{row.unit.name}的报告已拟好，请审阅。",
        by,
        at,
        timezone.localdate(at),
    )
    return row


def freeze(row: Report, content: dict[str, object], at: datetime) -> None:
    """Keep what a locked report says, with the day, and give it a check code of its own."""
    row.content = content | {"on": timezone.localdate(at).isoformat()}
    title = f"{row.unit.name}《{row.cycle.title}》"[:120]
    row.sheet = make_sheet(subject=f"{NAME}:{row.pk}", title=title, region=row.cycle.plan.region, at=at)


@transaction.atomic
def recall_report(*, report: Report, by: Account, at: datetime) -> Report:
    """Take a report back to go on writing; papers printed of it are void. Raises NotAllowed, WrongState."""
    row = locked_report(report, rules.RECALL, by)
    row.content, row.sheet = None, None
    return move(row, State.DRAFT, rules.RECALL.verb, by, at, "content", "sheet")


@transaction.atomic
def send_back_report(*, report: Report, remark: str, seen: int, by: Account, at: datetime) -> Report:
    """The head of section or the leader sends a report back to be mended. Raises NotAllowed, WrongState, BadInput."""
    row = locked_report(report, rules.SEND_BACK, by, seen)
    row.remark = said(remark)
    row.content, row.sheet = None, None
    move(row, State.DRAFT, rules.SEND_BACK.verb, by, at, "content", "sheet", remark=row.remark)
    title = f"《{row.cycle.title}》退回修改"
    tell(row, (Role.LIAISON,), title, row.remark, by, at, timezone.localdate(at))
    return row


@transaction.atomic
def sign_report(*, report: Report, seen: int, by: Account, at: datetime) -> Report:
    """The leader signs what was put up, and with it the report is in; after the last day it is late, never refused.

    Raises NotAllowed, WrongState, also where it is no longer what the leader saw.
    """
    row = locked_report(report, rules.SIGN, by, seen)
    row.signer = by.name[:40]
    return come_in(row, Report.Way.KEPU, rules.SIGN.verb, by, at, timezone.localdate(at))


def came_on_paper(row: Report, by: Account, at: datetime) -> Report:
    """A stamped sheet of a locked report that was put up came back: the report is in."""
    return come_in(row, Report.Way.PAPER, "accountability.stamp_report", by, at, timezone.localdate(at))
