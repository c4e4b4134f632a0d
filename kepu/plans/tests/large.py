"""A plan of full size for counting queries and time: 60 tasks × 10 units, 60 targets, 60 duties, about 30 KB of text."""

from typing import Any

from kepu.people.models import Account
from kepu.plans.models import Document
from kepu.plans.tests import builders

FILLER = "坚持因地制宜、分类指导，把科学普及融入日常工作，让群众听得懂、用得上。"


class _Text:
    """Text that grows, and the places of what was added."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, piece: str) -> list[int]:
        """Append a piece; return its span."""
        start = len(self.text)
        self.text += piece
        return [start, len(self.text)]


def large_document(by: Account, tasks: int = 60, units: int = 10) -> Document:
    """A document that was read, with that many tasks of that many units each."""
    grown = _Text()
    grown.add(f"{builders.TITLE}\n")
    rows: dict[str, list[Any]] = {"tasks": [], "targets": [], "duties": []}
    for n in range(tasks):
        _task(grown, rows, n, units)
    for n in range(tasks):
        span = grown.add(f"县第{n}局：负责本系统第{n}项科普工作。\n")
        rows["duties"].append(
            {"unit": f"县第{n}局", "text": f"负责本系统第{n}项科普工作", "where": "list", "span": span}
        )
    reading = {
        **builders.reading(),
        "actions": [],
        "promises": [],
        "milestones": [],
        "reporting": [],
        "warnings": [],
        **rows,
    }
    document = builders.document(by)
    document.text, document.reading = grown.text, reading
    document.save()
    return document


def _task(grown: _Text, rows: dict[str, list[Any]], n: int, units: int) -> None:
    start = grown.add(f"{n + 1}.第{n}项行动。{FILLER}")[0]
    quote = f"累计开展{n + 2}场"
    target = grown.add(quote)
    grown.add("。")
    clause = len(grown.text)
    grown.add("（牵头单位：")
    mentions = []
    for unit in range(units):
        name = f"县第{(n * 3 + unit) % 60}局"
        mentions.append({"unit": name, "role": "support" if unit else "lead", "span": grown.add(name)})
        grown.add("、" if unit else "；责任单位：")
    end = grown.add("）")[1]
    grown.add("\n")
    task = {"id": f"T{n}", "parent": None, "title": f"第{n}项行动", "open_ended": False, "span": [start, end],
            "clauses": [[clause, end]], "mentions": mentions}  # fmt: skip
    rows["tasks"].append(task)
    rows["targets"].append({"task": f"T{n}", "kind": "cumulative", "quote": quote, "span": target, "value": n + 2,
                            "unit": "场", "comparator": ">=", "subject": "开展"})  # fmt: skip
