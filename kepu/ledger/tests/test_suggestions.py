"""What a printed subject means, on wordings of our own."""

import pytest

from kepu.ledger.catalogue import shipped
from kepu.methods.measurematch import Candidate, suggest

CATALOGUE = [Candidate(line.code, line.name, line.unit, tuple(line.words.split())) for line in shipped()]


@pytest.mark.parametrize(
    ("subject", "unit", "code"),
    [
        ("老年人智能手机培训", "人次", "smartphone.person_times"),
        ("农民实用技术培训", "万人次", "training.person_times"),
        ("科普讲座", "场", "lecture.sessions"),
        ("院士专家进校园", "场次", "visit.sessions"),
        ("注册科技志愿者", "人", "volunteers.registered"),
        ("科技志愿服务队", "支", "teams.volunteer"),
        ("科普大篷车巡展", "场", "tour.sessions"),
        ("科普信息员", "名", "informants.registered"),
        ("银龄课堂", "个", "venues.silver_class"),
        ("公民具备科学素质的比例", "%", "literacy.rate"),
        ("人均科普经费", "元", "funds.special"),
        ("高素质农民", "人", "digital_farmer.persons"),
        ("农村专业技术协会", "个", "associations.farm"),
    ],
)
def test_the_first_suggestion(subject: str, unit: str, code: str) -> None:
    assert suggest(subject, subject, unit, CATALOGUE)[0] == code


def test_nothing_is_suggested_where_nothing_speaks_for_it() -> None:
    assert suggest("办公用房", "办公用房3间", "间", CATALOGUE) == []


def test_two_common_characters_are_not_enough() -> None:
    assert suggest("配有专职科学教师的中心小学占比", "占比达到90%", "%", CATALOGUE) == []


def test_attendances_are_never_offered_for_persons() -> None:
    people = [one.code for one in CATALOGUE if one.unit == "人"]
    assert set(suggest("培训骨干教师", "培训骨干教师300人", "人", CATALOGUE, most=99)) <= set(people)
