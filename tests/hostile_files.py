"""Files that somebody sends who means harm, or whose disk is failing; each small enough to be sent by hand."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

import docx
from PIL import Image

from kepu.methods.planread.extract.tests.test_refused import page
from kepu.methods.sheets import Column, write_table

MEGABYTE = 1024 * 1024
_BOTH = ("[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")


def word(text: str) -> bytes:
    """A .docx of a text, a paragraph a line."""
    made, out = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def picture(format: str = "JPEG") -> bytes:
    """A sheet of grey paper, photographed or scanned."""
    out = io.BytesIO()
    noise = random.Random(7).randbytes(60 * 80)
    Image.frombytes("L", (60, 80), noise).resize((600, 800)).save(out, format)
    return out.getvalue()


def table(columns: tuple[Column, ...], **row: str) -> bytes:
    """A workbook of one row."""
    return write_table("表", columns, [row])


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def bomb(names: tuple[str, ...], *, lie: bool = False) -> bytes:
    """A zip of 64 MB parts (2.5 GB for the usual 40 of them) in less than 3 MB; a lying one says 100 bytes of each."""
    plain = b" " * (64 * MEGABYTE)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, crc = squeeze.compress(plain) + squeeze.flush(), zlib.crc32(plain)
    size = 100 if lie else len(plain)
    body, index = bytearray(), bytearray()
    for name in map(str.encode, names):
        head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0)
        index += b"PK\1\2\x14\0" + head + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + head + name + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(index), len(body), 0)
    return bytes(body + index + b"PK\5\6" + end)


def entities() -> bytes:
    """A .docx whose few lines of XML stand for a thousand million words."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "哈">{laughs}]><w:document>&l9;</w:document>'
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def sheet(inside: bytes, strings: bytes = b"") -> bytes:
    """A workbook whose sheet is written by hand."""
    plain, out = io.BytesIO(write_table("表", (Column("a", "甲"),), [{"a": "乙"}])), io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data[: data.index(b"<dimension")] + inside + b"</worksheet>"
            new.writestr(name, strings if strings and name == "xl/sharedStrings.xml" else data)
    return out.getvalue()


def same_long_text_in_every_cell() -> bytes:
    """Half a million cells that all stand for one text of 32,000 characters: 16 GB of text in a small file."""
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>"
    text = "一".encode() * 32_000
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>' % text
    return sheet(b"<sheetData>" + row * 5000 + b"</sheetData>", strings)


def old_workbook(sheets: int = 40) -> bytes:
    """A .xls of a few kilobytes, each of whose sheets has one cell at the first place and one at the last."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def cell(row: int, column: int) -> bytes:
        return record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))

    end, inside = record(0x0A, b""), begin(0x10) + cell(0, 0) + cell(65_535, 255) + record(0x0A, b"")
    names = [f"S{n:03d}".encode() for n in range(sheets)]
    first = len(begin(5)) + sheets * 16 + len(end)
    places = (first + n * len(inside) for n in range(sheets))
    listed = b"".join(record(0x85, struct.pack("<IHBB", at, 0, 4, 0) + n) for at, n in zip(places, names, strict=True))
    return _compound(begin(5) + listed + end + inside * sheets)


def _compound(stream: bytes) -> bytes:
    """An OLE file with one stream, Workbook: header, table of sectors, directory, then the stream itself."""
    stream = stream.ljust(-(-max(len(stream), 4096) // 512) * 512, b"\0")
    many = len(stream) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, many + 2), 0xFFFFFFFE]

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        coded = name.encode("utf-16-le")
        head = coded.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(coded) + 2 if coded else 0, kind, 1, *[2**32 - 1] * 2, child
        )
        return head + b"\0" * 36 + struct.pack("<IQ", start, size)

    none = 2**32 - 1
    folder = entry("Root Entry", 5, 1, 2**32 - 2, 0) + entry("Workbook", 2, none, 2, len(stream))
    folder += entry("", 0, none, 0, 0) * 2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 2**32 - 2, 0, 2**32 - 2, 0) + struct.pack("<I", 0)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return head.ljust(512, b"\xff") + table + folder + stream


def vast_png() -> bytes:
    """A PNG of a few bytes that says it is 50,000 by 50,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")


def vast_jpeg() -> bytes:
    """A JPEG that says it is 65,000 by 65,000 pixels."""
    data = picture()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", 65_000, 65_000) + data[at + 4 :]


def vast_pdf() -> bytes:
    """A PDF whose page is a picture that says it is 60,000 by 60,000 pixels."""
    packed = zlib.compress(b"\0" * 60_000)
    image = b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    image += b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)
    return page(b"q 595 0 0 842 0 0 cm /I Do Q", b"/XObject << /I 5 0 R >>", image)


@cache
def hostile() -> dict[str, tuple[str, bytes]]:
    """Every file by what is wrong with it, with the ending of its name; none of them can be taken in anywhere."""
    flat, book = word("云汀县全民科学素质行动实施方案"), table((Column("a", "甲"),), a="乙")
    jpg, png, pdf = picture(), picture("PNG"), picture("PDF")
    far = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    inner = archive({"方案.docx": archive({"方案.zip": archive({"a.txt": b"a" * 9999})})})
    many = tuple(f"word/media/{n}.xml" for n in range(36))
    return {
        "empty": (".txt", b""),
        "blank": (".csv", b" \r\n\t\n"),
        "a program": (".exe", b"MZ" + random.Random(1).randbytes(5000)),
        "noise": (".bin", random.Random(2).randbytes(20_000)),
        "half a .docx": (".docx", flat[: len(flat) // 2]),
        "half a .xlsx": (".xlsx", book[: len(book) // 2]),
        "half a .zip": (".zip", inner[: len(inner) // 2]),
        "half a .jpg": (".jpg", jpg[: len(jpg) // 2]),
        "half a .png": (".png", png[: len(png) // 2]),
        "half a .pdf": (".pdf", pdf[: len(pdf) // 2]),
        "a bomb": (".zip", bomb(_BOTH + many)),
        "a lying bomb": (".zip", bomb(_BOTH + many, lie=True)),
        "entities": (".docx", entities()),
        "a far cell": (".xlsx", sheet(far)),
        "a vast dimension": (".xlsx", sheet(b'<dimension ref="A1:XFD1048576"/><sheetData/>')),
        "more rows than a table may have": (".xlsx", sheet(b"<sheetData>" + b'<row><c t="b"><v>1</v></c></row>' * 60_000 + b"</sheetData>")),
        "one text in every cell": (".xlsx", same_long_text_in_every_cell()),
        "an old workbook that is vast": (".xls", old_workbook()),
        "a vast .png": (".png", vast_png()),
        "a vast .jpg": (".jpg", vast_jpeg()),
        "a nested .zip": (".zip", inner),
    }  # fmt: skip


def flipped(data: bytes, many: int, seed: int = 20261122) -> Iterator[bytes]:
    """`many` copies with up to eight bytes changed each; the same ones every time."""
    dice = random.Random(seed)
    for _ in range(many):
        copy = bytearray(data)
        for _ in range(dice.randint(1, 8)):
            copy[dice.randrange(len(copy))] = dice.randrange(256)
        yield bytes(copy)
