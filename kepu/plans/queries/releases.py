"""What a release shows: how much was hidden, what a person should look at again, the promises to each audience."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from kepu.methods.masking import HIDDEN, Doubt, doubts
from kepu.people.models import Region
from kepu.plans.models import Audience, Release

DOORS = {
    Audience.ELDERLY: "我是老年人", Audience.YOUTH: "我是家长或青少年", Audience.FARMERS: "我是农民",
    Audience.WORKERS: "我是职工", Audience.OFFICIALS: "我是干部",
}  # fmt: skip
Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Passage:
    """A masked passage with a little around it, and what it is called where it stands."""

    where: str
    words: str


@dataclass
class Group:
    """What a plan promises to one audience: its parts, and the targets of their tasks that name a number or a deed."""

    audience: str
    door: str
    parts: list[Snapshot] = field(default_factory=list)

    @property
    def promises(self) -> list[Snapshot]:
        """The targets of all tasks, each with its task."""
        return [{**t, "task": task} for part in self.parts for task in part["tasks"] for t in task["targets"]]

    @property
    def tasks(self) -> list[Snapshot]:
        """The tasks of all parts."""
        return [task for part in self.parts for task in part["tasks"]]


def released_progress(region: Region) -> QuerySet[Release]:
    """Return the progress that the public of a region can read, newest plan and newest day first."""
    rows = Release.objects.filter(version__plan__region=region, as_of__isnull=False, state=Release.State.RELEASED)
    rows = rows.select_related("version", "released_by")
    return rows.order_by("-version__period_from", "-version__plan_id", "-as_of", "-pk")


def groups_of(snapshot: Snapshot) -> list[Group]:
    """Return the audiences for which a released plan has tasks, in the order of the doors."""
    found = []
    for audience, door in DOORS.items():
        parts = [p for p in snapshot["parts"] if p["audience"] == audience and p["tasks"]]
        if parts:
            found.append(Group(audience.value, door, parts))
    return found


def totals_of(snapshot: Snapshot) -> dict[str, int]:
    """Return how many tasks, targets and parts a plan's snapshot has, how many deeds a year's, how many figures progress."""
    if snapshot.get("kind") == "progress":
        counted = sum(bool(line["figure"]) for line in snapshot["lines"])
        return {"lines": len(snapshot["lines"]), "counted": counted, "towns": len(snapshot["near"]["towns"])}
    if "deeds" in snapshot:
        return {"deeds": len(snapshot["deeds"])}
    tasks = [task for part in snapshot["parts"] for task in part["tasks"]]
    targets = len(snapshot["goals"]) + sum(len(task["targets"]) for task in tasks)
    return {"tasks": len(tasks), "targets": targets, "parts": len(snapshot["parts"])}


def _places(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield each text of a snapshot, of a plan, of a year's deeds or of progress, with what it is called."""
    if snapshot.get("kind") == "progress":
        yield from _progress_places(snapshot)
        return
    yield from _deed_places(snapshot) if "deeds" in snapshot else _plan_places(snapshot)


def _deed_places(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield "标题", snapshot["title"]
    for deed in snapshot["deeds"]:
        where = f"实事“{deed['title']}”"
        yield where, f"{deed['title']}\n{deed['text']}\n{deed['place']}"
        yield f"{where}的单位", "、".join(deed["leads"])
        yield f"{where}的数字", "\n".join(f["subject"] for f in deed["figures"])


def _progress_places(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield "标题", snapshot["title"]
    yield "说明", snapshot["note"]
    for line in snapshot["lines"]:
        yield "目标任务", f"{line['quote']}\n{line['subject']}"
        yield f"目标任务“{line['subject'] or line['quote']}”的统计口径", line["how"]


def _plan_places(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield "标题", snapshot["title"]
    for goal in snapshot["goals"]:
        yield "总体目标", goal["quote"]
    for part in snapshot["parts"]:
        yield "部分标题", part["title"]
        for task in part["tasks"]:
            yield f"任务“{task['title']}”", f"{task['title']}\n{task['body']}"
            for target in task["targets"]:
                yield f"任务“{task['title']}”的目标", target["quote"]
            for names in task["units"].values():
                yield f"任务“{task['title']}”的单位", "、".join(names)
    for phase in snapshot["phases"]:
        yield "进度安排", phase["name"]


def hidden_passages(snapshot: Snapshot, around: int = 14) -> list[Passage]:
    """Return each masked passage once for each place, with `around` characters each side."""
    found = []
    for where, text in _places(snapshot):
        for match in HIDDEN.finditer(text):
            words = text[max(match.start() - around, 0) : match.end() + around].replace("\n", " ").strip()
            found.append(Passage(where, words))
    return found


def doubtful_passages(snapshot: Snapshot) -> list[tuple[str, Doubt]]:
    """Return what was not masked and may be personal, with where it stands."""
    return [(where, doubt) for where, text in _places(snapshot) for doubt in doubts(text)]


@dataclass
class ProgressGroup:
    """Promises to one audience: those that are counted, and the others by the reason why they are not."""

    audience: str
    door: str
    counted: list[Snapshot] = field(default_factory=list)
    others: dict[str, list[Snapshot]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.counted) + sum(map(len, self.others.values()))


EVERYONE = "general"


def progress_groups(snapshot: Snapshot) -> list[ProgressGroup]:
    """Return a progress snapshot's promises by audience, those to everyone first; groups without any are left out."""
    groups = {EVERYONE: ProgressGroup(EVERYONE, "面向所有人")}
    groups |= {audience.value: ProgressGroup(audience.value, door) for audience, door in DOORS.items()}
    for line in snapshot["lines"]:
        group = groups.get(line["audience"], groups[EVERYONE])
        (group.counted if line["figure"] else group.others.setdefault(line["why"], [])).append(line)
    return [group for group in groups.values() if group.total]


@dataclass(frozen=True)
class NearMonth:
    """One month of a place: 2026-06, sessions, person-times; `part_until` is the last day counted where it is not whole."""

    month: str
    sessions: int
    person_times: int
    part_until: str = ""


@dataclass(frozen=True)
class NearPlace:
    """What was done in a place month by month."""

    code: str
    name: str
    months: list[NearMonth]

    @property
    def sessions(self) -> int:
        return sum(month.sessions for month in self.months)

    @property
    def person_times(self) -> int:
        return sum(month.person_times for month in self.months)


def near_places(snapshot: Snapshot) -> list[NearPlace]:
    """Return the townships of a progress snapshot, then what was done in none of them."""
    near, last = snapshot["near"], date.fromisoformat(snapshot["as_of"])
    part = last.isoformat() if (last + timedelta(days=1)).day != 1 else ""
    ends = [""] * (len(near["months"]) - 1) + [part]
    return [
        NearPlace(
            row["code"], row["name"],
            [NearMonth(*one) for one in zip(near["months"], row["sessions"], row["person_times"], ends, strict=True)],
        )
        for row in [*near["towns"], near["own"]]
    ]  # fmt: skip
