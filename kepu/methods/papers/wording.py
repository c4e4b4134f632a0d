"""Texts as people type them, made fit for a paper: what no file format can hold is left out."""

import re
from typing import Final

# Not allowed in XML 1.0, or of no use on paper: control characters, surrogates, direction and width marks, tag characters.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f\U0001fffe-\U0001ffff]"
)
_BREAKS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Return the text without what cannot be printed; every kind of line break becomes a line feed, a tab a space."""
    return _UNPRINTABLE.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that are not blank, or one empty line."""
    return [line for line in plain(text).split("\n") if line.strip()] or [""]
