"""Two people at one breakdown, in real transactions: one wins, the other is told, sums stay whole."""

from decimal import Decimal as D

import pytest

from kepu.people.tests.together import at_once
from kepu.plans import verbs
from kepu.plans.models import Breakdown, CellChange
from kepu.plans.tests import builders, parted
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.usefixtures("own_database")]


def people():
    builders.units()
    return builders.account(), builders.account("second")


def stale(results):
    return [r for r in results if isinstance(r, verbs.StaleGrid)]


def test_of_two_who_save_one_cell_one_wins():
    one, other = people()
    row = parted.chosen(parted.target(builders.adopted(one)), one)

    def save(by, value):
        return lambda: verbs.save_cells(breakdown=row, values={(2026, "all"): D(value)}, seen=0, by=by, at=AT)

    results = at_once(save(one, 10), save(other, 20))
    assert (results.count(1), len(stale(results))) == (1, 1)
    assert CellChange.objects.count() == 1
    row.refresh_from_db()
    assert row.revision == 1
    assert row.cells.get().value == CellChange.objects.get().after


def test_two_who_choose_at_once_make_one_breakdown():
    one, other = people()
    target = parted.target(builders.adopted(one))

    def choose(by, over):
        return lambda: verbs.choose(target=target, over=over, adding="total", by=by, at=AT)

    results = at_once(choose(one, "years"), choose(other, "units"))
    assert Breakdown.objects.count() == 1
    assert len([r for r in results if isinstance(r, Breakdown)]) + len(stale(results)) == 2


def test_carrying_twice_at_once_carries_once():
    one, other = people()
    row = parted.chosen(parted.target(builders.adopted(one)), one)
    parted.equally(row, one)

    def carry(by):
        return lambda: verbs.carry_over(
            breakdown=row, year=2026, done={"all": D(800)}, source="总结", seen=1, by=by, at=AT
        )

    results = at_once(carry(one), carry(other))
    assert (results.count(1), len(stale(results))) == (1, 1)
    assert row.cells.get(year=2027).value == 1200


def test_filling_while_another_types_never_mixes():
    one, other = people()
    row = parted.chosen(parted.target(builders.adopted(one)), one)
    results = at_once(
        lambda: verbs.part_equally(breakdown=row, seen=0, by=one, at=AT),
        lambda: verbs.save_cells(breakdown=row, values={(2026, "all"): D(1)}, seen=0, by=other, at=AT),
    )
    assert len(stale(results)) == 1
    assert parted.cells(row) in ({(2026, "all"): 1}, {(year, "all"): 1000 for year in parted.YEARS})
