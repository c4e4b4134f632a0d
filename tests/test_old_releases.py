"""An installation of each earlier release is brought to this one, by `kepu restore` and by `kepu upgrade`, on both engines,
and goes on working there.

`tests/releases/` holds a backup that each release took of a small installation of its own (see `tests.releases.take`):
0.1.0 has an adopted and released plan, its amendment in proofreading, a reform, a list of people, a closed account, an
open session, a second factor, a message, a job in the queue.
"""

import contextlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.test_sizes import ROOT
from tests.releases.take import PASSWORD, SECRET_KEY
from tests.test_restore_drill import empty_postgresql, rows_of_postgresql, rows_of_sqlite

pytestmark = [pytest.mark.engineless, pytest.mark.slow]

RELEASES = sorted((ROOT / "tests" / "releases").glob("kepu-*.zip"))
# The installation as it stood before the upgrade: tables of the release's own state, rows as the release wrote them.
STANDING = """
import sys, django
django.setup()
from pathlib import Path
from django.db import connection, transaction
from kepu.config.archive import Archive
from kepu.config.archive.loading import load
from kepu.config.archive.restoring import _clear, _keys_checked_at_the_end, _migrate_to
from kepu.config.archive.sequences import set_last_ids
from kepu.config.archive.staging import Staging
from kepu.config.archive.states import models_at
quiet = lambda *_: None
with Archive(Path(sys.argv[1])) as archive, Staging(archive.manifest.files) as staging:
    nodes = archive.nodes({(a, n) for a, names in archive.manifest.migrations.items() for n in names})
    staging.fetch(archive, quiet)
    with _keys_checked_at_the_end(), transaction.atomic():
        _migrate_to(nodes)
        found = models_at(nodes)
        _clear(found)
        connection.check_constraints()
        load(archive, found, quiet)
        set_last_ids(found, archive.manifest.sequences)
    staging.place()
    staging.keep()
"""
VISIT = """
import json, sys, django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.test import Client
client = Client()
client.post("/account/login/", {"login": "kexie", "password": sys.argv[1]})
pages = {url: client.get(url) for url in sys.argv[2:]}
print(json.dumps({url: [page.status_code, page.content.decode(errors="replace")] for url, page in pages.items()}))
"""
COUNTY = "990123000000"
MADE_BY_MIGRATING = ("django_content_type", "auth_permission")


class Installation:
    """A folder, a database, and the release's own key."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url

    def run(self, *arguments: str) -> str:
        """Run a command of kepu, or a module or code of Python; return what it printed."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_"))}
        own = {"KEPU_VAR": str(self.folder), "KEPU_SECRET_KEY": SECRET_KEY, "KEPU_SECOND_FACTOR": "0"}
        own |= {"DJANGO_SETTINGS_MODULE": "kepu.config.settings", **({"DATABASE_URL": self.url} if self.url else {})}
        begin = () if arguments[0] in ("-c", "-m") else ("-m", "kepu")
        command = [sys.executable, *begin, *arguments]
        done = subprocess.run(command, env=kept | own, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table."""
        return rows_of_postgresql(self.url) if self.url else rows_of_sqlite(self.folder / "kepu.sqlite3")

    def visit(self, *urls: str) -> dict[str, Any]:
        """What the secretariat sees at some addresses: status and text."""
        return dict(json.loads(self.run("-c", VISIT, PASSWORD, *urls).splitlines()[-1]))


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """An installation of this release without any tables."""
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(empty_postgresql()) if request.param == "postgresql" else ""
        yield Installation(tmp_path / "var", url)


def written(release: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows as the release wrote them: by table, each a dict by column."""
    with zipfile.ZipFile(release) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
        lines = {t["table"]: archive.read(f"tables/{t['table']}.jsonl").decode().split("\n")[:-1] for t in tables}
    names = {t["table"]: [column for column, _ in t["columns"]] for t in tables}
    return {t: [dict(zip(names[t], json.loads(line), strict=True)) for line in rows] for t, rows in lines.items()}


def goes_on(installation: Installation) -> None:
    """What the release's people had can be read and worked on, and what waits is done."""
    assert "未发现问题" in installation.run("check")
    versions = installation.rows()["plans_version"]
    first = min(row["plan_id"] for row in versions)
    plan, drafts = f"/desk/plans/{first}/", [v["plan_id"] for v in versions if v["state"] == "proofreading"]
    seen = installation.visit(
        "/desk/", "/desk/plans/", plan, f"{plan}tasks/", f"{plan}targets/", f"{plan}matrix/", f"{plan}versions/",
        *[f"/desk/plans/{draft}/proofread/" for draft in drafts], f"{plan}breakdown/", "/desk/questions/",
        "/desk/people/", f"/r/{COUNTY}/", f"/r/{COUNTY}/plans/{first}/",
    )  # fmt: skip
    assert {url: status for url, (status, _) in seen.items() if status != 200} == {}
    assert "县气象中心" in seen["/desk/people/"][1]
    assert "清禾县全民科学素质行动" in seen[f"/r/{COUNTY}/plans/{first}/"][1]
    installation.run("-m", "django", "db_worker", "--batch", "--no-startup-delay", "--no-reload")
    assert {row["status"] for row in installation.rows()["django_tasks_database_dbtaskresult"]} == {"SUCCESSFUL"}


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_its_backup_is_restored(release: Path, installation: Installation) -> None:
    said = installation.run("restore", str(release))
    assert f"版本 {release.stem.removeprefix('kepu-')}" in said
    now = installation.rows()
    for table, rows in written(release).items():
        assert len(now[table]) == len(rows) or table in MADE_BY_MIGRATING, table
    goes_on(installation)


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_its_installation_is_upgraded(release: Path, installation: Installation, tmp_path: Path) -> None:
    installation.run("-c", STANDING, str(release))
    said = installation.run("upgrade")
    assert "备份完成" in said
    assert said.endswith("数据库已就绪。\n检查通过：未发现问题。\n")
    upgraded = installation.rows()
    goes_on(installation)
    other = Installation(tmp_path / "other")
    other.run("restore", str(release))
    restored = other.rows()
    for table in MADE_BY_MIGRATING:  # the new ones' ids follow the order in which they were made
        assert len(restored.pop(table)) == len(upgraded.pop(table))
    assert restored == upgraded


def test_there_is_one_of_the_release_before_this() -> None:
    headings = [
        line.split()[1] for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line[:3] == "## "
    ]
    assert {path.stem for path in RELEASES} >= {f"kepu-{version}" for version in headings[1:]}
