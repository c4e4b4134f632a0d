"""The pictures themselves: one page to be looked at, the whole file to be kept."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from kepu.files import access
from kepu.files.pictures import page_of
from kepu.files.verbs import load
from kepu.people.requests import SignedIn

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


@login_required
@require_GET
def page(request: SignedIn, scan_id: int, number: int) -> HttpResponse:
    """One page of a scan, from 1, as a picture."""
    scan = access.get_scan_for(request.user, scan_id)
    try:
        data, media_type = page_of(load(scan.file), scan.file.media_type, number - 1)
    except (FileNotFoundError, IndexError):
        raise Http404 from None
    return HttpResponse(data, content_type=media_type)


@login_required
@require_GET
def original(request: SignedIn, scan_id: int) -> HttpResponse:
    """The whole scan, to be saved under its name; the ending is that of what was kept."""
    scan = access.get_scan_for(request.user, scan_id)
    try:
        data = load(scan.file)
    except FileNotFoundError:
        raise Http404 from None
    name = scan.name.rpartition(".")[0] or scan.name
    disposition = content_disposition_header(True, name + _ENDINGS.get(scan.file.media_type, "")) or "attachment"
    return HttpResponse(data, content_type=scan.file.media_type, headers={"Content-Disposition": disposition})
