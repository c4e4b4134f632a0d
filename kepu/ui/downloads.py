"""Answers that are files to be saved, under a name, never opened by the browser as pages of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ANY = "application/octet-stream"


def download(data: bytes, name: str, kind: str = ANY) -> HttpResponse:
    """Return bytes of a media type as a file to be saved under a name, which may be Chinese."""
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=kind, headers=headers)


def xlsx(data: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved."""
    return download(data, name, EXCEL)
