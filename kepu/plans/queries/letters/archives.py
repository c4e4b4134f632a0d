"""Letters in files: .docx by the office's template, PDF, a list in Excel, all of them in one archive."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

from kepu.methods.papers import complete, compose, fill, to_pdf
from kepu.methods.sheets import Column, write_table
from kepu.people.models import Unit
from kepu.plans.models import AnnualPlan, Letter, LetterArchive
from kepu.plans.queries.letters.asked import years_of
from kepu.plans.queries.letters.content import Content, content_of, contents
from kepu.plans.queries.letters.papers import letter_values, prompt_values
from kepu.plans.queries.paper_templates import template_for

KIND, TABLE, PROMPT, POINTS = "letter", "task_table", "prompt", "work_points"
COLUMNS = (
    Column("number", "编号", width=22), Column("unit", "责任单位", width=28), Column("state", "状态", width=10),
    Column("quantitative", "定量目标任务", width=12), Column("qualitative", "定性任务", width=10),
    Column("signed_on", "签订日期", width=14), Column("adjusts", "调整自", width=22), Column("reason", "调整原因", width=30),
    Column("code", "校验码", width=14),
)  # fmt: skip
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def letter_docx(letter: Letter, template: bytes, content: Content | None = None) -> bytes:
    """Return a letter filled into the office's template. Raises BadTemplate."""
    return fill(template, complete(KIND, letter_values(letter, content)))


def letter_pdf(letter: Letter, content: Content | None = None) -> bytes:
    """Return a letter in the shipped form."""
    return to_pdf(compose(KIND, letter_values(letter, content)))


def file_name(letter: Letter, ordinal: int | None = None) -> str:
    """Return the name of a letter's file without ending: 01 县教育局2026年度目标责任书（清科责〔2026〕1号）."""
    head = f"{ordinal:02d} " if ordinal else ""
    return _UNSAFE.sub("_", f"{head}{letter.unit.name}{letter.annual.year}年度目标责任书（{letter.number}）")


def letter_list(annual: AnnualPlan, letters: Sequence[Letter], said: dict[int, Content]) -> bytes:
    """Return the list of letters as .xlsx, one a row, in the official order."""
    rows = [
        {
            "number": one.number, "unit": one.unit.name, "state": one.get_state_display(),
            "quantitative": len(said[one.pk]["quantitative"]), "qualitative": len(said[one.pk]["qualitative"]),
            "signed_on": _day(one.signed_on), "adjusts": one.adjusts.number if one.adjusts else "", "reason": one.reason,
            "code": one.sheet.code if one.sheet else "",
        }
        for one in letters
    ]  # fmt: skip
    return write_table(f"{annual.year}年度目标责任书", COLUMNS, rows)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def said_in(annual: AnnualPlan, letters: Sequence[Letter]) -> dict[int, Content]:
    """Return what letters of one year say, by id: as approved, else as things stand; few queries for many letters."""
    live = contents(annual, [one for one in letters if not one.snapshot])
    return {one.pk: live.get(one.pk) or content_of(one) for one in letters}


Progress = Callable[[int], None]


def letters_archive(annual: AnnualPlan, letters: Sequence[Letter], progress: Progress) -> bytes:
    """Return a zip with .docx and PDF of each letter, numbered in the official order, and the list in Excel.

    `progress` is told after each letter how many are done. Raises BadTemplate. Nothing is kept before it is whole.
    """
    template = template_for(annual.plan.region, KIND)
    said = said_in(annual, letters)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for ordinal, letter in enumerate(letters, 1):
            name = file_name(letter, ordinal)
            archive.writestr(f"Word/{name}.docx", letter_docx(letter, template, said[letter.pk]))
            archive.writestr(f"PDF/{name}.pdf", letter_pdf(letter, said[letter.pk]))
            progress(ordinal)
        archive.writestr(f"{annual.year}年度目标责任书清单.xlsx", letter_list(annual, letters, said))
    return out.getvalue()


def archived(archive: LetterArchive) -> tuple[list[Letter], list[Unit]]:
    """Return the letters, or the units, that an archive was asked for, in the official order; one query."""
    if archive.kind == LetterArchive.Kind.PROMPTS:
        return [], list(Unit.objects.filter(pk__in=archive.letters).select_related("region").order_by("order", "pk"))
    rows = Letter.objects.filter(pk__in=archive.letters).select_related("unit__region", "annual", "sheet", "adjusts")
    return list(rows.order_by("unit__order", "unit_id", "pk")), []


def prompts_archive(annual: AnnualPlan, units: Sequence[Unit], on: date, phone: str, progress: Progress) -> bytes:
    """Return a zip with the 任务提示函 of each unit as .docx and PDF, numbered in the official order. Raises BadTemplate."""
    template = template_for(annual.plan.region, PROMPT)
    years = years_of(annual, units, on)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for ordinal, unit in enumerate(units, 1):
            name, values = prompt_name(annual, unit, ordinal), prompt_values(years[unit.pk], on, phone)
            archive.writestr(f"Word/{name}.docx", fill(template, complete(PROMPT, values)))
            archive.writestr(f"PDF/{name}.pdf", to_pdf(compose(PROMPT, values)))
            progress(ordinal)
    return out.getvalue()


def prompt_name(annual: AnnualPlan, unit: Unit, ordinal: int | None = None) -> str:
    """Return the name of a prompt's file without ending."""
    head = f"{ordinal:02d} " if ordinal else ""
    return _UNSAFE.sub("_", f"{head}{unit.name}{annual.year}年度任务提示函")
