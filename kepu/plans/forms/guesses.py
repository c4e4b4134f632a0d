"""What selected text suggests for the fields of a new item; a person sees it in the form and corrects it."""

import re
from typing import Any

from kepu.plans.models import Task, Version
from kepu.plans.queries.standing import standing

Place = tuple[int, int] | None
_NUMBER = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十百\d]+[）)、.．]|——|[—\-•·●])\s*")


def suggested_title(text: str) -> str:
    """Return the words that may name what a passage says: its first clause, without its number."""
    bare = _NUMBER.sub("", text.strip())
    return re.split(r"[。；，：！？\n]", bare, maxsplit=1)[0][:40]


def guess(version: Version, kind: str, place: Place, task_key: str) -> dict[str, Any]:
    """Return what the selected text suggests for the fields."""
    quote = version.document.text[slice(*place)].strip() if place else ""
    tasks = standing(Task, version)
    around = tasks.filter(start__lte=place[0], end__gte=place[1]).first() if place else None
    task = tasks.filter(key=task_key).first() if task_key else around
    head, _, rest = quote.partition("：")
    bare = _NUMBER.sub("", quote)
    guesses: dict[str, dict[str, Any]] = {
        "task": {"title": suggested_title(quote), "part": around.part_id if around else _part_at(version, place)},
        "target": {"quote": quote, "subject": re.split(r"[\d一二三四五六七八九十百千]", bare)[0][:40], "kind": "count",
                   "task": task.pk if task else None, "value": next(iter(re.findall(r"\d+(?:\.\d+)?", bare)), ""),
                   "comparator": ">="},
        "responsibility": {"printed": quote, "role": "support", "task": task.pk if task else None},
        "duty": {"printed": head if rest else "", "text": (rest or quote).rstrip("；。"), "where": "list"},
        "part": {"title": _NUMBER.sub("", quote).rstrip("。"), "kind": "action"},
        "phase": {"name": quote[:60], **dict(zip(("from_year", "to_year"), re.findall(r"20\d\d", quote) * 2, strict=False))},
        "reporting": {"what": quote[:120]},
    }  # fmt: skip
    return guesses[kind]


def _part_at(version: Version, place: Place) -> int | None:
    if place is None:
        return None
    before = version.part_set.filter(removed=False, start__lte=place[0]).order_by("-start").first()
    return before.pk if before else None
