"""A grid out of a table: planned row by row, then written at once or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from kepu.methods.sheets import Report, Row
from kepu.people.models import Account
from kepu.people.queries import townships_of
from kepu.people.verbs.errors import WrongRows
from kepu.plans.models import Breakdown, Target
from kepu.plans.queries.breakdown.grid import Key
from kepu.plans.queries.breakdown.rows import WHOLE, choosable, rows_of
from kepu.plans.queries.breakdown.rules import fault_of, read_number
from kepu.plans.verbs.breakdown.cells import Deed, Held, Over, Wanted, Way, changes_of, check_seen, hold, write
from kepu.plans.wording import number_words

MOST_ROWS = 1000
_PLAINLY_NO_FRACTION = 10  # per cent: towards such a target no year asks for less than one


@dataclass
class _Import:
    """What the rows read so far would do."""

    held: Held
    places: dict[str, str]
    report: Report = field(default_factory=Report)
    wanted: dict[Key, Wanted] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


@transaction.atomic
def import_cells(
    *, breakdown: Breakdown, rows: Sequence[Row], name: str, seen: int, by: Account, at: datetime, dry_run: bool = False
) -> Report:
    """Set cells from a table and report each row; what the table leaves blank, and places not in it, stay as they are.

    `name` is what the file is called, for the record of changes. With `dry_run` nothing is written. Raises NotAllowed,
    WrongState, StaleGrid, ValidationError for far too many rows, or WrongRows when any row is wrong: then nothing is
    written.
    """
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"表格有{len(rows)}行，分解表最多{MOST_ROWS}行。请核对是否选错了文件。")
    held = hold(breakdown, by)
    check_seen(held, seen)
    plan = _Import(held, _places(held))
    for row in rows:
        _take(plan, row)
    if dry_run:
        return plan.report
    if plan.report.errors:
        raise WrongRows(plan.report)
    write(held, plan.wanted, Deed("plans.import_cells", Way.TABLE, by, at, f"导入“{name}”"))
    return plan.report


def _places(held: Held) -> dict[str, str]:
    """Return the codes of places by what a table may call them: the name, and a township's own code."""
    row, county = held.breakdown, held.breakdown.plan.region
    names = {line.name: line.code for line in rows_of(row.over, county, held.target, held.cells.values())}
    if row.over == Over.YEARS:
        return names | {county.name: WHOLE}
    if row.over == Over.UNITS:
        return {unit.name: f"u{unit.pk}" for unit in choosable(county)} | names
    return names | {town.pk: f"r{town.pk}" for town in townships_of(county)}


def _take(plan: _Import, row: Row) -> None:
    title = row["place"] or row["code"]
    code = plan.places.get(row["code"]) or plan.places.get("".join(row["place"].split()))
    if code is None and "合计" in title:
        return
    if code is None:
        plan.report.add(
            row.number, "error", title or "（无名称）", "名称不在单位名录或本级乡镇（街道）中，请按导出的表填写。"
        )
    elif code in plan.taken:
        plan.report.add(row.number, "error", title, "在表中重复。")
    else:
        plan.taken.add(code)
        _read(plan, row, code, title)


def _read(plan: _Import, row: Row, code: str, title: str) -> None:
    wanted: dict[Key, Wanted] = {}
    faults = []
    for year, text in _years(row):
        value, fault = _number(plan.held, (year, code), text)
        if fault:
            faults.append(f"{year}年{fault}")
        wanted[year, code] = Wanted(value, plan.held.carried((year, code)))
    changed = changes_of(plan.held, wanted)
    if faults:
        plan.report.add(row.number, "error", title, "；".join(faults) + "。")
    elif not changed:
        plan.report.add(row.number, "same", title)
    else:
        plan.wanted |= changed
        new = not any(key in plan.held.cells for key in changed)
        plan.report.add(row.number, "create" if new else "change", title, _words(plan.held, changed))


def _years(row: Row) -> list[tuple[int, str]]:
    """Return the year and the text of each cell that is filled."""
    return [(int(key[1:]), text) for key, text in row.cells.items() if key[:1] == "y" and text.strip()]


def _number(held: Held, key: Key, text: str) -> tuple[Decimal, str]:
    try:
        value = read_number(text) or Decimal(0)
    except ValueError as error:
        return Decimal(0), str(error)
    if key[0] not in held.years and key not in held.cells:
        return value, "不在目标任务的期限内"
    if _is_fraction(value, held.target):
        return (
            value,
            f"读到的是{number_words(value)}，单元格可能设成了百分比。请改成常规格式，填{number_words(value * 100)}",
        )
    if value < (carried := held.carried(key)):
        return value, f"不能少于其中结转的{number_words(carried)}"
    return value, fault_of(value, held.target)


def _is_fraction(value: Decimal, target: Target) -> bool:
    """Whether a share looks like 0.15 for 15 %: a sheet keeps a cell in the format of per cent as a fraction."""
    return target.unit in {"%", "％"} and 0 < value < 1 and (target.value or 0) >= _PLAINLY_NO_FRACTION


def _words(held: Held, changed: dict[Key, Wanted]) -> str:
    parts = []
    for (year, code), want in sorted(changed.items(), key=lambda pair: pair[0]):
        cell = held.cells.get((year, code))
        before = number_words(cell.value) if cell else "空"
        parts.append(f"{year}年 {before} → {number_words(want.value or Decimal(0))}")
    return "，".join(parts)
