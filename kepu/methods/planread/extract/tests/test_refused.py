"""What is not a plan that can be read is refused with its reason, in Chinese."""

import io
import zipfile
from pathlib import Path

import pytest

from kepu.methods.planread.extract import LARGEST, Refused, extract
from kepu.methods.planread.extract.tests.word_files import docx, p, zipped

DATA = Path(__file__).parent / "data"
LISTED = (DATA / "listed.doc").read_bytes()


def code(data: bytes, name: str = "") -> str:
    with pytest.raises(Refused) as refused:
        extract(data, name)
    assert refused.value.message == str(refused.value)
    assert any("\u4e00" <= char <= "\u9fff" for char in refused.value.message)
    return refused.value.code


def renamed_stream(name: str) -> bytes:
    """The compound file with its stream WordDocument called otherwise."""
    old, new = "WordDocument".encode("utf-16-le"), name.encode("utf-16-le")
    place = LISTED.index(old)
    entry = bytearray(LISTED[place : place + 128])
    entry[:64] = new.ljust(64, b"\0")
    entry[64:66] = (len(new) + 2).to_bytes(2, "little")
    return LISTED[:place] + bytes(entry) + LISTED[place + 128 :]


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(objects) + 1)


def page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>" % resources,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *more,
    )


IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    b"\nstream\n\x80\nendstream"
)


@pytest.mark.parametrize("data", [b"", b"\n\n  \t\r\n", b"\0" * 100])
def test_empty_file(data: bytes) -> None:
    assert code(data) == "empty"


def test_file_of_fifty_megabytes() -> None:
    assert code(b"a" * 50 * 1024 * 1024) == "too_large"


def test_largest_file_is_not_refused_for_its_size() -> None:
    assert code(b"PK\x03\x04" + b"a" * (LARGEST - 4)) == "broken"


def test_scanned_pdf_asks_for_text_recognition() -> None:
    scanned = page(b"q 595 0 0 842 0 0 cm /I Do Q", b"/XObject << /I 5 0 R >>", IMAGE)
    with pytest.raises(Refused, match=r"这是扫描件.*请上传可复制文字的版本或先做文字识别"):
        extract(scanned)


def test_pdf_without_anything_on_it() -> None:
    assert code(page(b"")) == "no_text"


def test_pdf_with_a_password() -> None:
    assert code((DATA / "locked.pdf").read_bytes()) == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", page(b"")[:40]])
def test_damaged_pdf(data: bytes) -> None:
    assert code(data) == "broken"


def test_word_files_with_a_password() -> None:
    start = LISTED.index(b"\xec\xa5")
    flags = LISTED[start + 11] | 1
    assert code(LISTED[: start + 11] + bytes([flags]) + LISTED[start + 12 :]) == "encrypted"
    assert code(renamed_stream("EncryptedPackage"), "a.docx") == "encrypted"


@pytest.mark.parametrize(
    ("stream", "name", "reason"),
    [
        ("Workbook", "a.xls", "excel"),
        ("PowerPoint Document", "a.ppt", "slides"),
        ("Contents", "a.wps", "wps"),
        ("Contents", "a.doc", "unknown"),
    ],
)
def test_other_compound_files(stream: str, name: str, reason: str) -> None:
    assert code(renamed_stream(stream), name) == reason


@pytest.mark.parametrize("cut", [600, 3000, len(LISTED) - 4000])
def test_compound_file_cut_short(cut: int) -> None:
    assert code(LISTED[:cut]) == "broken"


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("OFD.xml", "ofd"),
        ("xl/workbook.xml", "excel"),
        ("ppt/presentation.xml", "slides"),
        ("META-INF/manifest.xml", "odf"),
        ("方案.docx", "archive"),
    ],
)
def test_other_packages(part: str, reason: str) -> None:
    assert code(zipped({part: "<a/>"})) == reason


def test_package_with_a_password() -> None:
    data = bytearray(zipped({"word/document.xml": "<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert code(bytes(data)) == "encrypted"


def test_zip_bombs() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 50_000_000)
    assert code(out.getvalue()) == "bomb"


def test_package_with_too_many_parts() -> None:
    assert code(zipped({f"word/{number}.xml": "" for number in range(10_001)})) == "bomb"


def test_damaged_docx() -> None:
    good = docx(p("正文"))
    assert code(good[: len(good) // 2]) == "broken"
    assert code(zipped({"word/document.xml": "<w:document"})) == "broken"


def test_docx_without_text() -> None:
    assert code(docx(p(""))) == "no_text"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "image"),
        (b"\xff\xd8\xff\xe0" + b"x" * 100, "image"),
        (b"{\\rtf1\\ansi abc}", "rtf"),
        (b"Rar!\x1a\x07\x00" + b"x" * 100, "archive"),
        (b"\x7fELF" + bytes(range(256)) * 4, "unknown"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "word_xml"),
        (b"<html><head><title>x</title></head><body><script>load()</script></body></html>", "no_text"),
    ],
)
def test_other_files(data: bytes, reason: str) -> None:
    assert code(data, "方案.doc") == reason
