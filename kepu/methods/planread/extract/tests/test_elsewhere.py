"""What a file holds beside its text is not read, and is not forgotten either."""

from pathlib import Path

import pytest

from kepu.methods.planread.extract import Refused, extract
from kepu.methods.planread.extract.tests.pdf_files import pdf, set_lines
from kepu.methods.planread.extract.tests.word_files import W, docx, p, run

MARK = "内部资料 注意保存"
LONG = "坚持政府推动、社会参与、协同推进，大力普及科学知识，弘扬科学精神，提高公民科学素质，服务高质量发展，" * 2


def part(kind: str, text: str) -> str:
    return f'<w:{kind} xmlns:w="{W}">{p(text)}</w:{kind}>'


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("header1", "hdr"),
        ("footer2", "ftr"),
        ("footnotes", "footnotes"),
        ("endnotes", "endnotes"),
        ("comments", "comments"),
    ],
)
def test_parts_of_a_word_file_beside_the_document(name, kind):
    source = extract(docx(p("正文。"), **{f"word/{name}.xml": part(kind, MARK)}))
    assert (source.text, source.elsewhere) == ("正文。\n", MARK)


@pytest.mark.parametrize("name", ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"])
def test_properties_of_a_word_file(name):
    source = extract(docx(p("正文。"), **{name: f"<properties><category>{MARK}</category></properties>"}))
    assert MARK in source.elsewhere.split("\n")


def test_a_part_that_is_no_xml_is_looked_through_all_the_same():
    source = extract(docx(p("正文。"), **{"word/header1.xml": f"<w:hdr><w:p>{MARK}"}))
    assert MARK in source.elsewhere.split("\n")


@pytest.mark.parametrize(
    "body",
    [
        p(run(MARK, "<w:vanish/>")),
        p(f"<w:del><w:r><w:delText>{MARK}</w:delText></w:r></w:del>"),
        p(f"<w:moveFrom>{run(MARK)}</w:moveFrom>"),
    ],
)
def test_hidden_deleted_and_moved_text(body):
    source = extract(docx(p("正文。") + body))
    assert source.text == "正文。\n"
    assert MARK in source.elsewhere.split("\n")


def test_text_hidden_by_a_style():
    hiding = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("正文。") + f'<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{run(MARK)}</w:p>'
    source = extract(docx(body, styles=hiding))
    assert source.text == "正文。\n"
    assert MARK in source.elsewhere.split("\n")


def test_a_plain_word_file_has_nothing_elsewhere():
    assert extract(docx(p("正文。"))).elsewhere == ""


@pytest.mark.parametrize(
    "page",
    [
        f"<html><head><title>{MARK}</title></head><body><p>{LONG}</p></body></html>",
        f'<html><head><meta name="keywords" content="{MARK}"></head><body><p>{LONG}</p></body></html>',
        f'<html><body><div style="display: none"><b>{MARK}</b></div><p>{LONG}</p></body></html>',
        f"<html><body><p>{LONG}</p><footer>{MARK}</footer></body></html>",
    ],
)
def test_what_a_browser_does_not_show_of_a_page(page):
    source = extract(page.encode(), "a.html")
    assert MARK not in source.text
    assert MARK in source.elsewhere.split("\n")


def test_running_heads_of_a_pdf():
    pages = [([(88, 800, 10, MARK), *set_lines(LONG, 740)], []) for _ in range(3)]
    source = extract(pdf(*pages))
    assert MARK not in source.text
    assert source.elsewhere == MARK


def test_hidden_and_deleted_text_of_a_binary_word_file():
    source = extract((Path(__file__).parent / "data" / "listed.doc").read_bytes())
    assert "不可见" in source.elsewhere
    assert "删去" in source.elsewhere


def test_a_bomb_beside_the_document_is_refused():
    body = docx(p("正文。"), **{"word/header1.xml": part("hdr", "秘" * (12 * 1024 * 1024))})
    with pytest.raises(Refused) as refused:
        extract(body)
    assert refused.value.code == "bomb"
