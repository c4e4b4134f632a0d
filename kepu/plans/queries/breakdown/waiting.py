"""Breakdowns that an amendment asks to be looked at again, in 待办."""

from collections import Counter

from django.urls import reverse

from kepu.plans.models import Breakdown, Plan, Target, Version
from kepu.plans.queries.breakdown.listing import CHANGED, changed_words
from kepu.plans.queries.plans import in_force
from kepu.plans.queries.standing import within
from kepu.ui.shapes import Todo


def breakdown_todo(offices: list[str | None]) -> list[Todo]:
    """Return a line for each plan of the offices with parted targets that an amendment changed; three queries."""
    plans = Plan.objects.filter(region__in=offices).exclude(status=Plan.Status.ENDED)
    versions = in_force(Version.objects.filter(plan__in=plans))
    rows = list(Breakdown.objects.filter(plan__in=plans).exclude(version__in=versions))
    if not rows:
        return []
    keys = {row.target_key for row in rows}
    now = within(Target, versions).filter(key__in=keys, value__isnull=False).select_related("version")
    before = Target.objects.filter(key__in=keys, version__in={row.version_id for row in rows})
    old = {(target.version_id, target.key): target for target in before}
    new = {(target.version.plan_id, target.key): target for target in now}
    counts = Counter(row.plan_id for row in rows if _changed(row, old, new))
    return [_line(plan, n) for plan, n in counts.items()]


def _changed(row: Breakdown, old: dict[tuple[int, str], Target], new: dict[tuple[int, str], Target]) -> bool:
    now = new.get((row.plan_id, row.target_key))
    return now is not None and bool(changed_words(old.get((row.version_id, row.target_key)), now))


def _line(plan: int, n: int) -> Todo:
    url = f"{reverse('plans:breakdown', args=[plan])}?state={CHANGED}"
    why = "方案调整后，原文的目标值或期限变了。核对分解值，再按“已按现行原文核对”。"
    return Todo(f"核对{n}个目标任务的分解值", url, "目标分解", why, count=n)
