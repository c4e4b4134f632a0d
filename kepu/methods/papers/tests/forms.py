"""Templates as an office might send them: made with python-docx, or taken apart and put together again."""

import io
import zipfile

import docx

from kepu.methods.papers.zipped import timeless


def template(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), footer: str = "") -> bytes:
    """A .docx with these paragraphs, and a table of these rows."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """The package with parts added or replaced; ``__`` in a name stands for ``/`` and ``_dot_`` for a point."""
    out = io.BytesIO()
    new = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            if name not in new:
                made.writestr(name, old.read(name))
        for name, content in new.items():
            made.writestr(name, content)
    return out.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def lines_of(data: bytes) -> list[str]:
    """The paragraphs of a filled paper, tables not counted."""
    return [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]


def cells_of(data: bytes) -> list[list[str]]:
    """The rows of its first table."""
    return [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(data)).tables[0].rows]
