"""What the document says of itself: title, issuer, number, date, period, region."""

import re
from collections import Counter
from itertools import pairwise

from .model import Frame, Region
from .numbers import chinese_number
from .outline import Node
from .paragraphs import Paragraph
from .twin import twin_of
from .units import is_unit

_GENRE = "(?:方案|计划|规划|意见|纲要|要点|办法|任务书)"
_TITLE = re.compile(rf"(?!附件)[^，。；：《》！]{{5,70}}{_GENRE}(?:（[^（）]{{1,20}}）){{0,2}}")
_NOTICE = re.compile(
    rf"(?P<who>[^《》，。；]{{0,40}}?)关于(?:印发|下发|转发|发布|公布)(?:实施)?[《“]?(?P<title>[^《》]{{4,80}}?{_GENRE}(?:（[^（）]{{1,20}}）){{0,2}})[》”]?的(?:通|"
    rf"公)"
)
_CITED = re.compile(
    rf"(?:现将|现就)?《(?P<title>[^《》]{{4,80}}?{_GENRE}(?:（[^（）]{{1,20}}）)?)》(?=印发|已经|下发|发给|转发|经)"
)
_TOPIC = re.compile(r"科学素质|科普|科学普及|科学技术普及")
_NUMBER = re.compile(r"[\u4e00-\u9fff（）]{1,18}[〔（]\d{4}[〕）](?:第)?\d{1,5}号")
_META = r"(?:{})[：]? ?(?P<value>.+)"
_META_CELLS = 60
_META_ISSUER = re.compile(
    _META.format("发文单位|发文机关|发文机构|发布机构|制发机关|制定机关|发布单位|印发机关|印发单位|公开主体")
)
_META_NUMBER = re.compile(_META.format("发文字号|文号|文件编号|发文文号"))
_META_DATE = re.compile(_META.format("成文日期|成文时间|生成日期|发文日期|签发日期"))
_META_ISSUED = re.compile(_META.format("印发日期|发布日期|发布时间|公开日期|发文时间"))
_DATE = re.compile(r"(\d{4})(?:年|—|/|\.)(\d{1,2})(?:月|—|/|\.)(\d{1,2})日?")
_CN_DATE = re.compile(
    r"([二两][〇零○OＯ一二三四五六七八九0]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_RANGE = re.compile(r"(20\d\d)年?(?:—+|至|到)(20\d\d)年?")
_FIVE = re.compile(r"“?十([二三四五六七])五”?(?=[^\u4e00-\u9fff]|时期|期间|规划|全民|末|发展|科普|我)")
_SUFFIX = "(?:自治州|自治县|自治旗|自治区|特别行政区|地区|林区|矿区|新区|开发区|高新区|示范区|度假区|管理区|省|市|县|区|州|盟|旗)"
_REGION = re.compile(rf"[\u4e00-\u9fff]{{1,12}}?{_SUFFIX}(?:(?=[市县区])[市县区])?")
_NOT_REGION = re.compile(
    r"全民|科学|素质|提升|关于|人民|实施|科普|行动|加强|印发|进一步|各|我|全|本|创建|建设|公民|推进|促进"
)
_PROVINCE = re.compile(r"省$|自治区$|^(?:北京|天津|上海|重庆)市$|特别行政区$")
_LOWER = re.compile(
    r"各[县区市旗](?:[（、和区县市旗]|人民|政府|科协|委)|县（市、区）|区（市）|县（市）|县（区）|县（市）区|"
    r"区、市人民|县、区|各县区|各区县|县区|[县区]（[^（）]{1,6}）"
)
_TOWNS = re.compile(r"各乡镇|各镇|各街道|各乡[、（镇]|乡镇（|镇（街道）|镇街|乡镇人民政府|街道办事处|各苏木")


_NO_TITLE = re.compile(r"[，。；：]|\d{4}年\d{1,2}月|^（(?!\d{4}|送审|征求|试行|讨论)|〔\d{4}〕|^附件|^附$")


def cover_of(paragraphs: list[Paragraph], root: Node) -> list[Paragraph]:
    """Return the paragraphs before the plan's first section: cover notice, title, preamble."""
    first = next(
        (n for n in root.walk()[1:] if n.family in ("chapter", "cn", "(cn)", "section", "1.") and n.paragraph), None
    )
    limit = (
        first.paragraph.block.start if first and first.paragraph else (paragraphs[-1].block.end if paragraphs else 0)
    )
    return [p for p in paragraphs if p.block.start < limit and not p.cell]


def _cut(text: str, paragraph: Paragraph, start: int, end: int) -> str:
    a, b = paragraph.span(start, end)
    return "".join(text[a:b].split())


def _own_title(cover: list[Paragraph], text: str) -> str | None:
    """Return the title that stands alone on one to three lines, the one about science literacy first."""
    found: list[tuple[bool, str]] = []
    for i, paragraph in enumerate(cover):
        joined, spans = "", []
        first = len(found)
        for follower in cover[i : i + 3]:
            if len(follower.text) > 45 or _NO_TITLE.search(follower.text) or _CN_DATE.match(follower.text):
                break
            if is_unit(follower.text):
                break
            joined += follower.text
            spans.append(follower)
            if _TITLE.fullmatch(joined) and not re.search(r"关于.{0,60}通知|印发|^附件", joined):
                found[first:] = [(bool(_TOPIC.search(joined)), "".join(_cut(text, p, 0, len(p.text)) for p in spans))]
        if paragraph.text.startswith("为"):
            break
    return max(found, key=lambda f: (f[0], -len(found)))[1] if found else None


def _noticed_title(cover: list[Paragraph], text: str) -> str | None:
    """Return the plan's title out of the notice that issues it."""
    joined = [(p, None) for p in cover] + [(a, b) for a, b in pairwise(cover)]
    for pattern in (_NOTICE, _CITED):
        for first, second in joined:
            whole = first.text + (second.text if second else "")
            found = pattern.search(whole)
            if found:
                return _cut_pair(text, first, second, *found.span("title"))
    return None


def _cut_pair(text: str, first: Paragraph, second: Paragraph | None, start: int, end: int) -> str:
    size = len(first.text)
    left = _cut(text, first, start, min(end, size)) if start < size else ""
    return left + (_cut(text, second, max(0, start - size), end - size) if second and end > size else "")


def _meta(paragraphs: list[Paragraph], pattern: re.Pattern[str], text: str) -> str | None:
    for p in paragraphs:
        found = pattern.match(p.text.lstrip("· "))
        if found and len(p.text) < 60:
            skip = len(p.text) - len(p.text.lstrip("· "))
            return _cut(text, p, found.start("value") + skip, found.end("value") + skip)
    return None


def _meta_cell(paragraphs: list[Paragraph], pattern: re.Pattern[str], text: str) -> str | None:
    """Return what stands beside a label in the table that opens a web page (发文字号： | 云府发〔2022〕6号)."""
    for label, value in pairwise(paragraphs[:_META_CELLS]):
        beside = label.cell and value.cell and label.block.row == value.block.row and value.text
        found = pattern.fullmatch(label.text + value.text) if beside else None
        if found and found.start("value") == len(label.text):
            return _cut(text, value, 0, len(value.text))
    return None


def date_of(text: str) -> str | None:
    """Return the ISO date with which a matching text begins, in digits or in Chinese, None if it has none."""
    found = _DATE.match(text)
    if found:
        year, month, day = (int(g) for g in found.groups())
    else:
        chinese = _CN_DATE.match(text)
        if not chinese:
            return None
        year = int("".join(str(chinese_number(c) or 0) for c in chinese.group(1)))
        month, day = chinese_number(chinese.group(2)) or 0, chinese_number(chinese.group(3)) or 0
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _signature(places: list[Paragraph], text: str) -> tuple[str | None, str | None]:
    """Return the body that signed and the date, from a short line that holds nothing but a date."""
    for i, p in enumerate(places):
        iso = date_of(p.text.strip("（）"))
        if iso and len(p.text) <= 18:
            above = places[i - 1] if i else None
            signer = above.text if above and is_unit(above.text.replace(" ", "")) else ""
            return (_cut(text, above, 0, len(above.text)) if above and signer else None), iso
        tail = re.search(r" (?=\d{4}年\d{1,2}月\d{1,2}日$)", p.text)
        if tail and len(p.text) <= 50 and is_unit(p.text[: tail.start()]):
            return _cut(text, p, 0, tail.start()), date_of(p.text[tail.end() :])
    return None, None


def _issuer_in_headline(cover: list[Paragraph], text: str) -> str | None:
    for i, p in enumerate(cover):
        found = _NOTICE.match(p.text) or _NOTICE.match(p.text + (cover[i + 1].text if i + 1 < len(cover) else ""))
        if found and found.end("who") <= len(p.text) and is_unit(found.group("who")):
            return _cut(text, p, *found.span("who"))
        if p.text.startswith("关于印发") and i and is_unit(cover[i - 1].text):
            return _cut(text, cover[i - 1], 0, len(cover[i - 1].text))
    return None


def _own_number(cover: list[Paragraph], text: str) -> str | None:
    for p in cover:
        if len(p.text) <= 30 and (found := _NUMBER.fullmatch(p.text)):
            return _cut(text, p, *found.span())
    return None


def regions_in(title: str) -> list[str]:
    """Return the chain of regions with which a title or a body's name begins ("某市某县…" gives both).

    ``title`` is original text; the names are cut from it.
    """
    original, title = title, twin_of(title)
    chain: list[str] = []
    at = 0
    while found := _REGION.match(title, at):
        if _NOT_REGION.search(found.group()) or found.end() - at < 2:
            break
        chain.append(original[at : found.end()])
        at = found.end()
    return chain


def _region(candidates: list[str], twin: str) -> Region:
    for candidate in candidates:
        chain = regions_in(candidate)
        if chain:
            return Region(chain[-1], _level(chain, twin))
    return Region(None, "county")


def _level(chain: list[str], twin: str) -> str:
    """Return the level of the last region of a chain; a 市 is told by the areas the plan calls its own."""
    chain = [twin_of(c) for c in chain]
    name = chain[-1]
    if _PROVINCE.search(name):
        return "province"
    if re.search(r"(?:自治州|州|盟|地区)$", name):
        return "prefecture"
    if not name.endswith("市"):
        return "county"
    if len(chain) > 1 and not _PROVINCE.search(chain[-2]):
        return "county"
    lower, towns = len(_LOWER.findall(twin)), len(_TOWNS.findall(twin))
    return "county" if towns > lower else "prefecture"


def _period(title: str | None, texts: list[str]) -> tuple[int, int] | None:
    """Return the plan's years: from its title, else from the five-year period that the text names most."""
    for text in [title or ""]:
        found = _RANGE.search(text)
        if found:
            return int(found.group(1)), int(found.group(2))
        year = re.search(r"(20\d\d)年", text)
        if year and not _FIVE.search(text):
            return int(year.group(1)), int(year.group(1))
    for text in [title or "", *texts]:
        fives = Counter(_FIVE.findall(text))
        if fives:
            first = 2001 + 5 * (chinese_number(fives.most_common(1)[0][0]) or 0)
            return first, first + 4
    goals = Counter(re.findall(r"到(20\d[05])年", texts[-1]))
    last = int(goals.most_common(1)[0][0]) if goals else 0
    return (last - 4, last) if last else None


def read_frame(paragraphs: list[Paragraph], root: Node, text: str) -> Frame:
    """Return title, region, issuer, number, date and period of the plan."""
    cover = cover_of(paragraphs, root)
    title = _own_title(cover, text) or _noticed_title(cover, text)
    plain = [p for p in paragraphs if not p.cell]
    signer, signed = _signature(cover, text)
    if signed is None:
        signer, signed = _signature(plain[-12:], text)
    issuer = _meta(cover, _META_ISSUER, text) or signer or _meta_cell(paragraphs, _META_ISSUER, text)
    issuer = issuer or _issuer_in_headline(cover, text)
    dated = _meta(cover, _META_DATE, text) or _meta(cover, _META_ISSUED, text)
    twin_title = twin_of(title or "")
    whole = "\n".join(p.text for p in plain)
    return Frame(
        _region([title or "", issuer or "", *(_cut(text, p, 0, len(p.text)) for p in cover[:12])], whole), title, issuer,
        _meta(cover, _META_NUMBER, text) or _own_number(cover, text) or _meta_cell(paragraphs, _META_NUMBER, text),
        signed or (date_of(twin_of(dated)) if dated else None), _period(twin_title, ["\n".join(p.text for p in cover), whole]),
    )  # fmt: skip
