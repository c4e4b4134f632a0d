"""Text whose paragraphs were wrapped into lines of equal width, and how they are joined again."""

import re
from collections.abc import Iterator, Sequence

from kepu.methods.planread.extract.compose import Paragraph
from kepu.methods.planread.extract.lines import ends_sentence, is_indented, join, starts_item, width

_FEWEST_WRAPPED = 5
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?)\s*")


def wrap_width(lines: Sequence[str]) -> int | None:
    """The number of columns at which the lines were wrapped, or None where each line is a paragraph.

    Wrapped text shows it by many lines of very nearly the same, greatest, width that do not end a sentence.
    """
    long = [(width(line.rstrip()), line) for line in lines if len(line.strip()) > 8]
    if len(long) < _FEWEST_WRAPPED:
        return None
    widths = sorted(columns for columns, _ in long)
    widest = widths[int(len(widths) * 0.95) - (len(widths) < 20)]
    full = [line for columns, line in long if widest - 4 <= columns <= widest + 4]
    unfinished = sum(not ends_sentence(line) for line in full)
    enough = len(full) >= max(_FEWEST_WRAPPED, 0.4 * len(long)) and unfinished >= 0.6 * len(full)
    return widest if 30 <= widest <= 160 and enough else None


def paragraphs(lines: Sequence[str], wrap: int | None) -> Iterator[Paragraph]:
    """Lines as paragraphs, joined again where they were wrapped at ``wrap`` columns."""
    indents = wrap is not None and sum(map(is_indented, lines)) >= 3
    open_line, full = "", False
    for line in lines:
        aside = bool(_PAGE_NUMBER.fullmatch(line))
        if full and not aside and _continues(open_line, line, indents):
            open_line = join(open_line.rstrip(), line.strip())
        else:
            if open_line.strip():
                yield Paragraph(open_line.strip())
            open_line = "" if aside else line
            if aside:
                yield Paragraph(line.strip(), aside=True)
        full = wrap is not None and width(line.rstrip()) >= wrap - 6
    if open_line.strip():
        yield Paragraph(open_line.strip())


def _continues(above: str, line: str, indents: bool) -> bool:
    """Whether a line goes on from the full line above it."""
    if not line.strip() or is_indented(line):
        return False
    if not ends_sentence(above):
        return not (above.rstrip().endswith(("）", ")")) and starts_item(line))
    return indents and not starts_item(line)
