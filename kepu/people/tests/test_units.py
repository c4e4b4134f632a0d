"""Units one at a time, and the names they are printed under."""

import pytest

from kepu.audit.models import Entry
from kepu.people.models import Unit, UnitAlias
from kepu.people.tests.county import AT, County
from kepu.people.verbs import BadInput, UnitValues, add_alias, create_unit, edit_unit, remove_alias


def test_a_unit_is_created(county: County) -> None:
    values = UnitValues("县 科学技术局", "government", order=30)
    unit = create_unit(region=county.home, values=values, by=county.secretary(), at=AT)
    assert (unit.name, unit.order, unit.affiliation) == ("县科学技术局", 30, "local")
    assert Entry.objects.get().object == f"people.unit:{unit.pk}"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (UnitValues(" ", "government"), "名称"),
        (UnitValues("县教育体育局", "government"), "重名"),
        (UnitValues("县新局", "bureau"), "类别"),
        (UnitValues("县新局", "government", affiliation="x"), "隶属"),
        (UnitValues("县新局", "government", order=-1), "官方排序"),
    ],
)
def test_bad_values_are_refused(county: County, values: UnitValues, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        create_unit(region=county.home, values=values, by=county.secretary(), at=AT)


def test_an_edit_records_what_changed_and_nothing_when_nothing_did(county: County) -> None:
    by, values = county.secretary(), UnitValues("县教育体育局", "government", order=11, parent=county.health)
    edit_unit(unit=county.education, values=values, by=by, at=AT)
    edit_unit(unit=county.education, values=values, by=by, at=AT)
    assert Entry.objects.get().changed == ["order", "parent"]


def test_a_parent_is_neither_below_nor_elsewhere(county: County) -> None:
    by = county.secretary()
    edit_unit(
        unit=county.health, values=UnitValues("县卫生健康局", "government", parent=county.education), by=by, at=AT
    )
    with pytest.raises(BadInput, match="下属"):
        edit_unit(
            unit=county.education, values=UnitValues("县教育体育局", "government", parent=county.health), by=by, at=AT
        )
    abroad = county.unit("县外局", region=county.other)
    with pytest.raises(BadInput, match="同一区域"):
        create_unit(region=county.home, values=UnitValues("县新局", "government", parent=abroad), by=by, at=AT)


def test_an_alias_is_noted_once(county: County) -> None:
    by = county.secretary()
    for _ in range(2):
        add_alias(unit=county.education, name=" 县教体局", by=by, at=AT)
    assert (UnitAlias.objects.get().name, Entry.objects.count()) == ("县教体局", 1)


@pytest.mark.parametrize(
    ("name", "says"), [("", "填写"), ("县教育体育局", "正式名称"), ("县卫生健康局", "已是"), ("县卫健局", "已是")]
)
def test_an_alias_that_means_something_else_is_refused(county: County, name: str, says: str) -> None:
    by = county.secretary()
    add_alias(unit=county.health, name="县卫健局", by=by, at=AT)
    with pytest.raises(BadInput, match=says):
        add_alias(unit=county.education, name=name, by=by, at=AT)


def test_the_name_of_an_abolished_unit_is_free_again(county: County) -> None:
    Unit.objects.create(region=county.home, name="县教育局", kind="government", until=AT.date())
    assert add_alias(unit=county.education, name="县教育局", by=county.secretary(), at=AT).unit == county.education


def test_a_wrong_alias_is_taken_back(county: County) -> None:
    by = county.secretary()
    remove_alias(alias=add_alias(unit=county.health, name="县教体局", by=by, at=AT), by=by, at=AT)
    assert UnitAlias.objects.count() == 0
