"""The proofreading page: the printed text in paragraphs and marked pieces, the structured plan beside it, what is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, Value

from kepu.plans.models import Duty, Item, Part, Phase, Remark, Reporting, Responsibility, Target, Task, Version
from kepu.plans.queries.standing import attached, standing


@dataclass(frozen=True)
class Piece:
    """A run of text with the same marks: ``text``, its place, and the marks over it as (kind, key)."""

    text: str
    start: int
    marks: tuple[tuple[str, str], ...]

    @property
    def kinds(self) -> str:
        """The kinds of the marks, for CSS classes."""
        return " ".join(sorted({f"mark-{kind}" for kind, _ in self.marks}))

    @property
    def keys(self) -> str:
        """The keys of the marks, the innermost last."""
        return " ".join(key for _, key in self.marks)


@dataclass(frozen=True)
class Paragraph:
    """One line of the document."""

    start: int
    pieces: tuple[Piece, ...]


@dataclass
class TaskNode:
    """A task with who answers for it and what it promises."""

    task: Task
    responsibilities: list[Responsibility] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class PartNode:
    """A part with its tasks; `part` is None for tasks outside every part."""

    part: Part | None
    tasks: list[TaskNode] = field(default_factory=list)
    responsibilities: list[Responsibility] = field(default_factory=list)


@dataclass
class Structure:
    """A version as a tree; nine queries whatever its size."""

    parts: list[PartNode]
    targets: list[Target]
    duties: list[Duty]
    phases: list[Phase]
    reporting: list[Reporting]
    remarks: list[Remark]

    @property
    def tasks(self) -> list[TaskNode]:
        """All tasks in the order of the document."""
        return [node for part in self.parts for node in part.tasks]

    @property
    def named(self) -> list[Responsibility | Duty]:
        """Everything that bears a printed name of a unit."""
        parts = (row for part in self.parts for row in part.responsibilities)
        return [*parts, *(row for node in self.tasks for row in node.responsibilities), *self.duties]

    @property
    def all_targets(self) -> list[Target]:
        """Plan-level targets, then those of the tasks."""
        return [*self.targets, *(t for node in self.tasks for t in node.targets)]


def structure(version: Version) -> Structure:
    """Return what stands in a version as a tree. A task whose part was taken out stands outside every part."""
    parts = {p.pk: PartNode(p) for p in standing(Part, version)}
    loose = PartNode(None)
    tasks = {t.pk: TaskNode(t) for t in standing(Task, version).select_related("part")}
    for node in tasks.values():
        parts.get(node.task.part_id or 0, loose).tasks.append(node)
    for row in standing(Responsibility, version).select_related("unit"):
        if row.task_id in tasks:
            tasks[row.task_id].responsibilities.append(row)
        elif row.part_id in parts:
            parts[row.part_id].responsibilities.append(row)
    plan_level = _hang_targets(version, tasks)
    remarks = list(standing(Remark, version))
    _hang_remarks(remarks, tasks)
    return Structure(
        parts=[*parts.values(), *([loose] if loose.tasks else [])],
        targets=plan_level,
        duties=list(standing(Duty, version).select_related("unit")),
        phases=list(standing(Phase, version)),
        reporting=list(standing(Reporting, version)),
        remarks=remarks,
    )


def _hang_targets(version: Version, tasks: dict[int, TaskNode]) -> list[Target]:
    plan_level: list[Target] = []
    for target in standing(Target, version).select_related("task__part"):
        node = tasks.get(target.task_id or 0)
        (node.targets if node else plan_level).append(target)
    return plan_level


def _hang_remarks(remarks: Iterable[Remark], tasks: dict[int, TaskNode]) -> None:
    spans = [
        (n.task.start, n.task.end, n) for n in tasks.values() if n.task.start is not None and n.task.end is not None
    ]
    for remark in remarks:
        for start, end, node in spans:
            if remark.start is not None and start <= remark.start < end:
                node.remarks.append(remark)
                break


MARKED: tuple[type[Item], ...] = (Part, Task, Responsibility, Target, Duty, Phase, Reporting, Remark)


def paragraphs(version: Version) -> list[Paragraph]:
    """Return the document's text line by line, cut at every edge of an item, each piece with the items over it."""
    spans = [
        (start, end, model._meta.model_name or "", key)
        for model in MARKED
        for key, start, end in standing(model, version).values_list("key", "start", "end")
        if start is not None and end is not None
    ]
    return cut(version.document.text, spans)


def cut(text: str, spans: list[tuple[int, int, str, str]]) -> list[Paragraph]:
    """Cut `text` into lines and those into pieces at the edges of `spans` (start, end, kind, key); outer marks first."""
    edges = sorted({edge for start, end, _, _ in spans for edge in (start, end)})
    waiting = sorted(spans, key=lambda s: (s[0], -s[1]), reverse=True)
    open_spans: list[tuple[int, int, str, str]] = []
    lines, offset, edge_at = [], 0, 0
    for line in text.split("\n"):
        stop = offset + len(line)
        bounds = [offset]
        while edge_at < len(edges) and edges[edge_at] <= stop:
            if offset < edges[edge_at] < stop:
                bounds.append(edges[edge_at])
            edge_at += 1
        pieces = []
        for a, b in zip(bounds, [*bounds[1:], stop], strict=True):
            open_spans = [s for s in open_spans if s[1] > a]
            while waiting and waiting[-1][0] <= a:
                open_spans.append(waiting.pop())
            marks = tuple((kind, key) for start, end, kind, key in open_spans if start <= a < end)
            pieces.append(Piece(text[a:b], a, marks))
        lines.append(Paragraph(offset, tuple(pieces)))
        offset = stop + 1
    return lines


@dataclass(frozen=True)
class PrintedName:
    """A printed name that no unit is tied to yet, and at how many places it stands."""

    printed: str
    places: int


def printed_names(version: Version, *, unmatched: bool = True) -> list[PrintedName]:
    """Return the printed names of a version, those without a unit (and not a class of units) only by default."""
    counts: dict[str, int] = {}
    named: tuple[QuerySet[Responsibility] | QuerySet[Duty], ...] = (
        standing(Responsibility, version),
        standing(Duty, version),
    )
    for rows in named:
        if unmatched:
            rows = rows.filter(unit__isnull=True, collective=False)
        for name, n in rows.values_list("printed").annotate(n=Count("pk")).order_by():
            counts[name] = counts.get(name, 0) + n
    return [PrintedName(name, n) for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


@dataclass(frozen=True)
class Obstacle:
    """What keeps a version from being adopted; `code` names the place where it is put right."""

    code: str
    text: str


def obstacles_of(version: Version, tree: Structure | None = None) -> list[Obstacle]:
    """Return what still keeps a version from being adopted; no query when its structure is at hand."""
    tree = tree or structure(version)
    doubts = sum(remark.state == Remark.State.OPEN for remark in tree.remarks)
    names = len({row.printed for row in tree.named if row.unit_id is None and not row.collective})
    found = (
        (not tree.tasks, "tasks", "方案中没有任务"),
        (not version.period_from or not version.period_to, "frame", "没有填写起止年份"),
        (not version.publicity, "frame", "没有选择公开属性"),
        (doubts, "remarks", f"还有{doubts}条提示没有处理"),
        (names, "names", f"还有{names}个单位名称没有对应"),
    )
    return [Obstacle(code, text) for holds, code, text in found if holds]


def obstacles(version: Version) -> list[str]:
    """Return the same as `obstacles_of` in words; empty when nothing is left."""
    return [obstacle.text for obstacle in obstacles_of(version)]


def removed_items(version: Version) -> list[Item]:
    """Return what was taken out by hand and can be brought back; one query, and one for each kind there is."""
    kinds: dict[str, type[Item]] = {m._meta.model_name or "": m for m in MARKED if m is not Remark}
    gone = {name: model._default_manager.filter(attached(model), version=version, removed=True)
            for name, model in kinds.items()}  # fmt: skip
    first, *others = (rows.order_by().values_list(Value(name), flat=True) for name, rows in gone.items())
    present = set(first.union(*others))
    return [item for name, rows in gone.items() if name in present for item in rows]
