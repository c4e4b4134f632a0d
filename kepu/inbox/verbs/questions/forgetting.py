"""Who asked is forgotten: at his wish at once, else some time after the answer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kepu.audit.lasting import Deed
from kepu.audit.verbs import record
from kepu.inbox.access import questions as access
from kepu.inbox.contacts import KEEP_AFTER_ANSWER, KEEP_AT_MOST
from kepu.inbox.models import Question
from kepu.people.models import Account


@transaction.atomic
def erase_contact(*, question: Question, by: Account | None, at: datetime) -> None:
    """Erase who asked. None is the resident himself, who has the code. Erasing again changes nothing.

    Raises NotAllowed. No revision is asked or counted: an answer being written is not disturbed.
    """
    row = Question.objects.select_for_update(of=("self",)).select_related("region", "unit").get(pk=question.pk)
    if by is not None:
        access.check_on_question(access.ERASE_CONTACT, by, row)
    if row.contact:
        _erase(row, access.ERASE_CONTACT.verb, by, at)


def _erase(row: Question, verb: str, by: Account | None, at: datetime) -> None:
    Question.objects.filter(pk=row.pk).update(contact="", contact_erased_at=at)
    record(verb=verb, thing=row, by=by, at=at, changed=["contact"])


@transaction.atomic
def expire_contacts(*, at: datetime) -> int:
    """Erase who asked 90 days after the answer, or a year after the question; returns how many were erased."""
    past = Q(answered_at__lte=at - KEEP_AFTER_ANSWER) | Q(asked_at__lte=at - KEEP_AT_MOST)
    rows = list(Question.objects.select_for_update(of=("self",)).filter(past).exclude(contact=""))
    for row in rows:
        _erase(row, "inbox.expire_contact", None, at)
    return len(rows)


def erase_contact_again(deed: Deed) -> bool:
    """After an older backup was restored: erase who asked, as was done before."""
    kept = Question.objects.filter(pk=deed.id).exclude(contact="")
    return kept.update(contact="", contact_erased_at=deed.at) > 0
