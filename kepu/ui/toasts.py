"""Short words after a deed, for answers that do not load a new page."""

from typing import Literal

from django.http import HttpResponse
from django_htmx.http import trigger_client_event

Kind = Literal["success", "warning", "error", "info"]


def toast(response: HttpResponse, text: str, *, kind: Kind = "success", undo: str = "") -> HttpResponse:
    """Make the page show `text` when this answer to an HTMX request arrives; `undo` is an address to post to.

    For answers that load a page use Django's messages: they stand at the head of the next page, with or without script.
    """
    return trigger_client_event(response, "toast", {"text": text, "kind": kind, "undo": undo})
