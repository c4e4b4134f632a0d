"""What a report says, as a plain value: made from what is filled in, kept from the moment it is put up to be signed."""

from collections.abc import Mapping
from typing import Any

from kepu.accountability.models import Report
from kepu.accountability.queries.filling import Field, Filling, Lead, Support, filling_of
from kepu.ledger.queries.positions import position

Content = dict[str, Any]


def content_of(report: Report) -> Content:
    """Return what a report says: as it was put up, else as it is filled in now."""
    content: Content | None = report.content
    return content or drafted(filling_of(report))


def drafted(filling: Filling) -> Content:
    """Return what a report would say now, with the position of the ledger from which its figures are."""
    report, cycle, seal = filling.report, filling.report.cycle, position()
    return {
        "unit": report.unit.name, "title": cycle.title, "year": cycle.year, "plan": cycle.version.title,
        "since": cycle.since.isoformat(), "cutoff": cycle.cutoff.isoformat(),
        "position": seal.number if seal else 0, "digest": seal.digest if seal else "",
        "leads": [_lead(one) for one in filling.leads], "supports": [_support(one) for one in filling.supports],
        "page": [_text(one) for one in filling.page if one.text.strip()],
    }  # fmt: skip


def _lead(one: Lead) -> Content:
    return {
        "task": one.task.key, "title": one.task.title, "clause": one.clause, "role": one.line.get_role_display(),
        "involved": not one.left_out, **one.told, "line": one.line.pk,
        "texts": [_text(field) for field in one.fields if field.text.strip()],
        "objection": one.line.objection,
    }  # fmt: skip


def _support(one: Support) -> Content:
    return {
        "task": one.task.key, "title": one.task.title, "role": one.line.get_role_display(),
        "involved": bool(one.line.involved),
    }  # fmt: skip


def _text(one: Field) -> Content:
    return {"kind": one.prompt.kind, "title": one.prompt.title, "text": one.text.strip()}


def changed_since(said: Content, now: Content) -> list[Content]:
    """Return the figures that the ledger tells otherwise now than when the report was put up, each with both amounts."""
    before: Mapping[str, str] = {
        figure["target"]: figure["done"] for lead in said["leads"] for figure in lead["figures"]
    }
    return [
        {"subject": figure["subject"], "quote": figure["quote"], "before": before[figure["target"]],
         "now": figure["done"], "url": figure["url"]}
        for lead in now["leads"]
        for figure in lead["figures"]
        if figure["target"] in before and before[figure["target"]] != figure["done"]
    ]  # fmt: skip
