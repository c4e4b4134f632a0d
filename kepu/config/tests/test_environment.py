"""Settings are loud on nonsense: each test starts a process with a wrong environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engineless


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process with these variables; nothing of the test's own settings is inherited."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}
    code = "import kepu.config.settings as s; print(s.DATABASES['default']['ENGINE'], s.HOME_REGION, s.SMALL_OFFICE)"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "KEPU_VAR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
    )


def test_without_variables_it_is_sqlite_and_the_sample_county(tmp_path: Path) -> None:
    assert start(tmp_path).stdout.split() == ["django.db.backends.sqlite3", "990123000000", "True"]


@pytest.mark.parametrize(("said", "small"), [({}, "False"), ({"KEPU_SMALL_OFFICE": "1"}, "True")])
def test_in_production_a_small_office_is_one_that_says_so(tmp_path: Path, said: dict[str, str], small: str) -> None:
    real = {"KEPU_PRODUCTION": "1", "KEPU_SECRET_KEY": "k" * 40, "KEPU_HOSTS": "kepu.example.cn"}
    assert start(tmp_path, **real, **said).stdout.split()[-1] == small


def test_the_key_is_made_once_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    start(tmp_path)
    first = (tmp_path / "secret_key").read_text()
    start(tmp_path)
    assert (tmp_path / "secret_key").read_text() == first
    assert len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"KEPU_REGOIN": "990123000000"}, "不认识的环境变量：KEPU_REGOIN"),
        ({"KEPU_REGION": "9901"}, "12位行政区划代码"),
        ({"KEPU_SECRET_KEY": "short"}, "至少需要32个字符"),
        ({"KEPU_PRODUCTION": "1"}, "必须设置 KEPU_SECRET_KEY"),
        ({"KEPU_PRODUCTION": "1", "KEPU_SECRET_KEY": "k" * 40}, "必须设置 KEPU_HOSTS"),
        ({"KEPU_PRODUCTION": "1", "KEPU_DEBUG": "1"}, "不得打开 KEPU_DEBUG"),
        ({"KEPU_FACES": "desk,door"}, "KEPU_FACES 应为"),
        ({"KEPU_FACES": ","}, "KEPU_FACES 应为"),
        ({"DATABASE_URL": "mysql://u@h/db"}, "只支持 sqlite"),
    ],
)
def test_nonsense_is_refused_in_words(tmp_path: Path, variables: dict[str, str], words: str) -> None:
    result = start(tmp_path, **variables)
    assert result.returncode != 0
    assert words in result.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("f" * 40)
    assert start(tmp_path, KEPU_SECRET_KEY_FILE=str(secret)).returncode == 0
    assert not (tmp_path / "secret_key").exists()
