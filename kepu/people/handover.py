"""What a successor inherits: apps above tell, `people` only asks.

An app registers one function in ``AppConfig.ready()``: ``register(open_tasks)``, where ``open_tasks(unit, by)`` returns
the open work that hangs on the unit, as far as the account `by` may read it. An app whose rows go over to the successor
registers a verb as well: ``register_passing(pass_tasks)``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from kepu.people.models import Account, Unit


@dataclass(frozen=True)
class Inherited:
    """One piece of open work: its kind in Chinese (任务, 交办事项), title, the page where it is, when it is due."""

    kind: str
    title: str
    url: str = ""
    due: date | None = None


class Passing(Protocol):
    """A verb that lets rows of units that are no more go over to who goes on for them; done again it changes nothing."""

    def __call__(self, *, unit: Unit | None, by: Account | None, at: datetime) -> object:
        """Pass on what is a unit's, or (None) what is that of any unit; `by` is None where a day came that was noted."""


Provider = Callable[[Unit, Account], Iterable[Inherited]]
_providers: list[Provider] = []
_passing: list[Passing] = []


def register(provider: Provider) -> Provider:
    """Add a function that tells open work of a unit; adding it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def inherited(unit: Unit, by: Account) -> list[Inherited]:
    """Return all open work of a unit that `by` may read, in the order in which the apps registered."""
    return [item for provider in _providers for item in provider(unit, by)]


def register_passing(verb: Passing) -> Passing:
    """Add a verb that lets rows go over in a reform; adding it again changes nothing."""
    if verb not in _passing:
        _passing.append(verb)
    return verb


def pass_on(*, unit: Unit | None = None, by: Account | None, at: datetime) -> None:
    """Let what is open go over from a unit that is no more to its successor, or from all such units (no `unit`)."""
    for verb in _passing:
        verb(unit=unit, by=by, at=at)
