"""Damaged documents of every format give a `Source` with sound blocks or a `Refused`, and soon."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.methods.planread.extract import Refused, extract
from kepu.methods.planread.extract.tests.pdf_files import pdf, ruled, set_lines
from kepu.methods.planread.extract.tests.test_docx_numbering import official
from kepu.methods.planread.extract.tests.test_html import PAGE
from kepu.methods.planread.extract.tests.test_plain import MARKDOWN, PLAN
from kepu.methods.planread.extract.tests.word_files import docx

DATA = Path(__file__).parent / "data"
LISTED = (DATA / "listed.doc").read_bytes()
WORD_TABLE = (
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p><w:pPr><w:numPr>'
    '<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:rPr><w:vanish/></w:rPr>'
    "<w:t>甲</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
)
FILES = [
    official(),
    docx(WORD_TABLE),
    LISTED,
    pdf((set_lines("一、要求", 740), ruled([80, 200, 300], [700, 600, 500]))),
    PAGE.encode(),
    PAGE.encode("gb18030"),
    PLAN.encode(),
    PLAN.encode("utf-16"),
    PLAN.encode("gb18030"),
    MARKDOWN.encode(),
]


def read(data: bytes, name: str = "") -> None:
    """Read a document, and hold what comes out to what the seam promises."""
    try:
        source = extract(data, name)
    except Refused:
        return
    end = 0
    for block in source.blocks:
        assert end <= block.start <= block.end <= len(source.text)
        text = source.text[block.start : block.end]
        assert text == text.strip()
        assert (block.kind == "cell") == (block.table is not None)
        assert block.kind == "cell" or text
        end = block.end
    source.text.encode("utf-8")
    assert "\x00" not in source.text


@st.composite
def damaged(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """A file cut short, with bytes changed, or with a piece repeated, taken out or replaced."""
    data = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(data) - 1))
        data[place] = draw(st.integers(0, 255))
    first, last = sorted(draw(st.tuples(st.integers(0, len(data)), st.integers(0, len(data)))))
    match draw(st.sampled_from(["none", "cut", "out", "twice", "noise"])):
        case "cut":
            del data[last:]
        case "out":
            del data[first:last]
        case "twice":
            data[first:first] = data[first:last]
        case "noise":
            data[first : first + 20] = draw(st.binary(max_size=40))
    return bytes(data)


@settings(max_examples=300, deadline=2000)
@given(damaged(FILES), st.sampled_from(["", "a.docx", "a.doc", "a.pdf", "a.html", "a.md", "a.txt"]))
def test_damaged_files(data: bytes, name: str) -> None:
    read(data, name)


@st.composite
def damaged_xml(draw: st.DrawFn) -> bytes:
    """A .docx whose zip is sound and whose XML is shuffled: pieces of mark-up in any order."""
    pieces = [piece + ">" for piece in WORD_TABLE.split(">") if piece]
    body = "".join(draw(st.lists(st.sampled_from(pieces), max_size=30)))
    return docx(body if draw(st.booleans()) else WORD_TABLE.replace("w:tc>", draw(st.sampled_from(["w:p>", "w:r>"]))))


@settings(max_examples=100, deadline=2000)
@given(damaged_xml())
def test_shuffled_word_xml(data: bytes) -> None:
    read(data)


TAGS = [
    "div",
    "p",
    "table",
    "tr",
    "td",
    "th",
    "br",
    "ul",
    "ol",
    "li",
    "h1",
    "span",
    "font",
    "a",
    "b",
    "pre",
    "form",
    "nav",
    "tbody",
    "del",
]


@settings(max_examples=150, deadline=2000)
@given(
    st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from(TAGS).map("/".__add__), st.text(max_size=8)), max_size=60)
)
def test_any_tags_in_any_order(pieces: list[str]) -> None:
    html = "".join(f"<{piece}>" if piece.strip("/") in TAGS else piece for piece in pieces)
    read(f"<html><body>{html}".encode("utf-8", "replace"), "a.html")


@settings(max_examples=200, deadline=2000)
@given(
    st.text(alphabet=st.sampled_from("一、（1）.　 \t\n|#*-—>：。建设5个a\x0c[]"), max_size=200),
    st.sampled_from(["a.txt", "a.md"]),
)
def test_any_text(text: str, name: str) -> None:
    read(text.encode(), name)
