"""Styles and lists of a binary Word document ([MS-DOC] 2.9.271 STSH, 2.9.131 LFO, 2.9.147 LSTF, 2.9.150 LVLF)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kepu.methods.planread.extract.doc_binary import Sprms, read_sprms
from kepu.methods.planread.extract.numbering import LEVELS, Definition, Level

LIST_LEVEL: Final = 0x260A  # sprmPIlvl
LIST_INDEX: Final = 0x460B  # sprmPIlfo
OUTLINE: Final = 0x2640  # sprmPOutLvl
_NO_STYLE: Final = 0x0FFF
_GAPS: Final = (" ", " ", "")
_FORMATS: Final = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
    37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


@dataclass(slots=True)
class DocStyle:
    """One paragraph style: its built-in number (1–9 are the headings), base and own modifiers."""

    builtin: int
    base: int
    sprms: Sprms = field(default_factory=dict)


def read_styles(data: bytes) -> dict[int, DocStyle]:
    """The paragraph styles by index."""
    styles: dict[int, DocStyle] = {}
    if len(data) < 6:
        return styles
    size, count, base_size = struct.unpack_from("<HHH", data)
    position = 2 + size
    for index in range(count):
        if position + 2 > len(data):
            break
        length = struct.unpack_from("<H", data, position)[0]
        position += 2
        if length >= base_size + 4 and base_size >= 10:
            style = _style(data[position : position + length], base_size)
            if style is not None:
                styles[index] = style
        position += length + length % 2
    return styles


def _style(data: bytes, base_size: int) -> DocStyle | None:
    builtin, kind = struct.unpack_from("<HH", data)
    if kind & 0xF != 1:
        return None
    style = DocStyle(builtin & 0x0FFF, kind >> 4)
    place = base_size + 2 + 2 * struct.unpack_from("<H", data, base_size)[0] + 2
    if place + 2 <= len(data):
        length = struct.unpack_from("<H", data, place)[0]
        style.sprms = read_sprms(data[place + 4 : place + 2 + length])
    return style


def styled(styles: dict[int, DocStyle], index: int | None, code: int) -> bytes | None:
    """A modifier that a style or one it is based on sets."""
    for style in style_chain(styles, index):
        if code in style.sprms:
            return style.sprms[code]
    return None


def style_chain(styles: dict[int, DocStyle], index: int | None) -> Iterator[DocStyle]:
    """The style and those it is based on, nearest first; a circle ends where it closes."""
    seen: set[int] = set()
    while index is not None and index in styles and index not in seen:
        seen.add(index)
        yield styles[index]
        index = styles[index].base


def read_lists(lists: bytes, overrides: bytes) -> dict[str, Definition]:
    """The definitions by list index (1 is the first, as sprmPIlfo counts) from PlfLst and PlfLfo."""
    if len(lists) < 2 or len(overrides) < 4:
        return {}
    abstract = _abstract_lists(lists)
    count = min(struct.unpack_from("<I", overrides)[0], (len(overrides) - 4) // 16)
    definitions: dict[str, Definition] = {}
    position = 4 + 16 * count
    for index in range(count):
        list_id, changed = struct.unpack_from("<i8xB", overrides, 4 + 16 * index)
        levels, starts = dict(abstract.get(list_id, {})), dict[int, int]()
        position = _read_overrides(overrides, position + 4, changed, levels, starts)
        definitions[str(index + 1)] = Definition(str(list_id), levels, starts)
    return definitions


def _abstract_lists(data: bytes) -> dict[int, dict[int, Level]]:
    count = min(struct.unpack_from("<H", data)[0], (len(data) - 2) // 28)
    position = 2 + 28 * count
    found: dict[int, dict[int, Level]] = {}
    for index in range(count):
        list_id, simple = struct.unpack_from("<i22xB", data, 2 + 28 * index)
        found[list_id] = levels = {}
        for number in range(1 if simple & 1 else LEVELS):
            if position + 30 > len(data):
                return found
            levels[number], position = _level(data, position)
    return found


def _read_overrides(data: bytes, position: int, count: int, levels: dict[int, Level], starts: dict[int, int]) -> int:
    """Read the LFOLVLs of one list into its levels and starts; returns where the next list's begin."""
    for _ in range(count):
        if position + 8 > len(data):
            break
        start, flags = struct.unpack_from("<iI", data, position)
        position += 8
        number = min(flags & 0xF, LEVELS - 1)
        if flags & 0x20 and position + 30 <= len(data):
            levels[number], position = _level(data, position)
            start = levels[number].start
        if flags & 0x10:
            starts[number] = start
    return position


def _level(data: bytes, position: int) -> tuple[Level, int]:
    """One LVL and where it ends."""
    start, format, flags, gap = struct.unpack_from("<iBB9xB", data, position)
    character_size, paragraph_size, restart = struct.unpack_from("<BBB", data, position + 24)
    position += 28 + character_size + paragraph_size
    length = struct.unpack_from("<H", data + b"\0\0", min(position, len(data)))[0]
    raw = data[position + 2 : position + 2 + 2 * length].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(char) + 1}" if ord(char) < LEVELS else char for char in raw)
    level = Level(start, _FORMATS.get(format, "decimal"), text, _GAPS[gap] if gap < 3 else " ", bool(flags & 4))
    level.restart = restart if flags & 8 else None
    return level, position + 2 + 2 * length
