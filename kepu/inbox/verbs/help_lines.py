"""The telephones of a county and its townships: the whole table at once, from the page or from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.inbox.access import check_can_set_help_lines
from kepu.inbox.access.questions import SET_HELP_LINES
from kepu.inbox.models import HelpLine
from kepu.inbox.queries.help_lines import places_of
from kepu.inbox.telephones import tidy_hours, tidy_phone
from kepu.methods.sheets import Report, Row
from kepu.people.models import Account, Region
from kepu.people.verbs import BadInput, WrongRows

LONGEST_STAFF, LONGEST_HOURS = 60, 60


@dataclass(frozen=True)
class LineValues:
    """A township's telephone: number, who answers, when. All empty: it has none."""

    phone: str = ""
    staffed_by: str = ""
    hours: str = ""

    def __bool__(self) -> bool:
        return any(astuple(self))


class StaleLines(Exception):
    """Somebody else changed some of the same telephones since the person opened the table; `places` are their regions."""

    def __init__(self, places: Sequence[Region]) -> None:
        names = "、".join(place.name for place in places)
        super().__init__(f"{names}的电话刚被其他同志改过，您的修改没有保存。请看清现在的内容后再保存。")
        self.places = list(places)


def tidy(values: LineValues) -> LineValues:
    """Return the values in their one form. Raises BadInput for a number nobody can dial, missing or senseless hours."""
    if not values:
        return LineValues()
    staff = " ".join(values.staffed_by.split())
    if not 1 <= len(staff) <= LONGEST_STAFF:
        raise BadInput(f"请填写由谁接听（{LONGEST_STAFF}字以内），如“城关镇科协”。")
    hours = tidy_hours(values.hours)
    if len(hours) > LONGEST_HOURS:
        raise BadInput(f"接听时间太长，请控制在{LONGEST_HOURS}字以内。")
    return LineValues(tidy_phone(values.phone), staff, hours)


@transaction.atomic
def set_help_lines(
    *, region: Region, lines: Mapping[str, LineValues], seen: Mapping[str, LineValues] | None = None,
    by: Account | None, at: datetime,
) -> int:  # fmt: skip
    """Set the telephones of a region and its townships, by code; empty values take one away. Returns how many changed.

    `seen` is what the person had before him: what he left as it was is not touched, and what both he and somebody else
    changed raises StaleLines. Raises NotAllowed, or BadInput also for a place that is not of the region.
    """
    check_can_set_help_lines(by, region)
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    places = {place.pk: place for place in places_of(region)}
    if strange := set(lines) - set(places):
        raise BadInput(f"{'、'.join(sorted(strange))}不是{region.name}的乡镇（街道）。")
    present = {line.region_id: line for line in HelpLine.objects.filter(region__in=places)}
    wanted = {code: tidy(values) for code, values in lines.items()}
    changed = [code for code, values in wanted.items() if values != values_of(present.get(code))]
    if seen is not None:
        changed = [code for code in changed if wanted[code] != seen.get(code, LineValues())]
        if stale := [c for c in changed if values_of(present.get(c)) != seen.get(c, LineValues())]:
            raise StaleLines([places[code] for code in stale])
    for code in changed:
        _set(code, wanted[code], present.get(code), by, at)
    return len(changed)


def values_of(line: HelpLine | None) -> LineValues:
    """Return what a telephone says; empty values for none."""
    return LineValues(line.phone, line.staffed_by, line.hours) if line else LineValues()


def _set(code: str, values: LineValues, present: HelpLine | None, by: Account | None, at: datetime) -> None:
    line = present or HelpLine(region_id=code)
    old = values_of(present)
    line.phone, line.staffed_by, line.hours = astuple(values)
    changed = [name for name in ("phone", "staffed_by", "hours") if getattr(old, name) != getattr(values, name)]
    if values:
        line.save()
    record(verb=SET_HELP_LINES.verb, thing=line, by=by, at=at, changed=changed)
    if present and not values:
        present.delete()


@transaction.atomic
def import_help_lines(
    *, region: Region, rows: Sequence[Row], by: Account | None, at: datetime, dry_run: bool = False
) -> Report:
    """Set the telephones that a table names, by code or name of the township; the others stay.

    With `dry_run` nothing is written. Raises NotAllowed, or WrongRows when any row is wrong: then nothing is written.
    """
    check_can_set_help_lines(by, region)
    places = places_of(region)
    present = {line.region_id: line for line in HelpLine.objects.filter(region__in=places)}
    report, wanted = Report(), dict[str, LineValues | None]()
    for row in rows:
        _take(row, places, present, wanted, report)
    if report.errors and not dry_run:
        raise WrongRows(report)
    if not dry_run:
        lines = {code: values for code, values in wanted.items() if values}
        set_help_lines(region=region, lines=lines, by=by, at=at)
    return report


def _take(
    row: Row,
    places: Sequence[Region],
    present: Mapping[str, HelpLine],
    wanted: dict[str, LineValues | None],
    report: Report,
) -> None:
    values = LineValues(row["phone"], row["staffed_by"], row["hours"])
    try:
        place = _place(row, places)
        if place.pk in wanted:
            raise BadInput("同一乡镇（街道）在表中出现了两次。")
        values = tidy(values)
    except BadInput as error:
        return report.add(row.number, "error", row["name"] or row["code"], str(error))
    old = values_of(present.get(place.pk))
    wanted[place.pk] = values if values and values != old else None  # an empty row takes no telephone away
    if not wanted[place.pk]:
        return report.add(row.number, "same", place.name, "")
    words = f"{values.phone}，{values.staffed_by}，{values.hours}"
    return report.add(row.number, "change" if old else "create", place.name, words)


def _place(row: Row, places: Sequence[Region]) -> Region:
    named = [p for p in places if (p.pk == row["code"] if row["code"] else p.name == row["name"])]
    if len(named) != 1:
        name = row["code"] or row["name"] or "（空）"
        why = "不止一个，请写区划代码" if named else "不在本级范围内"
        raise BadInput(f"“{name}”{why}。")
    return named[0]
