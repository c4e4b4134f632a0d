"""The marks that number paragraphs, in every habit: 第一章, 一、, （一）, 1., 1.1, （1）, ①, ——."""

import re
from dataclasses import dataclass

from .numbers import small_number

_CN = "[一二三四五六七八九十百零〇]"
_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第({_CN}{{1,4}}|\d{{1,2}})(?:章|部分|篇|节)[、：.，]?")),
    ("cn", re.compile(rf"({_CN}{{1,4}})(?:、|\.(?!\d)|，(?=[\u4e00-\u9fff]{{2,12}}$))")),
    ("(cn)", re.compile(rf"(?:（({_CN}{{1,4}})）|({_CN}{{1,4}})）|[㈠-㈩])[、.：]?")),
    ("word", re.compile(rf"(?:任务|行动|工程|项目|举措|措施|专项)({_CN}{{1,3}}|\d{{1,2}})[、：. ]")),
    ("1.1.1", re.compile(r"(\d{1,2}(?:\.\d{1,2}){2,3})[、.]?(?![\d%])")),
    ("1.1", re.compile(r"(\d{1,2}\.\d{1,2})[、.]?(?=[\u4e00-\u9fff“《])(?![万亿元个年倍])")),
    ("1.", re.compile(r"(?:(\d{1,3})(?:[.、]|，(?=[\u4e00-\u9fff]))(?!\d)|[⒈-⒛])[、.]?")),
    ("(1)", re.compile(r"(?:（(\d{1,3})）|(\d{1,3})）|[⑴-⒇])[、.]?")),
    ("①", re.compile(r"[①-⑳❶-❿]")),
    ("——", re.compile(r"—{1,4}(?=[^\d—])")),
    ("·", re.compile(r"(?:[·*※☆▲▪◎□☑]|[\uf000-\uf0ff])(?=\S)")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A paragraph's number: its family, its value (None for dashes) and where the words begin."""

    family: str
    value: int | None
    end: int


def _value(found: re.Match[str]) -> int | None:
    digits = next((g for g in found.groups() if g), None)
    if digits is None:
        return _symbol(found.group()[0])
    return small_number(digits.rsplit(".", 1)[-1])


def _symbol(mark: str) -> int | None:
    for first, last in ("①⑳", "⑴⒇", "⒈⒛", "㈠㈩", "❶❿"):
        if first <= mark <= last:
            return ord(mark) - ord(first) + 1
    return None


def marker_of(text: str) -> Marker | None:
    """Return the mark with which ``text`` (a paragraph's matching text) begins, None if it has none."""
    for family, pattern in _FAMILIES:
        found = pattern.match(text)
        if found:
            return Marker(family, _value(found), found.end())
    return None
