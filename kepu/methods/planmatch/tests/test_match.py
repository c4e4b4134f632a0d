"""Pairs of tasks and targets: what a person would pair (labels made by hand), and the order of items does not matter."""

import random
from decimal import Decimal

import pytest

from kepu.methods.planmatch import TargetSide, TaskSide, match_targets, match_tasks
from kepu.methods.planmatch.tests.labelled import SAMPLES, Figures, figures, sides

pytestmark = pytest.mark.engineless
# The least that must hold, for tasks and for targets: precision, recall. The figures themselves stand in samples/matches.
LEAST = {
    "qinghe": ((0.95, 0.95), (0.95, 0.95)),
    "counties": ((0.95, 0.95), (0.6, 0.95)),
    "periods": ((0.9, 0.8), (0.85, 0.85)),
    "unseen": ((0.6, 0.4), (0.7, 0.75)),
}


def target(key, subject, value=None, unit="个", **more):
    fields = {"quote": f"{subject}达到{value}{unit}", "kind": "count", "comparator": ">="} | more
    return TargetSide(key, subject, value=None if value is None else Decimal(value), unit=unit, **fields)


@pytest.mark.parametrize("name", LEAST)
def test_pairs_are_those_that_a_person_makes(name):
    tasks, targets, wrong = figures(SAMPLES / "matches" / f"{name}.json")
    for made, (precision, recall) in zip((tasks, targets), LEAST[name], strict=True):
        assert made.precision >= precision, wrong
        assert made.recall >= recall, wrong


def test_what_is_called_sure_is_right():
    found: list[Figures] = [f for name in LEAST for f in figures(SAMPLES / "matches" / f"{name}.json")[:2]]
    assert sum(f.sure_right for f in found) / sum(f.sure for f in found) >= 0.95
    assert sum(f.sure for f in found) > 90


def test_the_order_of_items_does_not_matter():
    left, right = sides("qinghe-2021.txt"), sides("qinghe.txt")
    tasks = match_tasks(left[0], right[0])
    made = {(p.left, p.right, p.score) for p in [*tasks, *match_targets(left[1], right[1], tasks)]}
    for seed in range(3):
        mix = random.Random(seed)
        shuffled = [mix.sample(rows, len(rows)) for rows in (*left, *right)]
        again = match_tasks(shuffled[0], shuffled[2])
        both = [*again, *match_targets(shuffled[1], shuffled[3], again)]
        assert {(p.left, p.right, p.score) for p in both} == made


def test_exchanging_the_sides_exchanges_the_pairs():
    left, right = sides("qinghe-2021.txt")[0], sides("qinghe.txt")[0]
    assert {(p.left, p.right) for p in match_tasks(left, right)} == {
        (p.right, p.left) for p in match_tasks(right, left)
    }


def test_bases_of_different_level_are_not_paired():
    left = [target("a", "科普教育基地", 4, level="省级", quote="省级科普教育基地4个")]
    right = [target("b", "科普教育基地", 12, level="市级", quote="市级科普教育基地12个")]
    assert match_targets(left, right) == []


def test_a_pair_with_a_near_rival_is_not_sure():
    left = [target("a", "老年科普学堂", 5)]
    right = [target("b", "老年科普学堂", 14),
             target("c", "老年科普学堂", 15)]  # fmt: skip
    (pair,) = match_targets(left, right)
    assert not pair.sure
    assert match_targets(left, right[:1])[0].sure


def test_tasks_for_other_people_are_kept_apart():
    left = [TaskSide("a", "加强教育培训", "开展科学素质教育培训", "farmers")]
    right = [TaskSide("b", "加强教育培训", "开展科学素质教育培训", "officials"),
             TaskSide("c", "加强教育培训", "开展科学素质教育培训", "farmers")]  # fmt: skip
    assert [(p.left, p.right) for p in match_tasks(left, right)] == [("a", "c")]


def test_nothing_on_one_side():
    assert match_tasks([], [TaskSide("a", "弘扬科学家精神")]) == []
    assert match_targets([target("a", "科普员", 1)], []) == []
    assert match_tasks([TaskSide("a", "")], [TaskSide("b", "")]) == []
