"""Every paper opened in LibreOffice and laid beside our own PDF: the same pages, the same words on each, the same frame.

Both are set in the shipped fonts, so that what is compared is the layout and not the fonts of the machine.
"""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from kepu.methods import papers
from kepu.methods.papers.tests.looking import boxes, fonts, sizes, texts
from kepu.methods.papers.typeset.glyphs import font_files

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="NO LIBREOFFICE (soffice) HERE: the papers' layout was NOT compared"),
]
FAMILIES = {
    "仿宋_GB2312": "Noto Serif SC", "楷体_GB2312": "Noto Serif SC", "方正小标宋简体": "Noto Serif SC", "宋体": "Noto Serif SC",
    "Times New Roman": "Noto Serif SC", "黑体": "Noto Sans SC",
}  # fmt: skip


def environment(folder: Path) -> dict[str, str]:
    """An environment in which only the shipped fonts exist, under the names of those that offices have."""
    alias = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{ours}</family></prefer></alias>'
        for name, ours in FAMILIES.items()
    )
    place = folder / "fonts.conf"
    place.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{font_files()[0].parent}</dir><cachedir>{folder}/fc</cachedir>{alias}</fontconfig>',
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(place), "HOME": str(folder)}


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """By kind: the shipped template filled, and the paper written at once, as LibreOffice's PDF; and our PDF."""
    folder = tmp_path_factory.mktemp("papers")
    for kind in papers.KINDS:
        values = papers.sample_values(kind)
        filled = papers.fill(papers.default_template(kind), papers.complete(kind, values))
        (folder / f"{kind}.docx").write_bytes(filled)
        (folder / f"{kind}-at-once.docx").write_bytes(papers.to_docx(papers.compose(kind, values)))
        (folder / f"{kind}-form.docx").write_bytes(papers.default_template(kind))
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir",
               str(folder), *map(str, sorted(folder.glob("*.docx")))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment(folder), cwd=folder)
    return folder


@pytest.fixture(params=papers.KINDS)
def kind(request):
    return request.param


@pytest.fixture(params=["", "-at-once"], ids=["template", "at once"])
def theirs(request, kind, converted):
    return (converted / f"{kind}{request.param}.pdf").read_bytes()


@pytest.fixture
def ours(kind):
    return papers.to_pdf(papers.compose(kind, papers.sample_values(kind)))


def test_the_same_number_of_pages_of_the_same_size(ours, theirs):
    assert sizes(theirs) == sizes(ours)


def test_the_same_words_on_every_page(ours, theirs):
    for number, (mine, other) in enumerate(zip(texts(ours), texts(theirs), strict=True), start=1):
        assert Counter(mine) == Counter(other), f"page {number}"


def test_the_text_stands_in_the_same_frame(ours, theirs):
    for mine, other in zip(boxes(ours), boxes(theirs), strict=True):
        assert other.left == pytest.approx(mine.left, abs=1.5)
        assert other.top == pytest.approx(mine.top, abs=2.5)
        assert other.right <= mine.right + 6  # a mark of punctuation may hang over the edge


def test_no_glyph_is_missing_and_no_other_font_crept_in(theirs):
    assert {name.split("+")[-1].split("-")[0] for name in fonts(theirs)} <= {"NotoSerifSC", "NotoSansSC"}
    assert "\ufffd" not in "".join(texts(theirs))


def test_the_template_itself_opens_and_shows_its_placeholders(kind, converted):
    words = "".join(texts((converted / f"{kind}-form.pdf").read_bytes()))
    for name in papers.placeholders(papers.default_template(kind)):
        assert name in words
