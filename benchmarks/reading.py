"""Reading a plan: bytes → structured plan, beside python-docx and markitdown, which only get the text out.

`--size N` reads a text of N sample plans in a row (default 1), to see that time grows as the text does.
"""

import argparse
import io

from benchmarks.measure import median, report
from kepu.config.environment import ROOT
from kepu.methods.planread import as_json, read, read_text
from kepu.methods.planread.extract import extract

DOCX = ROOT / "samples" / "qinghe.docx"
TEXT = ROOT / "samples" / "qinghe.txt"
PDF = ROOT / "samples" / "short" / "06-wuping.pdf"


def main() -> None:
    """Run and print one line a comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1)
    size = parser.parse_args().size
    word_document()
    pdf_document()
    growth(size)


def word_document() -> None:
    """The flagship sample as .docx: ours reads and understands, the peers only extract."""
    import docx
    import markitdown

    data = DOCX.read_bytes()
    ours = median(lambda: as_json(read(extract(data, DOCX.name))))
    work = f"{DOCX.name}, {len(TEXT.read_text(encoding='utf-8'))} characters → structured plan"
    peer = median(lambda: "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs))
    report("reading_docx", work, ours, "python-docx, text only", peer)
    converter = markitdown.MarkItDown()
    slow = median(lambda: converter.convert_stream(io.BytesIO(data), file_extension=".docx"), times=3)
    report("reading_docx", work, ours, "markitdown, text only", slow)


def pdf_document() -> None:
    """A PDF sample beside the bare text of pypdfium2."""
    import pypdfium2

    data = PDF.read_bytes()

    def bare() -> str:
        document = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_range() for page in document)

    ours = median(lambda: extract(data, PDF.name))
    report("extracting_pdf", f"{PDF.name} → paragraphs", ours, "pypdfium2, bare text", median(bare))


def growth(size: int) -> None:
    """A text `size` and 8 × `size` plans long: the ratio of seconds a character should stay near 1."""
    once = TEXT.read_text(encoding="utf-8") * size
    short, long = median(lambda: read_text(once), 3), median(lambda: read_text(once * 8), 3)
    work = f"text of {8 * len(once)} characters beside {len(once)}: seconds a character"
    report("reading_growth", work, long / 8, "the shorter text", short, characters=len(once), seconds=round(short, 4))


if __name__ == "__main__":
    main()
