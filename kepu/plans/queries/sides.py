"""Two versions side by side, of one plan or of two: which promises, how much, who leads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from kepu.methods.planmatch import Pair, Standing, TargetSide, TaskSide, incomparable, match_targets, match_tasks
from kepu.methods.planmatch import standing_of as values_stand
from kepu.people.models import Account, Unit
from kepu.plans.models import DutyRole, Responsibility, Target, Version
from kepu.plans.queries.doors import doors_of
from kepu.plans.queries.plans import holdings_of_secretariat, plans_for
from kepu.plans.queries.proofreading import Structure, TaskNode, structure

LONGEST_CHOICE = 200
Side = TypeVar("Side", TaskSide, TargetSide)


def task_side(node: TaskNode) -> TaskSide:
    """Return a task as the pairing sees it: its words, whom it is for, who answers first."""
    part = node.task.part
    audience = part.audience if part and not part.removed else ""
    return TaskSide(node.task.key, node.task.title, node.task.body, audience, tuple(names(leading(node))))


def target_side(target: Target) -> TargetSide:
    """Return a target as the pairing sees it."""
    return TargetSide(
        target.key, target.subject, target.quote, target.kind, target.value, target.unit, target.comparator, target.per,
        target.every, target.each, target.level, target.delta, target.unit_named, target.task.key if target.task else "",
    )  # fmt: skip


def leading(node: TaskNode) -> list[Responsibility]:
    """Return who leads a task; where nobody does, who answers jointly."""
    rows = [r for r in node.responsibilities if r.role == DutyRole.LEAD]
    return rows or [r for r in node.responsibilities if r.role == DutyRole.JOINT]


def names(rows: Iterable[Responsibility]) -> list[str]:
    """Return the names of units, each once, in the order of the clause."""
    return list(dict.fromkeys(r.unit.name if r.unit else r.printed for r in rows))


@lru_cache(maxsize=64)
def tasks_paired(left: tuple[TaskSide, ...], right: tuple[TaskSide, ...]) -> tuple[Pair, ...]:
    """Return the pairs of `match_tasks`, kept while the same tasks are looked at again: a large plan takes seconds."""
    return tuple(match_tasks(left, right))


@lru_cache(maxsize=64)
def targets_paired(
    left: tuple[TargetSide, ...], right: tuple[TargetSide, ...], tasks: tuple[Pair, ...] = ()
) -> tuple[Pair, ...]:
    """Return the pairs of `match_targets`, kept in the same way."""
    return tuple(match_targets(left, right, tasks))


@dataclass(frozen=True)
class Pairs:
    """The pairs of two trees; those that share a key (two versions of one plan) are sure."""

    tasks: list[Pair]
    targets: list[Pair]


def pairs_of(left: Structure, right: Structure) -> Pairs:
    """Return which task and target of one tree stands for which of another: by key where it is the same, else by likeness."""
    ones, others = [task_side(n) for n in left.tasks], [task_side(n) for n in right.tasks]
    same, (a, b) = _same_keys(ones, others)
    tasks = [*same, *tasks_paired(tuple(a), tuple(b))]
    mine, theirs = [target_side(t) for t in left.all_targets], [target_side(t) for t in right.all_targets]
    known, (c, d) = _same_keys(mine, theirs)
    return Pairs(tasks, [*known, *targets_paired(tuple(c), tuple(d), tuple(tasks))])


def _same_keys(left: list[Side], right: list[Side]) -> tuple[list[Pair], tuple[list[Side], list[Side]]]:
    shared = {one.key for one in left} & {other.key for other in right}
    rest = [one for one in left if one.key not in shared], [other for other in right if other.key not in shared]
    return [Pair(one.key, one.key, 1.0, True) for one in left if one.key in shared], rest


@dataclass(frozen=True)
class TargetPair:
    """A target in both: its value in each, how they stand to each other, or why they are not compared."""

    left: Target
    right: Target
    standing: Standing | None
    why_not: str

    @property
    def differs(self) -> bool:
        """Whether the values differ, or could not be compared although both name a number."""
        if self.standing is not None:
            return bool(self.standing.difference)
        return self.left.value is not None or self.right.value is not None


@dataclass(frozen=True)
class TaskPair:
    """A task in both, and which units came to lead it or lead it no more."""

    left: TaskNode
    right: TaskNode
    gained: list[str]
    lost: list[str]

    @property
    def differs(self) -> bool:
        return bool(self.gained or self.lost)


@dataclass
class UnitLine:
    """One unit: the titles of the tasks in which it leads (牵头) or takes part otherwise, on each side."""

    name: str
    order: tuple[int, str]
    left: dict[str, list[str]] = field(default_factory=lambda: {"lead": [], "other": []})
    right: dict[str, list[str]] = field(default_factory=lambda: {"lead": [], "other": []})

    @property
    def change(self) -> str:
        """In how many tasks more or fewer the unit leads (牵头) or takes part otherwise (其他) on the right."""
        if not any(self.left.values()) or not any(self.right.values()):
            return "只在乙" if any(self.right.values()) else "只在甲"
        words = {"lead": "牵头", "other": "其他"}
        counts = [(words[role], len(self.right[role]) - len(self.left[role])) for role in words]
        return "，".join(f"{word}{'多' if n > 0 else '少'}{abs(n)}项" for word, n in counts if n) or "不变"


@dataclass(frozen=True)
class Sides:
    """What stands only on the left, in both, only on the right; and the addresses of all that stands, by key."""

    left: Version
    right: Version
    only_left_targets: list[Target]
    both_targets: list[TargetPair]
    only_right_targets: list[Target]
    only_left_tasks: list[TaskNode]
    both_tasks: list[TaskPair]
    only_right_tasks: list[TaskNode]
    units: list[UnitLine]
    left_doors: dict[str, str]
    right_doors: dict[str, str]


def side_by_side(left: Version, right: Version) -> Sides:
    """Return two versions set against each other; two readings of the tree, each of nine queries, whatever their size."""
    one, other = structure(left), structure(right)
    pairs = pairs_of(one, other)
    tasks = [{n.task.key: n for n in tree.tasks} for tree in (one, other)]
    targets = [{t.key: t for t in tree.all_targets} for tree in (one, other)]
    return Sides(
        left, right,
        [t for key, t in targets[0].items() if key not in {p.left for p in pairs.targets}],
        [_target_pair(targets[0][p.left], targets[1][p.right]) for p in in_order(pairs.targets, targets[0])],
        [t for key, t in targets[1].items() if key not in {p.right for p in pairs.targets}],
        [n for key, n in tasks[0].items() if key not in {p.left for p in pairs.tasks}],
        [_task_pair(tasks[0][p.left], tasks[1][p.right]) for p in in_order(pairs.tasks, tasks[0])],
        [n for key, n in tasks[1].items() if key not in {p.right for p in pairs.tasks}],
        _units(one, other), doors_of(one, left, named=True), doors_of(other, right, named=True),
    )  # fmt: skip


def in_order(pairs: Iterable[Pair], keys: Iterable[str]) -> list[Pair]:
    """Return pairs in the order in which their left keys stand in `keys`."""
    place = {key: at for at, key in enumerate(keys)}
    return sorted(pairs, key=lambda pair: place[pair.left])


def _target_pair(left: Target, right: Target) -> TargetPair:
    one, other = target_side(left), target_side(right)
    return TargetPair(left, right, values_stand(one, other), incomparable(one, other))


def _task_pair(left: TaskNode, right: TaskNode) -> TaskPair:
    before, after = names(leading(left)), names(leading(right))
    return TaskPair(left, right, [n for n in after if n not in before], [n for n in before if n not in after])


def _units(left: Structure, right: Structure) -> list[UnitLine]:
    lines: dict[str, UnitLine] = {}
    for side, tree in (("left", left), ("right", right)):
        for title, row, unit in _answering(tree):
            name = unit.name if unit else row.printed
            line = lines.setdefault(name, UnitLine(name, (unit.order if unit else 10**9, name)))
            titles = getattr(line, side)["lead" if row.role == DutyRole.LEAD else "other"]
            if title not in titles:
                titles.append(title)
    return sorted(lines.values(), key=lambda line: line.order)


def _answering(tree: Structure) -> Iterator[tuple[str, Responsibility, Unit | None]]:
    for node in tree.tasks:
        for row in node.responsibilities:
            yield node.task.title, row, row.unit


def choices_for(account: Account) -> list[Version]:
    """Return the versions that a person may set side by side, newest period first: adopted ones of the plans he reads,
    drafts of his own office; three queries, at most `LONGEST_CHOICE` versions."""
    plans = list(plans_for(account)[:LONGEST_CHOICE])
    own = {h.region_id for h in holdings_of_secretariat(account)}
    place = {plan.pk: at for at, plan in enumerate(plans)}
    rows = Version.objects.filter(plan__in=place).exclude(state=Version.State.DISCARDED).select_related("plan__region")
    shown = [v for v in rows if v.state == Version.State.ADOPTED or v.plan.region_id in own]
    return sorted(shown, key=lambda v: (place[v.plan_id], -v.number))[:LONGEST_CHOICE]
