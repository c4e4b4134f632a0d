"""What typst is given: one fixed programme, and the paper as JSON. Nothing that people typed is ever read as markup."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pylopdf_fonts_zh_cn
import typst

from kepu.methods.papers import geometry
from kepu.methods.papers.codes import grouped, qr_svg
from kepu.methods.papers.model import (
    Block,
    Cover,
    Foot,
    Head,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Party,
    Row,
    SignOff,
    Table,
)
from kepu.methods.papers.typeset.glyphs import printable
from kepu.methods.papers.wording import plain

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
    """The same value with every text in it made printable."""
    if isinstance(value, str):
        return printable(plain(value))
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def _paper(paper: Paper) -> dict[str, Any]:
    page = geometry.page_of(paper.landscape)
    content = {
        "title": paper.head.title or next((b.title for b in paper.blocks if isinstance(b, Cover)), ""),
        "head": _head(paper.head), "blocks": [_block(b) for b in paper.blocks], "foot": _foot(paper.foot),
        "code": grouped(paper.code) if paper.code else "",
    }  # fmt: skip
    names = ("LINE", "BODY", "TITLE", "MARK", "SMALL", "TABLE", "TABLE_SMALL", "TABLE_LINE", "TRACKING")
    sizes = {name.lower(): getattr(geometry, name) for name in (*names, "NUMBER_DROP", "FOOTER_HEIGHT", "CODE_SIZE")}
    qr = qr_svg(paper.code).decode() if paper.code else ""
    return {**_clean(content), "page": vars(page), "sizes": sizes, "qr": qr}


def _head(head: Head) -> dict[str, Any]:
    return dict(vars(head))


def _foot(foot: Foot) -> dict[str, Any]:
    return {**vars(foot), "imprint": foot.imprint}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", **vars(block)}
        case Paragraph():
            return {"kind": "paragraph", **vars(block)}
        case Table():
            return _table(block)
        case SignOff():
            return {"kind": "sign", "parties": [_party(p) for p in block.parties], "strip": block.strip}
        case PageBreak():
            return {"kind": "break"}
        case Cover():
            return {"kind": "cover", **vars(block)}
    raise ValueError(f"no block of a finished paper: {block}")


def _party(party: Party) -> dict[str, Any]:
    return dict(vars(party))


def _table(table: Table) -> dict[str, Any]:
    rows = [row.cells for row in table.rows if isinstance(row, Row)]
    return {"kind": "table", "columns": [vars(c) for c in table.columns], "rows": rows, "small": table.small}
