"""How the targets of one unit stand: the whole figure, and what the unit did of it by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kepu.ledger.queries import figures
from kepu.people.models import Unit
from kepu.plans.models import Breakdown, Target, Version
from kepu.plans.queries.breakdown.listing import breakdowns_of
from kepu.plans.queries.progress.board import Progress, board_of, figure_url
from kepu.plans.queries.progress.shared import Column, ShareCell, columns_of, judged, shares_of


@dataclass(frozen=True)
class UnitLine:
    """A target as it stands, and what one unit did of it, beside its share where it has one; None where that is no sum."""

    line: Progress
    own: ShareCell | None = None


def lines_of_unit(version: Version, unit: Unit, targets: Sequence[Target], today: date) -> dict[str, UnitLine]:
    """Return by the target's key how these targets stand, with the unit's own figure; a dozen queries, however many."""
    breakdowns = breakdowns_of(version.plan)
    shares = shares_of(breakdowns, Breakdown.Over.UNITS)
    columns = columns_of(version, targets, today)
    amounts = figures([column.ask(unit=unit.pk) for column in columns]) if columns else []
    own: dict[str, ShareCell] = {}
    for column, amount in zip(columns, amounts, strict=True):
        key, cell = column.target.key, column.cell(amount, _url(column, version, unit))
        yearly = shares.get((key, unit.pk))
        own[key] = judged(column, cell, yearly, breakdowns[key], today) if yearly else cell
    lines = board_of(version, targets, today).lines
    return {line.target.key: UnitLine(line, own.get(line.target.key)) for line in lines}


def _url(column: Column, version: Version, unit: Unit) -> str:
    return f"{figure_url(column.binding, column.window, version.plan.region_id)}&unit={unit.pk}"
