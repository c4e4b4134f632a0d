"""Plain text: wrapped lines are joined, tables are recognised, the characters stay as they are."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kepu.methods.planread.extract.compose import Cell, Item, Paragraph, Table, compose
from kepu.methods.planread.extract.lines import clean
from kepu.methods.planread.extract.markdown import is_markdown, read_markdown
from kepu.methods.planread.extract.wrapped import paragraphs, wrap_width
from kepu.methods.planread.source import Source

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def read_plain(text: str, encoding: str, name: str = "") -> Source:
    """Read decoded text; a file that is Markdown by its name or its marks is read as such."""
    lines = clean(_BREAKS.sub("\n", text)).split("\n")
    if is_markdown(lines, name):
        return compose(read_markdown(lines), "text", encoding)
    return compose(_items(lines), "text", encoding)


def _items(lines: Sequence[str]) -> Iterator[Item]:
    wrap = wrap_width(lines)
    start = 0
    plain: list[str] = []
    while start < len(lines):
        find = tab_parted_table if "\t" in lines[start].strip() else tab_led_table
        table, end = find(lines, start)
        if table is None:
            plain += lines[start:end]
        else:
            yield from paragraphs(plain, wrap)
            plain = []
            yield table
        start = end
    yield from paragraphs(plain, wrap)


def tab_led_table(lines: Sequence[str], start: int) -> tuple[Table | None, int]:
    """A table written with each cell on a line that a tab begins and an empty line between rows; and where it ends."""
    if not lines[start].startswith("\t"):
        return None, start + 1
    rows: list[list[str]] = [[]]
    end = start
    while end < len(lines) and (lines[end].startswith("\t") or _parts_rows(lines, end)):
        if lines[end].startswith("\t"):
            rows[-1].append(lines[end][1:])
        else:
            rows.append([])
        end += 1
    sizes = Counter(map(len, rows))
    usual, count = sizes.most_common(1)[0]
    is_table = len(rows) >= 2 and usual >= 2 and count >= 0.6 * len(rows)
    return (table_of(rows) if is_table else None), end


def _parts_rows(lines: Sequence[str], index: int) -> bool:
    return lines[index] == "" and index + 1 < len(lines) and lines[index + 1].startswith("\t")


def tab_parted_table(lines: Sequence[str], start: int) -> tuple[Table | None, int]:
    """A table written with tabs between the cells of a row, as copied from a table; and where it ends.

    A short line without tabs between two rows is a row of one cell, as wide as the table.
    """
    tabs, end = lines[start].count("\t"), start + 1
    while end < len(lines) and (_is_row(lines[end], tabs) or _heads_rows(lines, end, tabs)):
        end += 1
    rows = [line.split("\t") for line in lines[start:end]]
    is_contents = all(row[-1].strip().isdigit() for row in rows)
    return (table_of(rows) if len(rows) >= 3 and not is_contents else None), end


def _is_row(line: str, tabs: int) -> bool:
    return line.count("\t") == tabs and (tabs > 1 or not line.startswith("\t"))


def _heads_rows(lines: Sequence[str], index: int, tabs: int) -> bool:
    line = lines[index].strip()
    followed = index + 1 < len(lines) and tabs > 1 and _is_row(lines[index + 1], tabs)
    return followed and "\t" not in line and 0 < len(line) <= 40 and line[-1] not in "。；，："


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    """A table of plain rows of text."""
    return Table(
        [
            Cell(row_number, column, paragraphs=[Paragraph(text)])
            for row_number, row in enumerate(rows)
            for column, text in enumerate(row)
        ]
    )
