"""The plugin of pytest that sets the environment before the settings are loaded: a folder of its own for each run."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

FOLDER = Path(tempfile.mkdtemp(prefix="kepu-test-"))
os.environ.update(KEPU_VAR=str(FOLDER), KEPU_SECRET_KEY="x" * 40, KEPU_PRODUCTION="0", KEPU_SECOND_FACTOR="0")
os.environ.setdefault("KEPU_REGION", "990123000000")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(FOLDER, ignore_errors=True)
