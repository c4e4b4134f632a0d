"""Automatic numbering: the numbers that Word prints but does not store in the paragraph's text.

The rules are those of ECMA-376 part 1, 17.9 (``w:lvl``, ``w:lvlRestart``, ``w:isLgl``, ``w:startOverride``), which
.docx and binary .doc share; both build the same definitions and count with `Numbering`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kepu.methods.planread.extract.numerals import numeral

LEVELS = 9
_REFERENCE = re.compile(r"%([1-9])")
_DASHES = re.compile(r"[-—–―－─‒\s]+")


@dataclass(slots=True)
class Level:
    """How one level numbers: first value, format name, text with %1…%9, what follows, when it starts again."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: str = " "
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Definition:
    """One list of a document. Lists of the same ``group`` count on together; ``starts`` begin anew at first use."""

    group: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document from its first paragraph on."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, list_id: str, level: int) -> str:
        """The number printed before the next paragraph of that list and level, with the gap after it."""
        definition = self._definitions.get(list_id)
        if definition is None or level not in definition.levels:
            return ""
        values = self._counters.setdefault(definition.group, [None] * LEVELS)
        self._begin(list_id, definition, values)
        _advance(definition, level, values)
        return _render(definition, level, values)

    def _begin(self, list_id: str, definition: Definition, values: list[int | None]) -> None:
        if list_id not in self._begun:
            self._begun.add(list_id)
            for level in definition.starts:
                values[level] = None


def _start(definition: Definition, level: int) -> int:
    if level in definition.starts:
        return definition.starts[level]
    return definition.levels[level].start if level in definition.levels else 1


def _advance(definition: Definition, level: int, values: list[int | None]) -> None:
    current = values[level]
    values[level] = _start(definition, level) if current is None else current + 1
    for deeper in range(level + 1, LEVELS):
        restart = definition.levels[deeper].restart if deeper in definition.levels else None
        if restart is None or level < restart:
            values[deeper] = None


def _render(definition: Definition, level: int, values: list[int | None]) -> str:
    own = definition.levels[level]
    if own.format == "bullet":
        return own.text.strip() if _DASHES.fullmatch(own.text) else ""

    def number(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        value = values[index]
        format = definition.levels[index].format if index in definition.levels else "decimal"
        return numeral(_start(definition, index) if value is None else value, "decimal" if own.legal else format)

    text = _REFERENCE.sub(number, own.text)
    return text + own.gap if text.strip() else ""
