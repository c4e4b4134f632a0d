"""Small pieces of WordprocessingML that python-docx has no words for. Lengths in millimetres or points."""

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TWIPS_MM: Final = 1440 / 25.4


def twips(mm: float) -> str:
    """Return millimetres as a whole number of twentieths of a point."""
    return str(round(mm * TWIPS_MM))


def element(name: str, *children: Any, **attributes: str | int) -> Any:
    """Return ``<w:name>`` with attributes of the same prefix and children."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(children)
    return made


def fonts(chinese: str, latin: str) -> Any:
    """Return ``<w:rFonts>``: the Chinese font by name, and that of letters and digits."""
    return element("rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin)


def replace_child(parent: Any, child: Any) -> None:
    """Put a child in, instead of the one of the same name if there is one."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    parent.append(child)


def field(paragraph: Paragraph, instruction: str) -> None:
    """Append a field, e.g. PAGE; the word processor computes it."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        _field_part(run, kind, text)


def _field_part(run: Run, kind: str, text: str) -> None:
    if kind == "text":
        run.text = text
    elif text:
        part = element("instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = f" {text} "
        run._r.append(part)
    else:
        run._r.append(element("fldChar", fldCharType=kind))


def borders(name: str, **sides: tuple[str, int]) -> Any:
    """Return borders (``tblBorders``, ``tcBorders``, ``pBdr``): side → line and eighths of a point; none by default."""
    return element(
        name,
        *(element(side, val=val, sz=size, space=0, color="000000") for side, (val, size) in sides.items()),
    )
