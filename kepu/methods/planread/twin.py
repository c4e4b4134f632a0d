"""One twin of the text, of the same length, in which all matching is done.

Traditional characters become simplified one by one (OpenCC's character table), punctuation becomes full width,
letters and digits half width, every sort of space a space, every sort of dash ``—``. Spans found in the twin are cut
from the original text, so that no other rule has to know of encodings, widths or scripts.
"""

import re
from functools import lru_cache

import opencc

_PAIRS = {
    ",": "，", ":": "：", ";": "；", "!": "！", "(": "（", ")": "）", "[": "（", "]": "）", "［": "（", "］": "）",
    "【": "（", "】": "）", "﹝": "〔", "﹞": "〕", "｡": "。", "､": "、", "﹐": "，", "﹑": "、", "︰": "：", "﹕": "：",
    "﹔": "；", "﹙": "（", "﹚": "）", "．": ".", "﹒": ".", "％": "%", "﹪": "%", "﹣": "—", "-": "—", "‐": "—",
    "‑": "—", "‒": "—", "–": "—", "―": "—", "─": "—", "━": "—", "－": "—", "~": "—", "～": "—", "〜": "—", "−": "—",
    "﹘": "—", "･": "·", "•": "·", "‧": "·", "∙": "·", "●": "·", "◆": "·", "■": "·", "★": "·", "◇": "·", "○": "〇",
    "「": "“", "」": "”", "『": "“", "』": "”", "〝": "“", "〞": "”", "＂": '"', "＇": "'", "‘": "“", "’": "”",
    "〈": "《", "〉": "》", "＜": "《", "＞": "》", "？": "?", "＋": "+", "／": "/", "|": "｜", "﹢": "+",
}  # fmt: skip
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2060\u202f" \
          "\u205f\u3000\ufeff\u00ad\x0b\x0c\x07\x00"  # fmt: skip
_NEWLINES = "\r\u0085\u2028\u2029"
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,60}\]")
_LOST_DASH = re.compile(
    r"(?m)(?<=^)(?P<lead>[ \t\u3000\u00a0]{0,40})\?\?(?=[^?\s])|(?<=\d)\?{1,2}(?=\d)|(?<=\S)(?<!\?)\?\?(?=\d{4})"
)
_LOST_DOT = re.compile(r"(?<=[\u4e00-\u9fff])\?(?=[\u4e00-\u9fff])")
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Return the translation table: widths, spaces, dashes and the 1:1 traditional characters."""
    table = {ord(a): b for a, b in _PAIRS.items()}
    table.update({ord(c): " " for c in _SPACES})
    table.update({ord(c): "\n" for c in _NEWLINES})
    table.update({0xFF10 + i: chr(0x30 + i) for i in range(10)})
    table.update({0xFF21 + i: chr(0x41 + i) for i in range(26)})
    table.update({0xFF41 + i: chr(0x61 + i) for i in range(26)})
    return table | _simplified()


def _simplified() -> dict[int, str]:
    """Return OpenCC's traditional → simplified table for the unified ideographs, characters taken singly."""
    block = [chr(i) for i in range(0x4E00, 0xA000)]
    plain = opencc.OpenCC("t2s").convert("\n".join(block)).split("\n")
    return {ord(a): b for a, b in zip(block, plain, strict=True) if a != b and len(b) == 1}


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _dashes(found: re.Match[str]) -> str:
    lead = found.group("lead") or ""
    return lead + "—" * (len(found.group()) - len(lead))


def _quotes(line: str) -> str:
    """Turn straight double quotes of one line into opening and closing ones by turns."""
    pieces = line.split('"')
    marks = ["“" if i % 2 == 0 else "”" for i in range(len(pieces) - 1)]
    return "".join(p + m for p, m in zip(pieces, [*marks, ""], strict=True))


def twin_of(text: str) -> str:
    """Return the normalised twin of ``text``; it has the same length, so offsets are shared."""
    twin = _BOOKMARK.sub(_blank, text)
    if "?" in twin:
        twin = _LOST_DOT.sub("·", _LOST_DASH.sub(_dashes, twin))
    twin = _THOUSANDS.sub(",", twin.translate(_table()))
    if '"' in twin:
        twin = "\n".join(map(_quotes, twin.split("\n")))
    return twin
