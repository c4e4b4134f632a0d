"""Tables: who answers for what, who has which duty. Columns are known by their heads and by what stands in them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from .clauses import Clause, Named, Raw, parse, role_of
from .paragraphs import Paragraph
from .units import is_unit, strip_etc

_UNIT_HEAD = re.compile(r"牵头|配合|参与|协[助办作同]|责任|负责|单位|部门|承办|落实|主体")
_DUTY_HEAD = re.compile(r"职责|任务|分工|工作内容")
_INDEX_HEAD = re.compile(r"序号|编号|序|号")
_FIGURES_HEAD = re.compile(r"指标|目标值|基数|现状值|20\d\d年")
_TERM_HEAD = re.compile(r"(?:完成|办结|截止|推进|工作)?(?:时限|期限|时间|进度)(?:要求|安排|节点)?|时间节点")
_OTHER_HEAD = re.compile(r"时限|时间|进度|备注|完成|联系|电话|频次|形式|地点")


@dataclass(slots=True)
class Row:
    """One row of a responsibility table: the item, the category it stands in, who answers, the cell of its term."""

    title: tuple[Paragraph, int, int]
    category: str
    body: list[Paragraph] = field(default_factory=list)
    clauses: list[tuple[Paragraph, Clause]] = field(default_factory=list)
    term: str = ""


@dataclass(slots=True)
class DutyRow:
    """One row of a duty table: the cell of the unit and the cell of its duties."""

    unit: Paragraph
    duties: list[Paragraph]


Grid = dict[int, dict[int, Paragraph]]


def grids(paragraphs: list[Paragraph]) -> list[Grid]:
    """Return the tables as rows of cells; a merged cell is repeated in the rows it covers."""
    tables: dict[int, Grid] = defaultdict(lambda: defaultdict(dict))
    for p in paragraphs:
        if p.cell and p.block.table is not None:
            for row in range(p.block.row or 0, (p.block.row or 0) + max(1, min(p.block.rows, 400))):
                tables[p.block.table][row].setdefault(p.block.column or 0, p)
    return list(tables.values())


def _head(grid: Grid) -> tuple[int, dict[int, str]]:
    """Return the index of the head row and the texts in it; ``-1`` if the table has no head."""
    for row in sorted(grid)[:4]:
        texts = {c: p.text.replace(" ", "") for c, p in grid[row].items()}
        heads = [t for t in texts.values() if len(t) <= 16 and (_UNIT_HEAD.search(t) or _DUTY_HEAD.search(t))]
        if len(heads) >= 2:
            return row, texts
    return -1, {}


def _list_role(text: str) -> Raw:
    return role_of(text)


def _unit_cell(cell: Paragraph, head: str) -> Clause | None:
    """Read a cell of units; a role written in the cell itself goes before the role of the column."""
    text = cell.text.strip("。； ")
    if text.startswith("（") and text.endswith("）") and "（" not in text[1:]:
        text = text[1:-1]
    offset = cell.text.find(text) if text else 0
    parsed = parse(text) if text else None
    if parsed is None:
        parsed = ([Named(a, b, "neutral", False) for a, b in _names(text)], False, False) if text else None
    if parsed is None or not parsed[0]:
        return None
    role = _list_role(head)
    named = tuple(
        Named(n.start + offset, n.end + offset, role if n.role == "neutral" else n.role, n.known) for n in parsed[0]
    )
    return Clause(0, len(cell.text), named, parsed[1], "label")


def _names(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^、，；。 ]{2,40}", text)]


def _columns(grid: Grid, head: dict[int, str], rows: list[int]) -> tuple[list[int], list[int]]:
    """Return the columns of units and the columns of text, by head and by content."""
    units: list[int] = []
    texts: list[int] = []
    for column, text in sorted(head.items()):
        cells = [grid[r][column].text for r in rows if column in grid[r] and grid[r][column].text]
        if _INDEX_HEAD.fullmatch(text) or not cells or _OTHER_HEAD.search(text):
            continue
        named = sum(_is_list(c) for c in cells)
        (units if _UNIT_HEAD.search(text) and named * 2 >= len(cells) else texts).append(column)
    return units, texts


def _is_list(text: str) -> bool:
    """Say whether a cell holds a list of units."""
    names = re.split(r"[、，；。 ：]", text.strip("。； "))
    good = sum(is_unit(strip_etc(n)[0]) for n in names if n)
    return good * 2 >= len([n for n in names if n])


def _title_column(grid: Grid, texts: list[int], rows: list[int]) -> int | None:
    """Return the first text column that names each row by itself; columns before it hold categories."""
    counts: dict[int, int] = {}
    for column in texts:
        filled = [c for r in rows if (c := grid[r].get(column)) is not None and c.text]
        counts[column] = len(filled) if len({id(c) for c in filled}) == len(filled) else 0
    most = max(counts.values(), default=0)
    return next((c for c in texts if counts[c] == most), None)


def _number_cut(text: str) -> int:
    found = re.match(r"(?:（?[一二三四五六七八九十\d]{1,3}[）、.．]|[①-⑳])+ ?", text)
    return found.end() if found else 0


def _title_of(cell: Paragraph) -> tuple[Paragraph, int, int]:
    """Return the place of a row's title: the cell without its number, up to the first 。"""
    start = _number_cut(cell.text)
    stop = cell.text.find("。", start)
    return cell, start, len(cell.text) if stop < 0 else stop


def _spans(cells: dict[int, Paragraph]) -> bool:
    """Say whether a row is one text as wide as the table: the heading of the rows below it."""
    written = {id(cell) for cell in cells.values() if cell.text}
    return len(written) == 1 and bool(cells[min(cells)].text)


def _rows(grid: Grid, head_row: int, head: dict[int, str]) -> list[Row]:
    rows = [r for r in sorted(grid) if r > head_row and any(p.text for p in grid[r].values())]
    units, texts = _columns(grid, head, rows)
    title = _title_column(grid, texts, rows)
    term = next((c for c, t in sorted(head.items()) if _TERM_HEAD.fullmatch(t)), None)
    if not units or title is None:
        return []
    out: list[Row] = []
    category = ""
    for r in rows:
        cells = grid[r]
        if _spans(cells):
            category = cells[min(cells)].text
            continue
        above = [cells[c].text for c in texts if c < title and c in cells and cells[c].text]
        category = above[-1] if above else category
        clauses = [(cells[c], k) for c in units if c in cells and (k := _unit_cell(cells[c], head[c]))]
        if title in cells and cells[title].text and clauses:
            body = [cells[c] for c in texts if c > title and c in cells and cells[c].text]
            limit = cells[term].text if term in cells else ""
            out.append(Row(_title_of(cells[title]), category, body, clauses, limit))
    return out


def _duty_rows(grid: Grid, head_row: int, head: dict[int, str]) -> list[DutyRow]:
    columns = [c for c, t in sorted(head.items()) if not _INDEX_HEAD.fullmatch(t) and not _OTHER_HEAD.search(t)]
    if len(columns) < 2 or not _UNIT_HEAD.search(head[columns[0]]) or not _DUTY_HEAD.search(head[columns[1]]):
        return []
    rows = [grid[r] for r in sorted(grid) if r > head_row]
    return [
        DutyRow(r[columns[0]], [r[c] for c in columns[1:] if c in r and r[c].text])
        for r in rows
        if columns[0] in r and r[columns[0]].text and _is_list(r[columns[0]].text)
    ]


def read_tables(paragraphs: list[Paragraph]) -> tuple[list[Row], list[DutyRow]]:
    """Return the rows of all responsibility tables and of all duty tables of a document."""
    rows: list[Row] = []
    duties: list[DutyRow] = []
    for grid in grids(paragraphs):
        head_row, head = _head(grid)
        if not head:
            continue
        if any(_FIGURES_HEAD.search(t) for t in head.values()):
            continue
        found = _duty_rows(grid, head_row, head)
        if found:
            duties += found
        else:
            rows += _rows(grid, head_row, head)
    return rows, duties
