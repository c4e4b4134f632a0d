"""What the verbs of letters share: the locked row, a move along the life cycle."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans.models import AnnualPlan, Letter

_LOADED = ("annual__plan__region", "annual__version__document", "unit__region", "sheet", "adjusts", "adjusted_by")


class StaleLetter(Exception):
    """The letter is no longer what the person saw; `current` is what it is now."""

    def __init__(self, current: Letter) -> None:
        super().__init__("责任书刚有变动（其他同志修改，或分解、年度要点有调整）。请核对现在的内容后再办。")
        self.current = current


def locked_year(annual: AnnualPlan) -> AnnualPlan:
    """Return the year's row locked for the transaction: letters are drafted and numbered one hand after the other."""
    rows = AnnualPlan.objects.select_for_update(of=("self",)).select_related("plan__region", "version__document")
    return rows.get(pk=annual.pk)


def locked_letter(letter: Letter) -> Letter:
    """Return the letter's row locked for the transaction, with what a verb needs of it."""
    return _locked().get(pk=letter.pk)


def locked_letters(letters: Iterable[Letter]) -> list[Letter]:
    """Return the rows of many letters, locked in the one order that `each_of` keeps; one that is deleted is left out."""
    return list(_locked().filter(pk__in=[letter.pk for letter in letters]).order_by("pk"))


def _locked() -> QuerySet[Letter]:
    return Letter.objects.select_for_update(of=("self",)).select_related(*_LOADED)


def move(letter: Letter, to: Letter.State, verb: str, by: Account | None, at: datetime, *fields: str) -> Letter:
    """Take a locked letter to a state that its life leads to, and leave the audit's row."""
    assert to in Letter.MOVES[letter.state], (letter.state, to)
    letter.state = to
    letter.revision += 1
    letter.save(update_fields=["state", "revision", *fields])
    record(verb=verb, thing=letter, by=by, at=at, changed=["state", *fields])
    return letter


@dataclass
class Bulk:
    """What came of a step taken with many letters: those done, and those left with the reason."""

    done: list[Letter] = field(default_factory=list)
    left: list[tuple[Letter, str]] = field(default_factory=list)


def each_of(letters: Iterable[Letter], deed: Callable[[Letter], Letter]) -> Bulk:
    """Do a deed with each letter, in one order for everyone, so that two persons never wait for each other in a ring.

    One in another state is left with its reason, the others are done. Raises NotAllowed, and then nothing is done.
    """
    bulk = Bulk()
    for letter in sorted(letters, key=lambda one: one.pk):
        try:
            bulk.done.append(deed(letter))
        except WrongState as refused:
            bulk.left.append((letter, str(refused)))
    return bulk
