"""The form of a work record without network: the service worker that keeps it."""

import hashlib

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from kepu.people.requests import SignedIn

FILES = (
    "ui/icon.svg", "ui/tokens.css", "ui/base.css", "ui/parts.css", "ui/desk.css", "ui/print.css",
    "django_htmx/htmx-2.min.js", "ui/toast.js", "ui/network.js", "ui/forms.js", "ui/keep.js", "ui/drop.js",
    "ui/dialogs.js", "ui/tables.js", "ui/copy.js", "ui/rail.js", "ledger/outbox.js",
)  # fmt: skip
_EDITION = 1  # raise it when the worker itself changes


@login_required
@require_safe
def worker(request: SignedIn) -> HttpResponse:
    """The service worker of the form page: its scope is that page alone, its version the names of what it keeps."""
    files = [static(name) for name in FILES]
    version = hashlib.sha256(repr((_EDITION, files)).encode()).hexdigest()[:12]
    facts = {"files": files, "page": reverse("ledger:new_record"), "version": version}
    return render(request, "ledger/worker.js", facts, content_type="text/javascript")
