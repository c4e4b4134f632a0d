"""Every kind of paper: its names, its shipped template, its sample, as .docx and as PDF."""

import io

import docx
import pypdfium2
import pytest

from kepu.methods import papers


@pytest.fixture(params=papers.KINDS)
def kind(request):
    return request.param


def filled(kind):
    return papers.fill(papers.default_template(kind), papers.complete(kind, papers.sample_values(kind)))


def words_of(data: bytes) -> str:
    """Everything that a .docx says in its text, tables included, in its order."""
    body = docx.Document(io.BytesIO(data)).element.body
    return "".join(body.itertext()).replace("\n", "").replace(" ", "")


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_the_filled_template_holds_no_placeholder_and_every_text_of_the_sample(kind):
    words = words_of(filled(kind))
    assert "{" not in words
    for text in papers.compose(kind, papers.sample_values(kind)).texts():
        assert text.replace(" ", "").replace("\n", "") in words


def test_the_pdf_holds_every_text_of_the_sample(kind):
    paper = papers.compose(kind, papers.sample_values(kind))
    words = "".join("".join(pages_of(papers.to_pdf(paper))).split())
    for text in paper.texts():
        assert "".join(text.split())[:10] in words


def test_the_template_asks_for_names_that_are_documented(kind):
    known = {name.name for name in papers.known_names(kind)}
    assert set(papers.placeholders(papers.default_template(kind))) <= known


def test_the_same_paper_gives_the_same_bytes(kind):
    paper = papers.compose(kind, papers.sample_values(kind))
    assert papers.to_docx(paper) == papers.to_docx(paper)
    assert papers.to_pdf(paper) == papers.to_pdf(paper)
    assert filled(kind) == filled(kind)
