"""The matcher against labels made by hand, and the properties that hold whatever the names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.unitnames import LIKELY, parse, score, suggest
from kepu.methods.unitnames.tests.labelled import PAIRS, PLACES, UNITS


def best(printed: str) -> str:
    found = suggest(printed, [(u, [u]) for u in UNITS], places=PLACES)
    return found[0].key if found else "-"


def test_the_best_suggestion_is_right_for_95_of_100_labelled_names() -> None:
    wrong = [(printed, unit, got) for printed, unit in PAIRS if (got := best(printed)) != unit]
    assert len(PAIRS) >= 80
    assert len(wrong) <= 0.05 * len(PAIRS), wrong


@pytest.mark.parametrize(
    ("printed", "unit"),
    [("县科协", "县科学技术局"), ("市科协", "县科学技术协会"), ("县委办", "县人民政府办公室"), ("县博物馆", "县文化馆"),
     ("县老科协", "县科学技术协会"), ("市生态环境局邻溪分局", "市生态环境局清禾分局"), ("县作协", "县科学技术协会")],
)  # fmt: skip
def test_bodies_that_only_look_alike_are_not_suggested(printed: str, unit: str) -> None:
    assert score(printed, unit, places=PLACES).score < LIKELY


def test_the_same_name_scores_one_and_nothing_else_does() -> None:
    assert score("县教育体育局", "县教育体育局").score == 1.0
    assert all(score(p, u, places=PLACES).score < 1 for p, u in PAIRS if u not in ("-", p))


@pytest.mark.parametrize(
    ("printed", "unit", "says"),
    [
        ("县教育局", "县教育体育局", "职能相近，相差“体育”"),
        ("县人社局", "县人力资源和社会保障局", "简称与全称"),
        ("县卫健委", "县卫生健康局", "机构类型不同"),
        ("县生态环境局", "市生态环境局清禾分局", "上级派出机构"),
    ],
)
def test_a_suggestion_says_why(printed: str, unit: str, says: str) -> None:
    assert says in score(printed, unit, places=PLACES).reason


def test_any_of_a_units_names_may_fit_and_the_one_that_does_is_told() -> None:
    found = suggest("县科创中心", [(1, ["县生产力促进中心", "县科技创新中心"]), (2, ["县科技局"])], places=PLACES)
    assert [(s.key, s.name) for s in found] == [(1, "县科技创新中心")]


def test_no_more_than_asked_for_and_best_first() -> None:
    found = suggest(
        "县农业局", [(u, [u]) for u in ("县农业农村局", "县农业局", "县农业综合执法局", "县林业局")], limit=2
    )
    assert [s.key for s in found] == ["县农业局", "县农业农村局"]


def test_the_level_of_a_bureau_for_markets_is_not_its_first_character() -> None:
    assert (parse("市场监管局").level, parse("市市场监管局").level, parse("市政府办").level) == ("", "市", "市")


@given(st.text(max_size=30), st.sampled_from(UNITS))
def test_anything_printed_gets_a_score_between_0_and_1(printed: str, unit: str) -> None:
    assert 0 <= score(printed, unit, places=PLACES).score <= 1


@given(st.sampled_from(UNITS))
def test_spaces_and_brackets_do_not_matter(unit: str) -> None:
    assert score(" ".join(unit), unit, places=PLACES).score == 1.0
    assert score(f"{unit}（县某某局）", unit, places=PLACES).score >= 0.95
