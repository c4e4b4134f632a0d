"""The office: takes reports in, returns them with what is to be mended, answers objections, enters those on paper."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Report, ReportLine
from kepu.accountability.queries.content import drafted
from kepu.accountability.queries.filling import filling_of
from kepu.accountability.verbs.reports.handing_in import freeze
from kepu.accountability.verbs.reports.rows import EVERYONE, come_in, locked_report, move, said, tell
from kepu.audit.verbs import record
from kepu.files.verbs import store
from kepu.ledger.verbs import drain_all
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.people.verbs import BadInput

State = Report.State
LONGEST_ANSWER = 300


@transaction.atomic
def accept_report(*, report: Report, seen: int, by: Account, at: datetime) -> Report:
    """Take a report in. Raises NotAllowed, WrongState while an objection to its figures is unanswered."""
    row = locked_report(report, rules.ACCEPT, by, seen)
    open_ = row.lines.filter(answer="").exclude(objection="").count()
    if open_:
        raise WrongState(f"还有{open_}条对数据的意见没有答复。请先答复，再接收。")
    return move(row, State.ACCEPTED, rules.ACCEPT.verb, by, at)


@transaction.atomic
def return_report(*, report: Report, remark: str, seen: int, by: Account, at: datetime) -> Report:
    """Return a report to its unit with what is to be mended; the day on which it first came in stays.

    Raises NotAllowed, WrongState, BadInput without a remark.
    """
    row = locked_report(report, rules.RETURN, by, seen)
    row.remark, row.sheet = said(remark), None
    move(row, State.RETURNED, rules.RETURN.verb, by, at, "remark", "sheet", remark=row.remark)
    title = f"《{row.cycle.title}》退回修改"
    tell(row, EVERYONE, title, row.remark, by, at, timezone.localdate(at))
    return row


@transaction.atomic
def answer_objection(*, line: ReportLine, answer: str, seen: str, by: Account, at: datetime) -> ReportLine:
    """Say what became of an objection to the figures of a task; `seen` is the objection that the office read.

    Raises NotAllowed, WrongState where the unit says something else by now, BadInput.
    """
    row = locked_report(line.report, rules.ANSWER, by)
    fresh = ReportLine.objects.get(pk=line.pk)
    words = " ".join(answer.replace("\x00", "").split())
    if not words or len(words) > LONGEST_ANSWER:
        raise BadInput(f"请写明答复，不超过{LONGEST_ANSWER}字。")
    if not fresh.objection or fresh.objection != " ".join(seen.split()):
        raise WrongState("单位刚改了对数据的意见。请核对现在的意见后再答复，您写的还在下面。")
    fresh.answer = words
    fresh.save(update_fields=["answer"])
    record(verb=rules.ANSWER.verb, thing=row, by=by, at=at, changed=["answer"])
    tell(row, EVERYONE, "对数据的意见已答复", words, by, at, timezone.localdate(at))
    return fresh


def enter_report(
    *, report: Report, data: bytes, media_type: str, name: str, signer: str, by: Account, at: datetime
) -> Report:
    """Hand a report in for a unit that sent it on paper or by file; what it sent is kept beside what was entered.

    What a form would require may be wanting: the paper is what counts. Raises NotAllowed, WrongState, BadInput.
    """
    rules.check_on_report(rules.ENTER, by, report)
    drain_all(at=at)
    return _enter(report, data, media_type, name, signer, by, at)


@transaction.atomic
def _enter(report: Report, data: bytes, media_type: str, name: str, signer: str, by: Account, at: datetime) -> Report:
    row = locked_report(report, rules.ENTER, by)
    if len(signer.strip()) > 40:
        raise BadInput("签发人姓名不超过40字。")
    row.original = store(data=data, media_type=media_type, at=at)
    row.original_name, row.signer = name.replace("\x00", "")[-200:], signer.replace("\x00", "").strip()
    freeze(row, drafted(filling_of(row)), at)
    return come_in(row, Report.Way.ENTERED, rules.ENTER.verb, by, at, timezone.localdate(at))
