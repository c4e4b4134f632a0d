"""How many items wait to be settled from plan to plan, of one plan or of all of an office."""

from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse

from kepu.plans.models import Continuation, Plan, Target, Task, Version
from kepu.plans.queries.standing import within
from kepu.ui.shapes import Todo

_LIVING = (Version.State.ADOPTED, Version.State.PROOFREADING)


def open_count(plan: Plan) -> int:
    """Return how many items of the plan and of the one it continues are not settled; at most four queries."""
    return open_counts([plan]).get(plan.pk, 0)


def open_counts(plans: Iterable[Plan]) -> dict[int, int]:
    """Return for plans how many items of theirs and of those they continue are not settled, by id; four queries at most.

    A plan that continues none, or one of which nothing stands, is left out.
    """
    pairs = {plan.pk: plan.continues_id for plan in plans if plan.continues_id}
    if not pairs:
        return {}
    standing = _standing({*pairs, *pairs.values()})
    keys = _keys(standing)
    settled: dict[int, set[str]] = defaultdict(set)
    rows = Continuation.objects.filter(plan__in=pairs).values_list("plan_id", "old_key", "new_key")
    for plan, old, new in rows:
        settled[plan] |= {old, new}
    both = {new: old for new, old in pairs.items() if new in standing and old in standing}
    return {new: sum(len(keys[plan] - settled[new]) for plan in (old, new)) for new, old in both.items()}


def _standing(plans: set[int]) -> dict[int, int]:
    """Return for plans the version that stands for each, by id: the newest in force, else the draft; one query."""
    rows = Version.objects.filter(plan__in=plans, state__in=_LIVING).order_by("-state", "number")
    return dict(rows.values_list("plan_id", "pk"))  # the last one counts; "adopted" stands before "proofreading"


def _keys(standing: dict[int, int]) -> dict[int, set[str]]:
    """Return by plan the keys of the tasks and targets that stand; two queries."""
    versions = Version.objects.filter(pk__in=standing.values())
    found: dict[int, set[str]] = defaultdict(set)
    for model in (Task, Target):
        for plan, key in within(model, versions).values_list("version__plan_id", "key"):
            found[plan].add(key)
    return found


def succession_todo(offices: list[str | None]) -> list[Todo]:
    """Return a line for each plan of the offices that continues another and has items to settle; five queries."""
    rows = Plan.objects.filter(region__in=offices, continues__isnull=False).exclude(status=Plan.Status.ENDED)
    plans = {plan.pk: plan for plan in rows}
    counts = {pk: n for pk, n in open_counts(plans.values()).items() if n}
    named = Version.objects.filter(plan__in=counts, state__in=_LIVING).order_by("-state", "number")
    titles = dict(named.values_list("plan_id", "title"))
    return [
        Todo(
            f"核定《{titles[pk]}》接续上一期的去向", reverse("plans:succession", args=[pk]), "方案",
            "延续、调整、结束还是新增，核定后任务页上才写得出来龙去脉。", count=n,
        )
        for pk, n in counts.items()
    ]  # fmt: skip
