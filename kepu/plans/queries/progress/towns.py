"""乡镇进展: what each township did of each target that adds up, against what the breakdown asks of it.

Only a target that is broken down over townships is judged township by township; of others the plain amount is told, for
nothing was asked. Townships stand in their official order and are never ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kepu.ledger.queries import figures
from kepu.people.models import Region
from kepu.people.queries import townships_of
from kepu.plans.models import Breakdown, Target, Version
from kepu.plans.queries.breakdown.listing import breakdowns_of
from kepu.plans.queries.progress.board import figure_url
from kepu.plans.queries.progress.shared import Column, ShareCell, Shares, columns_of, counted, judged, shares_of


@dataclass(frozen=True)
class TownRow:
    """One township, or with no region what was done by the county itself."""

    region: Region | None
    cells: list[ShareCell]

    @property
    def lights(self) -> list[tuple[str, int]]:
        """How many targets stand how, the worst first."""
        return counted(cell.light for cell in self.cells)


@dataclass(frozen=True)
class Towns:
    """The table: targets as columns; townships as rows, then what no township did; the sums of the whole county."""

    targets: list[Target]
    rows: list[TownRow]
    whole: list[ShareCell]


def towns_of(
    version: Version, targets: Sequence[Target], today: date, only: str = "", lit: set[str] | None = None
) -> Towns:
    """Return what the townships did of the targets up to a day, of one (`only`, its code) if asked; how
    those stand that are not `lit` (None: all are) is left out.

    Targets that are broken down over townships come first. The number of queries does not grow with townships or targets.
    """
    breakdowns = breakdowns_of(version.plan)
    shares = shares_of(breakdowns, Breakdown.Over.TOWNSHIPS)
    divided = {key for key, _ in shares}
    columns = sorted(columns_of(version, targets, today), key=lambda column: column.target.key not in divided)
    towns = [town for town in townships_of(version.plan.region) if only in ("", town.pk)]
    places = [version.plan.region_id, *(town.pk for town in towns)]
    asks = [column.ask(place) for place in places for column in columns]
    told = iter(figures(asks) if asks else [])
    done = {place: [next(told) for _ in columns] for place in places}
    rows = [
        TownRow(
            town,
            [_cell(c, n, town, breakdowns, shares, today, lit) for c, n in zip(columns, done[town.pk], strict=True)],
        )
        for town in towns
    ]
    whole = [_plain(c, n, places[0]) for c, n in zip(columns, done[places[0]], strict=True)]
    if not only and columns:
        rest = (n - sum(done[town.pk][at] for town in towns) for at, n in enumerate(done[places[0]]))
        rows.append(TownRow(None, [c.cell(n) for c, n in zip(columns, rest, strict=True)]))
    return Towns([column.target for column in columns], rows, whole)


def _plain(column: Column, quantity: int, place: str) -> ShareCell:
    return column.cell(quantity, figure_url(column.binding, column.window, place))


def _cell(
    column: Column,
    quantity: int,
    town: Region,
    breakdowns: dict[str, Breakdown],
    shares: Shares,
    today: date,
    lit: set[str] | None,
) -> ShareCell:
    plain, key = _plain(column, quantity, town.pk), column.target.key
    yearly = shares.get((key, town.pk))
    if not yearly:
        return plain
    cell = judged(column, plain, yearly, breakdowns[key], today)
    return cell if lit is None or town.pk in lit else replace(cell, standing=None)
