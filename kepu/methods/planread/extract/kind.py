"""What the bytes of an upload are, told from the bytes themselves; the name is only a hint."""

import re
from typing import Final

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "archive"),
    (OLE_MAGIC, "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b\x08", "archive"),
)
_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT: Final = re.compile(r"<(?:meta|div|table|p|h[1-6]|span|font|br)\b[^<]{0,2000}>", re.IGNORECASE)
_MHT: Final = re.compile(rb"^(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location):", re.IGNORECASE)


def kind_of_bytes(data: bytes) -> str | None:
    """zip, ole, pdf, mht, or the code of a refusal (image, archive, rtf); None for what may be text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "image"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    head = data[:4096].lstrip()
    if _MHT.match(head) and re.search(rb"content-type:\s*(?:multipart/related|text/html)", head, re.IGNORECASE):
        return "mht"
    return None


def is_html(text: str, name: str) -> bool:
    """Whether decoded text is a web page, or a piece of one that is not named as plain text."""
    head = text[:4096]
    if _PAGE.search(head):
        return not name.lower().endswith((".md", ".markdown"))
    return bool(_FRAGMENT.search(head)) and not name.lower().endswith((".md", ".markdown", ".txt"))


def is_word_xml(text: str) -> bool:
    """Whether decoded text is a Word document saved as one XML file."""
    head = text[:4096]
    return head.lstrip().startswith("<?xml") and ("Word.Document" in head or "wordprocessingml" in head)


def is_binary(text: str) -> bool:
    """Whether decoded text is no text: more than a few, or one in fifty, of its characters are control, private or broken ones."""
    sample = text[:65_536]
    odd = sum(
        char < "\t" or "\x0e" <= char < " " or char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in sample
    )
    return odd > 4 + len(sample) // 50
