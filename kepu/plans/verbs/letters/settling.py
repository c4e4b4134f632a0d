"""From draft to signed paper: approved (its words stand from now on), printed, signed, filed away; or taken back."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.files.models import Sheet
from kepu.files.verbs import make_sheet
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Letter
from kepu.plans.queries.letters.content import Content, contents, drafted, mark_of
from kepu.plans.verbs.letters.rows import Bulk, StaleLetter, each_of, locked_letter, locked_letters, move
from kepu.plans.wording.letters import terms_for

log = logging.getLogger(__name__)

State = Letter.State
LONGEST_TITLE = 120


@transaction.atomic
def approve_letter(*, letter: Letter, seen: str, by: Account, at: datetime) -> Letter:
    """Approve one letter as the person saw it (`seen` is the mark of that content).

    From now on it says what it says, and bears a check code. Raises NotAllowed, WrongState, StaleLetter.
    """
    locked = locked_letter(letter)
    access.check_can_approve_letter(by, locked)
    content = drafted(locked)
    if mark_of(content) != seen:
        raise StaleLetter(locked)
    return _approve(locked, content, by, at)


@transaction.atomic
def approve_letters(*, letters: Iterable[Letter], by: Account, at: datetime) -> Bulk:
    """Approve many letters of one year as they stand; what cannot be approved is left with the reason."""
    rows = locked_letters(letters)
    assert len({row.annual_id for row in rows}) <= 1
    said = contents(rows[0].annual, rows) if rows else {}

    def approve(locked: Letter) -> Letter:
        access.check_can_approve_letter(by, locked)
        return _approve(locked, said[locked.pk], by, at)

    return each_of(rows, approve)


def _approve(letter: Letter, content: Content, by: Account, at: datetime) -> Letter:
    if unanswered := letter.opinions.filter(agrees=False, reply="").count():
        raise WrongState(f"还有{unanswered}条意见没有写明采纳情况，请先答复。")
    if not content["quantitative"] and not content["qualitative"]:
        raise WrongState("这份责任书没有目标任务。请先在年度工作要点或目标任务分解中安排，或删除拟稿。")
    title = f"{letter.number} {content['unit']}{letter.annual.year}年度目标责任书"[:LONGEST_TITLE]
    letter.sheet = make_sheet(subject=f"plans.letter:{letter.pk}", title=title, region=letter.annual.plan.region, at=at)
    letter.snapshot = content | {"number": letter.number}
    letter.approved_by, letter.approved_at = by, at
    fields = ("snapshot", "sheet", "approved_by", "approved_at")
    return move(letter, State.APPROVED, "plans.approve_letter", by, at, *fields)


@transaction.atomic
def return_letter(*, letter: Letter, by: Account, at: datetime) -> Letter:
    """Take a letter back to be redrafted. What was approved of it is void, papers with its old code are known as such."""
    locked = locked_letter(letter)
    access.check_can_return_letter(by, locked)
    if locked.state == State.APPROVED and locked.sheet and locked.sheet.scans.filter(dropped_at__isnull=True).exists():
        raise WrongState("已有这份责任书的签章扫描件，不能退回修改。请先作废扫描件，或印制签订后办理调整。")
    locked.snapshot, locked.sheet = None, None
    return move(locked, State.DRAFT, "plans.return_letter", by, at, "snapshot", "sheet")


@transaction.atomic
def print_letters(*, letters: Iterable[Letter], by: Account, at: datetime) -> Bulk:
    """Note that letters are printed and handed out to be signed."""

    def mark(letter: Letter) -> Letter:
        locked = locked_letter(letter)
        access.check_can_print_letter(by, locked)
        return printed(locked, by, at)

    return each_of(letters, mark)


def printed(letter: Letter, by: Account, at: datetime) -> Letter:
    """Move a locked, approved letter to printed: by hand, or because a signed sheet of it came back."""
    letter.printed_at = at
    return move(letter, State.PRINTED, "plans.print_letter", by, at, "printed_at")


@transaction.atomic
def sign_letter(*, letter: Letter, signed_on: date, by: Account, at: datetime) -> Letter:
    """Note the day on which both sides signed; a letter that it adjusts has then had its time.

    Raises NotAllowed, WrongState without a scan of the signed sheet, ValidationError for an impossible day.
    """
    if letter.adjusts_id:
        locked_letter(Letter(pk=letter.adjusts_id))  # the older letter first, as whoever takes a step with both
    locked = locked_letter(letter)
    access.check_can_sign_letter(by, locked)
    if not _scanned(locked):
        raise WrongState("还没有签章页的扫描件或照片。请先上传，再登记签订。")
    _check_day(signed_on, locked, timezone.localdate(at))
    locked.signed_on = signed_on
    move(locked, State.SIGNED, "plans.sign_letter", by, at, "signed_on")
    if locked.adjusts:
        old = locked_letter(locked.adjusts)
        move(old, State.ADJUSTED, "plans.adjust_letter", by, at)
    return locked


def _scanned(letter: Letter) -> bool:
    """Answer whether a scan of the letter's sheet is there, which from now on nobody drops."""
    sheet = Sheet.objects.select_for_update(no_key=True).filter(pk=letter.sheet_id or 0).first()
    return sheet is not None and sheet.scans.filter(dropped_at__isnull=True).exists()


def _check_day(day: date, letter: Letter, today: date) -> None:
    assert letter.approved_at
    if not timezone.localdate(letter.approved_at) <= day <= today:
        raise ValidationError({"signed_on": "签订日期应在审定之后、今天或以前。"})


@transaction.atomic
def expire_letter(*, letter: Letter, by: Account | None, at: datetime) -> Letter:
    """File a signed letter away after its term; `by` is None for the chore. Raises NotAllowed, WrongState."""
    locked = locked_letter(letter)
    if by is not None:
        access.check_can_expire_letter(by, locked)
    elif locked.state != State.SIGNED:
        raise WrongState("只有已签订的责任书会到期归档。")
    if hasattr(locked, "adjusted_by"):
        raise WrongState(f"调整后的责任书（{locked.adjusted_by.number}）还没有办完，不能归档。")
    if timezone.localdate(at) <= terms_for(locked.annual).term_to:
        raise WrongState("责任期限还没有到，不能归档。")
    return move(locked, State.EXPIRED, "plans.expire_letter", by, at)


def expire_letters(*, at: datetime) -> int:
    """File away the letters whose day has come; for the scheduler. One that is being adjusted waits. Returns how many.

    One that cannot be filed away is logged and keeps no other waiting.
    """
    today, done = timezone.localdate(at), 0
    signed = Letter.objects.filter(state=State.SIGNED, adjusted_by__isnull=True).select_related("annual__plan__region")
    for letter in signed:
        try:
            if terms_for(letter.annual).expires_on < today:
                expire_letter(letter=letter, by=None, at=at)
                done += 1
        except Exception as error:
            log.error("letter %s was not filed away: %s", letter.pk, type(error).__name__)
    return done
