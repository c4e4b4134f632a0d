"""The reader against the hand-made labels of the samples."""

import json
from pathlib import Path

import pytest

from kepu.methods.planread import as_json, read
from kepu.methods.planread.extract import extract
from kepu.methods.planread.scoring import Score, score

SAMPLES = Path(__file__).resolve().parents[4] / "samples"
LABELLED = sorted(p for p in SAMPLES.rglob("*.json") if p.with_suffix(".txt").exists())


def results(labels: Path) -> tuple[dict[str, Score], dict[str, float]]:
    """Read the text beside a file of labels, as an upload is read, and score what the labels speak of."""
    path = labels.with_suffix(".txt")
    wanted = json.loads(labels.read_text(encoding="utf-8"))
    made = as_json(read(extract(path.read_bytes(), path.name)))
    measures, fields = score(made, wanted, path.read_text(encoding="utf-8"))
    return {name: m for name, m in measures.items() if name != "promises" or "promises" in wanted}, fields


@pytest.mark.parametrize("labels", LABELLED, ids=[p.stem for p in LABELLED])
def test_sample(labels: Path) -> None:
    measures, fields = results(labels)
    short = {name: (m.hit, m.read, m.labelled) for name, m in measures.items() if m.f1 < 0.95}
    assert short == {}
    assert fields["all"] >= 0.9, fields


def test_there_are_samples() -> None:
    assert len(LABELLED) >= 10
