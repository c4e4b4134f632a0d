"""The table of a past year: read into figures, compared with what stands, written to be filled in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from kepu.ledger.models import Audience, Measure, YearSheet
from kepu.ledger.queries.names import key_of
from kepu.ledger.queries.trees import measure_tree
from kepu.ledger.verbs.years import GROUPS, DoesNotAddUp, Figures, inside, parted, source_of
from kepu.methods.sheets import CellError, Column, Report, Row, amount_of, is_nothing, write_table
from kepu.people.models import Region

COLUMNS = (
    Column("block", "类别", width=10),
    Column("measure", "统计指标", ("指标", "指标名称"), required=True, width=34),
    Column("measured_in", "计量单位", width=10),
    Column("total", "合计", ("数量", "全年", "年末数"), required=True, width=12),
    *(Column(group, f"其中：{Audience(group).label}", (str(Audience(group).label),), width=14) for group in GROUPS),
)


@dataclass(frozen=True)
class Difference:
    """One number as it stands and as it would be, in the measure's smallest unit; None where nothing is said.

    `elsewhere` is what other records tell of the same year, which the new number comes on top of.
    """

    measure: Measure
    audience: str
    before: int | None
    after: int | None
    elsewhere: int = 0

    @property
    def who(self) -> str:
        """The audience in Chinese, 合计 for all."""
        return str(Audience(self.audience).label) if self.audience else "合计"

    @property
    def together(self) -> int:
        return self.elsewhere + (self.after or 0)


def read_year(rows: Sequence[Row]) -> tuple[Figures, Report]:
    """Return what a filled table states, and the rows that are wrong, each with every reason."""
    measures = _by_name()
    figures: Figures = {}
    report = Report()
    for row in rows:
        measure = measures.get(key_of(row["measure"]))
        told, reasons = _numbers(row, measure)
        if measure and measure.code in figures:
            reasons.append("前面已经有这个指标的一行。")
        if reasons:
            report.add(row.number, "error", row["measure"] or "（没有指标名称）", "".join(reasons))
        elif measure and told:
            figures[measure.code] = told
    if not report.errors:
        try:
            parted(figures, measures.values())
        except DoesNotAddUp as error:
            report.add(_row_of(rows, error.code, measures), "error", "合计", str(error))
    return figures, report


def _by_name() -> dict[str, Measure]:
    rows = Measure.objects.filter(retired=None)
    return {key_of(row.code): row for row in rows} | {key_of(row.name): row for row in rows}


def _row_of(rows: Sequence[Row], code: str, measures: dict[str, Measure]) -> int:
    return next((row.number for row in rows if (m := measures.get(key_of(row["measure"]))) and m.code == code), 0)


def _numbers(row: Row, measure: Measure | None) -> tuple[dict[str, int], list[str]]:
    """Return the numbers of a row by audience, and what is wrong; an empty cell and – say nothing."""
    cells = {column.key: row[column.key] for column in COLUMNS[3:]}
    given = {key: cell for key, cell in cells.items() if cell and not is_nothing(cell)}
    if measure is None:
        return {}, ["没有这个统计指标，请用模板中的名称。"] if given or row["measure"] else ["没有填写统计指标。"]
    if not given:
        return {}, []
    reasons = []
    if measure.kind == Measure.Kind.READING:
        reasons.append("这是公布数，请用“公布数”登记。")
    if row["measured_in"] and key_of(row["measured_in"]) != key_of(measure.unit):
        reasons.append(f"这个指标按“{measure.unit}”计，请换算后填写。")
    told: dict[str, int] = {}
    titles = {column.key: column.title for column in COLUMNS}
    for key, cell in given.items():
        try:
            amount = amount_of(cell, measure.scale)
        except CellError as error:
            reasons.append(f"{titles[key]}：{error}")
            continue
        if amount < 0:
            reasons.append(f"{titles[key]}：不能小于0。")
        told["" if key == "total" else key] = amount
    return told, reasons


def differences(sheet: YearSheet, before: Figures, after: Figures) -> list[Difference]:
    """Return what would change, in the order of the catalogue, with what other records tell of the year; three queries."""
    measures = Measure.objects.in_bulk(field_name="code")
    elsewhere = _elsewhere(sheet)
    found = []
    for measure in sorted(measures.values(), key=lambda m: (m.order, m.pk)):
        old, new = before.get(measure.code, {}), after.get(measure.code, {})
        for audience in ("", *GROUPS):
            if old.get(audience) != new.get(audience):
                told = elsewhere.get(measure.pk, 0) if not audience else 0
                found.append(Difference(measure, audience, old.get(audience), new.get(audience), told))
    return found


def _elsewhere(sheet: YearSheet) -> dict[int, int]:
    """Return what other sources told of flows in the year, by measure with all below it."""
    facts = inside(sheet.region).filter(year=sheet.year, measure__kind=Measure.Kind.FLOW)
    facts = facts.exclude(source=source_of(sheet)) if sheet.pk else facts
    own = dict(
        facts.order_by().values_list("measure_id").annotate(told=Sum("quantity")).values_list("measure_id", "told")
    )
    return {measure: total for measure, below in measure_tree().items() if (total := sum(own.get(m, 0) for m in below))}


def year_table(region: Region, year: int, figures: Figures) -> bytes:
    """Return the table of a year to be filled in, with what stands in it already, .xlsx."""
    measures = Measure.objects.exclude(kind=Measure.Kind.READING).filter(retired=None)
    return write_table(f"{year}年", COLUMNS, list(_lines(measures, figures)))


def _lines(measures: Iterable[Measure], figures: Figures) -> Iterable[dict[str, object]]:
    for measure in measures:
        told = figures.get(measure.code, {})
        numbers = {key or "total": _shown(amount, measure) for key, amount in told.items()}
        yield {"block": measure.block, "measure": measure.name, "measured_in": measure.unit, **numbers}


def _shown(amount: int, measure: Measure) -> int | float:
    return amount / 10**measure.scale if measure.scale else amount
