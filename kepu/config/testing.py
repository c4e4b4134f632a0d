"""The plugin of pytest that sets the environment before the settings are loaded: a folder of its own for each run."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

FOLDER = Path(tempfile.mkdtemp(prefix="kepu-test-"))
os.environ.update(KEPU_VAR=str(FOLDER), KEPU_SECRET_KEY="x" * 40, KEPU_PRODUCTION="0", KEPU_SECOND_FACTOR="0")
os.environ.setdefault("KEPU_REGION", "990123000000")
ROUNDS = PBKDF2PasswordHasher.iterations
PBKDF2PasswordHasher.iterations = (
    1_000  # a slow hash is slow for every test; what is kept in earnest has a test of its own
)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(FOLDER, ignore_errors=True)
