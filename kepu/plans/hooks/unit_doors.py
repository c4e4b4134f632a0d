"""The ways from a unit's page to what plans and their years ask of it."""

from django.db.models import Sum
from django.urls import reverse

from kepu.people.models import Account, Unit
from kepu.plans.queries.annual.own import issued_years
from kepu.plans.queries.shares import plans_of_unit
from kepu.ui.shapes import Link


def unit_door(unit: Unit, by: Account) -> Link | None:
    """Return the link to a unit's tasks with their number; None where no plan that `by` reads asks anything of it."""
    tasks = plans_of_unit(by, unit).aggregate(total=Sum("tasks_count"))["total"]
    return Link("方案任务", reverse("plans:unit_plans", args=[unit.pk]), count=tasks) if tasks else None


def year_door(unit: Unit, by: Account) -> Link | None:
    """Return the link to a unit's lines of the newest issued year that has any, with their number; None where none has."""
    years = issued_years(by, unit, current=True)
    if not years:
        return None
    newest = years[0]
    url = reverse("plans:year_unit", args=[newest.annual.pk, unit.pk])
    return Link(f"{newest.annual.year}年度任务", url, count=newest.items_count)
