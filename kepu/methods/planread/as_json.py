"""A `Reading` as JSON: the shape of the hand-made labels, with spans, kinds, promises and warnings besides."""

from typing import Any

from .model import Duty, Mention, Part, Promise, Reading, Target, Task

SCHEMA_VERSION = "1"


def _clean(row: dict[str, Any]) -> dict[str, Any]:
    """Drop optional keys that hold nothing."""
    return {k: v for k, v in row.items() if v not in (None, False)}


def _mention(m: Mention) -> dict[str, Any]:
    return {"unit": m.unit, "role": m.role, "span": list(m.span)} | _clean({"unit_full": m.unit_full})


def _part(p: Part) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": p.kind, "title": p.title, "group": p.group, "lead": list(p.lead)}
    if p.support:
        row["support"] = list(p.support)
    return row | {
        "span": list(p.span), "title_span": list(p.title_span), "clauses": [list(c) for c in p.clauses],
        "mentions": [_mention(m) for m in p.mentions],
    }  # fmt: skip


def _task(t: Task) -> dict[str, Any]:
    return {
        "id": t.id, "parent": t.parent, "title": t.title, "starts": t.starts, "lead": list(t.lead),
        "support": list(t.support), "joint": list(t.joint), "open_ended": t.open_ended, "span": list(t.span),
        "title_span": list(t.title_span), "clauses": [list(c) for c in t.clauses],
        "mentions": [_mention(m) for m in t.mentions],
    }  # fmt: skip


def _target(t: Target) -> dict[str, Any]:
    return {
        "task": t.task, "quote": t.quote, "subject": t.subject, "value": t.value, "unit": t.unit,
        "comparator": t.comparator, "per": t.per, "due": t.due, "hedge": t.hedge, "level": t.level, "kind": t.kind,
        "span": list(t.span),
    } | _clean({"each": t.each, "every": t.every, "delta": t.delta, "unit_named": t.unit_named})  # fmt: skip


def _promise(p: Promise) -> dict[str, Any]:
    return {"kind": p.kind, "task": p.task, "quote": p.quote, "span": list(p.span), "subject": p.subject, "due": p.due}


def _duty(d: Duty) -> dict[str, Any]:
    return {"unit": d.unit, "text": d.text, "where": d.where, "span": list(d.span)} | _clean({"unit_full": d.unit_full})


def as_json(reading: Reading, *, doc: str = "", version: str = "") -> dict[str, Any]:
    """Return a reading as plain values for JSON; ``doc`` is the file's name, ``version`` the reader's."""
    frame = reading.frame
    return {
        "schema_version": SCHEMA_VERSION,
        "reader_version": version,
        "doc": doc,
        "region": {"name": frame.region.name, "level": frame.region.level},
        "title": frame.title,
        "issuer": frame.issuer,
        "number": frame.number,
        "date": frame.date,
        "period": list(frame.period) if frame.period else None,
        "actions": [_part(p) for p in reading.parts],
        "tasks": [_task(t) for t in reading.tasks],
        "targets": [_target(t) for t in reading.targets],
        "promises": [_promise(p) for p in reading.promises],
        "duties": [_duty(d) for d in reading.duties],
        "milestones": [{"name": p.name, "from": p.first, "to": p.last, "span": list(p.span)} for p in reading.phases],
        "reporting": [
            {"who": r.who, "what": r.what, "due": r.due, "to": r.to, "span": list(r.span)} for r in reading.reporting
        ],
        "headings": [{"title": h.title, "depth": h.depth, "span": list(h.span)} for h in reading.headings],
        "warnings": [
            {"code": r.code, "message": r.message, "span": list(r.span or ()) or None} for r in reading.remarks
        ],
        "text": reading.text,
    }
