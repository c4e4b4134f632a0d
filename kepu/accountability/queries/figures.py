"""What the ledger and the confirmed deeds tell of tasks, as of a cycle's cut-off, as plain values that can be kept."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from kepu.accountability.models import Cycle
from kepu.plans.models import Target, Task, TaskDeed
from kepu.plans.queries.deeds import Stand, quantitative_tasks, stands_of
from kepu.plans.queries.progress import Progress, board_of
from kepu.plans.queries.standing import standing
from kepu.plans.wording import number_words, value_words

Told = dict[str, Any]
MOST_DEEDS = 10


def told_of(cycle: Cycle, tasks: Iterable[Task]) -> dict[str, Told]:
    """Return by the task's key what is known of it: figures of its targets, else its state and deeds.

    Figures are those of the cut-off day as the ledger tells them now. The number of queries depends on no task.
    """
    tasks = list(tasks)
    if not tasks:
        return {}
    targets = list(standing(Target, cycle.version).filter(task__in=tasks).select_related("task"))
    figures: dict[str, list[Told]] = defaultdict(list)
    for line in board_of(cycle.version, targets, cycle.cutoff).lines:
        assert line.target.task is not None
        figures[line.target.task.key].append(_figure(cycle, line))
    counted, stands, deeds = quantitative_tasks(cycle.version), stands_of(cycle.plan), _deeds(cycle, tasks)
    return {
        task.key: {
            "figures": figures[task.key],
            "state": "" if task.pk in counted else str(stands.get(task.key, Stand()).state.label),
            "deeds": deeds[task.key],
        }
        for task in tasks
    }


def _figure(cycle: Cycle, line: Progress) -> Told:
    """Return one target: its printed words, what is done of what is asked, where the figure opens, or why there is none."""
    target = line.target
    door = line.url or reverse("plans:target", args=[cycle.plan_id, target.key])
    return {
        "target": target.key, "quote": target.quote, "value": value_words(target), "subject": target.subject,
        "done": _done(line), "per_cent": line.per_cent if line.standing and line.done is not None else None,
        "why": "" if _done(line) else line.why, "url": door,
    }  # fmt: skip


def _done(line: Progress) -> str:
    if line.words:
        return line.words
    if line.reach:
        return f"{line.reach.reached}／{line.reach.members}个"
    if line.done is None:
        return ""
    return number_words(line.done) + line.target.unit.removesuffix("/人")


def _deeds(cycle: Cycle, tasks: list[Task]) -> dict[str, list[Told]]:
    """Return the confirmed deeds of the period by task, the newest first, at most ten of each; one query."""
    rows = TaskDeed.objects.filter(
        plan=cycle.plan, task_key__in=[task.key for task in tasks], state=TaskDeed.State.CONFIRMED,
        day__gte=cycle.since, day__lte=cycle.cutoff,
    )  # fmt: skip
    found: dict[str, list[Told]] = defaultdict(list)
    for row in rows.select_related("unit"):
        if len(found[row.task_key]) < MOST_DEEDS:
            url = reverse("plans:deed", args=[row.pk])
            found[row.task_key].append(
                {"day": row.day.isoformat(), "what": row.what, "unit": row.unit.name, "url": url}
            )
    return found
