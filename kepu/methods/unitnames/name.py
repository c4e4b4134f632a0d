"""Take a printed name apart: level, branch of power, place of a branch office, fields, kind of body."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kepu.methods.unitnames.words import ENDINGS, FIELDS, LONGEST_FIELD, ORDERED_ENDINGS, WHOLE

_BRACKETS = re.compile(r"[（(〔\[]([^）)〕\]]*)[）)〕\]]")
_LEVEL = re.compile(r"^(?:县|区(?!域|划)|州|省|旗|市(?!场|监|容|政(?!府|协|法)))")
_LEAGUE = re.compile(
    r"^(?:共青)?团(?:(?P<level>[县区市州省旗])?委(?:员会)?)$|^共青团(?P<place>[县区市州省旗])委(?:员会)?$"
)
_BRANCH_OFFICE = re.compile(r"^市(?P<body>.+?局)(?P<place>[^局]{0,6}?)[县区市旗]?分局$")
_JOINTS = re.compile(r"[和与及、]")
_TOWN = re.compile(r"^(?P<name>.+?)(?:(?P<town>镇|乡)(?:人民政府|政府)?|街道(?:办事处|办)?)$")


@dataclass(frozen=True)
class Name:
    """A name taken apart. `level` is 县, 区, 市 … or empty; `branch` is party, government or empty; `place` is where a
    branch office of the city sits ("" when it is here or unsaid); `fields` are what it deals with; `kind` is its ending.
    """

    plain: str
    level: str
    branch: str
    place: str
    fields: tuple[str, ...]
    kind: str


@lru_cache(maxsize=20_000)
def parse(printed: str, places: tuple[str, ...] = ()) -> Name:
    """Return the parts of a printed name. `places` are the full names of the region and those above, nearest first.

    What stands in brackets is left out: `alternatives` gives it as names of its own.
    """
    plain = _localise(_plain(_BRACKETS.sub("", printed)), places)
    if league := _LEAGUE.match(plain):
        return Name(plain, league["level"] or league["place"] or "", "", "", ("共青团",), "委")
    if office := _BRANCH_OFFICE.match(plain):
        place = "" if _is_here(office["place"], places) else office["place"]
        fields, _ = _fields_and_kind(office["body"])
        return Name(plain, "", "", place, fields, "分局")
    level = found[0] if (found := _LEVEL.match(plain)) else ""
    branch, rest = _branch(plain[len(level) :])
    if not branch and (town := _TOWN.match(rest)):
        return Name(plain, "", "", "", (town["name"],), town["town"] or "街道")
    fields, kind = _fields_and_kind(WHOLE.get(rest, rest))
    return Name(plain, level, branch, "", fields, kind)


def alternatives(printed: str) -> tuple[str, ...]:
    """Return the names that stand in a printed name: the one outside brackets first, then those inside."""
    inside = [part for group in _BRACKETS.findall(printed) for part in re.split(r"[、，,；;]", group)]
    return (_BRACKETS.sub("", printed), *(part for part in inside if len(part) > 2))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("“”\"'《》.。·")


def _localise(text: str, places: tuple[str, ...]) -> str:
    """Put the level in place of full names (清禾县 → 县) and drop the short name in front (清禾一中 → 一中)."""
    text = text.removeprefix("中共").removeprefix("中国共产党").removeprefix("国网").removeprefix("国家税务总局")
    for place in places:
        if text.startswith(place) and len(text) > len(place):
            text = place[-1] + text[len(place) :]
            break
        text = text.replace(place, place[-1]) if text.startswith("共青团") else text
    short = places[0][:-1] if places else ""
    if len(short) >= 2 and text.startswith(short) and len(text) > len(short) + 1:
        text = text[len(short) :]
    return _drop_double_level(text)


def _drop_double_level(text: str) -> str:
    """县城关镇人民政府 is 城关镇人民政府."""
    if len(text) > 3 and _LEVEL.match(text) and _TOWN.match(text[1:]) and not text.endswith(("政府办", "委办")):
        return text[1:]
    return text


def _is_here(place: str, places: tuple[str, ...]) -> bool:
    return not place or not places or place.rstrip("县区市旗") == places[0][:-1]


def _branch(rest: str) -> tuple[str, str]:
    """Party or government: 委宣传部, 政府办公室, 人民政府教育局."""
    for prefix in ("人民政府", "政府"):
        if rest.startswith(prefix) and len(rest) > len(prefix):
            return "government", rest[len(prefix) :]
    if rest.startswith("委") and len(rest) > 1 and not rest.startswith("委员会"):
        return "party", rest[1:]
    return "", rest


def _fields_and_kind(text: str) -> tuple[tuple[str, ...], str]:
    ending = next((e for e in ORDERED_ENDINGS if text.endswith(e)), "")
    stem = text[: -len(ending)] if ending else text
    if ending in ("一中", "二中"):
        stem = text[:-1]
    stem = _JOINTS.sub("", stem)
    return tuple(_segment(stem.removesuffix("区"))), ENDINGS.get(ending, "")


def _segment(stem: str) -> list[str]:
    fields: list[str] = []
    at = 0
    while at < len(stem):
        length = next((n for n in range(LONGEST_FIELD, 0, -1) if stem[at : at + n] in FIELDS), 1)
        word = stem[at : at + length]
        fields += FIELDS.get(word, word).split()
        at += length
    return fields
