"""What a release shows: how much was hidden, what a person should look at again, the promises to each audience."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kepu.methods.masking import HIDDEN, Doubt, doubts
from kepu.plans.models import Audience

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


def groups_of(snapshot: Snapshot) -> list[Group]:
    """Return the audiences for which a released plan has tasks, in the order of the doors."""
    found = []
    for audience, door in DOORS.items():
        parts = [p for p in snapshot["parts"] if p["audience"] == audience and p["tasks"]]
        if parts:
            found.append(Group(audience.value, door, parts))
    return found


def totals_of(snapshot: Snapshot) -> dict[str, int]:
    """Return how many tasks, targets and parts a plan's snapshot has, or how many deeds a year's."""
    if "deeds" in snapshot:
        return {"deeds": len(snapshot["deeds"])}
    tasks = [task for part in snapshot["parts"] for task in part["tasks"]]
    targets = len(snapshot["goals"]) + sum(len(task["targets"]) for task in tasks)
    return {"tasks": len(tasks), "targets": targets, "parts": len(snapshot["parts"])}


def _places(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield each text of a snapshot, of a plan or of a year's deeds, with what it is called."""
    yield from _deed_places(snapshot) if "deeds" in snapshot else _plan_places(snapshot)


def _deed_places(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    yield "标题", snapshot["title"]
    for deed in snapshot["deeds"]:
        where = f"实事“{deed['title']}”"
        yield where, f"{deed['title']}\n{deed['text']}\n{deed['place']}"
        yield f"{where}的单位", "、".join(deed["leads"])
        yield f"{where}的数字", "\n".join(f["subject"] for f in deed["figures"])


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
