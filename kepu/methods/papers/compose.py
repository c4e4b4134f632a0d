"""A blueprint and values become a paper: placeholders filled, lists unrolled, what is empty left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kepu.methods.papers import kinds
from kepu.methods.papers.codes import normal
from kepu.methods.papers.model import (
    Block,
    Cover,
    Each,
    EachRow,
    Foot,
    Head,
    Heading,
    Paper,
    Paragraph,
    Party,
    Row,
    SignOff,
    Table,
    When,
)
from kepu.methods.papers.titles import title_lines
from kepu.methods.papers.wording import lines_of

_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
_ENVIRONMENT.filters["分行"] = title_lines


@dataclass(frozen=True)
class _Loop:
    index: int
    first: bool


@lru_cache(maxsize=512)
def _template(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)


@lru_cache(maxsize=128)
def _expression(text: str) -> Callable[..., Any]:
    return _ENVIRONMENT.compile_expression(text)


def compose(kind: str, values: kinds.Values) -> Paper:
    """Return the paper of a kind (`KINDS`) with these values in the shipped form.

    Raises KeyError for an unknown kind or name, TypeError for a text where a list belongs, ValueError for a 校验码 that
    is none. Names that are left out are empty.
    """
    return resolve(kinds.blueprint(kind), kinds.complete(kind, values))


def resolve(paper: Paper, values: Mapping[str, object]) -> Paper:
    """Return a blueprint without placeholders; `values` are whole (`complete`)."""
    code = _filled(paper.code, values)
    if code and normal(code) is None:
        raise ValueError(f"no check code: {code}")
    blocks = tuple(_blocks(paper.blocks, values))
    return replace(
        paper, head=_head(paper.head, values), blocks=blocks, foot=_foot(paper.foot, values),
        code=normal(code) or "", blueprint=False,
    )  # fmt: skip


def _filled(text: str, values: Mapping[str, object]) -> str:
    return _template(text).render(values) if "{" in text else text


def _of(expression: str, values: Mapping[str, object]) -> Any:
    return _expression(expression)(**values)


def _head(head: Head, values: Mapping[str, object]) -> Head:
    title, mark, number, addressees, stage = (
        _filled(t, values) for t in (head.title, head.mark, head.number, head.addressees, head.stage)
    )
    return Head(title, mark, number, addressees, stage, head.strip if stage else ())


def _foot(foot: Foot, values: Mapping[str, object]) -> Foot:
    names = _of(foot.attachments, values) if isinstance(foot.attachments, str) else foot.attachments
    texts = (foot.signature, foot.date, foot.note, foot.publicity, foot.copies, foot.printed_by, foot.printed_on)
    return Foot(tuple(names), *(_filled(t, values) for t in texts))


def _turns(over: str, item: str, values: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for index, one in enumerate(_of(over, values)):
        yield {**values, item: one, "loop": _Loop(index + 1, index == 0)}


def _blocks(blocks: tuple[Block, ...], values: Mapping[str, object]) -> Iterator[Block]:
    for block in blocks:
        yield from _block(block, values)


def _block(block: Block, values: Mapping[str, object]) -> Iterator[Block]:
    match block:
        case Each():
            for turn in _turns(block.over, block.item, values):
                yield from _blocks(block.blocks, turn)
        case When():
            if _of(block.name, values):
                yield from _blocks(block.blocks, values)
        case Paragraph():
            for line in lines_of(_filled(block.text, values)):
                yield replace(block, text=line)
        case Heading():
            yield replace(block, text="\n".join(lines_of(_filled(block.text, values))))
        case Table():
            yield replace(block, rows=tuple(_rows(block.rows, values)))
        case SignOff():
            yield replace(block, parties=tuple(_party(p, values) for p in block.parties))
        case Cover():
            yield _cover(block, values)
        case _:
            yield block


def _rows(rows: tuple[Row | EachRow, ...], values: Mapping[str, object]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Row):
            yield Row(tuple(_filled(cell, values) for cell in row.cells))
        else:
            for turn in _turns(row.over, row.item, values):
                yield from _rows(row.rows, turn)


def _party(party: Party, values: Mapping[str, object]) -> Party:
    return replace(party, name=_filled(party.name, values))


def _cover(cover: Cover, values: Mapping[str, object]) -> Cover:
    lines = tuple((name, _filled(value, values)) for name, value in cover.lines)
    title, number, foot = (_filled(t, values) for t in (cover.title, cover.number, cover.foot))
    return Cover(title, number, lines, foot)
