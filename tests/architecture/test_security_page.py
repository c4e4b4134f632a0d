"""docs/security.md names, for each requirement, tests that exist; every row has at least one."""

import ast
import re

from tests.architecture.test_sizes import ROOT

PAGE = ROOT / "docs" / "security.md"


def rows() -> list[list[str]]:
    """The cells of the rows that name a requirement, without those of what is not done."""
    met = PAGE.read_text(encoding="utf-8").split("## 没有做到的")[0]
    lines = [line for line in met.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named() -> list[tuple[str, str]]:
    """File and function of every test that the page names."""
    return re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE.read_text(encoding="utf-8"))


def test_every_requirement_names_a_test() -> None:
    assert len(rows()) > 35
    assert [row[0] for row in rows() if len(row) != 3 or "::test_" not in row[2]] == []


def test_every_test_that_is_named_exists() -> None:
    missing = []
    for file, name in named():
        path = ROOT / file
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
        if name not in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{file}::{name}")
    assert missing == []
