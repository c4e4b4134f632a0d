"""Looking at PDF pages: their texts, the lines' places, what fonts they use."""

import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

MM = 25.4 / 72


@dataclass(frozen=True)
class Box:
    """A place on a page in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def texts(pdf: bytes) -> list[str]:
    """The text of each page without white space and without invisible marks."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [re.sub(r"[\s\u200b\ufffe\x02]", "", page.get_textpage().get_text_range()) for page in document]


def boxes(pdf: bytes) -> list[Box]:
    """The box of all characters inside each page's type area (the footer left out), by the glyphs' own boxes."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_box(page) for page in document]


def _box(page) -> Box:
    _, height = page.get_size()
    text = page.get_textpage()
    places = [text.get_charbox(i, loose=True) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
    inside = [p for p in places if p[1] * MM > 26 - 2]  # above the lower margin of either page shape
    inside = [p for p in inside if (height - p[3]) * MM < height * MM - 27]
    return Box(
        min(p[0] for p in inside) * MM, (height - max(p[3] for p in inside)) * MM,
        max(p[2] for p in inside) * MM, (height - min(p[1] for p in inside)) * MM,
    )  # fmt: skip


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in whole millimetres."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(round(w * MM), round(h * MM)) for w, h in (page.get_size() for page in document)]


def fonts(pdf: bytes) -> set[str]:
    """The names of the fonts that characters are set in."""
    found = set()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            for i in range(0, text.count_chars(), 7):
                found.add(_font_of(text, i))
    return found - {""}


def _font_of(text, i: int) -> str:
    buffer = raw.ctypes.create_string_buffer(200)
    flags = raw.ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text.raw, i, buffer, 200, flags)
    return buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace")
