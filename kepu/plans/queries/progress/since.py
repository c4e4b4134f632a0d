"""What a release of progress tells other than the one before it, so that the person who releases sees what will change."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kepu.plans.models import Release

Line = dict[str, Any]
HOW, NEW, GONE = "计法有变", "这次新列", "这次不再列出"


@dataclass(frozen=True)
class Changed:
    """One target whose figure, or the way it is counted, is not what was released last; '' where there is none."""

    quote: str
    subject: str
    then: str
    now: str
    note: str = ""


@dataclass(frozen=True)
class Since:
    """The release before, and the targets that changed; `same` are those that did not. Without one before, nothing is told."""

    before: Release | None = None
    changed: list[Changed] = field(default_factory=list)
    same: int = 0


def since_last(row: Release) -> Since:
    """Return what changed since the progress of the plan that was released for the day before, or for this one; one query."""
    earlier = Q(as_of__lt=row.as_of) | Q(as_of=row.as_of, pk__lt=row.pk)
    rows = Release.objects.filter(earlier, version__plan=row.version.plan_id, state=Release.State.RELEASED)
    before = rows.exclude(pk=row.pk).order_by("-as_of", "-pk").first()
    if before is None:
        return Since()
    then = {line["key"]: line for line in before.snapshot["lines"]}
    now = {line["key"]: line for line in row.snapshot["lines"]}
    found = [_compared(then.get(key), now.get(key)) for key in [*now, *(key for key in then if key not in now)]]
    changed = [one for one in found if one]
    return Since(before, changed, len(found) - len(changed))


def _compared(then: Line | None, now: Line | None) -> Changed | None:
    line = now or then
    assert line is not None
    note = NEW if then is None else GONE if now is None else ""
    was, is_ = _told(then), _told(now)
    if then and now and was == is_ and then["promise"] == now["promise"]:
        if then["how"] == now["how"] or not now["figure"]:
            return None
        note = HOW
    return Changed(line["quote"], line["subject"], was, is_, note)


def _told(line: Line | None) -> str:
    return "" if line is None else line["figure"] or f"没有数：{line['why']}"
