"""Keeping what the papers say of a past year, correcting it, taking it back. The ledger says what the sheets say.

A sheet states totals with "of which": by audience, and measures with measures under them. What is posted is what no part
tells yet, so that a parent, which counts its children, comes to what the paper says. A flow is posted for the whole year.
For a stock the paper states the number on 31 December, and what is posted is its difference to all else that the ledger
knows by that day; so the sheets of later years are said again whenever an earlier one changes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.ledger import access
from kepu.ledger.models import Audience, Fact, Measure, YearEdition, YearSheet
from kepu.ledger.places import prefix_of
from kepu.ledger.verbs.entries import Entry
from kepu.ledger.verbs.posting import correct
from kepu.ledger.verbs.records import Stale
from kepu.people.models import Account, Region
from kepu.people.verbs import BadInput

SOURCE = "ledger.year"
FIRST_YEAR = 1990
GROUPS = tuple(value for value in Audience.values if value != Audience.GENERAL)
Figures = dict[str, dict[str, int]]  # by measure code, then by audience, "" for all
Parts = dict[tuple[int, str], int]  # by measure and audience


class DoesNotAddUp(BadInput):
    """A total is less than its parts; `code` and the message say which and by how much."""

    def __init__(self, measure: Measure, audience: str, total: int, parts: int) -> None:
        self.code = measure.code
        who = Audience(audience).label if audience else "合计"
        unit = 10**measure.scale
        super().__init__(f"“{measure.name}”{who}{total / unit:g}小于各分项之和{parts / unit:g}，请核对。")


@dataclass
class _Told:
    """What is known of a measure with all below it: its total, its groups, and whether anything was stated."""

    total: int = 0
    groups: dict[str, int] = field(default_factory=dict)
    stated: bool = False


def parted(figures: Figures, measures: Iterable[Measure]) -> Parts:
    """Return what is to be posted of which measure and audience, so that every stated total comes out. Raises DoesNotAddUp."""
    rows = list(measures)
    below: dict[int | None, list[Measure]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    parts: Parts = {}
    for top in below[None]:
        _part(top, figures, below, parts)
    return parts


def _part(measure: Measure, figures: Figures, below: dict[int | None, list[Measure]], parts: Parts) -> _Told:
    under = [_part(child, figures, below, parts) for child in below[measure.pk]]
    said = figures.get(measure.code, {})
    stated = any(one.stated for one in under)
    told, rest = _Told(stated=stated or bool(said)), 0
    for group in GROUPS:
        known = sum(one.groups.get(group, 0) for one in under)
        told.groups[group] = said.get(group, known)
        if group in said:
            own = _rest(measure, group, said[group], known)
            rest += own
            if own or not stated:
                parts[measure.pk, group] = own
    known = sum(one.total for one in under) + rest
    told.total = said.get("", known)
    if "" in said:
        own = _rest(measure, "", said[""], known)
        if own or (said[""] == 0 and not stated):
            parts[measure.pk, Audience.GENERAL.value] = own
    return told


def _rest(measure: Measure, audience: str, total: int, parts: int) -> int:
    if total < parts:
        raise DoesNotAddUp(measure, audience, total, parts)
    return total - parts


def entries_of_year(sheet: YearSheet, figures: Figures) -> list[Entry]:
    """Return what a year's sheet posts, by what the ledger holds of stocks from elsewhere at this moment."""
    measures = {measure.pk: measure for measure in Measure.objects.all()}
    parts = parted(figures, measures.values())
    stocks = {key for key in parts if measures[key[0]].kind == Measure.Kind.STOCK}
    known = _known(sheet, {measure for measure, _ in stocks})
    since, day = date(sheet.year, 1, 1), date(sheet.year, 12, 31)
    lines = {audience: number for number, audience in enumerate(Audience.values)}
    return [
        Entry(
            measures[measure], quantity - (known.get((measure, audience), 0) if (measure, audience) in stocks else 0),
            day, sheet.region_id, audience, since=since, line=lines[audience],
        )
        for (measure, audience), quantity in sorted(parts.items())
    ]  # fmt: skip


def _known(sheet: YearSheet, stocks: set[int]) -> Parts:
    """Return what the ledger holds of stocks on 31 December from other sources."""
    facts = inside(sheet.region).filter(measure__in=stocks, day__lte=date(sheet.year, 12, 31))
    sums = facts.exclude(source=source_of(sheet)).order_by().values_list("measure_id", "audience")
    return {(measure, audience): told for measure, audience, told in sums.annotate(told=Sum("quantity"))}


def inside(region: Region) -> "QuerySet[Fact]":
    """Return all facts of a region and what lies in it."""
    return Fact.objects.under(prefix_of(region.pk))


def source_of(sheet: YearSheet) -> str:
    return f"{SOURCE}:{sheet.pk}"


@transaction.atomic
def keep_year(
    *, region: Region, year: int, figures: Figures, paper: str, why: str = "", seen: int, by: Account, at: datetime
) -> YearEdition:
    """Let the sheet of a past year say this, by this paper. `seen` is the number of the edition that was compared, 0 for none.

    Raises NotAllowed, BadInput (no paper, no change, year not over, a correction without a reason), DoesNotAddUp, Stale.
    """
    access.check_can_keep_years(by, region)
    if not FIRST_YEAR <= year < timezone.localdate(at).year:
        raise BadInput(f"只能补录{FIRST_YEAR}年至去年的数。本年的数请用工作记录或批量导入。")
    if not paper.strip():
        raise BadInput("请写明数据来源：文件名、文号或页码。")
    if not figures:
        raise BadInput("表里没有填任何数。")
    return _say(region, year, figures, paper.strip()[:160], why, seen, by, at)


@transaction.atomic
def undo_year(*, sheet: YearSheet, why: str, seen: int, by: Account, at: datetime) -> YearEdition:
    """Take back all that a year's sheet says. Raises NotAllowed, BadInput, Stale."""
    access.check_can_keep_years(by, sheet.region)
    newest = standing_edition(sheet)
    if newest is None or not newest.figures:
        raise BadInput("这一年没有补录的数，不必撤销。")
    if not why.strip():
        raise BadInput("请写明撤销的原因。")
    return _say(sheet.region, sheet.year, {}, newest.paper, why, seen, by, at)


def standing_edition(sheet: YearSheet) -> YearEdition | None:
    """Return what a sheet says today, None before it says anything."""
    return sheet.editions.first()


def _say(
    region: Region, year: int, figures: Figures, paper: str, why: str, seen: int, by: Account, at: datetime
) -> YearEdition:
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)  # the years of a region hang together
    sheet, _ = YearSheet.objects.get_or_create(region=region, year=year)
    newest = standing_edition(sheet)
    number = newest.number if newest else 0
    if number != seen:
        raise Stale("在您核对之后，这一年的数已被别人改动。请重新上传，查看最新的差异。")
    if newest and (newest.figures, newest.paper) == (figures, paper):
        raise BadInput("与现有的数和来源完全相同，没有变化。")
    if newest and newest.figures and not why.strip():
        raise BadInput("这一年已经补录过，请写明更正的原因。")
    edition = YearEdition.objects.create(
        sheet=sheet, number=number + 1, paper=paper, figures=figures, why=why.strip()[:200], by=by, at=at
    )
    record(verb="ledger.keep_year" if figures else "ledger.undo_year", thing=sheet, by=by, at=at, changed=["figures"])
    _say_again_from(sheet, by, at)
    return edition


def _say_again_from(sheet: YearSheet, by: Account, at: datetime) -> None:
    """Let the ledger say what the sheets of this and all later years say, the earliest first."""
    for later in YearSheet.objects.filter(region=sheet.region, year__gte=sheet.year).order_by("year"):
        newest = standing_edition(later)
        if newest:
            correct(source=source_of(later), entries=entries_of_year(later, newest.figures), by=by, at=at)
