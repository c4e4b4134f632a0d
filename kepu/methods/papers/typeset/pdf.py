"""What typst is given: one fixed programme, and the paper as JSON. Nothing that people typed is ever read as markup."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn
import typst

from kepu.methods.papers import geometry
from kepu.methods.papers.codes import grouped, qr_svg
from kepu.methods.papers.geometry import SEAL_ROOM
from kepu.methods.papers.model import (
    Block,
    Cover,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    SignOff,
    Table,
)
from kepu.methods.papers.typeset.glyphs import printable
from kepu.methods.papers.wording import plain

_LONG: Final = re.compile(r"[^\s\u2e80-\uffef]{9,}")
_A_PIECE: Final = 6
_LONGEST_WHOLE: Final = 300  # characters of a cell whose row is kept on one page
_PROGRAMME: Final = Path(__file__).with_name("paper.typ")


@cache
def _fonts() -> typst.Fonts:
    folder = pylopdf_fonts_zh_cn.serif_path().parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def to_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF with its fonts embedded. A character that the fonts lack is printed as 〓.

    Raises ValueError for a blueprint.
    """
    if paper.blueprint:
        raise ValueError("a blueprint is not printed")
    inputs = {"paper": json.dumps(_paper(paper), ensure_ascii=True)}
    return typst.compile(_PROGRAMME, root=_PROGRAMME.parent, font_paths=_fonts(), sys_inputs=inputs, format="pdf")


def _clean(value: Any) -> Any:
    """The same value with every text in it made printable, long words divisible."""
    if isinstance(value, str):
        return _LONG.sub(_divisible, printable(plain(value)))
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def _paper(paper: Paper) -> dict[str, Any]:
    page = geometry.page_of(paper.landscape)
    content = {
        "title": _clean(paper.head.title or next((b.title for b in paper.blocks if isinstance(b, Cover)), "")),
        "head": _clean(vars(paper.head)), "foot": {**_clean(vars(paper.foot)), "imprint": paper.foot.imprint},
        "blocks": [_block(b) for b in paper.blocks], "code": grouped(paper.code) if paper.code else "",
    }  # fmt: skip
    sizes = {
        name.lower(): value for name, value in vars(geometry).items() if name.isupper() and isinstance(value, float)
    }
    qr = qr_svg(paper.code).decode() if paper.code else ""
    return {
        **content,
        "page": vars(page),
        "sizes": sizes,
        "qr": qr,
        "covered": paper.covered,
        "seal_room": SEAL_ROOM,
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", **_clean(vars(block))}
        case Paragraph():
            return {"kind": "paragraph", **_clean(vars(block))}
        case Table():
            return _table(block)
        case SignOff():
            return {"kind": "sign", "parties": _clean([p.rows() for p in block.parties]), "strip": _clean(block.strip)}
        case PageBreak():
            return {"kind": "break"}
        case Cover():
            return {"kind": "cover", **_clean(vars(block))}
    raise ValueError(f"no block of a finished paper: {block}")


def _table(table: Table) -> dict[str, Any]:
    rows = [
        {"cells": _clean(row.cells), "whole": max(map(len, row.cells), default=0) <= _LONGEST_WHOLE}
        for row in table.rows
        if isinstance(row, Row)
    ]
    return {
        "kind": "table",
        "columns": [{**vars(c), "title": _clean(c.title)} for c in table.columns],
        "rows": rows,
        "small": table.small,
    }


def _divisible(word: re.Match[str]) -> str:
    """A long word or address with places where a line may end: a word processor divides it, typst would let it run on."""
    whole = word[0]
    return "\u200b".join(whole[i : i + _A_PIECE] for i in range(0, len(whole), _A_PIECE))
