"""Which characters the shipped fonts can show. One that they cannot is printed as 〓, as printers always did."""

import struct
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Final

import pylopdf_fonts_zh_cn

MISSING: Final = "〓"
_ALWAYS: Final = "\n "


def printable(text: str) -> str:
    """Return the text with 〓 for every character that one of the fonts has no glyph for; joiners and marks vanish."""
    return "".join(c if c in _ALWAYS or _has(ord(c)) else "" if 0xFE00 <= ord(c) <= 0xFE0F else MISSING for c in text)


@cache
def _has(point: int) -> bool:
    return all(_in(ranges, point) for ranges in _fonts())


def _in(ranges: list[tuple[int, int]], point: int) -> bool:
    at = bisect_right(ranges, (point, 0x110000)) - 1
    return at >= 0 and ranges[at][0] <= point <= ranges[at][1]


@cache
def _fonts() -> list[list[tuple[int, int]]]:
    return [_ranges(p.read_bytes()) for p in (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path())]


def _ranges(font: bytes) -> list[tuple[int, int]]:
    """The code points of an OpenType font's ``cmap`` (format 12) as sorted ranges."""
    cmap = _table(font, b"cmap")
    count: int = struct.unpack_from(">H", font, cmap + 2)[0]
    for i in range(count):
        start = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * i)[2]
        if struct.unpack_from(">H", font, start)[0] == 12:
            groups: int = struct.unpack_from(">L", font, start + 12)[0]
            return [struct.unpack_from(">LL", font, start + 16 + 12 * g) for g in range(groups)]
    raise ValueError("the font has no map of characters that can be read")


def _table(font: bytes, tag: bytes) -> int:
    for i in range(struct.unpack_from(">H", font, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * i)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def font_files() -> tuple[Path, Path]:
    """Return the files of the two shipped fonts: Song and Hei."""
    return pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path()
