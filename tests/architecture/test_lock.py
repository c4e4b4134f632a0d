"""What pip installs is what is locked: the exported requirements name the very versions of uv.lock."""

import re
import tomllib

from tests.architecture.test_sizes import ROOT


def test_exported_requirements_name_locked_versions() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {(p["name"], p["version"]) for p in lock["package"] if "version" in p}
    for name in ("run", "dev", "bench"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = set(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))
        assert pinned
        assert pinned <= locked


def test_every_requirement_has_a_hash() -> None:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
        assert "--hash=sha256:" in block


def test_the_wheel_of_the_charts_brings_no_heavy_packages() -> None:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    assert "vizly" in names
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        re.split(r"[^a-z0-9._-]", one)[0] for one in project["dependencies"]
    }  # by ourselves, for the ledger's columns
    assert not (names - asked) & {"pandas", "sqlalchemy", "numpy", "openpyxl"}
    assert not asked & {"pandas", "sqlalchemy", "openpyxl"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert makefile.count("--require-hashes") == makefile.count("--no-deps --require-hashes")
