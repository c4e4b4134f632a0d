"""A resident asks, or a worker writes down what someone asked. Nobody needs an account; the code is the way back."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kepu.audit.verbs import record
from kepu.inbox.access import check_can_enter
from kepu.inbox.contacts import Contact, sealed
from kepu.inbox.models import Question
from kepu.inbox.telephones import tidy_phone
from kepu.inbox.verbs.questions.standing import text_of
from kepu.methods.workdays import add_workdays
from kepu.people.models import Account, Region
from kepu.people.queries import townships_of, workday_table
from kepu.people.verbs import BadInput

SHORTEST, LONGEST = 10, 1000
WORKDAYS_TO_ANSWER = 5
CODE_DIGITS = 13  # 43 bits: nobody guesses one, and it is written down and typed as digits alone
_TRIES = 5


@dataclass(frozen=True)
class QuestionValues:
    """What is asked: 10 to 1000 characters, a question or a suggestion, a township, and who asks if he wants to say."""

    text: str
    kind: str = Question.Kind.QUESTION.value
    place: Region | None = None
    contact: Contact = field(default_factory=Contact)


@transaction.atomic
def ask(*, region: Region, values: QuestionValues, once: str = "", at: datetime) -> Question:
    """Put a resident's question into the box of a region and return it with its code.

    `once` is what the form carried: the same form sent twice with the same words is one question. Raises BadInput.
    """
    question, made = _put_in(region, values, once, None, at)
    if made:
        record(verb="inbox.ask", thing=question, by=None, at=at)
    return question


@transaction.atomic
def enter_question(*, region: Region, values: QuestionValues, once: str = "", by: Account, at: datetime) -> Question:
    """Put in what a resident asked at the counter or by telephone. Raises NotAllowed, BadInput."""
    check_can_enter(by, region)
    question, made = _put_in(region, values, once, by, at)
    if made:
        record(verb="inbox.enter_question", thing=question, by=by, at=at)
    return question


def _put_in(
    region: Region, values: QuestionValues, once: str, by: Account | None, at: datetime
) -> tuple[Question, bool]:
    question = Question(
        region=region, place=_place(values.place, region), kind=_kind(values.kind), text=_text(values.text),
        contact=sealed(_contact(values.contact)), entered_by=by, asked_at=at,
        due=add_workdays(timezone.localdate(at), WORKDAYS_TO_ANSWER, workday_table()),
    )  # fmt: skip
    for code in _codes(question, values.contact, once):
        question.code = code
        try:
            with transaction.atomic():
                question.save(force_insert=True)
        except IntegrityError:
            same = Question.objects.select_related("region", "place").get(code=code)
            if (same.text, same.kind, same.region_id, same.entered_by_id) == (
                question.text, question.kind, region.pk, by.pk if by else None
            ):  # fmt: skip
                return same, False
        else:
            return question, True
    raise RuntimeError("no free code was found")


def _codes(question: Question, contact: Contact, once: str) -> Iterator[str]:
    """Yield codes that follow from the form and its words alone, so that the same form sent twice gives the same code."""
    who = question.entered_by_id, question.region_id, question.place_id, contact.name, contact.phone
    words = repr((once or secrets.token_hex(16), *who, question.kind, question.text))
    for n in range(_TRIES):
        digest = salted_hmac("kepu.inbox.code", f"{n} {words}", algorithm="sha256").digest()
        yield f"{int.from_bytes(digest) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _text(text: str) -> str:
    text = text_of(text, longest=LONGEST, what="内容")
    if len(text) < SHORTEST:
        raise BadInput(f"请写得具体一些，至少{SHORTEST}个字，现在有{len(text)}个字。")
    return text


def _kind(kind: str) -> str:
    if kind not in Question.Kind.values:
        raise BadInput("请选择是提问还是建议。")
    return kind


def _place(place: Region | None, region: Region) -> Region | None:
    if place and not townships_of(region).filter(pk=place.pk).exists():
        raise BadInput(f"请选择{region.name}的乡镇（街道）。")
    return place


def _contact(contact: Contact) -> Contact:
    if len(contact.name) > 20:
        raise BadInput("称呼最多20个字。")
    return Contact(contact.name.strip(), tidy_phone(contact.phone, local=True) if contact.phone.strip() else "")
