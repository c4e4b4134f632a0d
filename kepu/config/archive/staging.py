"""The files of an archive on their way into the store: fetched aside, put in place last, taken back on failure."""

import os
import shutil
from pathlib import Path
from types import TracebackType

from django.conf import settings

from kepu.config.archive.manifest import FileEntry, Refused
from kepu.config.archive.reading import Archive
from kepu.config.archive.writing import Progress, reason
from kepu.files.verbs import path_of


class Staging:
    """A folder inside the store; what it placed is removed again unless `keep` is called."""

    def __init__(self, entries: list[FileEntry]) -> None:
        self.entries = entries
        self.folder = Path(settings.FILES_ROOT) / ".restoring"
        self._placed: list[Path] = []

    def __enter__(self) -> "Staging":
        shutil.rmtree(self.folder, ignore_errors=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for path in self._placed:
            path.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def fetch(self, archive: Archive, progress: Progress) -> None:
        """Write every file of the archive, synced, into the folder. Raises Refused when there is no room."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for done, entry in enumerate(self.entries, 1):
                with archive.open_file(entry) as source, (self.folder / entry.sha256).open("wb") as goal:
                    shutil.copyfileobj(source, goal, 1 << 20)
                    goal.flush()
                    os.fsync(goal.fileno())
                progress("文件", done, len(self.entries))
        except OSError as error:
            raise Refused(f"上传文件写不进 {settings.FILES_ROOT}，没有恢复任何内容：{reason(error)}") from None

    def place(self) -> None:
        """Move the files to where the store looks for them; one that is there already, whole, stays."""
        for entry in self.entries:
            path = path_of(entry.sha256)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                self._placed.append(path)
            os.replace(self.folder / entry.sha256, path)

    def keep(self) -> None:
        """The rows are in: what was placed stays."""
        self._placed.clear()
