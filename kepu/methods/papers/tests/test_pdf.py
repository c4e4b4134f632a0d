"""PDF: what people type is plain text, no character is lost or empty, the measures are those of the standard."""

import re

import pytest

from kepu.methods import papers
from kepu.methods.papers import (
    Column,
    Foot,
    Head,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    SignOff,
    Table,
    to_docx,
    to_pdf,
)
from kepu.methods.papers.kinds import blueprint
from kepu.methods.papers.tests.looking import boxes, fonts, sizes, texts
from kepu.methods.papers.tests.test_filling import NASTY


def whole(pdf: bytes) -> str:
    """The text of all pages as one, without page numbers."""
    return "".join(re.sub(r"—\d+—$", "", page) for page in texts(pdf))


def squeezed(text: str) -> str:
    return "".join(text.split())


def everywhere(text: str) -> Paper:
    """A paper that has a text in every place a person can fill."""
    return Paper(
        Head(text, text, text, text, text, (text,)),
        (
            papers.Cover(text, text, ((text, text),), text), Heading(0, text), Heading(1, text), Paragraph(text),
            Table((Column(text, 1), Column(text, 2)), (Row((text, text)), Row((text,)))), PageBreak(),
            SignOff((papers.Party(text, text, (text,)), papers.Party(text, text, (text,))), (text,)),
        ),
        Foot((text, text), text, text, text, text, text, text, text),
    )  # fmt: skip


@pytest.mark.parametrize("text", NASTY, ids=[t[:12] for t in NASTY])
def test_what_people_type_is_plain_text(text):
    made = whole(to_pdf(Paper(Head(), (Paragraph(f"始{text}终"),))))
    assert squeezed(f"始{text}终") in made


@pytest.mark.parametrize("text", [t for t in NASTY if len(t) < 200], ids=lambda t: t[:12])
def test_in_every_place_of_a_paper(text):
    made = whole(to_pdf(everywhere(f"始{text}终")))
    assert made.count(squeezed(f"始{text}终")) >= 24
    assert to_docx(everywhere(text))


def test_a_cell_of_ten_thousand_characters_runs_over_pages_and_keeps_them_all():
    long = "".join(chr(0x4E00 + i % 500) for i in range(10_000))
    made = to_pdf(Paper(Head(), (Table((Column("甲", 1), Column("乙", 1)), (Row((long, "短")),)),)))
    joined = whole(made)
    assert len(texts(made)) > 3
    assert sum(joined.count(chr(0x4E00 + i)) for i in range(500)) >= 10_000


def test_a_word_without_end_stays_inside_the_type_area():
    for text in ("w" * 3000, "https://example.org/" + "a1b2/" * 400):
        made = to_pdf(
            Paper(Head(), (Paragraph(text), Table((Column("甲", 1), Column("乙", 9)), (Row((text[:300], "")),))))
        )
        assert all(box.right <= 210 - 26 + 0.5 for box in boxes(made))
        assert squeezed(text) in whole(made)


def test_what_the_fonts_lack_is_printed_as_a_geta_and_nothing_is_empty():
    made = whole(to_pdf(Paper(Head(), (Paragraph("科普😀与\U0002a6d6\x00\x07\u202e止"),))))
    assert made == "科普〓与〓止"


def test_only_the_shipped_fonts_are_used():
    made = to_pdf(papers.compose("letter", papers.sample_values("letter")))
    assert {name.split("+")[-1].split("-")[0] for name in fonts(made)} == {"NotoSerifSC", "NotoSansSC"}


def test_the_type_area_is_that_of_the_standard():
    lines = tuple(Paragraph("一" * 28, indent=False) for _ in range(50))
    made = to_pdf(Paper(Head(), lines))
    assert sizes(made) == [(210, 297)] * 3
    assert [page.count("一" * 28) for page in texts(made)] == [22, 22, 6]  # 22 lines of 28 characters
    first = boxes(made)[0]
    assert first.left == pytest.approx(28, abs=0.6)
    assert first.right == pytest.approx(210 - 26, abs=0.8)
    assert first.top == pytest.approx(37, abs=4)
    assert first.bottom == pytest.approx(297 - 35, abs=4)


def test_the_29th_character_begins_a_line():
    made = to_pdf(Paper(Head(), tuple(Paragraph("一" * 29, indent=False) for _ in range(11))))
    assert len(texts(made)) == 1
    made = to_pdf(Paper(Head(), tuple(Paragraph("一" * 29, indent=False) for _ in range(12))))
    assert len(texts(made)) == 2


def test_page_numbers_and_the_code_stand_on_every_page():
    paper = Paper(Head(), tuple(Paragraph("一" * 28) for _ in range(70)), code="7H3K9PQ2XW")
    for number, page in enumerate(texts(to_pdf(paper)), start=1):
        assert f"—{number}—" in page
        assert "校验码7H3K9-PQ2XW" in page


def test_a_cover_bears_the_code_and_no_number():
    first, second, *_ = texts(to_pdf(papers.compose("letter", papers.sample_values("letter"))))
    assert "7H3K9-PQ2XW" in first
    assert "—1—" not in first
    assert "—2—" in second


def test_a_heading_row_is_repeated_on_every_page():
    rows = tuple(Row((str(i), "事项")) for i in range(120))
    pages = texts(to_pdf(Paper(Head(), (Table((Column("序号", 1), Column("工作事项", 5)), rows),))))
    assert len(pages) > 2
    assert all("序号工作事项" in page for page in pages)


def test_an_empty_paper_and_a_blueprint():
    assert sizes(to_pdf(Paper(Head(), ()))) == [(210, 297)]
    assert sizes(to_pdf(Paper(Head("表"), (), landscape=True))) == [(297, 210)]
    with pytest.raises(ValueError, match="blueprint"):
        to_pdf(blueprint("letter"))


@pytest.mark.parametrize("kind", papers.KINDS)
def test_papers_of_which_everything_is_empty(kind):
    paper = papers.compose(kind, {})
    assert texts(to_pdf(paper))
    assert to_docx(paper)


def test_values_of_the_wrong_shape_are_the_callers_fault():
    with pytest.raises(KeyError, match="乙芳"):
        papers.compose("letter", {"乙芳": "县教育局"})
    with pytest.raises(TypeError):
        papers.compose("letter", {"职责": "一条"})
    with pytest.raises(TypeError):
        papers.compose("letter", {"乙方": ["一条"]})
    with pytest.raises(KeyError, match="目标直"):
        papers.compose("letter", {"定量目标": [{"目标直": "1"}]})
    with pytest.raises(ValueError, match="check code"):
        papers.compose("letter", {"校验码": "7H3K9PQ2XX"})
