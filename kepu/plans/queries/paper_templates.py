"""Which template a region's papers are written with: its own one in use, else the one that ships."""

from kepu.files.verbs import load
from kepu.methods.papers import default_template
from kepu.people.models import Region
from kepu.plans.models import PaperTemplate


def own_template(region: Region, kind: str) -> PaperTemplate | None:
    """Return the template of its own that a region uses for a kind of paper (`PaperTemplate.Kind`), if it has one."""
    rows = PaperTemplate.objects.select_related("file", "uploaded_by")
    return rows.filter(region=region, kind=kind, retired_at__isnull=True).first()


def template_for(region: Region, kind: str) -> bytes:
    """Return the .docx that a region's papers of a kind are filled into: its own, else the shipped one.

    Raises KeyError for a kind that does not exist, FileNotFoundError where the store has lost the file.
    """
    own = own_template(region, kind)
    return load(own.file) if own else default_template(kind)
