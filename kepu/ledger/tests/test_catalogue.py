"""统计指标目录: the tree, what the office adds, redefines and retires, what is shipped stays; pages, roles, many measures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kepu.audit.models import Entry as Deed
from kepu.ledger.models import Definition, Measure, MeasureUse
from kepu.ledger.queries import Ask, figures, year_window
from kepu.ledger.queries.catalogue import catalogue, chosen
from kepu.ledger.tests.books import Books
from kepu.ledger.verbs import (
    MeasureValues,
    add_measure,
    load_catalogue,
    post,
    redefine,
    restore_measure,
    retire_measure,
)
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Role
from kepu.people.verbs import BadInput

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


@pytest.fixture
def office(books: Books) -> Account:
    return books.county.secretary()


def added(books: Books, office: Account, name: str = "大集讲座", **more: object) -> Measure:
    values = {"parent": books.lectures} | more
    return add_measure(values=MeasureValues(name, "集市上办的，一场计一次。", **values), by=office, at=AT)  # type: ignore[arg-type]


def test_what_is_added_below_takes_after_its_parent_and_counts_into_it(books: Books, office: Account) -> None:
    made = added(books, office)
    assert (made.unit, made.kind, made.scale, made.block, made.own) == ("人次", "flow", 0, "试验", True)
    assert made.code == f"own.{made.pk}"
    assert [(one.since, one.text) for one in made.definitions.all()] == [(DAY, "集市上办的，一场计一次。")]
    assert Deed.objects.filter(verb="ledger.add_measure", by=office.pk).count() == 1
    post(source="test.record:1", entries=[books.entry(12, measure=made)], by=office, at=AT)
    asked = [Ask(one.pk, year_window(2026), books.county.home.pk) for one in (made, books.lectures, books.all)]
    assert figures(asked) == [12, 12, 12]
    names = [(line.measure.name, line.depth) for line in catalogue(DAY) if line.measure.block == "试验"]
    assert names[:3] == [("活动", 0), ("讲座", 1), ("大集讲座", 2)]


def test_alone_it_has_a_unit_and_a_kind_of_its_own(books: Books, office: Account) -> None:
    made = added(books, office, "流动图书", parent=None, unit="册次", kind="flow", block="资源", scale=0)
    assert (made.parent, made.unit, made.block) == (None, "册次", "资源")


def test_a_name_in_use_a_reading_and_a_retired_parent_are_refused(books: Books, office: Account) -> None:
    for name, parent, said in (("讲座", books.all, "已经有叫"), ("分项", books.literacy, "公布数")):
        with pytest.raises(BadInput, match=said):
            added(books, office, name, parent=parent)
    made = added(books, office)
    retire_measure(measure=made, by=office, at=AT)
    with pytest.raises(BadInput, match="已停用"):
        added(books, office, "再分", parent=made)
    assert added(books, office).pk != made.pk  # the name is free again


def test_a_new_wording_leaves_the_old_one(books: Books, office: Account) -> None:
    made = added(books, office)
    for since in (DAY, DAY - timedelta(days=1)):
        with pytest.raises(BadInput, match="晚于现行口径"):
            redefine(measure=made, since=since, text="新口径", paper="", by=office, at=AT)
    with pytest.raises(BadInput, match="写明"):
        redefine(measure=made, since=date(2027, 1, 1), text="  ", paper="", by=office, at=AT)
    redefine(measure=made, since=date(2027, 1, 1), text="含庙会。", paper="县科协〔2026〕9号", by=office, at=AT)

    def told(day: date) -> str:
        line = next(one for one in catalogue(day) if one.measure == made)
        return line.definition.text if line.definition else ""

    assert (told(DAY), told(date(2027, 1, 1))) == ("集市上办的，一场计一次。", "含庙会。")
    assert Definition.objects.filter(measure=made).count() == 2


def test_what_is_shipped_stays_as_it_is(books: Books, office: Account) -> None:
    with pytest.raises(WrongState, match="随系统"):
        redefine(measure=books.lectures, since=date(2027, 1, 1), text="x", paper="", by=office, at=AT)
    with pytest.raises(WrongState, match="随系统"):
        retire_measure(measure=books.lectures, by=office, at=AT)


def test_loading_a_newer_catalogue_leaves_the_offices_own_alone(books: Books, office: Account) -> None:
    load_catalogue(at=AT)
    above = Measure.objects.get(code="lecture.sessions")
    made = added(books, office, "大集讲座场次", parent=above)
    load_catalogue(at=AT)
    made.refresh_from_db()
    assert (made.name, made.parent, made.own) == ("大集讲座场次", above, True)


def test_a_retired_measure_is_offered_no_more_and_keeps_its_figures(books: Books, office: Account) -> None:
    made = added(books, office)
    below = added(books, office, "夜间大集讲座", parent=made)
    with pytest.raises(WrongState, match="下级"):
        retire_measure(measure=made, by=office, at=AT)
    post(source="test.record:1", entries=[books.entry(7, measure=made)], by=office, at=AT)
    retire_measure(measure=below, by=office, at=AT)
    retire_measure(measure=made, by=office, at=AT)
    assert figures([Ask(books.lectures.pk, year_window(2026), books.county.home.pk)]) == [7]
    lines = catalogue(DAY)
    assert made not in [line.measure for line in chosen(lines)]
    assert made in [line.measure for line in chosen(lines, retired=True)]
    for deed in (
        lambda: retire_measure(measure=made, by=office, at=AT),
        lambda: redefine(measure=made, since=date(2027, 1, 1), text="x", paper="", by=office, at=AT),
    ):
        with pytest.raises(WrongState, match="已经停用"):
            deed()


def test_a_retired_measure_comes_back_with_a_reason_and_every_change_is_kept(books: Books, office: Account) -> None:
    made = added(books, office)
    with pytest.raises(WrongState, match="在用"):
        restore_measure(measure=made, why="还要用", by=office, at=AT)
    retire_measure(measure=made, why="县里不再统计", by=office, at=AT)
    with pytest.raises(BadInput, match="原因"):
        restore_measure(measure=made, why="  ", by=office, at=AT)
    back = restore_measure(measure=made, why="市里又要报", by=office, at=AT + timedelta(days=3))
    assert back.retired is None
    assert made in [line.measure for line in chosen(catalogue(DAY))]
    assert list(MeasureUse.objects.order_by("pk").values_list("to", "why", "by", "at")) == [
        ("retired", "县里不再统计", office.pk, AT), ("in_use", "市里又要报", office.pk, AT + timedelta(days=3)),
    ]  # fmt: skip
    assert Deed.objects.filter(verb="ledger.restore_measure", by=office.pk).count() == 1
    with pytest.raises(WrongState, match="在用"):  # a double click
        restore_measure(measure=made, why="市里又要报", by=office, at=AT)
    retire_measure(measure=made, by=office, at=AT)
    added(books, office)
    with pytest.raises(BadInput, match="另设了"):
        restore_measure(measure=made, why="还要用", by=office, at=AT)


def test_what_is_above_comes_back_first_and_what_is_shipped_never_went(books: Books, office: Account) -> None:
    made = added(books, office)
    below = added(books, office, "夜间大集讲座", parent=made)
    retire_measure(measure=below, by=office, at=AT)
    retire_measure(measure=made, by=office, at=AT)
    with pytest.raises(WrongState, match="先恢复"):
        restore_measure(measure=below, why="还要用", by=office, at=AT)
    restore_measure(measure=made, why="还要用", by=office, at=AT)
    assert restore_measure(measure=below, why="还要用", by=office, at=AT).retired is None
    with pytest.raises(WrongState, match="随系统"):
        restore_measure(measure=books.lectures, why="x", by=office, at=AT)


def test_the_moves_name_every_state() -> None:
    assert set(MeasureUse.MOVES) == set(MeasureUse.State)
    assert {to for moves in MeasureUse.MOVES.values() for to in moves} == set(MeasureUse.State)


def test_the_page_brings_a_measure_back_and_keeps_what_was_typed(books: Books, office: Account, client: Client) -> None:
    client.force_login(office)
    made = added(books, office)
    at = f"/desk/ledger/measures/{made.code}/"
    client.post(f"{at}retire/", {"why": "不再统计"})
    assert f'action="{at}restore/"' in client.get(at).content.decode()
    refused = client.post(f"{at}restore/", {"why": ""})
    assert (refused.status_code, "请填写恢复使用的原因" in refused.content.decode()) == (422, True)
    other = added(books, office)
    refused = client.post(f"{at}restore/", {"why": "市里又要报"})
    text = refused.content.decode()
    assert (refused.status_code, "另设了" in text, 'value="市里又要报"' in text) == (422, True, True)
    retire_measure(measure=other, by=office, at=AT)
    assert client.post(f"{at}restore/", {"why": "市里又要报"}).status_code == 302
    told = client.get(at).content.decode()
    assert "起停用" not in told
    assert all(word in told for word in ("停用和恢复", "不再统计", "市里又要报", "改口径"))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_nobody_but_the_office_changes_the_catalogue(books: Books, office: Account, role: Role) -> None:
    made, other = added(books, office), books.county.account(role)
    for deed in (
        lambda: added(books, other, "别的"),
        lambda: redefine(measure=made, since=date(2027, 1, 1), text="x", paper="", by=other, at=AT),
        lambda: retire_measure(measure=made, by=other, at=AT),
        lambda: restore_measure(measure=made, why="x", by=other, at=AT),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_the_office_of_another_county_changes_nothing(books: Books, office: Account) -> None:
    with pytest.raises(NotAllowed):
        added(books, books.county.account(Role.SECRETARIAT, region=books.county.other))


def test_pages_add_redefine_and_retire(books: Books, office: Account, client: Client) -> None:
    client.force_login(office)
    page = client.get("/desk/ledger/measures/new/?parent=t.lectures").content.decode()
    assert f'<option value="{books.lectures.pk}" selected>' in page
    wrong = client.post("/desk/ledger/measures/new/", {"name": "大集", "definition": ""})
    assert wrong.status_code == 422
    assert all(said in wrong.content.decode() for said in ("请填写口径", "请填写计量单位", "请选择性质", "请选择类别"))
    typed = {"name": "大集讲座", "parent": books.lectures.pk, "definition": "集市上办的。"}
    at = client.post("/desk/ledger/measures/new/", typed)
    made = Measure.objects.get(own=True)
    assert at.headers["Location"] == f"/desk/ledger/measures/{made.code}/"
    assert "已经有叫" in client.post("/desk/ledger/measures/new/", typed).content.decode()
    late = (timezone.localdate() + timedelta(days=40)).isoformat()
    client.post(f"/desk/ledger/measures/{made.code}/redefine/", {"since": late, "text": "含庙会。"})
    told = client.get(f"/desk/ledger/measures/{made.code}/").content.decode()
    assert told.index("含庙会。") < told.index("集市上办的。")
    assert "（现行）" in told
    client.post(f"/desk/ledger/measures/{made.code}/retire/")
    assert "起停用，已有的数照旧" in client.get(f"/desk/ledger/measures/{made.code}/").content.decode()
    assert client.get(f"/desk/ledger/measures/{made.code}/").content.decode().count("改口径") == 0
    shipped = client.get("/desk/ledger/measures/t.all/").content.decode()
    assert "不能在这里修改" in shipped
    assert client.get("/desk/ledger/measures/t.all/redefine/").status_code == 404
    assert client.post("/desk/ledger/measures/t.all/retire/").status_code == 404
    assert client.get("/desk/ledger/measures/none/").status_code == 404


def test_the_tree_is_filtered_by_block_kind_and_words(books: Books, office: Account, client: Client) -> None:
    load_catalogue(at=AT)
    client.force_login(books.county.account(Role.LIAISON))
    at = "/desk/ledger/measures/"

    def found(**asked: str) -> list[str]:
        return [line.measure.name for line in client.get(at, asked).context["page"].object_list]

    assert found(block="试验", kind="stock") == ["志愿者"]
    assert found(q="t.rate") == ["素质比例"]
    assert found(own="1") == []
    empty = client.get(at, {"q": "没有这样的"}).content.decode()
    assert "没有符合条件的统计指标" in empty
    assert "增设统计指标" not in empty  # a liaison reads only


def test_twice_as_many_measures_cost_the_same_queries(books: Books, office: Account, client: Client) -> None:
    client.force_login(office)
    asked = []
    for number in (1, 2):
        Measure.objects.bulk_create(
            Measure(code=f"m{number}.{n}", name=f"{number}类{n}", unit="个", kind="stock", block="多", parent=books.all)
            for n in range(80)
        )
        client.get("/desk/ledger/measures/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/ledger/measures/")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
