"""口径、数据来源、佐证: standing lines that the office changes for a year; the next year begins from them."""

import pytest
from django.core.exceptions import ValidationError

from kepu.plans import verbs
from kepu.plans.models import Target
from kepu.plans.queries.letters.content import content_of
from kepu.plans.tests import letters, years
from kepu.plans.tests.builders import AT
from kepu.plans.wording.counting import OFFERED, counted, counting_of, faults_of
from kepu.plans.wording.letters import offered_terms

STANDING = counting_of("")


def target(unit="", kind="count", subject="", quote=""):
    return Target(unit=unit, kind=kind, subject=subject, quote=quote)


@pytest.mark.engineless
@pytest.mark.parametrize(
    ("made", "definition"),
    [
        (target("人次"), "按参加人次计，同一人参加多次的累计"),
        (target("场"), "按实际举办计，同一天同一地点的计1次"),
        (target("%", "level"), "以公布的调查或统计结果为准"),
        (target("%", "coverage"), "按已覆盖的对象计"),
        (target("份"), "按实际完成数计"),
    ],
)
def test_what_stands_for_a_unit_a_kind_and_the_rest(made, definition):
    assert counted(made, STANDING)[0] == definition


@pytest.mark.engineless
def test_words_of_the_target_go_before_its_unit_and_a_line_may_be_short():
    lines = counting_of("人次｜甲\n智能手机培训、老年课堂|乙|名册")
    assert counted(target("人次", subject="智能手机培训"), lines) == ("乙", "名册", "")
    assert counted(target("人次", subject="科普讲座"), lines) == ("甲", "", "")
    assert counted(target("场", subject="科普讲座"), lines) == ("", "", "")
    assert counted(target("人次", subject="人"), counting_of("人｜丙")) == (
        "",
        "",
        "",
    )  # 人 is a unit, no word of the target


@pytest.mark.engineless
def test_a_line_that_says_nothing_is_named():
    assert faults_of("\n".join(OFFERED)) == []
    assert len(faults_of("人次\n｜按人次计\n场｜按场计")) == 2


@pytest.fixture
def annual(office, units, store):
    return letters.year(office)


@pytest.mark.django_db
def test_the_office_settles_how_its_figures_are_counted(annual, office, units):
    letter = letters.draft(annual, office, units["县民政局"])
    (row,) = content_of(letter)["quantitative"]
    assert row["definition"].startswith("按参加人次计")
    values = letters.terms(annual) | {"counting": "培训老年人｜按结业人次计｜县老年大学教务系统｜花名册"}
    with pytest.raises(ValidationError, match="缺少内容"):
        verbs.edit_letter_terms(annual=annual, values=values | {"counting": "人次"}, revision=0, by=office, at=AT)
    verbs.edit_letter_terms(annual=annual, values=values, revision=0, by=office, at=AT)
    (row,) = content_of(letter)["quantitative"]
    assert (row["definition"], row["source"], row["evidence"]) == (
        "按结业人次计；为全县合计数",
        "县老年大学教务系统",
        "花名册",
    )


@pytest.mark.django_db
def test_the_next_year_begins_from_the_words_of_this_one(annual, office):
    values = letters.terms(annual) | {"counting": "人次｜按签到计", "party": "云汀县科协"}
    verbs.edit_letter_terms(annual=annual, values=values, revision=0, by=office, at=AT)
    offered = offered_terms(years.opened(annual.version, office, year=2027))
    assert (offered.counting, offered.party) == ("人次｜按签到计", "云汀县科协")
    assert offered.title == "云汀县2027年度全民科学素质工作目标责任书"
    assert (offered.term_from.isoformat(), offered.expires_on.isoformat()) == ("2027-01-01", "2028-03-31")
