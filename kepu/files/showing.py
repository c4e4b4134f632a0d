"""Answers with a kept picture or file; the view has decided who may see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from kepu.files.models import StoredFile
from kepu.files.pictures import page_of, small_page_of
from kepu.files.verbs import load
from kepu.people.requests import whole_number

SIDES = (192, 800)
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


def shown(request: HttpRequest, file: StoredFile, number: int = 1) -> HttpResponse:
    """One page, from 1, as a picture: as it was kept, or small (``?side=192``). Raises Http404 where there is none."""
    side = whole_number(request.GET.get("side", ""))
    try:
        kept = load(file)
        drawn = small_page_of(kept, file.media_type, number - 1, side) if side and side in SIDES else None
        data, media_type = drawn or page_of(kept, file.media_type, number - 1)
    except (OSError, IndexError):
        raise Http404 from None
    return HttpResponse(data, content_type=media_type, headers={"Cache-Control": "private, max-age=3600"})


def saved(file: StoredFile, name: str) -> HttpResponse:
    """The whole file, to be saved under its name; the ending is that of what was kept. Raises Http404 where it is gone."""
    try:
        data = load(file)
    except FileNotFoundError:
        raise Http404 from None
    stem = name.rpartition(".")[0] or name
    disposition = content_disposition_header(True, stem + _ENDINGS.get(file.media_type, "")) or "attachment"
    return HttpResponse(data, content_type=file.media_type, headers={"Content-Disposition": disposition})
