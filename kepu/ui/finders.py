"""The one script that is not ours: Apache ECharts, out of the wheel that carries it. Its maps and Python stay where they are."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SCRIPT = "echarts.min.js"
PREFIX = "vendor"


def script_folder() -> Path:
    """Return where the wheel keeps its scripts; the wheel is not imported. Raises LookupError without it."""
    found = find_spec("vizly")
    if found is None or found.origin is None:
        raise LookupError("the wheel vizly is not installed: run `make setup`")
    return Path(found.origin).with_name("assets")


class ChartScript(BaseFinder):
    """Serves ``vendor/echarts.min.js``."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> str | list[str]:  # type: ignore[override]
        if path != f"{PREFIX}/{SCRIPT}":
            return []
        found = str(script_folder() / SCRIPT)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=script_folder())
        storage.prefix = PREFIX  # type: ignore[attr-defined]
        yield SCRIPT, storage
