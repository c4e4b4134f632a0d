"""Plain text → `Source`: lines are paragraphs, lines led or parted by tabs become the cells of a table.

Two habits of table are known: one cell a line behind a tab, rows parted by an empty line (a Word table saved as
text), and one row a line with tabs or upright strokes between the cells.
"""

import re
from collections.abc import Iterator

from .source import Block, Source

_LINE = re.compile(r"[^\n]*")
_RULE = re.compile(r"[\s|｜:：\-—+=]*")


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the bounds of every line, its end excluded."""
    out, start = [], 0
    for line in text.split("\n"):
        out.append((start, start + len(line)))
        start += len(line) + 1
    return out


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_led(text: str, start: int, end: int) -> bool:
    return text.startswith("\t", start, end) and "\t" not in text[start + 1 : end].rstrip()


def _bars(text: str, start: int, end: int) -> str | None:
    """Return the mark that parts the cells of a line, None if it is no table row."""
    line = text[start:end]
    if line.count("|") >= 3 and line.lstrip().startswith("|"):
        return "|"
    return "\t" if "\t" in line.strip() else None


def _led_table(text: str, lines: list[tuple[int, int]], table: int) -> Iterator[Block]:
    """Yield the cells of a table whose cells stand one a line, rows parted by empty lines."""
    row = column = 0
    for start, end in lines:
        if start == end or not text[start:end].strip(" \r"):
            row, column = row + (column > 0), 0
            continue
        a, b = _trim(text, start, end)
        yield Block(a, b, "cell", table=table, row=row, column=column)
        column += 1


def _barred_table(text: str, lines: list[tuple[int, int]], mark: str, table: int) -> Iterator[Block]:
    """Yield the cells of a table whose rows stand one a line."""
    row = 0
    for start, end in lines:
        if mark == "|" and _RULE.fullmatch(text, start, end):
            continue
        first, last = _trim(text, start, end) if mark == "|" else (start, end)
        if mark == "|":
            first, last = first + 1, last - text.startswith("|", last - 1)
        for column, (a, b) in enumerate(_split(text, first, last, mark)):
            yield Block(*_trim(text, a, b), "cell", table=table, row=row, column=column)
        row += 1


def _split(text: str, start: int, end: int, mark: str) -> Iterator[tuple[int, int]]:
    at = start
    while (cut := text.find(mark, at, end)) >= 0:
        yield at, cut
        at = cut + 1
    yield at, end


def _run(text: str, lines: list[tuple[int, int]], first: int) -> tuple[int, str] | None:
    """Return the end and the habit of the table that begins at line ``first``, None if none begins there."""
    start, end = lines[first]
    if _is_led(text, start, end):
        last = first
        while last + 1 < len(lines) and (_is_led(text, *lines[last + 1]) or _gap(text, lines, last + 1)):
            last += 1
        return (last + 1, "led") if last - first >= 3 else None
    mark = _bars(text, start, end)
    last = first
    while mark and last < len(lines) and _bars(text, *lines[last]) == mark:
        last += 1
    return (last, mark) if mark and last - first >= 2 else None


def _gap(text: str, lines: list[tuple[int, int]], at: int) -> bool:
    """Say whether an empty line stands between two rows."""
    return not text[slice(*lines[at])].strip() and at + 1 < len(lines) and _is_led(text, *lines[at + 1])


def _blocks(text: str) -> Iterator[Block]:
    lines = _lines(text)
    at = table = 0
    while at < len(lines):
        found = _run(text, lines, at) if "\t" in text[slice(*lines[at])] or "|" in text[slice(*lines[at])] else None
        if found:
            part = lines[at : found[0]]
            yield from (
                _led_table(text, part, table) if found[1] == "led" else _barred_table(text, part, found[1], table)
            )
            at, table = found[0], table + 1
            continue
        start, end = _trim(text, *lines[at])
        if start < end:
            yield Block(start, end)
        at += 1


def source_of(text: str) -> Source:
    """Return the `Source` of a plain text; its text is ``text`` itself, unchanged."""
    return Source(text, tuple(_blocks(text)), "text")
