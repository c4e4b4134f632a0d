"""The leader opens 一页简报: the PDF and the Word file say the same, and both say what the board says."""

import io
import re

import pypdfium2
import pytest
from docx import Document

from tests.journeys.looking import judge

pytestmark = pytest.mark.browser
LEADER, BOARD = "上级查阅", "/desk/plans/1/board/"
STANDS = re.compile(r"(已完成|正常推进|进度滞后|难以完成|未启动)(\d+)个")


def downloaded(page, name: str) -> bytes:
    with page.expect_download() as caught:
        page.get_by_role("link", name=name, exact=True).click()
    return caught.value.path().read_bytes()


def pdf_words(data: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)))


def word_words(data: bytes) -> str:
    return re.sub(r"\s", "", "".join(one.text for one in Document(io.BytesIO(data)).paragraphs))


def test_the_brief_says_the_figures_of_the_board(visit, axe):
    page = visit(LEADER, BOARD)
    judge(page, axe)
    nav = page.get_by_role("navigation", name="按状态筛选").inner_text()
    lights = dict(re.findall(r"(已完成|正常推进|进度滞后|难以完成|未启动)\s*(\d+)", nav))
    everything = re.search(r"全部\s*(\d+)", nav).group(1)
    assert lights
    printed = downloaded(page, "一页简报 PDF")
    assert len(pypdfium2.PdfDocument(printed)) == 1
    pdf, word = pdf_words(printed), word_words(downloaded(page, "一页简报 Word"))
    for text in (pdf, word):
        assert f"{everything}个目标任务中，{sum(map(int, lights.values()))}个可以判断进展" in text
        assert dict(STANDS.findall(text.split("可以判断进展")[1].split("。")[0])) == lights
