"""What a successor liaison inherits from the question box: letters whose answer the unit was asked to draft."""

from django.urls import reverse

from kepu.inbox.access import readable_questions
from kepu.inbox.models import Question
from kepu.people.handover import Inherited
from kepu.people.models import Account, Unit


def open_questions(unit: Unit, by: Account) -> list[Inherited]:
    """Return the open questions given to a unit, as far as `by` may read them; one query, and one a unit of the person."""
    rows = readable_questions(by).filter(unit=unit, state=Question.State.OPEN).order_by("due", "id")
    return [
        Inherited("代拟来信答复", row.text[:30], reverse("questions:question", args=[row.pk]), row.due) for row in rows
    ]
