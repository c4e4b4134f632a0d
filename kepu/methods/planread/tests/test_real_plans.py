"""The reader against hand-made labels of real plans, where their folder is at hand.

The folder is named by KEPU_PLANS or lies beside the repository; the scorer in it is used as it is.
"""

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kepu.methods.planread import as_json, read_text

FOLDER = Path(os.environ.get("KEPU_PLANS") or Path(__file__).resolve().parents[5] / "shared" / "plans")
PLANS = sorted(p.stem for p in FOLDER.glob("*.json") if p.with_suffix(".txt").exists())

pytestmark = pytest.mark.skipif(not PLANS, reason=f"no labelled plans in {FOLDER}; set KEPU_PLANS")


def module(name: str) -> ModuleType:
    """Load a script of the folder as a module."""
    spec = importlib.util.spec_from_file_location(f"plans_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def read_plan(name: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return what is read of a plan, its labels and its text."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    labels = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return as_json(read_text(text), doc=f"{name}.txt"), labels, text


@pytest.mark.parametrize("name", PLANS or ["none"])
def test_plan(name: str) -> None:
    result = module("score").score(*read_plan(name))
    assert result["tasks"]["f1"] >= 0.98
    assert result["roles"]["f1"] >= 0.98
    assert result["frame"]["f1"] >= 0.95
    assert result["duties"]["f1"] >= 0.9
    assert result["fields"]["all"] >= 0.9


def test_targets_pooled() -> None:
    rows = [module("score").score(*read_plan(name))["targets"] for name in PLANS]
    hit, predicted, gold = (sum(r[k] for r in rows) for k in ("hit", "predicted", "gold"))
    assert 2 * hit / (predicted + gold) >= 0.95


@pytest.mark.parametrize("name", PLANS or ["none"])
def test_shape_is_that_of_the_labels(name: str) -> None:
    read, _, text = read_plan(name)
    errors, _ = module("check").check(read, text, f"{name}.txt")
    assert errors == []
