"""A grid and the list of targets as office files; the grid's file can come in again."""

from collections.abc import Iterable
from decimal import Decimal

from kepu.methods.sheets import Column, write_table
from kepu.plans.models import Breakdown
from kepu.plans.queries.breakdown.grid import Grid
from kepu.plans.queries.breakdown.listing import Listed
from kepu.plans.wording import due_words, subject_words, value_words

PLACE = Column(
    "place", "单位或乡镇", aliases=("单位", "乡镇", "乡镇（街道）", "名称", "单位名称"), required=True, width=28
)
CODE = Column("code", "区划代码", aliases=("代码",), width=16)
LIST_COLUMNS = (
    Column("quote", "原文", width=48), Column("subject", "事项", width=28), Column("kind", "类型"),
    Column("value", "目标值", width=20), Column("due", "期限"), Column("over", "分解到", width=22),
    Column("adding", "合计方式", width=24), Column("verdict", "合计情况", width=22), Column("changed", "原文调整", width=36),
)  # fmt: skip


def year_column(year: int) -> Column:
    """Return the column of one year: 2026年, also known as 2026."""
    return Column(f"y{year}", f"{year}年", aliases=(f"{year}", f"{year}年度"), width=12)


def grid_columns(breakdown: Breakdown, years: Iterable[int]) -> list[Column]:
    """Return the columns in which a grid comes in: places, their codes for townships, one column a year."""
    codes = [CODE] if breakdown.over == Breakdown.Over.TOWNSHIPS else []
    return [PLACE, *codes, *(year_column(year) for year in years)]


def grid_table(grid: Grid) -> bytes:
    """Return the grid as .xlsx in the shape in which it may come in again, carried parts in columns of their own."""
    years = [column.year for column in grid.columns]
    columns = grid_columns(grid.breakdown, years)
    if grid.carried:
        columns += [Column(f"k{year}", f"其中结转（{year}年）", width=14) for year in years]
    rows = []
    for line in grid.lines:
        row: dict[str, object] = {"place": line.row.name, "code": line.row.region_id or ""}
        for square in line.squares:
            row[f"y{square.year}"] = "" if square.value is None else plain(square.value)
            row[f"k{square.year}"] = plain(square.carried) if square.carried else ""
        rows.append(row)
    return write_table("分解表", columns, rows)


def plain(value: Decimal) -> int | float:
    """Return a decimal as a number of a sheet."""
    return int(value) if value == int(value) else float(value)


def list_table(lines: Iterable[Listed]) -> bytes:
    """Return the list of targets with the state of their breakdown as .xlsx."""
    rows = [
        {
            "quote": line.target.quote, "subject": subject_words(line.target), "kind": line.target.get_kind_display(),
            "value": value_words(line.target), "due": due_words(line.target.due),
            "over": line.breakdown.get_over_display() if line.breakdown else "",
            "adding": line.breakdown.get_adding_display() if line.breakdown else "",
            "verdict": line.verdict.words, "changed": line.changed,
        }
        for line in lines
    ]  # fmt: skip
    return write_table("目标任务分解", LIST_COLUMNS, rows)
