"""Papers for the journeys: a sample plan as another office would have sent it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

SHORT = Path(__file__).resolve().parents[2] / "samples" / "short"
DOCUMENT = "word/document.xml"


def reworded(path: Path, words: dict[str, str]) -> bytes:
    """The Word file with some words of its text replaced; each of them must stand in it."""

    def change(text: str) -> str:
        for old, new in words.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    return _changed(path, change)


def with_first_paragraph(path: Path, words: str) -> bytes:
    """The Word file with one more paragraph before all others."""
    line = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    return _changed(path, lambda text: text.replace("<w:body>", line, 1))


def _changed(path: Path, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, change(data.decode()).encode() if item.filename == DOCUMENT else data)
    return out.getvalue()
