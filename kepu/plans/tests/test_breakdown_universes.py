"""Sets that coverage is counted against: out of the divisions or a list, and what a share means in them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kepu.audit.models import Entry
from kepu.people.models import Region
from kepu.plans import verbs
from kepu.plans.models import Universe
from kepu.plans.queries.breakdown.grid import grid_of
from kepu.plans.tests import builders, parted
from kepu.plans.tests.builders import AT
from kepu.plans.verbs.breakdown.universes import seen_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


def keep(office, name="名单", kind="list", members=(), **more):
    return verbs.keep_universe(
        region=builders.region(), name=name, kind=kind, members=members, by=office, at=AT, **more
    )


def villages(towns, counts):
    for town, count in zip(towns.values(), counts, strict=True):
        for n in range(count):
            code = f"{town.pk[:9]}{200 + n}"
            Region.objects.create(code=code, name=f"{town}{n}村", parent=town, level="village")


def test_townships_and_villages_come_from_the_divisions(office):
    towns = parted.townships()
    villages(towns, [3, 2, 0])
    assert [m["name"] for m in keep(office, "乡镇", "townships").members] == ["城关镇", "柳河镇", "石桥乡"]
    rows = keep(office, "村", "villages").members
    assert [m["code"][:9] for m in rows] == ["990123100"] * 3 + ["990123101"] * 2


def test_a_list_keeps_each_name_once(office):
    row = keep(office, "全县中学", members=["一中", " 二中 ", "", "一中"])
    assert row.members == [{"code": "", "name": "一中"}, {"code": "", "name": "二中"}]
    assert Entry.objects.filter(verb="plans.keep_universe").count() == 1


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": " "}, "name", "请填写名称"), ({"name": "名" * 61}, "name", "不超过60"), ({"name": "已有"}, "name", "已有名为"),
        ({"kind": "x"}, "kind", "请选择类别"), ({"kind": "villages"}, "kind", "还没有登记村"),
        ({"kind": "townships"}, "kind", "还没有登记乡镇"), ({"members": [" "]}, "members", "请填写名单"),
        ({"members": ["校" * 81]}, "members", "过长"), ({"members": map(str, range(2001))}, "members", "最多2000个"),
    ],
)  # fmt: skip
def test_what_makes_no_set_is_refused_at_its_field(office, fields, field, words):
    keep(office, "已有", members=["一中"])
    with pytest.raises(ValidationError) as wrong:
        keep(office, **{"name": "新", "members": ["一中"]} | fields)
    assert words in wrong.value.message_dict[field][0]
    assert Universe.objects.count() == 1


def test_a_set_that_another_changed_is_not_overwritten(office):
    row = keep(office, members=["一中"])
    seen = seen_of(row)
    keep(office, members=["一中", "二中"], universe=row, seen=seen)
    with pytest.raises(verbs.StaleUniverse):
        keep(office, members=["三中"], universe=row, seen=seen)
    row.refresh_from_db()
    assert [m["name"] for m in row.members] == ["一中", "二中"]


def test_a_share_says_how_many_of_how_many(version, office):
    towns = parted.townships()
    villages(towns, [10, 5, 2])
    promise = parted.target(version, "level", value=80)
    universe = keep(office, "村", "villages")
    years = parted.chosen(promise, office, adding="rate", universe=universe)
    parted.save(years, office, {(2029, "all"): 50, (2030, "all"): 80})
    squares = grid_of(years, promise, version).squares
    assert (squares[2029, "all"].reached, squares[2030, "all"].reached) == ("9/17个", "14/17个")
    places = parted.chosen(promise, office, "townships", "rate", universe=universe, seen=1)
    parted.save(places, office, {(2030, f"r{town.pk}"): 80 for town in towns.values()})
    grid = grid_of(places, promise, version)
    assert [grid.squares[2030, f"r{t.pk}"].reached for t in towns.values()] == ["8/10个", "4/5个", "2/2个"]


def test_each_is_judged_by_the_members(version, office):
    promise = parted.target(version, "floor", value=2, each="中学")
    row = parted.chosen(promise, office, adding="standing")
    parted.save(row, office, {(2030, "all"): 5})
    assert grid_of(row, promise, version).verdict.words == "先选覆盖范围"
    universe = keep(office, "中学", members=["一中", "二中", "三中"])
    row = parted.chosen(promise, office, adding="standing", universe=universe, seen=1)
    assert grid_of(row, promise, version).verdict.words == "2030年还差1场次"


def page(client, office, version, name, *args):
    client.force_login(office)
    return reverse(f"plans:{name}", args=[version.plan_id, *args])


def test_the_office_makes_and_changes_a_set_on_its_pages(client, office, version):
    url = page(client, office, version, "new_universe")
    assert "还没有覆盖范围" in client.get(page(client, office, version, "universes")).content.decode()
    done = client.post(
        url, {"name": "全县中学", "kind": "list", "members": "一中\r\n二中"}, follow=True
    ).content.decode()
    assert "已保存“全县中学”，共2个" in done
    row = Universe.objects.get()
    edit = page(client, office, version, "universe", row.pk)
    form = client.get(edit).context["form"]
    assert form.initial["members"] == "一中\n二中"
    body = {"name": "全县中学", "kind": "list", "members": "一中", "seen": form.initial["seen"]}
    assert client.post(edit, body).status_code == 302
    stale = client.post(edit, body | {"members": "三中"})
    assert stale.status_code == 409
    assert "三中" in stale.content.decode()
    again = body | {"members": "三中", "seen": stale.context["form"]["seen"].value()}
    assert client.post(edit, again).status_code == 302
    row.refresh_from_db()
    assert [m["name"] for m in row.members] == ["三中"]


def test_a_wrong_set_keeps_what_was_typed(client, office, version):
    answer = client.post(
        page(client, office, version, "new_universe"), {"name": "村", "kind": "villages", "members": "甲村"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "还没有登记村" in html
    assert "甲村" in html


def test_others_read_but_do_not_write(client, office, version):
    row = keep(office, members=["一中"])
    liaison = builders.liaison(parted.unit("县教育局"))
    assert "名单" in client.get(page(client, liaison, version, "universes")).content.decode()
    for name, args in (("new_universe", ()), ("universe", (row.pk,))):
        assert client.get(page(client, liaison, version, name, *args)).status_code == 403
    other = builders.account("other", at=builders.region("990124000000", "邻县"))
    assert client.get(page(client, other, version, "universe", row.pk)).status_code == 404
