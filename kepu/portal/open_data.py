"""Open data of a released plan, of a year's deeds and of progress: the snapshot that residents read, as JSON and as CSV.

One row of a plan's CSV is a task or a target, of a year's a deed, of progress a promise
or, in a file of its own, a township's month. The first line names the columns (`COLUMNS`,
`DEED_COLUMNS`,
`PROGRESS_COLUMNS`, `NEAR_COLUMNS`), which stay as they are; new ones are only added at the end. The files say from which release they come,
and change with it alone.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from kepu.people.models import Region
from kepu.plans.queries.releases import near_places
from kepu.portal import sources
from kepu.portal.places import served_region
from kepu.portal.sources import Shown, Snapshot

FORMAT, DEEDS_FORMAT, PROGRESS_FORMAT = "kepu.plan/1", "kepu.deeds/1", "kepu.progress/1"
COLUMNS = (
    "row", "key", "task_key", "part", "audience", "title", "quote", "subject", "kind", "value", "due",
    "lead", "support", "joint",
)  # fmt: skip
DEED_COLUMNS = ("key", "title", "text", "audience", "place", "due", "leads", "figures")
PROGRESS_COLUMNS = (
    "key", "task_key", "task", "audience", "quote", "subject", "kind", "promise", "due",
    "value", "unit", "figure", "day", "share", "share_of", "how", "why",
)  # fmt: skip
NEAR_COLUMNS = ("code", "name", "month", "sessions", "person_times", "part_until")
JSON, CSV = "application/json", "text/csv; charset=utf-8"
_BOM = "\ufeff"  # without it the office's spreadsheet reads UTF-8 as GBK


def plan_data(place: Region, shown: Shown) -> Snapshot:
    """Return a released plan with where it comes from, its snapshot as it was released under ``content``."""
    return {"format": FORMAT, **_origin(place, shown), "content": shown.snapshot}


def deeds_data(place: Region, shown: Shown) -> Snapshot:
    """Return the released deeds of a year in the same shape, with the year."""
    head = {"format": DEEDS_FORMAT, **_origin(place, shown), "year": shown.snapshot["year"]}
    return {**head, "content": shown.snapshot}


def progress_data(place: Region, shown: Shown) -> Snapshot:
    """Return a plan's progress in the same shape, with the day it stands for."""
    head = {"format": PROGRESS_FORMAT, **_origin(place, shown), "as_of": shown.snapshot["as_of"]}
    return {**head, "content": shown.snapshot}


def _origin(place: Region, shown: Shown) -> Snapshot:
    return {
        "region": {"code": place.pk, "name": place.name}, "plan": shown.plan_id,
        "released_at": timezone.localtime(shown.released_at).isoformat(timespec="seconds"),
        "note": f"由{place.name}依法公开，引用请注明来源和公开时间。",
    }  # fmt: skip


def plan_table(shown: Shown) -> str:
    """Return a released plan as CSV: goals of the whole plan first, then each task followed by its targets."""
    return _csv(COLUMNS, _rows(shown.snapshot))


def deeds_table(shown: Shown) -> str:
    """Return the released deeds of a year as CSV, one row a deed; several leads or figures stand in one cell."""
    return _csv(DEED_COLUMNS, map(_deed, shown.snapshot["deeds"]))


def progress_table(shown: Shown) -> str:
    """Return a plan's progress as CSV, one row a promise; `value` is the exact number in `unit`."""
    rows = ({name: _text(line[name]) for name in PROGRESS_COLUMNS} for line in shown.snapshot["lines"])
    return _csv(PROGRESS_COLUMNS, rows)


def near_table(shown: Shown) -> str:
    """Return what was done in each township as CSV, one row a month; what was done in none comes last."""
    rows = (
        {"code": place.code, "name": place.name} | {name: _text(value) for name, value in vars(month).items()}
        for place in near_places(shown.snapshot) for month in place.months
    )  # fmt: skip
    return _csv(NEAR_COLUMNS, rows)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _deed(deed: Snapshot) -> dict[str, str]:
    figures = (f"{figure['subject']}：{figure['words']}" for figure in deed["figures"])
    plain = {name: deed[name] for name in DEED_COLUMNS[:6]}
    return {**plain, "leads": "、".join(deed["leads"]), "figures": "；".join(figures)}


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)
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
    place, shown = _released(code, lambda place: sources.plan(place, plan_id))
    return _answer(request, shown, _json(plan_data(place, shown)), JSON, f"plan-{code}-{plan_id}.json")


@require_safe
def plan_csv(request: HttpRequest, code: str, plan_id: int) -> HttpResponse:
    """The same as CSV, UTF-8 with a byte order mark."""
    _, shown = _released(code, lambda place: sources.plan(place, plan_id))
    return _answer(request, shown, plan_table(shown), CSV, f"plan-{code}-{plan_id}.csv")


@require_safe
def deeds_json(request: HttpRequest, code: str, plan_id: int, year: int) -> HttpResponse:
    """The released deeds of a plan's year as JSON. Raises Http404 for what is not public, or no longer."""
    place, shown = _released(code, lambda place: sources.year(place, plan_id, year))
    return _answer(request, shown, _json(deeds_data(place, shown)), JSON, f"deeds-{code}-{plan_id}-{year}.json")


@require_safe
def deeds_csv(request: HttpRequest, code: str, plan_id: int, year: int) -> HttpResponse:
    """The same as CSV."""
    _, shown = _released(code, lambda place: sources.year(place, plan_id, year))
    return _answer(request, shown, deeds_table(shown), CSV, f"deeds-{code}-{plan_id}-{year}.csv")


@require_safe
def progress_json(request: HttpRequest, code: str, plan_id: int, day: str) -> HttpResponse:
    """A plan's progress as of a day as JSON. Raises Http404 for what is not public, or no longer."""
    place, shown = _of_day(code, plan_id, day)
    return _answer(request, shown, _json(progress_data(place, shown)), JSON, f"progress-{code}-{plan_id}-{day}.json")


@require_safe
def progress_csv(request: HttpRequest, code: str, plan_id: int, day: str) -> HttpResponse:
    """The same as CSV."""
    _, shown = _of_day(code, plan_id, day)
    return _answer(request, shown, progress_table(shown), CSV, f"progress-{code}-{plan_id}-{day}.csv")


@require_safe
def near_csv(request: HttpRequest, code: str, plan_id: int, day: str) -> HttpResponse:
    """The sessions and person-times of the townships as CSV."""
    _, shown = _of_day(code, plan_id, day)
    return _answer(request, shown, near_table(shown), CSV, f"near-{code}-{plan_id}-{day}.csv")


def _of_day(code: str, plan_id: int, day: str) -> tuple[Region, Shown]:
    return _released(code, lambda place: sources.progress_of(place, plan_id, day))


def _released(code: str, find: Callable[[Region], Shown | None]) -> tuple[Region, Shown]:
    place = served_region(code)
    shown = find(place) if place else None
    if place is None or shown is None:
        raise Http404
    return place, shown


def _json(data: Snapshot) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


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
