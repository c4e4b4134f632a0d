"""Everything that is read has its place: spans cut from the text give what the reading says."""

from itertools import pairwise
from pathlib import Path

import pytest

from kepu.methods.planread import Reading, read_text

SAMPLES = Path(__file__).resolve().parents[4] / "samples"
TEXTS = sorted(SAMPLES.rglob("*.txt"))
READABLE = [p for p in TEXTS if ".gb." not in p.name and ".big5." not in p.name]


def squash(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


@pytest.fixture(params=READABLE, ids=[p.stem for p in READABLE])
def reading(request: pytest.FixtureRequest) -> Reading:
    """Read one sample."""
    path: Path = request.param
    return read_text(path.read_text(encoding="utf-8"))


def test_spans_cut_what_is_said(reading: Reading) -> None:
    text = reading.text
    for task in reading.tasks:
        assert text[slice(*task.title_span)] == task.title
        assert task.starts in text
        for mention in task.mentions:
            assert squash(text[slice(*mention.span)]) == mention.unit
            assert any(a <= mention.span[0] and mention.span[1] <= b for a, b in task.clauses)
    for target in reading.targets:
        assert text[slice(*target.span)] == target.quote
        assert text.count(target.quote) == 1
    for duty in reading.duties:
        assert text[slice(*duty.span)] == duty.text
    for promise in reading.promises:
        assert text[slice(*promise.span)] == promise.quote


def test_no_task_reaches_into_another(reading: Reading) -> None:
    spans = sorted(task.span for task in reading.tasks)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_no_unit_answers_twice_for_a_task(reading: Reading) -> None:
    for task in reading.tasks:
        everyone = task.lead + task.support + task.joint
        assert len(set(everyone)) == len(everyone)
        assert not (task.joint and task.lead)
        assert not (task.support and not task.lead)


def test_parents_are_parts(reading: Reading) -> None:
    titles = {p.title for p in reading.parts}
    assert {t.parent for t in reading.tasks} <= titles | {None}
