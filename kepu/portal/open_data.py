"""Open data of a released plan: the snapshot that residents read, as JSON and as CSV, for whoever wants to reckon with it.

One row of the CSV is a task or a target. Its first line names the columns (`COLUMNS`), which stay as they are; new ones
are only added at the end. Both files say from which release they come, and change with it alone.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from kepu.people.models import Region
from kepu.portal import sources
from kepu.portal.places import served_region
from kepu.portal.sources import Shown, Snapshot

FORMAT = "kepu.plan/1"
COLUMNS = (
    "row", "key", "task_key", "part", "audience", "title", "quote", "subject", "kind", "value", "due",
    "lead", "support", "joint",
)  # fmt: skip
_BOM = "\ufeff"  # without it the office's spreadsheet reads UTF-8 as GBK


def as_json(place: Region, shown: Shown) -> str:
    """Return a released plan as JSON: where it comes from, then the snapshot as it was released."""
    head = {
        "format": FORMAT, "region": {"code": place.pk, "name": place.name}, "plan": shown.plan_id,
        "released_at": timezone.localtime(shown.released_at).isoformat(timespec="seconds"),
        "note": f"由{place.name}依法公开，引用请注明来源和公开时间。",
    }  # fmt: skip
    return json.dumps({**head, "content": shown.snapshot}, ensure_ascii=False, indent=1)


def as_csv(shown: Shown) -> str:
    """Return a released plan as CSV: goals of the whole plan first, then each task followed by its targets."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in _rows(shown.snapshot))
    return _BOM + out.getvalue()


def _rows(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    yield from (_target(goal, {}) for goal in snapshot["goals"])
    for part in snapshot["parts"]:
        for task in part["tasks"]:
            place = {"part": part["title"], "audience": part["audience"]}
            units = {role: "、".join(names) for role, names in task["units"].items()}
            yield {"row": "task", "key": task["key"], "title": task["title"], **place, **units}
            yield from (_target(target, {"task_key": task["key"], **place}) for target in task["targets"])


def _target(target: Snapshot, place: dict[str, str]) -> dict[str, Any]:
    said = {name: target[name] for name in ("key", "quote", "subject", "kind", "due")}
    return {"row": "target", **said, "value": target["words"], **place}


def _plain(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


@require_safe
def plan_json(request: HttpRequest, code: str, plan_id: int) -> HttpResponse:
    """One released plan as JSON. Raises Http404 for what is not public, or no longer."""
    place, shown = _released(code, plan_id)
    return _answer(request, shown, as_json(place, shown), "application/json", f"plan-{code}-{plan_id}.json")


@require_safe
def plan_csv(request: HttpRequest, code: str, plan_id: int) -> HttpResponse:
    """The same as CSV, UTF-8 with a byte order mark."""
    _, shown = _released(code, plan_id)
    return _answer(request, shown, as_csv(shown), "text/csv; charset=utf-8", f"plan-{code}-{plan_id}.csv")


def _released(code: str, plan_id: int) -> tuple[Region, Shown]:
    place = served_region(code)
    shown = sources.plan(place, plan_id) if place else None
    if place is None or shown is None:
        raise Http404
    return place, shown


def _answer(request: HttpRequest, shown: Shown, text: str, media_type: str, name: str) -> HttpResponse:
    """Answer with the text, or with 304 to whoever has it already."""
    body = text.encode()
    etag, changed = quote_etag(hashlib.sha256(body).hexdigest()[:32]), int(shown.released_at.timestamp())
    whole = HttpResponse(body, content_type=media_type)
    response = get_conditional_response(request, etag, changed, whole) or whole
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    if response is whole:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
