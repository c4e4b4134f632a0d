"""An auditor reads words: every table and every deed that the code records has one."""

import re
from pathlib import Path

import pytest
from django.apps import apps

import kepu
from kepu.desk import trail, words

SOURCE = Path(kepu.__file__).parent
VERB = re.compile(r"""record\([^)]*?verb="([a-z_.]+)\"""", re.DOTALL)


def recorded() -> set[str]:
    files = [p for p in SOURCE.rglob("*.py") if "tests" not in p.parts]
    return {verb for path in files for verb in VERB.findall(path.read_text("utf-8"))}


def test_every_table_has_a_word():
    ours = {m._meta.label_lower for m in apps.get_models() if m.__module__.startswith("kepu.")}
    assert ours - set(words.MODELS) == set()
    assert set(words.MODELS) - ours == set()


def test_every_recorded_deed_has_a_word():
    named = trail.titles()
    found = recorded()
    assert "plans.match_unit" in found
    assert {verb for verb in found if verb not in named and words.deed(verb) == verb} == set()


@pytest.mark.parametrize(
    ("verb", "word"),
    [
        ("plans.edit_task", "修改任务"),
        ("plans.remove_target", "删除目标任务"),
        ("plans.add_part", "新增行动或工程"),
        ("x.unknown", "x.unknown"),
    ],
)
def test_deeds_on_items_are_put_together(verb, word):
    assert words.deed(verb) == word
