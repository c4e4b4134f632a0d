"""The pictures themselves: one page to be looked at, the whole file to be kept."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from kepu.files import access
from kepu.files.showing import saved, shown
from kepu.people.requests import SignedIn


@login_required
@require_GET
def page(request: SignedIn, scan_id: int, number: int) -> HttpResponse:
    """One page of a scan, from 1, as a picture: as it was kept, or small enough for a list (``?side=192``) or beside a paper.

    The same page is always the same picture, so that a browser may keep it for an hour.
    """
    return shown(request, access.get_scan_for(request.user, scan_id).file, number)


@login_required
@require_GET
def original(request: SignedIn, scan_id: int) -> HttpResponse:
    """The whole scan, to be saved under its name; the ending is that of what was kept."""
    scan = access.get_scan_for(request.user, scan_id)
    return saved(scan.file, scan.name)
