"""Which template a region's papers are written with: its own one in use, else the one that ships; what it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from kepu.files.verbs import load
from kepu.methods.papers import BadTemplate, Name, default_template, known_names, placeholders
from kepu.people.models import Region
from kepu.plans.models import PaperTemplate

CODE_NAMES = ("校验码", "二维码")


def own_template(region: Region, kind: str) -> PaperTemplate | None:
    """Return the template of its own that a region uses for a kind of paper (`PaperTemplate.Kind`), if it has one."""
    return history(region, kind).filter(retired_at__isnull=True).first()


def template_for(region: Region, kind: str) -> bytes:
    """Return the .docx that a region's papers of a kind are filled into: its own, else the shipped one.

    Raises KeyError for a kind that does not exist, FileNotFoundError where the store has lost the file.
    """
    own = own_template(region, kind)
    return load(own.file) if own else default_template(kind)


def history(region: Region, kind: str) -> QuerySet[PaperTemplate]:
    """Return every template of its own that a region used for a kind, the newest first."""
    rows = PaperTemplate.objects.select_related("file", "uploaded_by", "region")
    return rows.filter(region=region, kind=kind)


@dataclass(frozen=True)
class Listed:
    """One kind of paper with the template of its own that a region uses for it."""

    kind: str
    label: str
    own: PaperTemplate | None


def listed(region: Region) -> list[Listed]:
    """Return every kind of paper with the template in use; one query."""
    rows = PaperTemplate.objects.select_related("uploaded_by").filter(region=region, retired_at__isnull=True)
    in_use = {row.kind: row for row in rows}
    return [Listed(kind, label, in_use.get(kind)) for kind, label in PaperTemplate.Kind.choices]


def left_out(template: PaperTemplate) -> list[str]:
    """Return which of 校验码 and 二维码 a template does not print: its scans then have to be sorted by hand."""
    try:
        used = placeholders(load(template.file))
    except (FileNotFoundError, BadTemplate):
        return []
    return [name for name in CODE_NAMES if name not in used]


@dataclass(frozen=True)
class Line:
    """One line of the table of placeholders; `depth` says how far inside lists it stands."""

    depth: int
    written: str
    meaning: str
    example: str


def placeholder_table(kind: str) -> list[Line]:
    """Return the table of a kind's placeholders as they are written into a template, fields below their lists."""
    return list(_lines(known_names(kind), "", 0))


def _lines(names: tuple[Name, ...], of: str, depth: int) -> Iterator[Line]:
    for name in names:
        if name.sort != "list":
            yield Line(depth, f"{{{{{of}{name.name}}}}}", name.meaning, name.example)
            continue
        sign = "tr" if name.fields else "p"
        inside = "各字段" if name.fields else f"{{{{{name.item}}}}}"
        written = f"{{%{sign} for {name.item} in {of}{name.name} %}}　{inside}　{{%{sign} endfor %}}"
        yield Line(depth, written, name.meaning, name.example)
        yield from _lines(name.fields, f"{name.item}.", depth + 1)
