"""Lines of a Chinese official document: cleaning, and where one paragraph ends and the next begins."""

import re

_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_TO_SPACE = {"\xa0", "\x9f"}
_TO_LINE = {"\x0b", "\x0c", "\r", "\x85", "\u2028", "\u2029"}
_BOOKMARK = re.compile(r"\[bookmark:\s*[^\]\n]{0,80}\]", re.IGNORECASE)

_NUMERAL = "〇零一二三四五六七八九十百"
STARTS_ITEM = re.compile(
    rf"""\s*(?:
      [{_NUMERAL}]{{1,4}}[、．.]                       # 一、
    | [（(](?:[{_NUMERAL}]{{1,4}}|\d{{1,3}})[）)]      # （一） (1)
    | \d{{1,3}}(?:[、)）]|[．.](?!\d))                 # 1. 2、 3）
    | 第[{_NUMERAL}\d]{{1,4}}[章节条编部]
    | [一二三四五六七八九十]是
    | [\u2460-\u249b\u3220-\u3229\u24b6-\u24ff]        # ① ⑴ ⒈ ㈠
    | [—―─]{{1,2}} | --
    | 附\s{{0,4}}[件表注][\d{_NUMERAL}：:\s]
    )""",
    re.VERBOSE,
)
_ENDS_SENTENCE = re.compile(r"[。；：！？;:!?][”’\"')）〕》】]*\s*$")
_INDENT = re.compile(r"\u3000{2}| {4}|\t")
_NARROW = re.compile(r"[\x20-\x7e]")


def clean(text: str) -> str:
    """Take out control and zero-width characters and bookmark noise; a no-break space becomes a space."""
    if _ODD.search(text):
        text = _ODD.sub(_replacement, text)
    return _BOOKMARK.sub("", text) if "[" in text else text


def _replacement(match: re.Match[str]) -> str:
    char = match.group()
    if char in _TO_SPACE:
        return " "
    return "\n" if char in _TO_LINE else ""


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a paragraph can end: with 。；：！？ and closing quotes or brackets after it."""
    return bool(_ENDS_SENTENCE.search(line[-12:]))


def starts_item(line: str) -> bool:
    """Whether a line begins with a list number or a dash."""
    return bool(STARTS_ITEM.match(line))


def is_indented(line: str) -> bool:
    """Whether a line begins with the indent of a new paragraph (two full-width or four narrow spaces, or a tab)."""
    return bool(_INDENT.match(line))


def split_breaks(text: str) -> list[str]:
    """Part a paragraph at those manual line breaks that part paragraphs; the others stay in the line.

    Pages and pasted documents use a line break for a new paragraph; titles use it to break a line.
    """
    if "\n" not in text:
        text = text.strip()
        return [text] if text else []
    found: list[str] = []
    after_blank = True
    for line in text.split("\n"):
        if not line.strip():
            after_blank = True
        else:
            if after_blank or is_indented(line) or starts_item(line) or ends_sentence(found[-1]):
                found.append(line.strip())
            else:
                found[-1] = f"{found[-1]}\n{line.strip()}"
            after_blank = False
    return found


def join(first: str, second: str) -> str:
    """Join two halves of a wrapped line: a space only between two narrow (Latin, digit) words."""
    if not first or not second:
        return first + second
    if first[-1].isalpha() and second[0].isalpha() and first[-1].isascii() and second[0].isascii():
        return f"{first} {second}"
    return first + second


def width(line: str) -> int:
    """Columns a line takes on a screen: two for a Chinese character, one for a narrow one."""
    return 2 * len(line) - len(_NARROW.findall(line))
