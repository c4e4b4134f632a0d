"""Bytes of any accepted format → `Source`: Word, PDF, web pages, plain text."""

from typing import Final

from kepu.methods.planread.extract.charset import declared_charset, decode
from kepu.methods.planread.extract.doc import read_ole
from kepu.methods.planread.extract.docx import read_docx
from kepu.methods.planread.extract.html import read_html, read_mht
from kepu.methods.planread.extract.kind import is_binary, is_html, is_word_xml, kind_of_bytes
from kepu.methods.planread.extract.pdf import read_pdf
from kepu.methods.planread.extract.plain import read_plain
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.source import Source

LARGEST: Final = 20 * 1024 * 1024

__all__ = ["LARGEST", "Refused", "extract"]


def extract(data: bytes, name: str = "") -> Source:
    """Read a document of any accepted format; its name is only a hint.

    Raises `Refused`, and nothing else, for what cannot be read: empty, too large, with a password, scanned,
    damaged, or of another kind.
    """
    if not data.strip(b"\0\t\n\r "):
        raise Refused("empty")
    if len(data) > LARGEST:
        raise Refused("too_large")
    try:
        source = _read(data, name)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused("broken") from error
    if not source.text.strip():
        raise Refused("no_text")
    return source


def _read(data: bytes, name: str) -> Source:
    kind = kind_of_bytes(data)
    match kind:
        case "zip":
            return read_docx(data)
        case "ole":
            return read_ole(data, name)
        case "pdf":
            return read_pdf(data)
        case "mht":
            return read_mht(data)
        case None:
            return _read_text(data, name)
    raise Refused(kind)


def _read_text(data: bytes, name: str) -> Source:
    text, encoding = decode(data, declared_charset(data))
    if is_word_xml(text):
        raise Refused("word_xml")
    if is_binary(text):
        raise Refused("unknown")
    if is_html(text, name):
        return read_html(text, encoding)
    return read_plain(text, encoding, name)
