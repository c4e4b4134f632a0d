"""An archive opened for reading: refused when it is not one, or not whole."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from kepu.config.archive.manifest import FileEntry, Refused, TableEntry, newer, parse
from kepu.config.archive.states import Node
from kepu.config.archive.writing import CHUNK, Progress

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError)


class Archive:
    """An archive and its manifest; a context manager. Raises Refused when the file is none of ours or is cut."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            text = self._zip.read("manifest.json")
        except OSError as error:
            raise Refused(f"打不开备份 {path}：{error.strerror}。") from None
        except DAMAGED:
            raise Refused(
                f"{path} 不是本系统的备份，或文件不完整（可能没有复制完）。请重新复制或换一份备份。"
            ) from None
        self.manifest = parse(text)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def nodes(self, known: set[Node]) -> list[Node]:
        """Return the migrations the archive was taken at. Raises Refused for one that this program does not have."""
        nodes = [(app, name) for app, names in self.manifest.migrations.items() for name in names]
        if set(nodes) - known:
            raise newer(self.manifest.version)
        return nodes

    def verify(self, progress: Progress) -> None:
        """Read every member through and compare size and hash. Raises Refused at the first that differs."""
        entries: list[TableEntry | FileEntry] = [*self.manifest.tables, *self.manifest.files]
        total, done = sum(e.size for e in entries), 0
        for entry in entries:
            if self._measure(entry) != (entry.size, entry.sha256):
                raise self._damage(entry)
            done += entry.size
            progress("核对", done, total)

    def lines(self, entry: TableEntry) -> Iterator[str]:
        """Yield the lines of a table. Raises Refused when the archive turns out damaged."""
        try:
            with self._zip.open(entry.member) as member:
                yield from io.TextIOWrapper(member, "utf-8", newline="\n")
        except (*DAMAGED, OSError, UnicodeDecodeError):
            raise self._damage(entry) from None

    def open_file(self, entry: FileEntry) -> IO[bytes]:
        """Open a stored file's member."""
        return self._zip.open(entry.member)

    def _measure(self, entry: TableEntry | FileEntry) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(entry.member) as member:
                while block := member.read(CHUNK):
                    digest.update(block)
                    size += len(block)
        except (*DAMAGED, OSError):
            raise self._damage(entry) from None
        return size, digest.hexdigest()

    def _damage(self, entry: TableEntry | FileEntry) -> Refused:
        return Refused(f"备份已损坏：{entry.member} 与清单不符。数据库没有改动，请换一份备份。")
