"""`kepu check` names what is wrong for real use, and is silent when all is right."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from kepu.config import production, soundness
from kepu.people.models import Account, Holding, Region, Role
from kepu.portal.signing import public_text


@pytest.fixture
def sound(settings: Any, tmp_path: Path) -> Any:
    """Settings, a folder and a backup as they should be."""
    settings.PRODUCTION = settings.SECOND_FACTOR = settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 3600
    settings.DEBUG, settings.SMALL_OFFICE_SAID = False, True
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = ["kepu.example.cn"], ["https://kepu.example.cn"]
    settings.HOME_REGION, settings.SECRET_KEY = "110101000000", "0123456789abcdefghij" * 3
    settings.VAR, settings.BACKUP_DIR, settings.STATIC_ROOT = tmp_path, str(tmp_path / "backups"), tmp_path / "static"
    tmp_path.chmod(0o750)
    for name in ("backups/kepu-110101000000-20261122-020000-nightly.zip", "static/staticfiles.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return settings


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECOND_FACTOR", False, "动态口令"),
        ("SMALL_OFFICE_SAID", False, "请把 KEPU_SMALL_OFFICE 设为 0"),
        ("ALLOWED_HOSTS", ["*"], "KEPU_HOSTS 不能是 *"),
        ("CSRF_TRUSTED_ORIGINS", ["http://kepu.example.cn"], "以 https:// 开头"),
        ("CSRF_TRUSTED_ORIGINS", [], "KEPU_ORIGINS"),
        ("HOME_REGION", "990123000000", "还是示范县的代码"),
        ("SECRET_KEY", "ab" * 30, "过于简单"),
        ("SESSION_COOKIE_SECURE", False, "security.W012"),
    ],
)
def test_each_wrong_setting_is_named(sound: Any, name: str, value: object, words: str) -> None:
    before = production.settings_problems()
    setattr(sound, name, value)
    (added,) = [line for line in production.settings_problems() if line not in before]
    assert words in added


def test_right_settings_have_no_problem_but_the_engine(sound: Any, db: None) -> None:
    from django.db import connection

    lite = ["生产环境建议使用 PostgreSQL：请设置 DATABASE_URL。"] if connection.vendor == "sqlite" else []
    assert production.settings_problems() == lite


def test_the_machine(sound: Any, tmp_path: Path) -> None:
    root = ["请用专门的系统账号运行，不要用 root。"] if os.geteuid() == 0 else []
    assert production.machine_problems() == root
    tmp_path.chmod(0o755)
    (tmp_path / "static" / "staticfiles.json").unlink()
    old = next((tmp_path / "backups").iterdir())
    os.utime(old, (time.time() - 3 * 86400,) * 2)
    found = production.machine_problems()[len(root) :]
    assert [line[:8] for line in found] == ["运行数据目录对其", "网页样式文件没有", "最近一次每夜备份"]
    old.unlink()
    assert production.machine_problems()[-1].startswith("还没有每夜备份")
    sound.BACKUP_DIR = ""
    assert "请设置 KEPU_BACKUP_DIR" in production.machine_problems()[-1]


def test_the_data(sound: Any, db: None, tmp_path: Path) -> None:
    assert production.data_problems() == [f"还没有{role.label}账号。" for role in production.NEEDED]
    region = Region.objects.create(code="110101000000", name="区", level="county")
    account = Account.objects.create(username="a", name="a", created_at=timezone.now())
    for role in production.NEEDED:
        place = region if role == Role.SECRETARIAT else None
        Holding.objects.create(account=account, role=role, region=place, since=timezone.localdate())
    assert production.data_problems() == []
    (tmp_path / "sign-ins.txt").touch()
    assert "示范数据不能用于正式环境" in production.data_problems()[0]


def test_a_portal_alone_needs_a_key_and_content_and_nobody_to_sign_in(sound: Any, db: None) -> None:
    sound.FACES, sound.SECOND_FACTOR, sound.SMALL_OFFICE_SAID = frozenset({"portal"}), False, False
    told = [line for line in production.settings_problems() if "PostgreSQL" not in line]
    assert [line.partition("：")[0] for line in told] == ["公众端单独安装时须设置 KEPU_RELEASE_KEY"]
    sound.RELEASE_KEYS = ["x"]
    assert any("不是公钥" in line for line in production.settings_problems())
    sound.RELEASE_KEYS = [public_text(Ed25519PrivateKey.generate())]
    assert [line for line in production.settings_problems() if "PostgreSQL" not in line] == []
    assert production.data_problems() == ["还没有导入公开数据包：请运行 kepu release import。"]


def test_outside_production_none_of_it_is_asked(db: None, settings: Any) -> None:
    assert soundness.problems() == []
    settings.PRODUCTION = True
    assert len(soundness.problems()) > 5
