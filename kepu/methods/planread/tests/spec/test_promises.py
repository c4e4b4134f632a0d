"""Commitments without a number, and words that commit to nothing."""

import pytest

from .reading import plan

PROMISES = [
    ("aims", "到2025年，公民科学素质水平居全市前列。", [("rank", "2025")]),
    ("aims", "公民具备科学素质的比例高于全省平均水平。", [("rank", None)]),
    ("aims", "城乡科学素质差距明显缩小。", [("trend", None)]),
    ("organisation", "全县科普经费逐年增加。", [("trend", None)]),
    ("body", "科普大篷车服务实现乡镇全覆盖。", [("coverage", None)]),
    ("body", "2024年9月底前县科技馆竣工并投入运行。", [("milestone", "2024-09-30")]),
    ("body", "建成科普公园并向公众开放。", [("milestone", None)]),
]
NONE = [
    ("aims", "科学精神广泛弘扬，创新氛围更加浓厚。"),
    ("body", "推动科普设施向公众开放。"),
    ("body", "不断提高服务水平，进一步完善机制。"),
    ("body", "加强科普能力建设，提升科学素质。"),
]


@pytest.mark.parametrize(("place", "sentence", "found"), PROMISES, ids=[s for _, s, _ in PROMISES])
def test_promise(place: str, sentence: str, found: list[tuple[str, str | None]]) -> None:
    assert [(p.kind, p.due) for p in plan(**{place: sentence}).promises] == found


@pytest.mark.parametrize(("place", "sentence"), NONE)
def test_general_words(place: str, sentence: str) -> None:
    assert plan(**{place: sentence}).promises == ()
