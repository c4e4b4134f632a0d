"""Limits that keep the house readable: functions and modules stay small, the root has few entries."""

import ast
import statistics
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LIMIT, FUNCTION_LIMIT, PERCENTILE_90, MEDIAN = 400, 50, 20, 7


def tracked(pattern: str) -> list[Path]:
    """The files of the project that match, as git knows them (untracked ones too, ignored ones not)."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def modules() -> list[Path]:
    return [p for p in tracked("*.py") if "migrations" not in p.parts]


def functions(path: Path) -> list[tuple[str, int]]:
    """Name and length in lines, docstring not counted, of every function of a module."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            found.append((f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - first.lineno + 1))
    return found


def test_no_module_is_longer_than_the_limit() -> None:
    long = [
        str(p.relative_to(ROOT)) for p in modules() if len(p.read_text(encoding="utf-8").splitlines()) > MODULE_LIMIT
    ]
    assert long == []


def test_no_function_is_longer_than_the_limit() -> None:
    assert [f for p in modules() for f in functions(p) if f[1] > FUNCTION_LIMIT] == []


def test_most_functions_are_short() -> None:
    lengths = [n for p in modules() if "tests" not in p.parts for _, n in functions(p)]
    assert statistics.median(lengths) <= MEDIAN
    assert statistics.quantiles(lengths, n=10)[8] <= PERCENTILE_90


def test_the_root_has_a_handful_of_entries() -> None:
    entries = {p.relative_to(ROOT).parts[0] for p in tracked("*")}
    assert len([e for e in entries if not e.startswith(".")]) <= 16


def test_readme_is_short() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 150
