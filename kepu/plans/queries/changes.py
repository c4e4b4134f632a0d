"""What was changed by hand: each item beside the values it had when it was read, or in the version before."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Field, Model

from kepu.plans.models import Duty, Item, Part, Phase, Reporting, Responsibility, Target, Task, Version
from kepu.plans.queries.standing import attached

COUNTED: tuple[type[Item], ...] = (Part, Task, Responsibility, Target, Duty, Phase, Reporting)
FRAME = (
    "title", "issuer", "document_number", "issued_on", "period_from", "period_to", "publicity", "upper_plan",
)  # fmt: skip
NAMES = {
    "frame": "方案基本信息", "part": "行动与工程", "task": "任务", "responsibility": "责任单位", "target": "目标任务", "duty": "部门职责",
    "phase": "进度安排", "reporting": "报送要求",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One item changed by hand: its kind, what it is called, what happened (新增, 删除, 修改), which fields (labels)."""

    kind: str
    label: str
    what: str
    fields: tuple[str, ...] = ()


def read_values(item: Item) -> dict[str, Any]:
    """Return the values that are compared, ready for JSON: links as ids, decimals as plain text."""
    return {name: _plain(getattr(item, f"{name}_id") if name in {"task", "part"} else getattr(item, name))
            for name in item.READ_FIELDS}  # fmt: skip


def _plain(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def change_of(item: Item) -> Change | None:
    """Return what a person did to an item; None when it is as it was read."""
    name = item._meta.model_name or ""
    if item.as_read is None:
        return None if item.removed else Change(name, str(item), "新增")
    if item.removed:
        return Change(name, str(item), "删除")
    now = read_values(item)
    fields = [f for f in item.READ_FIELDS if now[f] != item.as_read.get(f)]
    if not fields:
        return None
    return Change(name, str(item), "修改", tuple(_label(type(item), f) for f in fields))


def _label(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.verbose_name)


def frame_values(version: Version) -> dict[str, Any]:
    """Return the values of a version's head, ready for JSON: the day as ISO text."""
    values = {name: getattr(version, name) for name in FRAME}
    return {**values, "issued_on": version.issued_on.isoformat() if version.issued_on else None}


def frame_changes(version: Version) -> list[Change]:
    """Return the fields of the head that differ from what was read; one that no reader knows is not compared."""
    now = frame_values(version)
    fields = [name for name in FRAME if name in version.frame_read and now[name] != version.frame_read[name]]
    labels = (_label(Version, name) for name in fields)
    return [Change("frame", label, "修改") for label in labels]


def changes_of(version: Version) -> list[Change]:
    """Return every change by hand in a version, the head first, then by kind and place; seven queries whatever its size."""
    rows = (item for model in COUNTED for item in model._default_manager.filter(attached(model), version=version))
    return [*frame_changes(version), *(change for item in rows if (change := change_of(item)))]


def summary_of(version: Version) -> dict[str, Any]:
    """Return the summary kept at adoption: ``counts`` kind → {what: n}, ``lines`` each change, ``total``."""
    changes = changes_of(version)
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        row = counts.setdefault(NAMES[change.kind], {})
        row[change.what] = row.get(change.what, 0) + 1
    return {"counts": counts, "lines": [asdict(c) for c in changes], "total": len(changes)}
