"""How well a reading agrees with hand-made labels, both in the shape that `as_json` gives.

Precision, recall and F1 for tasks (title under its part), roles (task, role, unit), targets (same value, quotes that
overlap), duties (unit and text, those of lists), frame (parts, leads, phases, reporting, period, region, number, issuer,
date), promises (same kind, quotes that overlap); ``fields`` is the share of the matched targets whose fields all agree.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Plan = dict[str, Any]
Key = tuple[str, str, int]
FIELDS = ("unit", "comparator", "per", "due", "hedge", "level")
_ROLES = ("lead", "support", "joint")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure; ``f1`` is 1.0 where there is nothing to find and nothing was found."""

    hit: int
    read: int
    labelled: int

    @property
    def precision(self) -> float:
        """Return the share of what was read that is right."""
        return self.hit / self.read if self.read else float(not self.labelled)

    @property
    def recall(self) -> float:
        """Return the share of the labels that was found."""
        return self.hit / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


def squash(text: str | None) -> str:
    """Return a text without white space."""
    return re.sub(r"\s+", "", text or "")


def _heading(text: str | None) -> str:
    return re.sub(r"^实施", "", squash(text).rstrip("。"))


def _task_keys(plan: Plan) -> dict[str, Key]:
    """Return id → (parent, title, which one of equal headings)."""
    seen: dict[tuple[str, str], int] = {}
    keys: dict[str, Key] = {}
    for task in plan.get("tasks") or []:
        key = (_heading(task.get("parent")), _heading(task["title"]))
        seen[key] = seen.get(key, 0) + 1
        keys[task["id"]] = (*key, seen[key])
    return keys


def _sets(read: Iterable[object], labelled: Iterable[object]) -> Score:
    a, b = set(read), set(labelled)
    return Score(len(a & b), len(a), len(b))


def _roles(plan: Plan, keys: dict[str, Key]) -> set[tuple[Key, str, str]]:
    return {(keys[t["id"]], r, squash(u)) for t in plan.get("tasks") or [] for r in _ROLES for u in t.get(r) or []}


def _duties(plan: Plan) -> set[tuple[str, str]]:
    rows = (d for d in plan.get("duties") or [] if d.get("where") != "organisation")
    return {(squash(d["unit"]), squash(d["text"])) for d in rows}


def _frame(plan: Plan) -> set[tuple[object, ...]]:
    parts = plan.get("actions") or []
    region = plan.get("region") or {}
    out: set[tuple[object, ...]] = {("part", a["kind"], _heading(a["title"]), a.get("group")) for a in parts}
    out |= {("lead", _heading(a["title"]), squash(u)) for a in parts for u in a.get("lead") or []}
    out |= {("phase", squash(m["name"]), m["from"], m["to"]) for m in plan.get("milestones") or []}
    out |= {("reporting", squash(r["who"]), squash(r["due"])) for r in plan.get("reporting") or []}
    out |= {("period", *plan["period"])} if plan.get("period") else set()
    out |= {("region", region.get("name"), region.get("level"))}
    return out | {(k, squash(str(plan[k]))) for k in ("number", "issuer", "date") if plan.get(k)}


def _overlap(text: str) -> Callable[[str, str], bool]:
    """Return a test whether two quotes overlap at any of their places in a text."""

    def places(quote: str) -> list[tuple[int, int]]:
        wanted = squash(quote)
        return [(m.start(), m.start() + len(wanted)) for m in re.finditer(re.escape(wanted), text)] if wanted else []

    def test(a: str, b: str) -> bool:
        return any(x < d and c < y for x, y in places(a) for c, d in places(b))

    return test


def _pairs(read: list[Plan], labelled: list[Plan], same: Callable[[Plan, Plan], bool]) -> list[tuple[Plan, Plan]]:
    """Pair what was read with the labels, each label once, in order."""
    left = list(labelled)
    out = []
    for row in read:
        match = next((g for g in left if same(row, g)), None)
        if match is not None:
            left.remove(match)
            out.append((row, match))
    return out


def score(read: Plan, labelled: Plan, text: str) -> tuple[dict[str, Score], dict[str, float]]:
    """Return the measures by name, and the share of agreement for each field of the matched targets.

    ``text`` is the document that both quote from.
    """
    overlap = _overlap(squash(text))
    mine, theirs = _task_keys(read), _task_keys(labelled)
    targets, wanted = read.get("targets") or [], labelled.get("targets") or []
    pairs = _pairs(
        targets, wanted, lambda p, g: float(p["value"]) == float(g["value"]) and overlap(p["quote"], g["quote"])
    )
    promises, promised = read.get("promises") or [], labelled.get("promises") or []
    kept = _pairs(promises, promised, lambda p, g: p["kind"] == g["kind"] and overlap(p["quote"], g["quote"]))
    measures = {
        "tasks": _sets(mine.values(), theirs.values()),
        "roles": _sets(_roles(read, mine), _roles(labelled, theirs)),
        "targets": Score(len(pairs), len(targets), len(wanted)),
        "duties": _sets(_duties(read), _duties(labelled)),
        "frame": _sets(_frame(read), _frame(labelled)),
        "promises": Score(len(kept), len(promises), len(promised)),
    }
    return measures, _fields(pairs, mine, theirs)


def _fields(pairs: list[tuple[Plan, Plan]], mine: dict[str, Key], theirs: dict[str, Key]) -> dict[str, float]:
    rows = [
        {f: _plain(p.get(f)) == _plain(g.get(f)) for f in FIELDS}
        | {"task": mine.get(p.get("task") or "") == theirs.get(g.get("task") or "")}
        for p, g in pairs
    ]
    shares = {f: sum(r[f] for r in rows) / len(rows) if rows else 1.0 for f in (*FIELDS, "task")}
    return {"all": sum(all(r.values()) for r in rows) / len(rows) if rows else 1.0} | shares


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
