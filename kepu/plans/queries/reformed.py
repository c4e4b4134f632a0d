"""Units that are no more: an adopted version keeps naming them, others answer for them today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from kepu.people.models import Unit
from kepu.people.queries import endings_of, stands, successors_of
from kepu.plans.queries.proofreading import Structure


@dataclass(frozen=True)
class Passed:
    """A unit that is no more, and who goes on for it on the day asked for: one, several, or nobody."""

    unit: Unit
    heirs: tuple[Unit, ...]

    @property
    def words(self) -> str:
        """Who answers now, as an office says it."""
        names = "、".join(heir.name for heir in self.heirs)
        return f"现由{names}承接" if names else "已撤销，没有承接单位"


def passed_on(units: Iterable[Unit | None], on: date | None = None) -> dict[int, Passed]:
    """Return for those of the units that are no more on a day (today) who goes on for them, by the unit's id.

    No query while all of them stand; otherwise one for each step of the longest chain of reforms.
    """
    on = on or timezone.localdate()
    ended = {unit.pk: unit for unit in units if unit and not stands(unit, on)}
    heirs = successors_of(ended.values(), on)
    return {pk: Passed(unit, tuple(heirs[pk])) for pk, unit in ended.items()}


def with_reforms(unit: Unit, taken_over: Iterable[Unit]) -> dict[str, Any]:
    """Return what a unit's page says of reforms: who goes on for it, and what it took over, each with the reform."""
    taken_over = list(taken_over)
    endings = endings_of([unit, *taken_over])
    return {
        "passed": passed_on([unit]).get(unit.pk), "ending": endings.get(unit.pk),
        "taken_over": [(before, endings.get(before.pk)) for before in taken_over],
    }  # fmt: skip


def passed_in(tree: Structure, on: date | None = None) -> dict[int, Passed]:
    """Return the same for all units that a version names."""
    return passed_on((row.unit for row in tree.named), on)
