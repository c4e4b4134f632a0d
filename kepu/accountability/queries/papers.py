"""A report on paper: what it says as it was put up, a strip for those who sign, the check code on every page."""

from collections.abc import Iterator
from datetime import date

from kepu.accountability.models import Report
from kepu.accountability.queries.content import Content, content_of
from kepu.methods.papers import (
    Block,
    Column,
    Foot,
    Head,
    Heading,
    Paper,
    Paragraph,
    Party,
    Row,
    SignOff,
    Table,
    title_lines,
)
from kepu.methods.planread.extract.numerals import numeral
from kepu.plans.queries.letters.content import day_words

STEPS = ("拟稿", "审核", "审签")
_NONE = "本年度未涉及。"


def paper_of(report: Report) -> Paper:
    """Return the paper of a report; one that is not put up says 拟稿 and bears no code."""
    said, final = content_of(report), report.sheet is not None
    head = Head(
        title_lines(f"{said['unit']}{said['title']}"),
        addressees="",
        stage="" if final else "拟稿",
        strip=() if final else STEPS,
    )
    blocks = (*_opening(said), *_parts(said), *_sign_off(said, final))
    return Paper(head, blocks, Foot(), code=report.sheet.code if report.sheet else "")


def _opening(said: Content) -> Iterator[Block]:
    since, cutoff = (day_words(date.fromisoformat(said[name])) for name in ("since", "cutoff"))
    drawn = day_words(date.fromisoformat(min(said.get("on", said["cutoff"]), said["cutoff"])))
    yield Paragraph(
        f"根据《{said['plan']}》，现将本单位{since}至{cutoff}的工作情况报告如下。数据为台账截至{drawn}的数。"
    )


def _parts(said: Content) -> Iterator[Block]:
    parts = [
        ("牵头任务完成情况", list(_leads(said))), ("参与配合的任务", list(_supports(said))), ("工作情况", list(_page(said))),
    ]  # fmt: skip
    for number, (title, blocks) in enumerate(((title, blocks) for title, blocks in parts if blocks), 1):
        yield Heading(1, f"{_numeral(number)}、{title}")
        yield from blocks


def _leads(said: Content) -> Iterator[Block]:
    for number, lead in enumerate(said["leads"], 1):
        yield Heading(2, f"（{_numeral(number)}）{lead['title']}")
        if not lead["involved"]:
            yield Paragraph(_NONE)
        if lead["figures"]:
            yield _figures(lead["figures"])
        if lead["state"]:
            yield Paragraph(f"进展状态：{lead['state']}。")
        for deed in lead["deeds"]:
            yield Paragraph(f"{day_words(date.fromisoformat(deed['day']))}，{deed['what']}（{deed['unit']}）。")
        yield from _texts(lead["texts"])
        if lead["objection"]:
            yield Paragraph(f"对数据的意见：{lead['objection']}")


def _figures(figures: list[Content]) -> Table:
    columns = (Column("目标任务", 78), Column("目标值", 39, "center"), Column("已完成", 39, "center"))
    rows = tuple(Row((f["quote"], f["value"] or "—", f["done"] or "—")) for f in figures)
    return Table(columns, rows)


def _supports(said: Content) -> Iterator[Block]:
    if not said["supports"]:
        return
    titles = [one["title"] for one in said["supports"] if one["involved"]]
    yield from (Paragraph(f"{number}. {title}") for number, title in enumerate(titles, 1))
    if not titles:
        yield Paragraph(_NONE)


def _page(said: Content) -> Iterator[Block]:
    for number, text in enumerate(said["page"], 1):
        yield Heading(2, f"（{_numeral(number)}）{text['title']}")
        yield from (Paragraph(line.strip()) for line in text["text"].split("\n") if line.strip())


def _texts(texts: list[Content]) -> Iterator[Block]:
    for text in texts:
        first, *rest = [line.strip() for line in text["text"].split("\n") if line.strip()] or [""]
        yield Paragraph(f"{text['title']}：{first}")
        yield from (Paragraph(line) for line in rest)


def _sign_off(said: Content, final: bool) -> Iterator[Block]:
    """Where the unit signs and puts its seal; a draft has its strip at the head."""
    if final:
        yield SignOff((Party("报送单位（盖章）", said["unit"], ("分管领导（签字）：",)),), STEPS)


def _numeral(number: int) -> str:
    return numeral(number, "chineseCountingThousand")
