"""The map holds for tables too: a foreign key points down, as an import does."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def layers() -> list[list[str]]:
    """The layers of the import contract, highest first; each a list of the apps on one line."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    return [[name.strip(" ()") for name in line.split("|")] for line in contract["layers"]]


def depth(app: str) -> int:
    """How far down the map an app stands."""
    return next(i for i, line in enumerate(layers()) if app in line)


def test_every_app_is_on_the_map() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("kepu.")}
    assert ours <= {app for line in layers() for app in line}


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("kepu."):
            continue
        for field in model._meta.local_fields:
            goal = field.related_model
            if goal is None or not goal.__module__.startswith("kepu."):
                continue
            own, other = model._meta.app_label, goal._meta.app_label
            if own != other and depth(own) >= depth(other):
                wrong.append(f"{model._meta.label}.{field.name} → {goal._meta.label}")
    assert wrong == []


def test_rooms_have_the_names_of_the_vocabulary() -> None:
    drawers = {"utils", "helpers", "common", "misc", "core", "tools"}
    found = [p for p in (ROOT / "kepu").rglob("*") if p.stem in drawers and "node_modules" not in p.parts]
    assert found == []
