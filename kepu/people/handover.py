"""What a successor inherits: apps above tell, `people` only asks.

An app registers one function in ``AppConfig.ready()``: ``register(open_tasks)``, where ``open_tasks(unit, by)`` returns
the open work that hangs on the unit, as far as the account `by` may read it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from kepu.people.models import Account, Unit


@dataclass(frozen=True)
class Inherited:
    """One piece of open work: its kind in Chinese (任务, 交办事项), title, the page where it is, when it is due."""

    kind: str
    title: str
    url: str = ""
    due: date | None = None


Provider = Callable[[Unit, Account], Iterable[Inherited]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a function that tells open work of a unit; adding it again changes nothing."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def inherited(unit: Unit, by: Account) -> list[Inherited]:
    """Return all open work of a unit that `by` may read, in the order in which the apps registered."""
    return [item for provider in _providers for item in provider(unit, by)]
