"""What is logged and how: one JSON object a line in production, and never a name, a telephone, or what somebody typed.

Messages of other libraries are written as their patterns, without the values; of an exception, the kind and the places
in the code, without its message, for messages quote the data that caused them.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from kepu.config.environment import ROOT

request_id: ContextVar[str] = ContextVar("request_id", default="-")
FRAMES = 12
_SILENT = ("django.security", "axes", "django.db")  # their messages are finished sentences with values in them


_TOKEN = re.compile(r"(/link/)[\w-]{8,}|(kepu_)[\w-]{40,}")  # whoever reads a log must not find a way in


class Plain(logging.Formatter):
    """One line of text a record, for development; one-time links and access tokens without what opens them."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        return _TOKEN.sub(r"\1\2…", super().format(record))


class JsonLines(logging.Formatter):
    """One line of JSON a record; `fields` given as ``extra`` are added to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            "request": number_of(record),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            line["errors"] = [_error(e) for e in _chain(record.exc_info[1])]
        return _TOKEN.sub(r"\1\2…", json.dumps(line, ensure_ascii=False, default=str))


class WithRequest(logging.Filter):
    """Adds the request's id to a record, for the plain format of development."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through."""
        record.request_id = number_of(record)
        return True


def number_of(record: logging.LogRecord) -> str:
    """Return the id of the request a record belongs to; Django writes some lines after the request has ended."""
    if (current := request_id.get()) != "-":
        return current
    return getattr(getattr(record, "request", None), "kepu_id", "-")


def _event(record: logging.LogRecord) -> str:
    if record.name == "kepu" or record.name.startswith("kepu."):
        return record.getMessage()
    return record.name if record.name.startswith(_SILENT) else str(record.msg)


def _chain(error: BaseException) -> list[BaseException]:
    """Return the error and what it came from, at most four."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and len(found) < 4:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def _error(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"kind": type(error).__qualname__, "places": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames]}


def _short(filename: str) -> str:
    """Return a path below the project or the library folder, not where on this machine they lie."""
    path = Path(filename)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return str(path.relative_to(ROOT))
    return filename.rpartition("site-packages/")[2] if "site-packages/" in filename else path.name
