"""A reporting cycle that is open and one that is drafted, under the released plan."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kepu.accountability import verbs
from kepu.accountability.verbs import CycleValues
from kepu.people.models import Account
from kepu.plans.models import Version

DRAFTED = {"accountability:edit_cycle", "accountability:prompts", "accountability:drop_cycle"}


def cycle_things(version: Version, office: Account) -> dict[str, Any]:
    """Return the open cycle as ``cycle_id`` and the drafted one as ``drafted_id``."""
    at, today = timezone.now(), timezone.localdate()
    values = CycleValues(title="年度总结", since=today, cutoff=today, due=today + timedelta(days=30))

    def draft(kind: str, paper: str = "") -> Any:
        return verbs.draft_cycle(
            plan=version.plan, year=today.year, kind=kind, paper=paper, values=values, by=office, at=at
        )

    opened = verbs.open_cycle(cycle=draft("annual"), seen=0, by=office, at=at)
    return {"cycle_id": opened.pk, "drafted_id": draft("special", "云督查〔2026〕7号").pk}


def cycle_parts(name: str, things: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in an address of cycles."""
    return {"cycle_id": things["drafted_id"] if name in DRAFTED else things["cycle_id"]} | (
        {"step": "close"} if name == "accountability:cycle_step" else {}
    )
