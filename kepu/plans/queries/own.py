"""What a person of a unit comes for every time: the unit's list of tasks in each plan in force and in its newest issued year."""

from django.urls import reverse

from kepu.people.access import holdings
from kepu.people.models import Account, Unit
from kepu.plans.queries.annual.own import UnitsYear, issued_years
from kepu.plans.queries.shares import plans_of_unit
from kepu.ui.shapes import Found

KIND = "本单位任务清单"


def mine(account: Account) -> list[Found]:
    """Return the way to the tasks of each unit that the person works for: of each plan in force, and of its newest year."""
    units = {h.unit.pk: h.unit for h in holdings(account) if h.unit}.values()
    return [page for unit in units for page in (*_years(account, unit), *_plans(account, unit))]


def _years(account: Account, unit: Unit) -> list[Found]:
    newest: dict[int, UnitsYear] = {}
    for year in issued_years(account, unit, current=True):
        newest.setdefault(year.annual.plan_id, year)
    return [
        Found(
            title=year.annual.title,
            url=reverse("plans:year_unit", args=[year.annual.pk, unit.pk]),
            kind=KIND,
            text=f"{unit.name}承担{year.items_count}项工作事项",
            quoted=True,
        )
        for year in newest.values()
    ]


def _plans(account: Account, unit: Unit) -> list[Found]:
    return [
        Found(
            title=version.title,
            url=reverse("plans:unit", args=[version.plan_id, unit.pk]),
            kind=KIND,
            text=f"{unit.name}承担{version.tasks_count}项任务",  # type: ignore[attr-defined]
            quoted=True,
        )
        for version in plans_of_unit(account, unit)
    ]
