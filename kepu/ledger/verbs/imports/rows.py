"""One row of a table as what it says, or why it cannot come in: every reason at once, in Chinese."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db.models import F

from kepu.ledger.kinds import KINDS
from kepu.ledger.models import Fact, Import, Measure, WorkRecord
from kepu.ledger.places import prefix_of
from kepu.ledger.queries.names import Names, key_of
from kepu.ledger.verbs.records import MOST_PERSON_TIMES, OLDEST
from kepu.methods.sheets import CellError, Column, Row, amount_of, day_of, is_nothing, period_of

VALUES = "ledger.import"  # the kind of source of imported values
_LEFT_OUT = {"已作废", "退回修改", "待审核"}
T = TypeVar("T")


class LeftOut(Exception):
    """The row is right and does not come in; the message says why: known already, or nothing to count."""


@dataclass
class Reading:
    """A row being read: the reasons against it, in the order of the columns."""

    row: Row
    columns: dict[str, Column]
    merged: dict[str, set[int]]
    wrong: list[str] = field(default_factory=list)

    def take(self, key: str, read: Callable[[str], T]) -> T | None:
        """Return what `read` makes of the cell in a column; note why it makes nothing of it."""
        cell, title = self.row[key], self.columns[key].title
        if not cell:
            if self.row.number in self.merged.get(key, ()):
                self.wrong.append(f"{title}：这是合并单元格，请取消合并，每行都填写。")
            elif self.columns[key].required:
                self.wrong.append(f"{title}：没有填写。")
            return None
        try:
            return read(cell)
        except CellError as error:
            self.wrong.append(f"{title}：{error}")
            return None

    def against(self, condition: bool, reason: str) -> None:
        if condition:
            self.wrong.append(reason)


class Rows(Protocol):
    """How the rows of one sort of table are read."""

    def read(self, reading: Reading) -> list[Any]:
        """Return a row as plain values for the ledger, of no meaning where there are reasons against it. Raises LeftOut."""

    def sums(self, values: list[Any]) -> list[tuple[str, int]]:
        """Return what a row adds to which measure, by code."""


class RecordRows:
    """Rows of work records: [unit, day, place, kind, what, audience, person-times, partners]."""

    def __init__(self, row: Import, names: Names, today: date) -> None:
        self.names, self.today, self.region = names, today, row.region_id
        self.known = known_records(row, today)

    def read(self, reading: Reading) -> list[Any]:
        if reading.row["state"] in _LEFT_OUT:
            raise LeftOut(f"状态为“{reading.row['state']}”，不导入。")
        names, take = self.names, reading.take
        day = take("day", day_of)
        values = [
            take("unit", names.unit), day.isoformat() if day else None, take("place", names.place),
            take("kind", names.kind), take("what", lambda cell: cell), take("audience", names.audience),
            take("person_times", _people), sorted(set(take("partners", self._partners) or [])),
        ]  # fmt: skip
        if not reading.wrong:
            self._check(reading, day, values)
        if not reading.wrong:
            _once(self.known, _digest(values[:7]), reading.row.number)
        if not reading.wrong and day:
            reading.against(day < self.today - OLDEST, "日期：超过两年。以前年度的情况请用“历年数据补录”。")
        return values

    def _partners(self, cell: str) -> list[int]:
        for sign in "，,；;\n":
            cell = cell.replace(sign, "、")
        return [self.names.partner(name) for name in cell.split("、") if name.strip()]

    def _check(self, reading: Reading, day: date | None, values: list[Any]) -> None:
        unit, _, _, _, what, _, people, partners = values
        reading.against(day is not None and day > self.today, "日期：还没有到。请在做完之后再导入。")
        reading.against(len(what) > 100, f"做了什么：不超过100字，现在有{len(what)}字。")
        reading.against(not 0 <= people <= MOST_PERSON_TIMES, "人次：应在0到100万之间。")
        reading.against(unit in partners, "协办单位：主办单位不必再列为协办单位。")
        reading.against(self.names.offices[unit] != self.region, "主办单位：不由本级纲要办管理。")

    def sums(self, values: list[Any]) -> list[tuple[str, int]]:
        kind = KINDS[values[3]]
        return [(kind.sessions, 1), (kind.person_times, values[6])]


class ValueRows:
    """Rows of values: [measure, quantity, first day, last day, place, audience, unit or None]."""

    def __init__(self, row: Import, names: Names, today: date) -> None:
        self.names, self.today = names, today
        self.measures = Measure.objects.in_bulk()
        self.known = known_values(row)

    def read(self, reading: Reading) -> list[Any]:
        names, take = self.names, reading.take
        measure = self.measures.get(take("measure", names.measure) or 0)
        period = take("period", period_of)
        place, audience = take("place", names.place), take("audience", names.audience) or "general"
        if is_nothing(reading.row["quantity"]):
            raise LeftOut("数量为“–”，表示没有这一项，不计入。")
        quantity = take("quantity", lambda cell: amount_of(cell, measure.scale if measure else 0))
        unit = take("unit", names.unit)
        if measure and period:
            self._check(reading, measure, period.until, quantity)
            reading.against(period.since.year != period.until.year, "时间：起止须在同一年。")
        if reading.wrong or measure is None or period is None:
            return []
        values = [measure.pk, quantity, period.since.isoformat(), period.until.isoformat(), place, audience, unit]
        self._check_known(reading, values)
        return values

    def _check(self, reading: Reading, measure: Measure, until: date, quantity: int | None) -> None:
        if measure.kind != Measure.Kind.FLOW:
            other = "历年数据补录" if measure.kind == Measure.Kind.STOCK else "公布数"
            reading.against(True, f"统计指标：“{measure.name}”是{measure.get_kind_display()}，请用“{other}”登记。")
        reading.against(until > self.today, "时间：还没有到，或者这段时间还没有结束。")
        reading.against(quantity is not None and quantity < 0, "数量：不能小于0。")
        told = reading.row["measured_in"]
        reading.against(
            bool(told) and key_of(told) != key_of(measure.unit),
            f"计量单位：这个指标按“{measure.unit}”计，请换算后填写。",
        )

    def _check_known(self, reading: Reading, values: list[Any]) -> None:
        """Refuse a second figure for the same measure, time, place, audience and unit."""
        key, quantity = _digest([values[0], *values[2:]]), values[1]
        where = self.known.setdefault(key, (quantity, f"第{reading.row.number}行"))
        if where[1] == f"第{reading.row.number}行":
            return
        if where[0] == quantity:
            raise LeftOut(f"与{where[1]}相同，不再导入。")
        reading.wrong.append(
            f"数量：{where[1]}对同一指标、时间、地点、人群和单位另有一个数，请核对。要改数请先撤销原来的导入。"
        )

    def sums(self, values: list[Any]) -> list[tuple[str, int]]:
        return [(self.measures[values[0]].code, values[1])]


def _people(cell: str) -> int:
    if is_nothing(cell):
        raise CellError("“–”表示没有这一项；没有人参加请填0，不清楚的请补上人次。")
    return amount_of(cell)


def _once(known: dict[bytes, int], key: bytes, number: int) -> None:
    first = known.setdefault(key, number)
    if first != number:
        raise LeftOut(f"与第{first}行完全相同，只导入一次。" if first else "已有完全相同的工作记录，不再导入。")


def _digest(values: list[Any]) -> bytes:
    """Return what stands for the values of a row among those known, in few bytes: there may be a million."""
    return hashlib.blake2b("|".join(str(value) for value in values).encode(), digest_size=12).digest()


def known_records(row: Import, today: date) -> dict[bytes, int]:
    """Return what stands in the region's records already, each as 0: the rows of the file get their numbers."""
    rows = WorkRecord.objects.filter(region=row.region_id, day__gte=today - OLDEST).exclude(state=WorkRecord.State.VOID)
    told = rows.order_by().values_list("unit_id", "day", "place_id", "kind", "what", "audience", "person_times")
    return {_digest([unit, day.isoformat(), *rest]): 0 for unit, day, *rest in told.iterator()}


def known_values(row: Import) -> dict[bytes, tuple[int, str]]:
    """Return the quantities that stand by earlier imports in the region, with the import that brought each."""
    facts = Fact.objects.standing().under(prefix_of(row.region_id)).filter(source__startswith=f"{VALUES}:")
    names = ("measure_id", "since", "day", "region_id", "audience", "quantity", "source", "line")
    found = {}
    for told in facts.order_by().annotate(host=F("credits__unit")).values_list(*names, "host").iterator():
        measure, since, day, region, audience, quantity, source, line, unit = told
        key = _digest([measure, since.isoformat(), day.isoformat(), region, audience, unit])
        found[key] = (quantity, f"第{source.partition(':')[2]}号导入第{line}行")
    return found
