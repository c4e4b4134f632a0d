"""The manifest: what an archive says about itself, and the refusal of one that cannot be understood."""

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import kepu

FORMAT = 1
PROGRAM = "kepu"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TABLE = re.compile(r"\w{1,63}")


class Refused(Exception):
    """A backup or restore was not done; the message says why and what to do."""


@dataclass(frozen=True)
class TableEntry:
    """One table: its model (``app.model``), its columns as (attribute, kind of field), what the member must be."""

    table: str
    model: str
    columns: list[list[str]]
    rows: int
    size: int
    sha256: str

    @property
    def member(self) -> str:
        """The name of the table's member in the archive."""
        return f"tables/{self.table}.jsonl"


@dataclass(frozen=True)
class FileEntry:
    """One stored file, named by its hash."""

    sha256: str
    size: int

    @property
    def member(self) -> str:
        """The name of the file's member in the archive."""
        return f"files/{self.sha256}"


@dataclass
class Manifest:
    """What is in an archive. `migrations` maps an app to its applied migrations, `sequences` a table to the last id."""

    made_at: str
    region: str
    engine: str
    migrations: dict[str, list[str]]
    tables: list[TableEntry] = field(default_factory=list)
    files: list[FileEntry] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)
    sequences: dict[str, int] = field(default_factory=dict)
    version: str = kepu.VERSION
    format: int = FORMAT
    program: str = PROGRAM

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(entry.rows for entry in self.tables)

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    def to_json(self) -> str:
        """Return the manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def parse(text: bytes) -> Manifest:
    """Read a manifest. Raises Refused: not ours, made by a newer version, or damaged."""
    try:
        raw = json.loads(text)
    except ValueError:
        raise Refused("备份的清单已损坏，不能恢复。请换一份备份。") from None
    if not isinstance(raw, dict) or raw.get("program") != PROGRAM:
        raise Refused("这不是本系统的备份文件。")
    if not isinstance(raw.get("format"), int) or raw["format"] > FORMAT:
        raise newer(str(raw.get("version")))
    try:
        return _build(raw)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise Refused("备份的清单不完整，不能恢复。请换一份备份。") from None


def newer(version: str) -> Refused:
    """Return the refusal of an archive that this program is too old for."""
    return Refused(f"备份由更新的版本（{version}）生成，本机程序为 {kepu.VERSION}。请先升级程序，再恢复。")


def _build(raw: dict[str, Any]) -> Manifest:
    tables = [TableEntry(**entry) for entry in raw.pop("tables")]
    files = [FileEntry(**entry) for entry in raw.pop("files")]
    manifest = Manifest(tables=tables, files=files, **raw)
    hashes = [e.sha256 for e in tables] + [e.sha256 for e in files]
    counts = [n for e in tables for n in (e.rows, e.size)] + [e.size for e in files] + [*manifest.sequences.values()]
    if not all(_SHA256.fullmatch(h) for h in hashes) or not all(isinstance(n, int) and n >= 0 for n in counts):
        raise ValueError("hash or count")
    if not all(_TABLE.fullmatch(e.table) for e in tables) or manifest.moment.tzinfo is None:
        raise ValueError("table or moment")
    return manifest
