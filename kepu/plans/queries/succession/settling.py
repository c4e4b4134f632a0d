"""接续: each task and target of the old plan and of the new one, what was settled of it, what is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass

from kepu.methods.planmatch import Pair, TargetSide, TaskSide, incomparable, standing_of
from kepu.plans.models import Continuation, Intention, Plan, Target, Version
from kepu.plans.queries.doors import doors_of
from kepu.plans.queries.proofreading import Structure, TaskNode, structure
from kepu.plans.queries.sides import leading, names, target_side, targets_paired, task_side, tasks_paired
from kepu.plans.queries.succession.links import standing_for
from kepu.plans.wording import difference_words

TASK, TARGET = Continuation.Kind.TASK, Continuation.Kind.TARGET
Verdict = Continuation.Verdict


@dataclass(frozen=True)
class Side:
    """One item as the pages show it: key, printed words, where it stands, its page; `gone` when it stands in no version
    now."""

    key: str
    words: str
    place: str
    gone: bool = False
    url: str = ""


@dataclass(frozen=True)
class Row:
    """What both kinds of lines show: the old item and the new one, either perhaps missing."""

    kind: str
    old: Side | None
    new: Side | None
    note: str

    @property
    def code(self) -> str:
        """The name of the line on the page."""
        return f"{self.kind}-{self.old.key if self.old else ''}-{self.new.key if self.new else ''}"


@dataclass(frozen=True)
class Open(Row):
    """A line not settled: what is proposed, and whether the pairing is sure; what the office meant to do with the item."""

    verdict: str
    sure: bool
    intention: Intention | None = None

    @property
    def word(self) -> str:
        return str(Verdict(self.verdict).label)


@dataclass(frozen=True)
class Settled(Row):
    """A line that a person settled."""

    continuation: Continuation


@dataclass(frozen=True)
class Settlement:
    """All lines of a plan that continues another: tasks before targets, in the order of the old plan, new ones last."""

    old: Version
    new: Version
    open: list[Open]
    settled: list[Settled]

    @property
    def sure(self) -> list[Open]:
        return [row for row in self.open if row.sure]


def settlement(plan: Plan) -> Settlement | None:
    """Return what is open and what is settled; None when the plan continues none. About 25 queries whatever the size."""
    old, new = (standing_for(plan.continues), standing_for(plan)) if plan.continues else (None, None)
    if old is None or new is None:
        return None
    rows = list(plan.continuations.select_related("settled_by"))
    trees = structure(old), structure(new)
    items = [_sides(tree, version) for tree, version in zip(trees, (old, new), strict=True)]
    settled = [Settled(r.kind, *_known(r, items), r.reason, r) for r in rows]
    meant = {i.key: i for i in plan.continues.intentions.all()} if plan.continues else {}
    return Settlement(old, new, _open(trees, items, rows, meant), settled)


Items = dict[str, Side]


def _sides(tree: Structure, version: Version) -> Items:
    doors, titles = doors_of(tree, version), {n.task.pk: n.task.title for n in tree.tasks}
    items = [(n.task.key, n.task.title, _part(n)) for n in tree.tasks]
    items += [(t.key, t.quote, titles.get(t.task_id or 0, "总体目标")) for t in tree.all_targets]
    return {key: Side(key, words, place, url=doors[key]) for key, words, place in items}


def _part(node: TaskNode) -> str:
    return node.task.part.title if node.task.part and not node.task.part.removed else ""


def _known(row: Continuation, items: list[Items]) -> tuple[Side | None, Side | None]:
    def side(key: str, among: Items) -> Side | None:
        return among.get(key, Side(key, "（已不在方案中）", "", gone=True)) if key else None

    return side(row.old_key, items[0]), side(row.new_key, items[1])


def _open(
    trees: tuple[Structure, Structure], items: list[Items], rows: Iterable[Continuation], meant: dict[str, Intention]
) -> list[Open]:
    done = {row.old_key for row in rows} | {row.new_key for row in rows}
    same_task = tasks_paired(_tasks(trees[0].tasks), _tasks(trees[1].tasks))
    one, other = ({n.task.key: n for n in tree.tasks if n.task.key not in done} for tree in trees)
    pairs = tasks_paired(_tasks(one.values()), _tasks(other.values()))
    judged = {p.left: (p, *_task_verdict(one[p.left], other[p.right])) for p in pairs}
    found = _lines(TASK, items, (one, other), judged, meant)
    goals, others = ({t.key: t for t in tree.all_targets if t.key not in done} for tree in trees)
    pairs = targets_paired(_targets(goals.values()), _targets(others.values()), same_task)
    judged = {p.left: (p, *_target_verdict(goals[p.left], others[p.right])) for p in pairs}
    return found + _lines(TARGET, items, (goals, others), judged, meant)


def _tasks(nodes: Iterable[TaskNode]) -> tuple[TaskSide, ...]:
    return tuple(task_side(node) for node in nodes)


def _targets(targets: Iterable[Target]) -> tuple[TargetSide, ...]:
    return tuple(target_side(target) for target in targets)


def _lines(
    kind: str, items: list[Items], keys: tuple[Iterable[str], Iterable[str]], judged: dict[str, tuple[Pair, str, str]],
    meant: dict[str, Intention],
) -> list[Open]:  # fmt: skip
    """Return the lines of one kind: each old item with what it is paired with, then what is new."""
    found = []
    for key in keys[0]:
        if key in judged:
            pair, verdict, note = judged[key]
            found.append(Open(kind, items[0][key], items[1][pair.right], note, verdict, pair.sure, meant.get(key)))
        else:
            found.append(Open(kind, items[0][key], None, "没有找到对应", Verdict.ENDED, False, meant.get(key)))
    paired = {pair.right for pair, _, _ in judged.values()}
    return found + [Open(kind, None, items[1][k], "", Verdict.NEW, False) for k in keys[1] if k not in paired]


def _task_verdict(old: TaskNode, new: TaskNode) -> tuple[str, str]:
    """Changed where other units lead; else carried."""
    before, after = names(leading(old)), names(leading(new))
    gained, lost = [n for n in after if n not in before], [n for n in before if n not in after]
    words = [f"{word}{'、'.join(units)}牵头" for word, units in (("增加", gained), ("不再由", lost)) if units]
    return (Verdict.CHANGED, "，".join(words)) if words else (Verdict.CARRIED, "牵头单位不变")


def _target_verdict(old: Target, new: Target) -> tuple[str, str]:
    """Changed where the value is another, or may not be compared; else carried."""
    one, other = target_side(old), target_side(new)
    standing = standing_of(one, other)
    if standing is not None:
        verdict = Verdict.CHANGED if standing.difference else Verdict.CARRIED
        return verdict, f"目标值{difference_words(standing, new.unit)}"
    if old.value is None and new.value is None:
        return Verdict.CARRIED, ""
    return Verdict.CHANGED, f"数值不作比较：{incomparable(one, other)}"
