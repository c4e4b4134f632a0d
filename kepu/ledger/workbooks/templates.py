"""Workbooks to fill in: headings, drop-downs with this county's own names, an example, how it is to be filled in."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from kepu.ledger.access import recording_units
from kepu.ledger.models import Import, Measure
from kepu.ledger.queries.names import place_name
from kepu.ledger.tables import RECORD_COLUMNS, VALUE_COLUMNS
from kepu.methods.sheets import Column
from kepu.people.access import office_region
from kepu.people.models import Account, Region

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LAST = 20_000  # rows that have drop-downs
RECORD_RULES = (
    ("一行一件事", "一场活动只填一行。几家单位一起办的，由主办单位填一行，协办单位写在“协办单位”里，不要各填一行。"),
    (
        "日期",
        "写成 2026-03-05、2026/3/5 或 2026年3月5日都可以。不能是将来，也不能超过两年；以前年度的用“历年数据补录”。",
    ),
    ("地点", "从下拉列表选择乡镇（街道）或村（社区）。同名的村写成“城关镇 东关社区”。"),
    ("类型、主要对象", "从下拉列表选择，不要自己另写。"),
    ("人次", "填整数。没有人参加填0；不要写“约”“余”“万”，不要带单位。"),
    ("单位", "用单位名录中的名称。联络员只能导入本单位的；协办单位有几个的，用“、”隔开。"),
    ("不要合并单元格", "每一行每一格都要填写，合并的单元格只有第一行有内容，其余会被当作没有填写。"),
    ("重复的行", "与已有记录或前面的行完全相同的不会再导入，所以改好有误的行以后，可以把整张表重新上传。"),
    ("状态", "从系统导出的表带有这一列；“已作废”“退回修改”“待审核”的行不导入。自己填的表不需要。"),
)
VALUE_RULES = (
    ("一行一个数", "同一指标、时间、地点、人群、单位只能有一个数。这里填的是一段时间的合计，与工作记录不要重复。"),
    ("统计指标", "从下拉列表选择。只有发生数（场次、人次、经费等）可以导入；年末的时点数用“历年数据补录”，公布的比例用“公布数”。"),
    ("时间", "写成 2026-03-05（一天）、2026年3月（一月）、2026年第一季度、2025年（一年）。超过一个月的只计入全年，不进各月。"),
    ("数量", "0 表示有这一项、数是0；“–”表示没有这一项，不计入；空着的会提示没有填写。按“计量单位”填写，万元可以有小数。"),
    ("计量单位", "可以不填；填了就与指标的计量单位核对。"),
    ("人群、计入单位", "可以不填：不填人群的计为全体居民；不填单位的只计入地区，不计入单位。"),
)  # fmt: skip
_EXAMPLES = {
    Import.Kind.RECORDS: ("2026-03-05", "", "科普讲座", "冬季用电安全讲座", "老年人", "40", "", "", ""),
    Import.Kind.VALUES: ("参加科普（技）讲座人次", "2026年3月", "", "老年人", "1200", "人次", ""),
}


def template(kind: str, by: Account, region: Region) -> bytes:
    """Return the workbook that a person of the region fills in for one kind of import, .xlsx."""
    records = kind == Import.Kind.RECORDS
    columns = [column for column in (RECORD_COLUMNS if records else VALUE_COLUMNS) if column.key != "state"]
    rules = RECORD_RULES if records else VALUE_RULES
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **_PLAIN}) as book:
        sheet = book.add_worksheet(Import.Kind(kind).label)
        _explain(book, columns, rules, _EXAMPLES[Import.Kind(kind)])
        lists = book.add_worksheet("选项")
        _fill(book, sheet, lists, columns, _choices(by, region))
        sheet.activate()
    return out.getvalue()


def _choices(by: Account, region: Region) -> dict[str, list[str]]:
    """Return what may be chosen in a column by its key, where the list is this county's own."""
    places = Region.objects.inside(region).exclude(kind=Region.Kind.PLACEHOLDER).select_related("parent")
    units = [unit.name for unit in recording_units(by) if office_region(unit.region).pk == region.pk]
    measures = Measure.objects.filter(kind=Measure.Kind.FLOW, retired=None)
    return {
        "place": [place_name(place) for place in places.order_by("code")], "unit": units,
        "measure": list(measures.values_list("name", flat=True)),
    }  # fmt: skip


def _fill(book: Any, sheet: Any, lists: Any, columns: Sequence[Column], choices: dict[str, list[str]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#EEF3F7", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@"})
    for i, column in enumerate(columns):
        sheet.write_string(0, i, column.title + ("*" if column.required else ""), head)
        sheet.set_column(i, i, column.width, text)
        if names := [*column.choices] or choices.get(column.key, []):
            lists.write_string(0, i, column.title, head)
            lists.write_column(1, i, names)
            lists.set_column(i, i, column.width)
            letter = chr(ord("A") + i)
            source = f"=选项!${letter}$2:${letter}${len(names) + 1}"
            sheet.data_validation(1, i, _LAST, i, {"validate": "list", "source": source, "error_type": "warning"})
    sheet.freeze_panes(1, 0)


def _explain(book: Any, columns: Sequence[Column], rules: Sequence[tuple[str, str]], example: tuple[str, ...]) -> None:
    sheet = book.add_worksheet("填写说明")
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for row, (title, rule) in enumerate(rules):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, rule, text)
    sheet.write_string(len(rules) + 1, 0, "举例", bold)
    said = [f"{column.title} {told}" for column, told in zip(columns, example, strict=False) if told]
    sheet.write_string(len(rules) + 1, 1, "；".join(said), text)
