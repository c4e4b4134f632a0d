"""The working sheet for the next period: every task and target of the version in force, what is proposed, what is meant."""

import re
from dataclasses import dataclass, replace

from kepu.plans.models import Intention, Plan, Target, Version
from kepu.plans.queries.doors import doors_of
from kepu.plans.queries.proofreading import Structure, TaskNode, structure
from kepu.plans.wording import value_words

Verdict = Intention.Verdict
_PERIOD = re.compile(r"(20\d\d)(\s*年?\s*[—–－\-~～至]+\s*)(20\d\d)")


@dataclass(frozen=True)
class AheadRow:
    """One item: `words` as printed, `part` its part, `place` of a target its task, `value` the value now in words, `url`
    its page."""

    kind: str
    key: str
    words: str
    part: str
    place: str
    value: str
    proposed: str
    intention: Intention | None
    url: str = ""

    @property
    def verdict(self) -> str:
        return self.intention.verdict if self.intention else self.proposed

    @property
    def word(self) -> str:
        return str(Verdict(self.verdict).label)


@dataclass(frozen=True)
class Ahead:
    """The whole sheet in the order of the plan, each task before its targets; the tree it stands on."""

    version: Version
    tree: Structure
    rows: list[AheadRow]

    @property
    def decided(self) -> int:
        """How many lines a person has gone through."""
        return sum(row.intention is not None for row in self.rows)


def ahead(plan: Plan, version: Version) -> Ahead:
    """Return the sheet of a plan's version in force; ten queries whatever its size."""
    tree = structure(version)
    meant = {row.key: row for row in plan.intentions.select_related("changed_by")}
    rows = [_target(t, "总体目标", "总体目标", meant) for t in tree.targets]
    for part in tree.parts:
        title = part.part.title if part.part else "其他任务"
        for node in part.tasks:
            rows.append(_task(title, node, meant))
            rows += [_target(t, title, node.task.title, meant) for t in node.targets]
    doors = doors_of(tree, version)
    return Ahead(version, tree, [replace(row, url=doors[row.key]) for row in rows])


def _task(part: str, node: TaskNode, meant: dict[str, Intention]) -> AheadRow:
    task = node.task
    return AheadRow("task", task.key, task.title, part, part, "", Verdict.CARRIED, meant.get(task.key))


def _target(target: Target, part: str, place: str, meant: dict[str, Intention]) -> AheadRow:
    words = value_words(target)
    return AheadRow("target", target.key, target.quote, part, place, words, proposed(target), meant.get(target.key))


def proposed(target: Target) -> str:
    """Return what is likely: a thing once built or opened ends, a number is set anew, the rest goes on."""
    if target.kind == Target.Kind.MILESTONE:
        return Verdict.ENDED
    return Verdict.CHANGED if target.value is not None else Verdict.CARRIED


def next_period(version: Version) -> tuple[int, int] | None:
    """Return the years of the period that follows, as long as the one now; None where the years are not known."""
    if version.period_from is None or version.period_to is None:
        return None
    return version.period_to + 1, version.period_to + 1 + version.period_to - version.period_from


def next_title(version: Version) -> str:
    """Return the title with the years of the next period; the title as it is where it names none."""
    years = next_period(version)
    if years is None:
        return version.title
    return _PERIOD.sub(lambda found: f"{years[0]}{found.group(2)}{years[1]}", version.title)
