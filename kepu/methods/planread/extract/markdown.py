"""Markdown as people type it: headings, emphasis, quotes, lists, tables; the marks are taken out of the text."""

import re
from collections.abc import Iterator, Sequence

from kepu.methods.planread.extract.compose import Cell, Item, Paragraph, Table
from kepu.methods.planread.extract.wrapped import paragraphs, wrap_width

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_ANY_HEADING = re.compile(r" {0,3}#{1,6}\s+\S")
_RULE = re.compile(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|=+\s*)")
_QUOTE = re.compile(r"(?: {0,3}>\s?)+")
_BULLET = re.compile(r"\s*[-*+]\s+(?=\S)")
_ORDERED = re.compile(r"\s*\d{1,3}[.)]\s")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-{1,}:?\s*\|)+(?:\s*:?-{1,}:?\s*)?")
_BAR = re.compile(r"(?<!\\)\|")
_INLINE = (
    (re.compile(r"<br\s*/?>"), "\n"),
    (re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"<!--.{0,2000}?-->|</?(?:b|i|u|em|strong|span|center|font|div|p)\b[^>\n]{0,200}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)\*(?!\*)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)


def is_markdown(lines: Sequence[str], name: str = "") -> bool:
    """Whether a text is Markdown: by its name, or by a heading mark and another mark within it."""
    if name.lower().endswith((".md", ".markdown")):
        return True
    marks = sum(bool(_ANY_HEADING.match(line)) for line in lines)
    return marks >= 2


def read_markdown(lines: Sequence[str]) -> Iterator[Item]:
    """Paragraphs and tables of a Markdown text."""
    wrap = wrap_width([line for line in lines if "|" not in line])
    position, plain = 0, list[str]()
    while position < len(lines):
        table, after = _table(lines, position)
        heading = _HEADING.fullmatch(lines[position])
        if table is None and heading is None:
            plain += _unmarked(lines[position])
        else:
            yield from _inlined(paragraphs(plain, wrap))
            plain = []
            yield table or Paragraph(inline(heading.group(2) if heading else ""), level=_depth(heading))
        position = after
    yield from _inlined(paragraphs(plain, wrap))


def _depth(heading: re.Match[str] | None) -> int | None:
    return len(heading.group(1)) if heading else None


def _unmarked(line: str) -> list[str]:
    """A line without the marks before it; an empty line goes before what begins a paragraph of its own."""
    if _RULE.fullmatch(line):
        return [""]
    line = _QUOTE.sub("", line, count=1)
    if _BULLET.match(line):
        return ["", _BULLET.sub("", line, count=1)]
    return ["", line] if _ORDERED.match(line) else [line]


def _inlined(found: Iterator[Paragraph]) -> Iterator[Paragraph]:
    for paragraph in found:
        paragraph.text = inline(paragraph.text)
        yield paragraph


def inline(text: str) -> str:
    """Text without emphasis marks, link targets, pictures, simple tags and escapes."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text


def _table(lines: Sequence[str], start: int) -> tuple[Table | None, int]:
    """The table that begins at a line, and the line after it; (None, next line) if none does."""
    if "|" not in lines[start] or start + 1 >= len(lines) or not _TABLE_RULE.fullmatch(lines[start + 1]):
        return None, start + 1
    end = start + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    rows = [_fields(lines[index]) for index in range(start, end) if index != start + 1]
    cells = [
        Cell(row, column, paragraphs=[Paragraph(inline(text))])
        for row, fields in enumerate(rows)
        for column, text in enumerate(fields)
    ]
    return Table(cells), end


def _fields(line: str) -> list[str]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [field.strip() for field in _BAR.split(line)]
