"""Consulting the units: letters go out with a day to answer by, units answer, the office says what it took up."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.inbox.verbs import send
from kepu.people.models import UNIT_ROLES, Account, Holding, OneTimeLink, Unit
from kepu.people.queries import successors_of
from kepu.people.verbs import finish_link
from kepu.plans import access
from kepu.plans.models import Letter, LetterOpinion
from kepu.plans.queries.letters.content import drafted, mark_of
from kepu.plans.verbs.letters.rows import Bulk, each_of, locked_letter, move

LONGEST_OPINION, LONGEST_REPLY = 2000, 300
MOST_DAYS = 90


@transaction.atomic
def consult_letters(*, letters: Iterable[Letter], until: date, by: Account, at: datetime) -> Bulk:
    """Send drafts to their units for comment by the end of a day, or set another day for those that are out already.

    Everyone who works for the unit, or for the one that goes on for it, gets a message. Raises ValidationError for an
    impossible day; what cannot go out is told in the answer.
    """
    _check_day(until, timezone.localdate(at))
    bulk = each_of(letters, lambda letter: _consult(letter, until, by, at))
    _tell(bulk.done, until, by, at)
    return bulk


def _check_day(until: date, today: date) -> None:
    if not today <= until <= today + timedelta(days=MOST_DAYS):
        raise ValidationError({"until": f"反馈期限应在今天以后{MOST_DAYS}天以内。"})


def _consult(letter: Letter, until: date, by: Account, at: datetime) -> Letter:
    locked = locked_letter(letter)
    access.check_can_consult_letter(by, locked)
    locked.consult_until = until
    if locked.state == Letter.State.DRAFT:
        locked.consulted_at = at
        return move(locked, Letter.State.CONSULTED, "plans.consult_letter", by, at, "consult_until", "consulted_at")
    locked.revision += 1
    locked.save(update_fields=["consult_until", "revision"])
    record(verb="plans.consult_letter", thing=locked, by=by, at=at, changed=["consult_until"])
    return locked


def _tell(letters: list[Letter], until: date, by: Account, at: datetime) -> None:
    people = people_of({letter.unit for letter in letters}, timezone.localdate(at))
    for letter in letters:
        if people[letter.unit_id]:
            send(
                to=people[letter.unit_id], title=f"请对《{letter.unit.name}{letter.annual.year}年度目标责任书》反馈意见",
                body=f"请于{until.month}月{until.day}日前答复“同意”或提出意见。", url=reverse("plans:letter", args=[letter.pk]),
                by=by, at=at,
            )  # fmt: skip


def people_of(units: Iterable[Unit], on: date) -> dict[int, list[Account]]:
    """Return who works for each unit today, or for those that go on for it, by the unit's id; four queries."""
    heirs = successors_of(units, on)
    answering = {heir.pk for found in heirs.values() for heir in found}
    rows = Holding.objects.filter(unit__in=answering, role__in=UNIT_ROLES, since__lte=on, account__is_active=True)
    rows = rows.exclude(until__lt=on).select_related("account").order_by("id")
    held = [(row.unit_id, row.account) for row in rows]
    return {
        pk: list({account.pk: account for unit_id, account in held if unit_id in {h.pk for h in found}}.values())
        for pk, found in heirs.items()
    }


@transaction.atomic
def give_opinion(
    *, letter: Letter, agrees: bool, text: str = "", signer: str = "", by: Account | None, at: datetime
) -> LetterOpinion:
    """Answer for the unit: agreed, or what it asks to change. After the day set it is taken and marked as late.

    `by` is None for a one-time link, whose handler has checked the unit; `signer` then says who answers. Raises
    NotAllowed, WrongState when the letter is not out for comment, ValidationError.
    """
    locked = locked_letter(letter)
    if by is not None:
        access.check_can_give_opinion(by, locked)
    else:
        access.check_is_out(locked)
    _check_opinion(agrees, text, signer, by)
    opinion = LetterOpinion.objects.create(
        letter=locked, agrees=agrees, text=text.strip(), signer=signer.strip(), by=by, at=at,
        late=locked.consult_until is not None and timezone.localdate(at) > locked.consult_until,
        mark=mark_of(drafted(locked)),
    )  # fmt: skip
    record(verb="plans.give_opinion", thing=opinion, by=by, at=at)
    return opinion


def _check_opinion(agrees: bool, text: str, signer: str, by: Account | None) -> None:
    wrong: dict[str, str] = {}
    if not agrees and not text.strip():
        wrong["text"] = "不同意的，请写明意见和理由。"
    if len(text.strip()) > LONGEST_OPINION:
        wrong["text"] = f"意见不超过{LONGEST_OPINION}字。"
    if by is None and not signer.strip():
        wrong["signer"] = "请填写姓名。"
    if len(signer.strip()) > 40:
        wrong["signer"] = "姓名不超过40字。"
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def answer_by_link(
    *, link: OneTimeLink, letter: Letter, agrees: bool, text: str, signer: str, at: datetime
) -> LetterOpinion:
    """Answer for a unit without account; the link ends with it. Raises LinkClosed, WrongState, ValidationError."""
    finish_link(link=link, at=at)
    return give_opinion(letter=letter, agrees=agrees, text=text, signer=signer, by=None, at=at)


@transaction.atomic
def reply_opinion(
    *, opinion: LetterOpinion, reply: str, by: Account, at: datetime, seen: str | None = None
) -> LetterOpinion:
    """Say what was taken up of an opinion and why not the rest. Raises NotAllowed, WrongState, ValidationError.

    `seen` is the reply that stood there when the person wrote this one; another's that came since is not overwritten.
    """
    letter = locked_letter(opinion.letter)
    fresh = LetterOpinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    fresh.letter = letter
    access.check_can_reply_opinion(by, fresh)
    if not reply.strip() or len(reply.strip()) > LONGEST_REPLY:
        raise ValidationError({"reply": f"请写明采纳情况（{LONGEST_REPLY}字以内）。"})
    if seen is not None and seen.split() != fresh.reply.split():
        raise ValidationError(f"您填写期间，同事已答复为“{fresh.reply}”。您填写的还在下面，再次提交即以您填写的为准。")
    fresh.reply = reply.strip()
    fresh.save(update_fields=["reply"])
    record(verb="plans.reply_opinion", thing=fresh, by=by, at=at, changed=["reply"])
    return fresh
