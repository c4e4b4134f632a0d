"""Deeds in 待办: the office has them to confirm, a unit has those that came back."""

from collections import Counter

from django.urls import reverse

from kepu.people.access import holdings
from kepu.people.models import UNIT_ROLES, Account, Role
from kepu.plans.models import Plan, TaskDeed
from kepu.ui.shapes import Todo

KIND = "任务举措"


def deeds_todo(account: Account) -> list[Todo]:
    """Return what deeds ask of a person: of the office a line for each plan, of a unit each that came back; two queries."""
    held = holdings(account)
    offices = [h.region_id for h in held if h.role == Role.SECRETARIAT]
    units = [h.unit_id for h in held if h.role in UNIT_ROLES and h.unit_id]
    return [*(_to_confirm(offices) if offices else []), *(_to_mend(units) if units else [])]


def _to_confirm(offices: list[str | None]) -> list[Todo]:
    rows = TaskDeed.objects.filter(
        state=TaskDeed.State.TOLD, plan__region__in=offices, plan__status=Plan.Status.ISSUED
    ).order_by()
    return [
        Todo(f"确认{n}条任务举措", f"{reverse('plans:deeds', args=[plan])}?state=told", KIND,
             "确认后任务状态和定性任务的统计才会变动。", count=n)
        for plan, n in Counter(rows.values_list("plan_id", flat=True)).items()
    ]  # fmt: skip


def _to_mend(units: list[int]) -> list[Todo]:
    rows = TaskDeed.objects.filter(state=TaskDeed.State.RETURNED, unit__in=units, plan__status=Plan.Status.ISSUED)
    return [
        Todo(f"修改退回的举措：{row.what[:30]}", reverse("plans:deed", args=[row.pk]), KIND, row.remark) for row in rows
    ]
