"""From a reading to a version that can be proofread: each thing found becomes an item that knows its place."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Field

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import (
    Document,
    Duty,
    Item,
    Part,
    Phase,
    Plan,
    Remark,
    Reporting,
    Responsibility,
    Target,
    Task,
    Version,
)
from kepu.plans.queries.changes import frame_values, read_values
from kepu.plans.verbs.items import body_of
from kepu.plans.verbs.matching import match_known_names

Row = dict[str, Any]
_READ = ("title", "issuer", "document_number", "issued_on", "period_from", "period_to")


class AlreadyOpened(Exception):
    """A plan was opened from this document before; `plan` is it."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("这份文件已经建立了方案。")
        self.plan = plan


@transaction.atomic
def open_plan(*, document: Document, by: Account, at: datetime) -> Version:
    """Open a plan from a document that was read: version 1, in proofreading.

    Raises AlreadyOpened on a second call, unless what was opened before was given up; WrongState before it was read.
    """
    locked = Document.objects.select_for_update(of=("self",)).select_related("region").get(pk=document.pk)
    access.check_can_upload(by, locked.region)
    if opened := locked.versions.exclude(state=Version.State.DISCARDED).select_related("plan").first():
        raise AlreadyOpened(opened.plan)
    if locked.purpose != Document.Purpose.OWN:
        raise WrongState("这是上级规划，只用来对照，不建立本级方案。")
    reading = locked.reading
    if reading is None:
        raise WrongState("文件还没有读取完，请稍候。")
    status = Plan.Status.ISSUED if reading.get("number") or reading.get("date") else Plan.Status.DRAFTING
    plan = Plan.objects.create(region=locked.region, status=status, created_at=at)
    version = Version.objects.create(plan=plan, number=1, document=locked, created_at=at, **_frame(reading, locked))
    version.frame_read = {name: value for name, value in frame_values(version).items() if name in _READ}
    version.save(update_fields=["frame_read"])
    _Builder(version, reading).build()
    match_known_names(version)
    record(verb="plans.open", thing=plan, by=by, at=at)
    return version


def _frame(reading: Row, document: Document) -> Row:
    period = sorted(reading.get("period") or []) or [None, None]
    return {
        "title": (reading.get("title") or document.name)[:200],
        "issuer": (reading.get("issuer") or "")[:100],
        "document_number": (reading.get("number") or "")[:60],
        "issued_on": _date(reading.get("date")),
        "period_from": period[0],
        "period_to": period[-1],
        "publicity": publicity_of(document.text),
    }


_PUBLIC = re.compile(
    r"此件(?:予以)?(?:主动)?公开|^[ \t　]*+(?:此件)?主动公开[ \t　]*+$|公开(?:属性|方式|形式)\s*+[:：]?\s*+主动公开",
    re.M,
)
_ON_REQUEST = re.compile(
    r"此件依申请公开|^[ \t　]*+依申请公开[ \t　]*+$|公开(?:属性|方式|形式)\s*+[:：]?\s*+依申请公开", re.M
)
_CLOSED = re.compile(
    r"此件(?:不予|不)(?:主动)?公开|^[ \t　]*+不予(?:主动)?公开[ \t　]*+$|公开(?:属性|方式|形式)\s*+[:：]?\s*+不予公开",
    re.M,
)


def publicity_of(text: str) -> str:
    """Return what the document says of its own publicity; empty when it says nothing, or two things."""
    found = {
        kind
        for kind, pattern in (
            (Version.Publicity.PUBLIC, _PUBLIC),
            (Version.Publicity.ON_REQUEST, _ON_REQUEST),
            (Version.Publicity.CLOSED, _CLOSED),
        )
        if pattern.search(text)
    }
    return str(found.pop()) if len(found) == 1 else ""


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def is_collective(printed: str) -> bool:
    """Whether a printed name means a class of units (各乡镇（街道）, 县级各部门, 有关单位) rather than one."""
    return (
        printed[:1] in "各"
        or "各" in printed[:4]
        or printed.startswith(("有关", "相关", "其他"))
        or "有关" in printed[:4]
    )


_TARGET_TEXTS = (
    "quote", "subject", "unit", "comparator", "per", "every", "due", "hedge", "level", "each", "unit_named",
)  # fmt: skip


def _texts(model: type[Item], row: Row, names: Iterable[str]) -> Row:
    """Return the texts of a row as they fit into the model's columns; nothing is ''."""
    fields = (model._meta.get_field(name) for name in names)
    sizes = {field.name: field.max_length for field in fields if isinstance(field, Field)}
    return {name: (row.get(name) or "")[:size] for name, size in sizes.items()}


class _Builder:
    """Builds the items of one version from one reading, each kind in one insert."""

    def __init__(self, version: Version, reading: Row) -> None:
        self.version = version
        self.reading = reading
        self.parts: dict[str, Part] = {}
        self.tasks: dict[str, Task] = {}

    def build(self) -> None:
        """Make all items; a link is made by the part's title and the task's id in the reading."""
        self._parts()
        self._tasks()
        self._store(self._responsibilities())
        self._store(self._targets())
        self._store(self._duties())
        self._store(self._phases())
        self._store(self._reporting())
        self._store(self._remarks())

    def _store(self, items: Iterable[Item]) -> None:
        rows = list(items)
        for order, row in enumerate(rows, 1):
            row.order = order
            row.as_read = read_values(row)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)

    def _place(self, row: Row) -> Row:
        span = row.get("span")
        return {"start": span[0], "end": span[1]} if span and span[0] < span[1] else {}

    def _parts(self) -> None:
        made = [
            Part(version=self.version, kind=row["kind"], title=row["title"][:120], audience=row.get("group") or "",
                 **self._place(row))
            for row in self.reading.get("actions", [])
        ]  # fmt: skip
        self._store(made)
        for row, part in zip(self.reading.get("actions", []), made, strict=True):
            self.parts.setdefault(row["title"], part)

    def _tasks(self) -> None:
        for row in self.reading.get("tasks", []):
            clause = (row.get("clauses") or [[None, None]])[-1]
            task = Task(
                version=self.version, part=self.parts.get(row.get("parent") or ""), title=row["title"][:200],
                open_ended=row["open_ended"], clause_start=clause[0], clause_end=clause[1], **self._place(row),
            )  # fmt: skip
            task.body = body_of(task)
            self.tasks[row["id"]] = task
        self._store(self.tasks.values())

    def _responsibilities(self) -> Iterable[Responsibility]:
        for row in self.reading.get("actions", []):
            yield from self._mentions(row, part=self.parts[row["title"]])
        for row in self.reading.get("tasks", []):
            yield from self._mentions(row, task=self.tasks[row["id"]])

    def _mentions(self, row: Row, **owner: Item) -> Iterable[Responsibility]:
        for mention in row.get("mentions", []):
            printed = mention["unit"][:80]
            yield Responsibility(
                version=self.version, role=mention["role"], printed=printed, collective=is_collective(printed),
                **owner, **self._place(mention),
            )  # fmt: skip

    def _targets(self) -> Iterable[Target]:
        for row in [*self.reading.get("targets", []), *self.reading.get("promises", [])]:
            value = row.get("value")
            yield Target(
                version=self.version, task=self.tasks.get(row.get("task") or ""), kind=row["kind"],
                value=Decimal(str(value)) if value is not None else None,
                delta=bool(row.get("delta")), **_texts(Target, row, _TARGET_TEXTS), **self._place(row),
            )  # fmt: skip

    def _duties(self) -> Iterable[Duty]:
        for row in self.reading.get("duties", []):
            printed = (row.get("unit_full") or row["unit"])[:80]
            yield Duty(
                version=self.version, printed=printed, collective=is_collective(printed), text=row["text"],
                where=row.get("where") or "list", **self._place(row),
            )  # fmt: skip

    def _phases(self) -> Iterable[Phase]:
        for row in self.reading.get("milestones", []):
            yield Phase(
                version=self.version,
                name=row["name"][:60],
                from_year=min(row["from"], row["to"]),
                to_year=max(row["from"], row["to"]),
                **self._place(row),
            )

    def _reporting(self) -> Iterable[Reporting]:
        for row in self.reading.get("reporting", []):
            texts = _texts(Reporting, row, ("who", "what", "due", "to"))
            yield Reporting(version=self.version, **texts, **self._place(row))

    def _remarks(self) -> Iterable[Remark]:
        if message := _wrong_place(self.version, self.reading):
            yield Remark(version=self.version, code="other_region", message=message)
        if not self.reading.get("tasks"):
            message = "没有读出任务：可能不是实施方案，或写法少见。请核对文件；确是方案的，可从原文选取文字新增任务。"
            yield Remark(version=self.version, code="no_tasks", message=message)
        for row in self.reading.get("warnings", []):
            yield Remark(version=self.version, code=row["code"], message=row["message"][:300], **self._place(row))


def _wrong_place(version: Version, reading: Row) -> str:
    """Return the doubt whether the document is another region's; empty when the names agree, or it names none."""
    named, own = (reading.get("region") or {}).get("name") or "", version.plan.region.name
    if not named or named.endswith(own) or own.endswith(named):
        return ""
    return f"文件中的地区是“{named}”，本级是“{own}”。请确认没有传错文件。"
