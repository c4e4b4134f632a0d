"""What the pages of a plan say of an item's way from plan to plan: 接续 of what, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from kepu.plans.models import Continuation, Plan, Target, Task, Version
from kepu.plans.queries.plans import address_of
from kepu.plans.queries.standing import standing
from kepu.plans.queries.succession.links import standing_for, successor_of


@dataclass(frozen=True)
class Said:
    """One sentence at an item: `lead` (接续, 在下一周期方案中), the verdict's word, the other item's words and page."""

    lead: str
    word: str
    words: str = ""
    url: str = ""
    reason: str = ""


@dataclass
class Told:
    """What is said of the items of one version, by their keys; the plan before and the plan after."""

    before: Version | None = None
    after: Version | None = None
    lines: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def of(self, key: str) -> list[Said]:
        return self.lines.get(key, [])


def told(plan: Plan, *, drafts: bool) -> Told:
    """Return what the pages of a plan say of the plans before and after it.

    A plan that is only a draft is told of only with `drafts`. One query where there is neither; at most nine.
    """
    found = Told()
    if plan.continues:
        found.before = _shown(plan.continues, drafts)
        if found.before:
            _say(found, plan.continuations.all(), found.before, "接续", back=True)
    if after := successor_of(plan):
        found.after = _shown(after, drafts)
        if found.after:
            _say(found, after.continuations.all(), found.after, "在下一周期方案中", back=False)
    return found


def _shown(plan: Plan, drafts: bool) -> Version | None:
    version = standing_for(plan)
    return version if version and (drafts or version.state == Version.State.ADOPTED) else None


def _say(found: Told, rows: Iterable[Continuation], other: Version, lead: str, *, back: bool) -> None:
    named = _named(other)
    for row in rows:
        own, far = (row.new_key, row.old_key) if back else (row.old_key, row.new_key)
        if own and (far in named or not far):
            words, url = named.get(far, ("", ""))
            new = row.verdict == Continuation.Verdict.NEW
            word = "本期新增" if new else str(row.get_verdict_display())
            found.lines[own].append(Said("" if new else lead, word, words, url, row.reason))


def _named(version: Version) -> dict[str, tuple[str, str]]:
    """Return the words and the page of every task and target of a version, by key; two queries."""
    tasks = {t.key: (t.title, reverse("plans:task", args=[version.plan_id, t.key])) for t in standing(Task, version)}
    goals = standing(Target, version).select_related("task")
    return tasks | {t.key: (t.quote, address_of(t, version.plan_id)) for t in goals}
