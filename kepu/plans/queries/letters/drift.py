"""What has changed since a letter was approved: figures, tasks and clauses, each with both wordings."""

from dataclasses import dataclass
from typing import Any

from kepu.plans.queries.letters.content import BLOCKS, CLAUSES, Content

_FIELDS = (
    ("text", "内容"), ("title", "事项"), ("role", "角色"), ("value", "目标值"), ("unit", "计量单位"), ("asked", "要求"),
    ("due", "时限"), ("definition", "口径"),
)  # fmt: skip
_FRAME = (("party", "甲方"), ("points_number", "要点文号"), ("from", "期限起"), ("to", "期限止"))


@dataclass(frozen=True)
class Difference:
    """One thing that is said otherwise now: where, what of it, before and after; empty is absent."""

    block: str
    what: str
    before: str
    after: str


def differences(before: Content, after: Content) -> list[Difference]:
    """Return what two wordings of a letter differ in, in the order of the letter. Numbers of letters are no difference."""
    found = [
        Difference("依据和期限", word, str(before[name]), str(after[name]))
        for name, word in _FRAME
        if before[name] != after[name]
    ]
    for name, title in BLOCKS:
        found += _of_rows(title, before[name], after[name])
    for name, title in CLAUSES:
        old, new = before[name], after[name]
        if old != new:
            found.append(Difference(title, title, "\n".join(old), "\n".join(new)))
    return found


def _of_rows(block: str, before: list[dict[str, str]], after: list[dict[str, str]]) -> list[Difference]:
    old, new = {row["key"]: row for row in before}, {row["key"]: row for row in after}
    found = [Difference(block, _name(row), _said(row), "") for key, row in old.items() if key not in new]
    for key, row in new.items():
        if key not in old:
            found.append(Difference(block, _name(row), "", _said(row)))
        else:
            found += _of_row(block, old[key], row)
    return found


def _of_row(block: str, old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    return [
        Difference(block, f"{_name(new)}（{word}）", str(old.get(name, "")), str(new.get(name, "")))
        for name, word in _FIELDS
        if old.get(name, "") != new.get(name, "")
    ]


def _name(row: dict[str, str]) -> str:
    return row["text"] if "value" in row else row.get("title") or row["text"]


def _said(row: dict[str, str]) -> str:
    """Return what a row asks, for one that stands on one side only."""
    if "value" in row:
        return f"{row['value']}{row['unit']}"
    return row.get("asked") or row["text"]
