"""Letters for the units of a county: each as .docx and as PDF, all in one archive.

The peer does the bare minimum with the same libraries: docxtpl fills the same template without any check, typst sets the
same programme from inputs prepared beforehand, and nothing is put into an archive. `--size N` makes N letters (60).
"""

import argparse
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from benchmarks.measure import median, report
from kepu.methods import papers

KIND = "letter"


def main() -> None:
    """Run and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=60)
    size = parser.parse_args().size
    template = papers.default_template(KIND)
    letters = [values_of(number) for number in range(1, size + 1)]
    inputs = [prepared(values) for values in letters]
    peer = median(lambda: [bare(template, values, ready) for values, ready in zip(letters, inputs, strict=True)], 3)
    made = archive(template, letters)
    ours = median(lambda: archive(template, letters), 3)
    work = f"{size} letters of {pages(made)} pages as .docx and PDF in one archive"
    megabytes = round(len(made) / 1024 / 1024, 1)
    report("papers", work, ours, "bare docxtpl and typst, no archive", peer, archive_mb=megabytes)


def values_of(number: int) -> dict[str, Any]:
    """Return the values of one letter: those of the sample, another unit, number, code, and up to nine targets more."""
    sample: dict[str, Any] = dict(papers.sample_values(KIND))
    more = sample["定量目标"] * (1 + number % 4)
    seed = iter(range(number, number + 9))
    return sample | {
        "乙方": f"县第{number}局", "编号": f"青科素责〔2026〕{number}号", "定量目标": more,
        "校验码": papers.new_code(lambda below: next(seed) * 7 % below),
    }  # fmt: skip


def archive(template: bytes, letters: list[dict[str, Any]]) -> bytes:
    """Return the archive as the office downloads it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for values in letters:
            zipped.writestr(f"{values['乙方']}.docx", papers.fill(template, papers.complete(KIND, values)))
            zipped.writestr(f"{values['乙方']}.pdf", papers.to_pdf(papers.compose(KIND, values)))
    return out.getvalue()


def prepared(values: dict[str, Any]) -> dict[str, str]:
    """Return what typst is given for one letter."""
    from kepu.methods.papers.typeset import pdf

    return {"paper": json.dumps(pdf._paper(papers.compose(KIND, values)))}


def bare(template: bytes, values: Mapping[str, Any], inputs: dict[str, str]) -> None:
    """One letter with nothing but the two libraries."""
    import typst
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
    from jinja2 import Environment

    from kepu.methods.papers.typeset import pdf

    form = DocxTemplate(io.BytesIO(template))
    form.init_docx()
    environment = Environment(autoescape=True)
    environment.filters["分行"] = papers.title_lines
    picture = InlineImage(form, io.BytesIO(papers.qr_png(values["校验码"])), width=Mm(14))
    form.render({**papers.complete(KIND, values), "二维码": picture}, environment, autoescape=True)
    form.save(io.BytesIO())
    typst.compile(pdf._PROGRAMME, root=pdf._PROGRAMME.parent, font_paths=pdf._fonts(), sys_inputs=inputs, format="pdf")


def pages(made: bytes) -> str:
    """Return the least and the greatest number of pages of the archive's PDFs."""
    import pypdfium2

    counts = []
    with zipfile.ZipFile(io.BytesIO(made)) as zipped:
        for name in zipped.namelist():
            if name.endswith(".pdf"):
                with pypdfium2.PdfDocument(zipped.read(name)) as document:
                    counts.append(len(document))
    return f"{min(counts)}–{max(counts)}"


if __name__ == "__main__":
    main()
