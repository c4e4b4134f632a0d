"""The official tree: complete, a tree, with its odd places handled, loaded in seconds, and loaded again without harm."""

from collections import Counter

import pytest

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed
from kepu.people.divisions import TABLE, VINTAGE, read
from kepu.people.divisions.build import lines
from kepu.people.models import Region, Role
from kepu.people.tests.county import AT, County
from kepu.people.verbs import load_divisions


def test_the_table_is_small_and_has_the_counts_the_bureau_published() -> None:
    """31 / 342 / 2,978 / 41,352, less the nodes that repeat the one above: three counties, one township."""
    assert Counter(d.level for d in read()) == {
        "province": 31, "prefecture": 342, "county": 2978 - 3, "township": 41352 - 1,
    }  # fmt: skip
    assert TABLE.stat().st_size < 600 * 1024


def test_codes_are_unique_and_everything_but_a_province_is_inside_its_parent() -> None:
    seen: dict[str, str] = {}
    for division in read():
        assert division.code not in seen
        length = {"prefecture": 2, "county": 4, "township": 6}.get(division.level, 0)
        assert division.parent is None or division.parent in seen
        assert (division.parent or "")[:length] == division.code[:length]
        seen[division.code] = division.name


def test_placeholders_are_marked() -> None:
    marked = {d.code[:6]: d.name for d in read() if d.placeholder and d.level != "township"}
    assert marked == {
        "110100": "市辖区", "120100": "市辖区", "310100": "市辖区", "500100": "市辖区", "500200": "县",
        "419000": "省直辖县级行政区划", "429000": "省直辖县级行政区划", "469000": "省直辖县级行政区划",
        "659000": "自治区直辖县级行政区划", "620201": "嘉峪关市",
    }  # fmt: skip


@pytest.mark.parametrize(("town", "city"), [("东城街道", "东莞市"), ("石岐街道", "中山市"), ("那大镇", "儋州市")])
def test_in_a_city_without_counties_the_townships_hang_under_the_city(town: str, city: str) -> None:
    divisions = {d.code: d for d in read()}
    found = [d for d in divisions.values() if d.name == town and divisions[d.parent or ""].name == city]
    assert [divisions[d.parent or ""].level for d in found] == ["prefecture"]


def test_a_county_straight_under_its_province_is_inside_it() -> None:
    divisions = {d.code: d for d in read()}
    jiyuan = next(d for d in divisions.values() if d.name == "济源市")
    above = divisions[jiyuan.parent or ""]
    assert (above.placeholder, divisions[above.parent or ""].name) == (True, "河南省")


def test_loading_fills_the_tree_once(county: County) -> None:
    steps: list[tuple[int, int]] = []
    assert load_divisions(at=AT, progress=lambda done, of: steps.append((done, of))) == 44699
    assert (steps[-1], len(steps)) == ((44699, 44699), 12)
    assert Region.objects.filter(vintage=VINTAGE).count() == 44699
    assert load_divisions(at=AT) == 0
    assert Entry.objects.filter(verb="people.load_divisions").count() == 1


def test_loading_again_mends_official_rows_and_leaves_the_offices_own(county: County) -> None:
    load_divisions(at=AT)
    Region.objects.filter(pk="110101000000").update(name="旧名", vintage="2020")
    area = Region.objects.create(
        code="110101901000", name="某园区", parent_id="110101000000", level="township", kind=Region.Kind.OWN
    )
    assert load_divisions(at=AT) == 1
    area.refresh_from_db()
    assert (Region.objects.get(pk="110101000000").name, area.name) == ("东城区", "某园区")


def test_only_the_system_administrator_loads_divisions(county: County) -> None:
    with pytest.raises(NotAllowed, match="系统管理员"):
        load_divisions(at=AT, by=county.secretary())
    assert load_divisions(at=AT, by=county.account(Role.SYSTEM_ADMIN)) == 44699


def test_the_builder_leaves_out_what_only_repeats_the_node_above(tmp_path: object) -> None:
    files = {
        "provinces": "code,name\n44,广东省\n50,重庆市\n62,甘肃省\n",
        "cities": "code,name,p\n4419,东莞市,44\n5002,县,50\n6202,嘉峪关市,62\n",
        "areas": "code,name,c\n441900,东莞市,4419\n500229,城口县,5002\n620201,嘉峪关市,6202\n",
        "streets": "code,name,a\n441900003,东城街道,441900\n500229001,葛城街道,500229\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")  # type: ignore[operator]
    assert list(lines(tmp_path)) == [  # type: ignore[arg-type]
        ("44", 2, "", 0, "广东省"), ("50", 2, "", 0, "重庆市"), ("62", 2, "", 0, "甘肃省"),
        ("4419", 4, "44", 0, "东莞市"), ("5002", 4, "50", 1, "县"), ("6202", 4, "62", 0, "嘉峪关市"),
        ("500229", 6, "5002", 0, "城口县"), ("620201", 6, "6202", 1, "嘉峪关市"),
        ("441900003", 9, "4419", 0, "东城街道"), ("500229001", 9, "500229", 0, "葛城街道"),
    ]  # fmt: skip
