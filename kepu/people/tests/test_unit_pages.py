"""The pages about units: who sees what, what a form does, and as many queries for thirty rows as for one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kepu.people.models import Account, Membership, Role, Unit, UnitAlias, UnitSuccession
from kepu.people.tests.county import TODAY, County
from kepu.people.tests.pouring import Pouring
from kepu.people.views import imports


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def office(county: County) -> Client:
    return client_of(county.secretary())


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"people:{name}", args=args), query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def crowd(county: County, number: int) -> None:
    for i in range(number):
        unit = county.unit(f"县第{i}局", order=100 + i)
        UnitAlias.objects.create(unit=unit, name=f"{i}局")
        Membership.objects.create(unit=unit, liaison=f"联络{i}", since=TODAY)
        Unit.objects.filter(pk=unit.pk).update(parent=county.education)


@pytest.mark.parametrize("name", ["units", "members", "settings"])
def test_as_many_queries_for_thirty_rows_as_for_one(county: County, office: Client, name: str) -> None:
    counts = []
    page(office, name)
    for number in (1, 30):
        Unit.objects.exclude(pk__in=[county.education.pk, county.health.pk]).delete()
        crowd(county, number)
        with CaptureQueriesContext(connection) as queries:
            page(office, name)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_in_the_official_order_and_is_searched_by_alias(county: County, office: Client) -> None:
    UnitAlias.objects.create(unit=county.health, name="县卫健局")
    county.unit("县外局", region=county.other)
    text = page(office, "units")
    assert (text.index("县教育体育局") < text.index("县卫生健康局"), "县外局" in text) == (True, False)
    found = page(office, "units", q="卫健")
    assert ("县卫生健康局</a>" in found, "县教育体育局</a>" in found) == (True, False)


def test_pages_turn_after_fifty(county: County, office: Client) -> None:
    crowd(county, 60)
    assert ("县第59局</a>" in page(office, "units"), "县第59局</a>" in page(office, "units", page="2")) == (False, True)


def test_others_see_the_list_but_neither_names_nor_buttons(county: County) -> None:
    Membership.objects.create(unit=county.education, liaison="周小雨", phone="13800001111", since=TODAY)
    client = client_of(county.account(Role.LIAISON, unit=county.health))
    for text in (page(client, "units"), page(client, "unit", county.education.pk)):
        assert ("县教育体育局" in text, "周小雨" in text, "13800001111" in text) == (True, False, False)
        assert ("新增单位" in text, "机构改革" in text) == (False, False)


@pytest.mark.parametrize("name", ["create_unit", "members", "members_annex", "import_units", "import_members", "settings",
                                  "import_regions", "import_population", "add_area", "accounts"])  # fmt: skip
def test_a_liaison_is_refused_with_a_reason(county: County, name: str) -> None:
    response = client_of(county.account(Role.LIAISON)).get(reverse(f"people:{name}"))
    assert (response.status_code, "没有这项权限" in response.content.decode()) == (403, True)


def test_a_unit_of_another_county_does_not_exist(county: County, office: Client) -> None:
    abroad = county.unit("县外局", region=county.other)
    for name in ("unit", "edit_unit", "reform", "change_member"):
        assert office.get(reverse(f"people:{name}", args=[abroad.pk])).status_code == 404


@pytest.mark.parametrize("name", ["units", "members", "accounts", "settings", "me", "units_workbook"])
def test_nobody_sees_anything_without_signing_in(client: Client, county: County, name: str) -> None:
    response = client.get(reverse(f"people:{name}"))
    assert (response.status_code, response.url.startswith("/account/login/")) == (302, True)


def test_a_unit_is_made_changed_and_called(county: County, office: Client) -> None:
    form = {"name": "县科学技术局", "kind": "government", "affiliation": "local", "order": "30", "parent": ""}
    response = office.post(reverse("people:create_unit"), form)
    unit = Unit.objects.get(name="县科学技术局")
    assert response.url == reverse("people:unit", args=[unit.pk])
    office.post(reverse("people:edit_unit", args=[unit.pk]), form | {"order": "31", "parent": county.education.pk})
    office.post(reverse("people:add_alias", args=[unit.pk]), {"name": "县科技局"})
    unit.refresh_from_db()
    assert (unit.order, unit.parent, unit.aliases.get().name) == (31, county.education, "县科技局")
    office.post(reverse("people:remove_alias", args=[unit.aliases.get().pk]))
    assert unit.aliases.count() == 0


def test_what_a_verb_refuses_stands_on_the_form(county: County, office: Client) -> None:
    form = {"name": "县教育体育局", "kind": "government", "affiliation": "local", "order": "30", "parent": ""}
    assert "不能重名" in office.post(reverse("people:create_unit"), form).content.decode()
    refused = office.post(reverse("people:add_alias", args=[county.education.pk]), {"name": "县卫生健康局"})
    assert (refused.status_code, "已是" in refused.content.decode()) == (422, True)


def test_the_wizard_shows_what_will_happen_before_it_does(county: County, office: Client) -> None:
    Membership.objects.create(unit=county.education, liaison="周小雨", since="2025-01-01")
    county.account(Role.LIAISON, name="周小雨二")
    url = reverse("people:reform", args=[county.education.pk])
    form = {"change": "merged", "on": "2026-03-01", "paper": "清委发〔2026〕5号", "new": county.health.pk}
    preview = office.post(url, form).content.decode()
    assert ("联络员周小雨" in preview, "周小雨二" in preview, UnitSuccession.objects.count()) == (True, True, 0)
    assert "县卫生健康局现在没有联络员" in " ".join(preview.replace("<strong>", "").replace("</strong>", "").split())
    assert office.post(url, form | {"step": "confirm"}).status_code == 302
    row = UnitSuccession.objects.get()
    assert (row.new, row.change) == (county.health, "merged")
    after = page(office, "unit", county.education.pk)
    assert "清委发〔2026〕5号" in after
    assert "已登记：县教育体育局并入，由县卫生健康局承接，2026年3月1日起。" in after


def test_going_back_in_the_wizard_keeps_what_was_typed(county: County, office: Client) -> None:
    url = reverse("people:reform", args=[county.education.pk])
    form = {"change": "merged", "on": "2026-03-01", "paper": "清委发〔2026〕5号", "new_name": "县教科文局"}
    back = office.post(url, form | {"step": "back"})
    assert (back.status_code, UnitSuccession.objects.count()) == (200, 0)
    for typed in ('value="merged"', 'value="2026-03-01"', 'value="清委发〔2026〕5号"', 'value="县教科文局"'):
        assert typed in back.text
    assert "下一步：查看影响" in back.text


def test_the_wizard_refuses_with_a_reason(county: County, office: Client) -> None:
    url = reverse("people:reform", args=[county.education.pk])
    response = office.post(url, {"change": "merged", "on": "2026-03-01", "paper": "号"})
    assert (response.status_code, "请指定承接单位" in response.content.decode()) == (422, True)


def sheet(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("a.csv", text.encode("gb18030"))}


def test_an_import_is_previewed_then_written(county: County, office: Client) -> None:
    url = reverse("people:import_units")
    preview = office.post(url, sheet("单位名称,类别,备注\n县科学技术局,政府部门,x\n县教育体育局,党委部门,\n"))
    text = preview.content.decode()
    assert ("新增1行，修改1行" in text, "备注" in text, Unit.objects.count()) == (True, True, 2)
    office.post(url, {"sealed": preview.context["sealed"]})
    assert set(Unit.objects.values_list("name", "kind")) == {
        ("县科学技术局", "government"), ("县教育体育局", "party"), ("县卫生健康局", "government"),
    }  # fmt: skip


def test_a_wrong_row_keeps_the_whole_table_out(county: County, office: Client) -> None:
    response = office.post(reverse("people:import_units"), sheet("单位名称,类别\n县甲局,政府部门\n县乙局,某类\n"))
    assert ("类别“某类”不认识" in response.content.decode(), response.context["sealed"]) == (True, "")


@pytest.mark.parametrize(("text", "says"), [("", "空的"), ("甲,乙\n1,2\n", "缺少"), ("单位名称,类别\n", "没有内容")])
def test_a_file_that_is_no_such_table_says_why(county: County, office: Client, text: str, says: str) -> None:
    response = office.post(reverse("people:import_units"), sheet(text))
    assert (response.status_code, says in response.content.decode()) == (422, True)


def test_rows_changed_on_the_way_are_refused(county: County, office: Client) -> None:
    url = reverse("people:import_units")
    sealed = office.post(url, sheet("单位名称,类别\n县甲局,政府部门\n")).context["sealed"]
    response = office.post(url, {"sealed": sealed[:-3] + "abc"}, follow=True)
    assert ("重新选择文件" in response.content.decode(), Unit.objects.count()) == (True, 2)


def test_members_come_in_are_shown_and_print_as_an_annex(county: County, office: Client) -> None:
    url = reverse("people:import_members")
    table = "单位,领导小组职务,分管领导,联络员,电话\n县教育体育局,成员,李卫国,周小雨,0990-1234567\n"
    sealed = office.post(url, sheet(table) | {"on": "2026-03-01"}).context["sealed"]
    assert office.post(url, {"sealed": sealed}).url == reverse("people:members")
    assert Membership.objects.get().since.isoformat() == "2026-03-01"
    for name in ("members", "members_annex"):
        text = page(office, name)
        assert ("周小雨" in text, "0990-1234567" in text) == (True, True)
    assert "有1个单位没有联络员" in page(office, "members")
    assert ("县卫生健康局</a>" in page(office, "members", missing="1")) is True


def test_a_change_of_liaison_by_the_form(county: County, office: Client) -> None:
    url = reverse("people:change_member", args=[county.education.pk])
    bad = office.post(url, {"liaison": "王芳", "phone": "x", "on": "2026-03-01"})
    assert (bad.status_code, "联络员电话" in bad.content.decode()) == (422, True)
    office.post(url, {"liaison": "王芳", "on": "2026-03-01"})
    assert Membership.objects.get().liaison == "王芳"
    office.post(reverse("people:end_member", args=[county.education.pk]))
    assert Membership.objects.get().until is not None


def test_workbooks_go_out(county: County, office: Client) -> None:
    for name in ("units_workbook", "members_workbook", "population_workbook"):
        response = office.get(reverse(f"people:{name}"))
        assert (response.status_code, response.content[:2]) == (200, b"PK")


def test_an_area_is_added_by_the_form(county: County, office: Client) -> None:
    office.post(reverse("people:add_area"), {"name": "高新园区", "code": ""})
    assert "990123901000" in page(office, "settings")
    again = office.post(reverse("people:add_area"), {"name": "高新园区", "code": ""})
    assert (again.status_code, "已有" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["import_units", "import_members", "import_regions", "import_population"])
def test_a_body_far_too_large_is_poured_away_unparsed(county: County, office: Client, name: str) -> None:
    body = Pouring()
    answer = office.generic("POST", reverse(f"people:{name}"), b"x", "multipart/form-data; boundary=b", **{
        "CONTENT_LENGTH": str(body.left), "wsgi.input": body,
    })  # fmt: skip
    assert (answer.status_code, "没有读取" in answer.content.decode()) == (422, True)
    assert (body.left, body.largest) == (0, 1024 * 1024)


def test_a_table_whose_preview_would_be_too_large_to_send_back_is_refused(
    county: County, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MAX_SEALED", 50)
    answer = office.post(reverse("people:import_units"), sheet("单位名称,类别\n县甲局,政府部门\n"))
    assert (answer.status_code, "分成几个文件" in answer.content.decode()) == (422, True)
    assert 'name="file"' in answer.content.decode()


def test_the_token_is_asked_for_though_it_is_checked_late(county: County) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(county.secretary())
    assert strict.post(reverse("people:import_units"), sheet("单位名称,类别\n县甲局,政府部门\n")).status_code == 403


@pytest.mark.parametrize("cell", ["9" * 5000, "1" + "0" * 30, "²", "inf"])
def test_odd_numbers_in_a_file_are_errors_of_their_row(county: County, office: Client, cell: str) -> None:
    files = {
        "import_units": f"单位名称,类别,官方排序\n县甲局,政府部门,{cell}\n",
        "import_population": f"区划代码,年份,口径,人数,来源\n990123000000,{cell},常住人口,{cell},年鉴\n",
        "import_regions": f"区划代码,名称\n{cell},甲村\n",
    }
    for name, text in files.items():
        answer = office.post(reverse(f"people:{name}"), sheet(text))
        assert (answer.status_code, answer.context["report"].count("error")) == (200, 1), name
