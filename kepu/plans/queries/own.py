"""What a person of a unit comes for every time: the unit's list of tasks in each plan in force."""

from django.urls import reverse

from kepu.people.access import holdings
from kepu.people.models import Account
from kepu.plans.queries.shares import plans_of_unit
from kepu.ui.shapes import Found

KIND = "本单位任务清单"


def mine(account: Account) -> list[Found]:
    """Return the way to the tasks of each unit that the person works for, one a plan in force, newest period first."""
    units = {h.unit.pk: h.unit for h in holdings(account) if h.unit}.values()
    return [
        Found(
            title=version.title,
            url=reverse("plans:unit", args=[version.plan_id, unit.pk]),
            kind=KIND,
            text=f"{unit.name}承担{version.tasks_count}项任务",  # type: ignore[attr-defined]
            quoted=True,
        )
        for unit in units
        for version in plans_of_unit(account, unit)
    ]
