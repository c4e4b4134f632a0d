"""Two versions side by side: tasks and targets by their stable key, what came, what left, what reads otherwise."""

from dataclasses import dataclass, field

from kepu.plans.models import DutyRole, Part, Target, Version
from kepu.plans.queries.proofreading import Structure, TaskNode, structure
from kepu.plans.wording import value_words


@dataclass(frozen=True)
class Field:
    """One field of an item in both versions."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """One item: `what` is 新增, 删除 or 修改; for a change the fields that differ, else all that it has."""

    key: str
    title: str
    what: str
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions of a plan."""

    frame: list[Field]
    parts: list[Difference]
    tasks: list[Difference]
    targets: list[Difference]

    @property
    def total(self) -> int:
        """The number of items that differ."""
        return len(self.frame) + len(self.parts) + len(self.tasks) + len(self.targets)


FRAME = ("title", "issuer", "document_number", "issued_on", "period_from", "period_to", "publicity", "upper_plan")
Described = dict[str, tuple[str, dict[str, str]]]


def compare(old: Version, new: Version) -> Comparison:
    """Return the differences between two versions of one plan; two readings of the tree, each of nine queries."""
    before, after = structure(old), structure(new)
    return Comparison(
        frame=_changed(_frame(old), _frame(new)),
        parts=_differences(_parts(before), _parts(after)),
        tasks=_differences(_tasks(before), _tasks(after)),
        targets=_differences(_targets(before), _targets(after)),
    )


def _frame(version: Version) -> dict[str, str]:
    labels = {field.name: str(field.verbose_name) for field in Version._meta.fields if field.name in FRAME}
    values = {labels[name]: str(getattr(version, name) or "") for name in FRAME}
    return {**values, labels["publicity"]: version.get_publicity_display()}


def _parts(tree: Structure) -> Described:
    parts = [node.part for node in tree.parts if node.part]
    return {p.key: (p.title, {"标题": p.title, "类别": p.get_kind_display(), "人群": _audience(p)}) for p in parts}


def _audience(part: Part) -> str:
    return part.get_audience_display() if part.audience else ""


def _tasks(tree: Structure) -> Described:
    return {node.task.key: (node.task.title, _task_fields(node)) for node in tree.tasks}


def _task_fields(node: TaskNode) -> dict[str, str]:
    units = {
        str(role.label): "、".join(
            r.unit.name if r.unit else r.printed for r in node.responsibilities if r.role == role
        )
        for role in DutyRole
    }
    part = node.task.part.title if node.task.part else ""
    return {"任务": node.task.title, "所属部分": part, "内容": node.task.body, **units}


def _targets(tree: Structure) -> Described:
    return {t.key: (t.quote, _target_fields(t)) for t in tree.all_targets}


def _target_fields(target: Target) -> dict[str, str]:
    return {
        "原文": target.quote, "类型": target.get_kind_display(), "目标值": value_words(target), "期限": target.due,
        "任务": target.task.title if target.task else "",
    }  # fmt: skip


def _changed(old: dict[str, str], new: dict[str, str]) -> list[Field]:
    return [Field(label, old[label], new[label]) for label in new if old[label] != new[label]]


def _differences(old: Described, new: Described) -> list[Difference]:
    found = []
    for key, (title, fields) in new.items():
        if key not in old:
            found.append(Difference(key, title, "新增", _changed(dict.fromkeys(fields, ""), fields)))
        elif changed := _changed(old[key][1], fields):
            found.append(Difference(key, title, "修改", changed))
    for key, (title, fields) in old.items():
        if key not in new:
            found.append(Difference(key, title, "删除", _changed(fields, dict.fromkeys(fields, ""))))
    return found
