"""标志性事项: a milestone is reached on the day of the deed that the office confirmed to have reached it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from kepu.methods.pace import Standing, judge_milestone
from kepu.plans.models import Plan, Target, TaskDeed, TaskState
from kepu.plans.queries.deeds.standing import Stand, stands_of
from kepu.plans.wording import last_day
from kepu.ui.templatetags.ui import day

LOOSE = "没有列在任务下，不能由举措判断"


@dataclass(frozen=True)
class Milestones:
    """What was confirmed of the milestones of a plan: the deed that reached each, by its key, and where the tasks stand."""

    reached: dict[str, TaskDeed] = field(default_factory=dict)
    stands: dict[str, Stand] = field(default_factory=dict)


@dataclass(frozen=True)
class Reached:
    """How a milestone stands, in words; the deed that reached it, if one did; `why` where it cannot be judged."""

    words: str = ""
    standing: Standing | None = None
    deed: TaskDeed | None = None
    why: str = ""


def is_milestone(target: Target) -> bool:
    """Answer whether a target is a thing to be brought about, without a number."""
    return target.kind == Target.Kind.MILESTONE and target.value is None


def milestones_told(plan: Plan, targets: Sequence[Target]) -> Milestones:
    """Return what the office confirmed of these milestones; three queries, none where there is no milestone."""
    keys = [target.key for target in targets if is_milestone(target)]
    if not keys:
        return Milestones()
    rows = TaskDeed.objects.filter(plan=plan, target_key__in=keys, state=TaskDeed.State.CONFIRMED)
    return Milestones({row.target_key: row for row in rows.order_by("-day", "-pk")}, stands_of(plan))


def reached_by(target: Target, told: Milestones, today: date) -> Reached:
    """Return how a milestone stands on a day: reached by a confirmed deed that names it, or with its whole task."""
    if target.task is None:
        return Reached(why=LOOSE)
    deed, stand = told.reached.get(target.key), told.stands.get(target.task.key, Stand())
    deed = deed if deed and deed.day <= today else None
    since = deed.day if deed else _done_on(stand)
    since = since if since and since <= today else None
    due = last_day(target.due)
    standing = judge_milestone(since is not None, begun=stand.confirmed > 0, over=bool(due and due < today))
    if since is None:
        return Reached(str(stand.state.label), standing)
    late = "，晚于期限" if due and since > due else ""
    return Reached(f"{day(since)}达到{late}", standing, deed)


def _done_on(stand: Stand) -> date | None:
    done = stand.state == TaskState.DONE and stand.since is not None
    return timezone.localdate(stand.since) if done else None
