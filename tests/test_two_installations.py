"""Desk and portal as two installations, each a process of its own over a folder and a database of its own: from the
release on the desk to the page that a resident reads, and back off it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.engineless, pytest.mark.slow]

START = """
import sys, json, django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
"""
FILL = """
from django.contrib.auth import get_user_model
from kepu.people.models import Region
Region.objects.create(code="990000000000", name="云岭省", level="province")
Region.objects.create(code="990100000000", name="安澜市", level="prefecture", parent_id="990000000000")
from kepu.plans.tests import builders
builders.units()
home = builders.region()
home.parent_id = "990100000000"; home.save()
office = builders.account()
release = builders.released(builders.adopted(office), office)
builders.progress_released(release.version, office)
print(release.version.plan_id)
"""
WITHDRAW = """
from kepu.people.models import Account
from kepu.plans import verbs
from kepu.plans.models import Release
from kepu.plans.tests.builders import AT
for release in Release.objects.all():
    verbs.withdraw(release=release, remark="数字有误", by=Account.objects.get(), at=AT)
"""
VISIT = """
from django.test import Client
from django.apps import apps
answers = [Client().get(url) for url in sys.argv[1:]]
elder = Client().post("/elder/", {"elder": "1"})
counts = {m: apps.get_model(m).objects.count() for m in ("people.Account", "plans.Plan", "portal.Parcel")}
pages = {url: [a.status_code, a.content.decode(errors="replace")] for url, a in zip(sys.argv[1:], answers)}
print(json.dumps({"pages": pages, "elder": elder.status_code, "counts": counts}))
"""
CODE = "990123000000"


class Installation:
    """A folder with its own database, and the environment that its processes get."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder, self.variables = folder, variables
        folder.mkdir()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of kepu, or ``-c code``."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_", "DJANGO_"))}
        if arguments[0] == "-c":
            arguments = ("-c", START + arguments[1], *arguments[2:])
            kept["DJANGO_SETTINGS_MODULE"] = "kepu.config.settings"
        else:
            arguments = ("-m", "kepu", *arguments)
        return subprocess.run(
            [sys.executable, *arguments], env={**kept, "KEPU_VAR": str(self.folder), **self.variables},
            capture_output=True, text=True, cwd=Path(__file__).resolve().parents[1],
        )  # fmt: skip

    def done(self, *arguments: str) -> str:
        """Run it, expect success, return what it printed."""
        result = self.run(*arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def refused(self, *arguments: str) -> str:
        """Run it, expect a refusal in words, return them."""
        result = self.run(*arguments)
        assert result.returncode == 1, result.stdout
        assert "Traceback" not in result.stderr
        return result.stderr.strip()

    def seen(self, *urls: str) -> dict[str, Any]:
        """What a browser gets at some addresses."""
        return dict(json.loads(self.done("-c", VISIT, *urls).splitlines()[-1]))


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to begin with."""
    folder = tmp_path_factory.mktemp("installations") / "empty"
    Installation(folder).done("migrate")
    return folder / "kepu.sqlite3"


@pytest.fixture
def both(tmp_path: Path, migrated: Path) -> tuple[Installation, Installation]:
    desk = Installation(tmp_path / "desk", KEPU_FACES="desk")
    portal = Installation(tmp_path / "portal", KEPU_FACES="portal", KEPU_RELEASE_KEY=desk.done("release", "key"))
    for installation in (desk, portal):
        shutil.copy(migrated, installation.folder)
    return desk, portal


def test_from_the_desk_to_the_resident_and_back(both: tuple[Installation, Installation], tmp_path: Path) -> None:
    desk, portal = both
    plan = f"/r/{CODE}/plans/{desk.done('-c', FILL)}/"
    parcel, tampered = tmp_path / "parcel.kepu", tmp_path / "tampered.kepu"
    assert "方案1、进展1" in desk.done("release", "export", str(parcel))
    assert portal.seen("/r/990123000000/", plan)["pages"][plan][0] == 404

    data = bytearray(parcel.read_bytes())
    data[-200] ^= 1
    tampered.write_bytes(data)
    assert "改动过" in portal.refused("release", "import", str(tampered))
    assert portal.seen(plan)["pages"][plan][0] == 404

    assert "方案1、进展1" in portal.done("release", "import", str(parcel))
    assert "没有改动" in portal.done("release", "import", str(parcel))
    ask = f"/r/{CODE}/ask/"
    away = ["/desk/", "/account/login/", f"{ask}1234567890123/", "/link/abc/"]
    first = f"/r/{CODE}/"
    seen = portal.seen(first, plan, f"/r/{CODE}/deeds/", f"/r/{CODE}/answers/", f"/r/{CODE}/phones/", ask, *away)
    assert [seen["pages"][url][0] for url in away] == [404] * 4
    assert "云汀县全民科学素质行动实施方案（2026—2030年）" in seen["pages"][plan][1]
    assert "139****5678" in seen["pages"][plan][1]
    assert f'href="{plan}progress/"' in seen["pages"][first][1]
    status, progress = portal.seen(f"{plan}progress/2026-06-30/")["pages"][f"{plan}progress/2026-06-30/"]
    assert (status, "看进展：截至2026年6月30日" in progress, f'href="{plan}"' in progress) == (200, True, True)
    assert "我要提问" not in seen["pages"][first][1]
    assert "这个网站不接收来信" in seen["pages"][ask][1]
    assert "<textarea" not in seen["pages"][ask][1]
    assert "怎么提问" in seen["pages"][first][1]
    assert seen["pages"][first][1].count('<li><a href="/r/') <= 4
    for url in (first, ask, plan, f"/r/{CODE}/deeds/", f"/r/{CODE}/answers/", f"/r/{CODE}/phones/"):
        status, html = seen["pages"][url]
        assert (status, "/desk/" in html, "/account/" in html) == (200, False, False), url
    released = f"/api/v1/open/{CODE}/plans"
    told = portal.seen(released, f"{released}/{plan.split('/')[-2]}", "/api/v1/", "/api/v1/plans", "/api/v1/me")[
        "pages"
    ]
    assert [status for status, _ in told.values()] == [200, 200, 200, 404, 404]
    assert json.loads(told[released][1])["items"][0]["title"] == "云汀县全民科学素质行动实施方案（2026—2030年）"
    assert (seen["elder"], seen["counts"]) == (302, {"people.Account": 0, "plans.Plan": 0, "portal.Parcel": 1})

    desk.done("-c", WITHDRAW)
    later = tmp_path / "later.kepu"
    desk.done("release", "export", str(later))
    portal.done("release", "import", str(later))
    gone = portal.seen(plan, f"{plan}progress/", f"{plan}progress/2026-06-30/data.json")["pages"]
    assert {status for status, _ in gone.values()} == {404}
    assert "不能用旧内容替换新内容" in portal.refused("release", "import", str(parcel))


def test_each_side_refuses_the_other_sides_step_and_a_wrong_key(
    both: tuple[Installation, Installation], tmp_path: Path
) -> None:
    desk, portal = both
    desk.done("-c", FILL)
    parcel = tmp_path / "parcel.kepu"
    desk.done("release", "export", str(parcel))
    assert "本机有工作台" in desk.refused("release", "import", str(parcel))
    assert "没有工作台" in portal.refused("release", "export", str(tmp_path / "x"))
    assert "没有工作台" in portal.refused("release", "key")
    assert "读不出" in portal.refused("release", "import", str(tmp_path / "missing"))
    portal.variables |= {"KEPU_RELEASE_KEY": "不是公钥"}
    assert "不是公钥" in portal.refused("release", "import", str(parcel))
    portal.variables |= {"KEPU_RELEASE_KEY": Installation(tmp_path / "third").done("release", "key")}
    assert "信任的密钥" in portal.refused("release", "import", str(parcel))
    portal.variables |= {"KEPU_REGION": "990124000000"}
    assert portal.seen("/")["counts"]["portal.Parcel"] == 0


def test_a_desk_alone_has_no_public_pages_and_works_without_them(both: tuple[Installation, Installation]) -> None:
    desk, _ = both
    desk.done("-c", FILL)
    look = """
from django.test import Client
from kepu.people.models import Account
client = Client()
client.force_login(Account.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
urls = ["/", "/desk/", "/desk/plans/1/release/", "/desk/plans/releases/1/preview/", "/desk/questions/",
        "/desk/questions/phones/", "/r/990123000000/", "/account/logout/", "/nowhere/"]
print(json.dumps({url: [a.status_code, a.headers.get("Location", "")] for url in urls for a in [client.get(url)]}))
"""
    seen = json.loads(desk.done("-c", look).splitlines()[-1])
    assert seen.pop("/") == [302, "/desk/"]
    assert seen.pop("/r/990123000000/")[0] == seen.pop("/nowhere/")[0] == 404
    assert {status for status, _ in seen.values()} == {200}, seen
