"""Small PDFs written by hand: lines of text and ruled lines, with a font of their own (every glyph a block).

The font is a Type 3 font inside the file, so that what is read does not depend on the fonts of the machine.
"""

from collections.abc import Sequence

Text = tuple[float, float, float, str]  # left, baseline, size, characters
Rule = tuple[float, float, float, float]  # left, bottom, width, height

_GLYPH = b"1000 0 0 -141 1000 859 d1 0 -141 1000 1000 re f"


def pdf(*pages: tuple[Sequence[Text], Sequence[Rule]], rotate: int = 0) -> bytes:
    """A PDF of A4 pages, each with lines of text and filled rules.

    ``rotate`` 90 stores the page on its side, to be shown turned: then the places are those of the shown, flat page.
    At most 255 different characters.
    """
    codes = {
        char: code for code, char in enumerate(sorted({c for texts, _ in pages for text in texts for c in text[3]}), 1)
    }
    numbers = [6 + 2 * index for index in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % number for number in numbers), len(pages)),
        _font(codes),
        _stream(_GLYPH),
        _stream(_to_unicode(codes)),
    ]
    for number, (texts, rules) in zip(numbers, pages, strict=True):
        content = "".join(_shown(codes, *text) for text in texts) + "".join(map(_drawn, rules))
        if rotate == 90:
            content = f"0 1 -1 0 595 0 cm\n{content}"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % (rotate, number + 1)
        )
        objects.append(_stream(content.encode("ascii")))
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(objects) + 1)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _font(codes: dict[str, int]) -> bytes:
    names = b" ".join(b"/g%d" % code for code in codes.values())
    glyphs = b" ".join(b"/g%d 4 0 R" % code for code in codes.values())
    return (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -141 1000 859] /FontMatrix [0.001 0 0 0.001 0 0] "
        b"/FirstChar 1 /LastChar %d /Widths [%s] /Encoding << /Type /Encoding /Differences [1 %s] >> "
        b"/CharProcs << %s >> /Resources << >> /ToUnicode 5 0 R >>" % (len(codes), b"1000 " * len(codes), names, glyphs)
    )


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = "".join(f"<{code:02x}> <{char.encode('utf-16-be').hex()}>\n" for char, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{rows}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


def _shown(codes: dict[str, int], left: float, baseline: float, size: float, text: str) -> str:
    return f"BT /F {size} Tf {left} {baseline} Td <{bytes(codes[char] for char in text).hex()}> Tj ET\n"


def _drawn(rule: Rule) -> str:
    return " ".join(map(str, rule)) + " re f\n"


def set_lines(text: str, top: float, *, columns: int = 26, size: float = 16, left: float = 88) -> list[Text]:
    """A paragraph as an office sets it: two characters in, 26 to the line, wrapped without regard to marks."""
    lines = []
    rest = "　　" + text
    while rest:
        line, rest = rest[:columns], rest[columns:]
        indent = len(line) - len(line.lstrip())
        lines.append((left + indent * size, top - len(lines) * 28, size, line.strip()))
    return lines


def ruled(lefts: Sequence[float], tops: Sequence[float]) -> list[Rule]:
    """All borders of a table with those columns and rows."""
    across = [(lefts[0], top, lefts[-1] - lefts[0], 0.5) for top in tops]
    return across + [(left, tops[-1], 0.5, tops[0] - tops[-1]) for left in lefts]
