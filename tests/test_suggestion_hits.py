"""How often the first measure suggested for a target, or one of the first three, is the one a person chose.

The right measures stand by the place of the target in its plan (from 0). Targets that no measure counts are not listed.
The shipped sample is always counted; labelled real plans only where they lie on the machine, no sentence of them is here.
"""

import csv
import json
from pathlib import Path

import pytest

from kepu.methods.measurematch import Candidate, suggest

ROOT = Path(__file__).parents[1]
ELSEWHERE = Path("/work/shared/plans")
SAMPLE = {
    0: "literacy.rate", 1: "literacy.rate", 2: "visit.sessions", 3: "vice_principals", 6: "teachers.trained",
    7: "teachers.science", 9: "venues.visits", 10: "contest.sessions", 12: "lecture.sessions",
    13: "digital_farmer.persons", 14: "training.person_times", 16: "associations.farm", 18: "tour.sessions",
    20: "training.person_times", 22: "studios", 26: "activity.sessions", 27: "smartphone.person_times",
    29: "activity.sessions", 30: "venues.silver_class", 31: "teams.volunteer", 37: "content.pieces",
    40: "informants.registered", 42: "venues.visits", 43: "venues.base_national", 44: "venues.base_province",
    45: "venues.base_city", 46: "venues.base_county", 48: "venues.gallery", 50: "volunteers.registered",
    52: "volunteers.hours", 53: "activity.sessions", 54: "activity.person_times", 58: "experts",
    59: "lecture.sessions", 60: "training.sessions", 65: "funds.special", 66: "funds.special", 67: "funds.special",
    71: "visit.sessions", 72: "open_day.sessions", 73: "media.programmes", 75: "activity.sessions",
}  # fmt: skip
REAL = {
    "fengdu": {
        0: "literacy.rate", 1: "visit.sessions", 2: "venues.shared", 3: "schools.science", 5: "venues.base",
        6: "associations.farm", 7: "studios", 8: "venues.teaching_point", 9: "activity.sessions",
        10: "informants.registered", 11: "volunteers.registered", 12: "demonstrations", 13: "demonstrations",
        14: "funds.special",
    },
    "qianjiang": {0: "literacy.rate"},
    "qingdao": {0: "literacy.rate", 1: "lecture.sessions", 2: "teachers.trained", 3: "venues.silver_class"},
}  # fmt: skip


def hits(plan: Path, right: dict[int, str]) -> tuple[int, int]:
    """Return how many right measures came first, and how many among the first three."""
    with (ROOT / "kepu/ledger/catalogue/measures.csv").open(encoding="utf-8") as lines:
        rows = [Candidate(r["code"], r["name"], r["unit"], tuple(r["words"].split())) for r in csv.DictReader(lines)]
    targets = json.loads(plan.read_text(encoding="utf-8"))["targets"]
    told = []
    for at, code in right.items():
        one = targets[at]
        unit = (one["unit"] or "").removesuffix("/人")
        told.append((code, suggest(one["subject"], one["quote"], unit, rows, 3)))
    return sum(codes[:1] == [code] for code, codes in told), sum(code in codes for code, codes in told)


def test_the_sample_plan() -> None:
    first, three = hits(ROOT / "samples/qinghe.json", SAMPLE)
    print(f"{first} and {three} of {len(SAMPLE)}")
    assert first >= 39
    assert three >= 39


@pytest.mark.skipif(not ELSEWHERE.is_dir(), reason="the labelled real plans do not lie on this machine")
def test_the_real_plans() -> None:
    told = [hits(ELSEWHERE / f"{name}.json", right) for name, right in REAL.items()]
    first, three = (sum(column) for column in zip(*told, strict=True))
    print(f"{first} and {three} of {sum(map(len, REAL.values()))}")
    assert first >= 16
    assert three >= 18
