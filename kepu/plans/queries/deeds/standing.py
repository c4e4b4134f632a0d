"""Where the tasks stand that no number measures, and how many stand where."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import QuerySet

from kepu.plans.models import (
    AnnualItem,
    AnnualPlan,
    Binding,
    Plan,
    Target,
    Task,
    TaskDeed,
    TaskMove,
    TaskState,
    Version,
)
from kepu.plans.queries.outside import Matter, OutsideLine
from kepu.plans.queries.standing import standing

STATES = (TaskState.DONE, TaskState.ROUTINE, TaskState.UNDER_WAY, TaskState.NOT_BEGUN)
STATE_LIGHTS = {
    TaskState.NOT_BEGUN: "grey", TaskState.UNDER_WAY: "green", TaskState.ROUTINE: "green", TaskState.DONE: "blue",
}  # fmt: skip
TASK_RULE = (
    "没有数字（或确认没有统计指标）的任务是定性任务，按举措看进展：牵头单位报具体举措和佐证，纲要办确认后才计入；"
    "至少有一条已确认的举措才能是“已完成”。定性任务按项数单独统计，不折成百分比。"
)


@dataclass(frozen=True)
class Stand:
    """Where one task stands: its state, since when, the deeds that are confirmed and those that wait for the office."""

    state: TaskState = TaskState.NOT_BEGUN
    since: datetime | None = None
    confirmed: int = 0
    waiting: int = 0
    move: int = 0  # the id of the last move, by which a form knows what its writer saw


@dataclass(frozen=True)
class Tally:
    """How many tasks without a number stand where, and how many deeds of theirs wait; never a share."""

    states: Counter[str] = field(default_factory=Counter)
    waiting: int = 0

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def lines(self) -> list[tuple[TaskState, int]]:
        """The states with their numbers, what is done first; those that no task is in left out."""
        return [(state, self.states[state]) for state in STATES if self.states[state]]


def quantitative_tasks(version: Version) -> set[int]:
    """Return the ids of a version's tasks that have a number, unless the office said that nothing counts it; two queries."""
    uncounted = Binding.objects.filter(plan=version.plan_id, measure=None).values("target_key")
    numbered = standing(Target, version).filter(task__isnull=False, value__isnull=False)
    return {pk for pk in numbered.exclude(key__in=uncounted).order_by().values_list("task_id", flat=True) if pk}


def milestones_of(task: Matter) -> QuerySet[Target]:
    """Return the milestones among a task's targets, which a deed may say it reached; a line from outside has none."""
    if isinstance(task, OutsideLine):
        return Target.objects.none()
    return standing(Target, task.version).filter(task=task, kind=Target.Kind.MILESTONE, value__isnull=True)


def takes_deeds(task: Matter) -> bool:
    """Answer whether a task moves by deeds: it is without a number, or has a milestone beside its numbers.

    A line from outside the plan always does.
    """
    return (
        isinstance(task, OutsideLine) or task.pk not in quantitative_tasks(task.version) or milestones_of(task).exists()
    )


def stands_of(plan: Plan, key: str = "") -> dict[str, Stand]:
    """Return where the tasks of a plan stand (one task, by its key, if asked), those that never moved left out; two queries."""
    only = {"task_key": key} if key else {}
    found: dict[str, Stand] = {}
    for move in TaskMove.objects.filter(plan=plan, **only).order_by("pk"):
        found[move.task_key] = Stand(TaskState(move.after), move.at, move=move.pk)
    counted = (TaskDeed.State.CONFIRMED, TaskDeed.State.TOLD)
    deeds = TaskDeed.objects.filter(plan=plan, state__in=counted, **only).order_by().values_list("task_key", "state")
    for (task, state), number in Counter(deeds).items():
        stand = found.get(task, Stand())
        if state == TaskDeed.State.CONFIRMED:
            found[task] = replace(stand, confirmed=number)
        else:
            found[task] = replace(stand, waiting=number)
    return found


def tally_of(version: Version, tasks: Iterable[Task] | None = None) -> Tally:
    """Return how many of a version's tasks without a number stand where (of these tasks alone, if given); five queries."""
    counted, stands = quantitative_tasks(version), stands_of(version.plan)
    rows = standing(Task, version).only("key") if tasks is None else tasks
    own = [stands.get(task.key, Stand()) for task in rows if task.pk not in counted]
    return Tally(Counter(stand.state.value for stand in own), sum(stand.waiting for stand in own))


def states_of_year(annual: AnnualPlan) -> dict[int, str]:
    """Return where the lines of an issued year stand that no number measures, by id; five queries.

    A line stands as its task does, one from outside the plan by its own deeds. A drafted year says nothing.
    """
    if annual.state != AnnualPlan.State.ISSUED:
        return {}
    counted, stands = quantitative_tasks(annual.version), stands_of(annual.plan)
    keys = {key for pk, key in standing(Task, annual.version).order_by().values_list("pk", "key") if pk in counted}
    rows = AnnualItem.objects.filter(annual=annual, removed=False).order_by().values_list("pk", "task_key", "key")
    return {pk: stands.get(task or own, Stand()).state.value for pk, task, own in rows if task not in keys}
