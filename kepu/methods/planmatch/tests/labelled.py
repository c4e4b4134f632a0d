"""The hand-made labels of ``samples/matches``: which tasks and targets of two plans a person would pair.

``also_…`` are pairs that are right too but of which the one-to-one pairing can make only one, or that are a matter of
taste; they count neither as missed nor as wrong.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kepu.methods.planmatch import Pair, TargetSide, TaskSide, match_targets, match_tasks
from kepu.methods.planread import as_json, read
from kepu.methods.planread.extract import extract

SAMPLES = Path(__file__).resolve().parents[4] / "samples"


@dataclass(frozen=True)
class Figures:
    """How many pairs were made, how many of them are right, how many were wanted, and how many of those were found."""

    made: int
    right: int
    wanted: int
    found: int
    sure: int
    sure_right: int

    @property
    def precision(self) -> float:
        return self.right / self.made

    @property
    def recall(self) -> float:
        return self.found / self.wanted


def sides(name: str) -> tuple[list[TaskSide], list[TargetSide]]:
    """Read a sample as an upload is read; keys are those of the reading."""
    path = SAMPLES / name
    source = extract(path.read_bytes(), path.name)
    made: dict[str, Any] = as_json(read(source))
    groups = {part["title"]: part.get("group") or "" for part in made["actions"]}
    tasks = [
        TaskSide(t["id"], t["title"], _body(source.text, t), groups.get(t["parent"] or "", ""),
                 tuple(m["unit"] for m in t["mentions"] if m["role"] in ("lead", "joint")))
        for t in made["tasks"]
    ]  # fmt: skip
    return tasks, [_target(str(n), row) for n, row in enumerate([*made["targets"], *made["promises"]])]


def _body(text: str, row: dict[str, Any]) -> str:
    """The words of a task without the clause that names who answers."""
    start, end = row["span"]
    for a, b in row["clauses"]:
        text = text[:a] + " " * (b - a) + text[b:]
    return text[start:end]


def _target(key: str, row: dict[str, Any]) -> TargetSide:
    value = None if row.get("value") is None else Decimal(str(row["value"]))
    names = ("unit", "comparator", "per", "every", "each", "level", "unit_named", "task")
    return TargetSide(key, row.get("subject") or "", row["quote"], row["kind"], value, delta=bool(row.get("delta")),
                      **{name: row.get(name) or "" for name in names})  # fmt: skip


def figures(labels: Path) -> tuple[Figures, Figures, list[str]]:
    """Return the figures of tasks and of targets, and in words what went wrong."""
    wanted = json.loads(labels.read_text(encoding="utf-8"))
    left, right = sides(wanted["left"]), sides(wanted["right"])
    tasks = match_tasks(left[0], right[0])
    targets = match_targets(left[1], right[1], tasks)
    titles = [{t.key: t.title for t in side[0]} for side in (left, right)]
    quotes = [{t.key: t.quote for t in side[1]} for side in (left, right)]
    wrong: list[str] = []
    one = _figures(tasks, titles, wanted["tasks"], wanted["also_tasks"], wrong)
    return one, _figures(targets, quotes, wanted["targets"], wanted["also_targets"], wrong), wrong


def _figures(
    pairs: list[Pair], words: list[dict[str, str]], wanted: list[list[str]], also: list[list[str]], wrong: list[str]
) -> Figures:
    made = [(words[0][p.left], words[1][p.right], p) for p in pairs]

    def is_one_of(a: str, b: str, labels: list[list[str]]) -> bool:
        return any(_same(a, x) and _same(b, y) for x, y in labels)

    right = [p for a, b, p in made if is_one_of(a, b, [*wanted, *also])]
    found = [label for label in wanted if any(is_one_of(a, b, [label]) for a, b, _ in made)]
    for label in also:  # where the person allows another, taking that one is not a miss
        if any(is_one_of(a, b, [label]) for a, b, _ in made):
            found += [w for w in wanted if w[0] == label[0] and w not in found]
    wrong += [f"wrong {p.score:.2f} {a} → {b}" for a, b, p in made if p not in right]
    wrong += [f"missed {a} → {b}" for a, b in wanted if [a, b] not in found]
    sure = [p for p in pairs if p.sure]
    return Figures(len(made), len(right), len(wanted), len(found), len(sure), len([p for p in sure if p in right]))


def _same(read: str, label: str) -> bool:
    """Whether a reading's words and a label's are the same place: one holds the other."""
    return read == label or read in label or label in read
