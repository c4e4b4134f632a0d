"""收回清单: the list, beside the backups, of what was taken away for good; what an older backup brings back goes again.

One line of JSON a deed, as the audit has it, so without anything personal. `of` tells databases apart (the moment of
the first entry of the audit), and a line that says `restored` parts what was done before a restore, which was done
again then or has nothing to be done to, from what came after.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from kepu.audit import lasting
from kepu.audit.lasting import Deed
from kepu.audit.models import Entry
from kepu.config.archive.manifest import Refused

NAME = "taken-away.jsonl"
# A deed bears the moment at which its request began; it may have been committed after a backup that began later.
OVERLAP = timedelta(hours=1)
BEHIND = timedelta(minutes=30)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """One line: a deed, or (`deed` None) that a backup was restored, of the database `of`."""

    of: str
    at: datetime
    deed: Deed | None


def default_list() -> Path:
    """Return where the list is kept: in the folder of the backups."""
    return Path(settings.BACKUP_DIR or Path(settings.VAR) / "backups") / NAME


def lines(path: Path) -> list[Line]:
    """Read a list; a last line that was cut while it was written is left out. Raises Refused for one that is damaged."""
    try:
        whole = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Refused(f"打不开收回清单 {path}：{error.strerror}。") from None
    return [_line(path, number, text) for number, text in enumerate(whole, 1)]


def _line(path: Path, number: int, text: bytes) -> Line:
    try:
        raw = json.loads(text)
        at = datetime.fromisoformat(raw["at"])
        if raw.get("restored"):
            return Line(str(raw["of"]), at, None)
        by = None if raw["by"] is None else int(raw["by"])
        return Line(str(raw["of"]), at, Deed(at, by, str(raw["verb"]), str(raw["object"]), tuple(raw["changed"])))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(f"收回清单 {path} 第{number}行读不懂，可能被改动过。请换用另一份清单。") from None


def note_taken_away() -> int:
    """Write what was taken away and is not on the list yet; for the scheduler. Returns how many lines were written."""
    path = default_list()
    missing = list(_missing(path))
    if missing:
        of = database()
        _append(path, [{"of": of, **_raw(entry)} for entry in missing])
    return len(missing)


def _missing(path: Path) -> Iterator[Entry]:
    of = database()
    listed = [line.deed for line in lines(path) if line.of == of and line.deed]
    known = {(deed.at, deed.verb, deed.object) for deed in listed}
    since = max((deed.at for deed in listed), default=_BEGINNING) - OVERLAP
    for entry in Entry.objects.filter(verb__in=lasting.verbs(), at__gte=since).order_by("id"):
        if (entry.at, entry.verb, entry.object) not in known:
            yield entry


def is_behind(at: datetime) -> bool:
    """Answer whether something taken away half an hour ago or longer is not on the list."""
    return any(entry.at < at - BEHIND for entry in _missing(default_list()))


def database() -> str:
    """Return what tells this database from others; empty before the first deed."""
    first = Entry.objects.order_by("id").values_list("at", flat=True).first()
    return first.astimezone(UTC).isoformat() if first else ""


def _raw(entry: Entry) -> dict[str, Any]:
    at = entry.at.astimezone(UTC).isoformat()
    return {"at": at, "by": entry.by, "verb": entry.verb, "object": entry.object, "changed": entry.changed}


def _append(path: Path, rows: list[dict[str, Any]]) -> None:
    """Add lines, synced; what was left of a line that was cut is taken off first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as out:
        out.truncate(out.read().rfind(b"\n") + 1)
        out.seek(0, os.SEEK_END)
        out.write(b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows))
        out.flush()
        os.fsync(out.fileno())


def take_away_again(path: Path, made_at: datetime) -> list[Deed]:
    """Do again what was taken away after the backup made at `made_at`; return what there was. In the caller's transaction.

    Raises Refused for a damaged list.
    """
    of = database()
    ours = [line for line in lines(path) if line.of == of]
    begun = made_at + timedelta(seconds=1)  # an archive tells the second
    restored = max((n for n, line in enumerate(ours) if not line.deed and line.at < begun), default=-1)
    deeds = [line.deed for line in ours[restored + 1 :] if line.deed and line.at >= made_at - OVERLAP]
    return [deed for deed in deeds if lasting.do_again(deed)]


def note_restored(at: datetime) -> None:
    """Write that a backup was restored here."""
    if of := database():
        _append(default_list(), [{"of": of, "at": at.astimezone(UTC).isoformat(), "restored": True}])
