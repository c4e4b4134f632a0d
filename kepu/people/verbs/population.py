"""Population rows: the denominators, each with its year, basis and source."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.methods.sheets import Report, Row, shown, whole_number
from kepu.people.access import check_in_office
from kepu.people.access.rules import IMPORT_POPULATION
from kepu.people.models import Account, Population, Region
from kepu.people.verbs.errors import WrongRows

FIRST_YEAR = 1949
LARGEST = 2_000_000_000
_BASES = {str(word): basis for basis in Population.Basis for word in (basis.value, basis.label, basis.label[:2])}

_Key = tuple[str, int, str]


@transaction.atomic
def import_population(
    *, inside: Region, rows: Sequence[Row], by: Account | None, at: datetime, dry_run: bool = False
) -> Report:
    """Add or correct population rows (region code, year, basis, count, source) of regions inside `inside`.

    With `dry_run` nothing is written. Raises WrongRows when any row is wrong: then nothing is written either.
    """
    check_in_office(IMPORT_POPULATION, by, inside)
    names = dict(Region.objects.inside(inside).values_list("code", "name"))
    present = {(p.region_id, p.year, p.basis): p for p in Population.objects.filter(region__in=names)}
    report = Report()
    this_year = timezone.localdate(at).year
    wanted: dict[_Key, Population] = {}
    for row in rows:
        fault = _fault(row, inside, names, this_year)
        if not fault and _key(row) in wanted:
            fault = "同一区域、年份、口径在表中出现了两次。"
        if fault:
            report.add(row.number, "error", names.get(row["region"], row["region"]), fault)
        else:
            wanted[_key(row)] = _take(row, present.get(_key(row)), names, report)
    return _write(report, list(wanted.values()), inside, by, at, dry_run)


def _write(
    report: Report, wanted: list[Population], inside: Region, by: Account | None, at: datetime, dry_run: bool
) -> Report:
    if dry_run:
        return report
    if report.errors:
        raise WrongRows(report)
    Population.objects.bulk_create([p for p in wanted if p.pk is None], batch_size=1000)
    Population.objects.bulk_update([p for p in wanted if p.pk], ["count", "source"], batch_size=500)
    record(verb=IMPORT_POPULATION.verb, thing=inside, by=by, at=at, changed=["count", "source"])
    return report


def _key(row: Row) -> _Key:
    return row["region"], _year(row) or 0, _BASES[row["basis"]].value


def _year(row: Row) -> int | None:
    return whole_number(row["year"].removesuffix("年"))


def _count(row: Row) -> int | None:
    return whole_number(row["count"].removesuffix("人"))


def _fault(row: Row, inside: Region, names: dict[str, str], this_year: int) -> str:
    if row["region"] not in names:
        return f"区划代码{shown(row['region']) or '（空）'}不在{inside.name}范围内，或尚未导入。"
    if not FIRST_YEAR <= (_year(row) or 0) <= this_year:
        return f"年份“{shown(row['year'])}”有误，应为{FIRST_YEAR}至{this_year}之间的四位数字。"
    if row["basis"] not in _BASES:
        return f"口径“{shown(row['basis'])}”不认识，应为：{'、'.join(Population.Basis.labels)}。"
    return _count_fault(row) or _source_fault(row["source"])


def _count_fault(row: Row) -> str:
    count, text = _count(row), row["count"]
    if count is None and not (text.isascii() and text.isdigit()):
        return f"人数“{shown(text)}”有误，应为不带小数、不带“万”的整数。"
    return "" if count is not None and count <= LARGEST else f"人数“{shown(text)}”过大，请核对单位。"


def _source_fault(text: str) -> str:
    return "" if 1 <= len(text) <= 120 else "请写明来源（120字以内），如“某县统计年鉴2025”。"


def _take(row: Row, present: Population | None, names: dict[str, str], report: Report) -> Population:
    count = _count(row) or 0
    region, year, basis = _key(row)
    title = f"{names[region]} {year}年 {Population.Basis(basis).label}"
    if present is None:
        report.add(row.number, "create", title, f"{count}人")
        return Population(region_id=region, year=year, basis=basis, count=count, source=row["source"])
    same = (present.count, present.source) == (count, row["source"])
    report.add(row.number, "same" if same else "change", title, "" if same else f"{present.count} → {count}人")
    present.count, present.source = count, row["source"]
    return present
