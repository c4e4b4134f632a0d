"""The way from a unit's page to what plans ask of it."""

from django.db.models import Sum
from django.urls import reverse

from kepu.people.models import Account, Unit
from kepu.plans.queries.shares import plans_of_unit
from kepu.ui.shapes import Link


def unit_door(unit: Unit, by: Account) -> Link | None:
    """Return the link to a unit's tasks with their number; None where no plan that `by` reads asks anything of it."""
    tasks = plans_of_unit(by, unit).aggregate(total=Sum("tasks_count"))["total"]
    return Link("方案任务", reverse("plans:unit_plans", args=[unit.pk]), count=tasks) if tasks else None
