"""A deed that a unit told of a task without a number, waiting for the office."""

from datetime import date
from typing import Any

from django.utils import timezone

from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import Task, Version
from kepu.plans.tests import builders
from kepu.plans.tests.qualitative import without_number


def deed_things(version: Version, unit: Unit, office: Account) -> dict[str, Any]:
    """Return what stands in the addresses of deeds: one of the unit's, on the first task of the plan."""
    task = without_number(Task.objects.get(version=version, title="办好科学课堂"), office)
    told = verbs.Told(date(2026, 3, 5), "印发工作机制", "under_way", "云教发〔2026〕3号")
    by = builders.liaison(unit, "teller")
    return {"deed_id": verbs.tell_deed(task=task, unit=unit, told=told, once="one", by=by, at=timezone.now()).pk}
