"""kepu (科普): the platform a county runs its 全民科学素质行动 on.

The version has one source, the newest heading of CHANGELOG.md.
"""

import re
from pathlib import Path

_CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def _version() -> str:
    """Return the newest version heading (``## 0.1.0 …``) of the changelog, ``0`` if it is absent."""
    if not _CHANGELOG.exists():
        return "0"
    found = re.search(r"^## (\d+\.\d+\.\d+)", _CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else "0"


VERSION = _version()
