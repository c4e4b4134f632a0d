"""The form of one line of a year: fields and units saved together, nonsense refused in words, nobody overwritten."""

import re

import pytest
from django.urls import reverse

from kepu.people.models import Unit
from kepu.plans import verbs
from kepu.plans.tests import years
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk")]
SCIENCE, HEALTH = "办好科学课堂", "送健康知识下乡"


@pytest.fixture
def annual(version, office):
    return years.opened(version, office)


def page(client, name, *args, **query):
    return client.get(reverse(f"plans:{name}", args=args), query)


def html(response):
    return response.content.decode()


def sent(item, **changed):
    """What the form of a line sends, as a browser would, with what was changed."""
    values = {
        "revision": item.revision, "title": item.title, "text": item.text, "due": item.due or "", "audience": item.audience,
        "place": item.place, **({"resident_deed": "on"} if item.resident_deed else {}),
        **({"basis": item.basis, "paper": item.paper} if item.basis != "task" else {}),
    }  # fmt: skip
    return {**values, **{f"role-{d.unit_id}": d.role for d in item.duties.all()}, **changed}


def save(client, item, **changed):
    return client.post(reverse("plans:year_item", args=[item.annual_id, item.key]), sent(item, **changed))


def test_all_townships_in_one_role_are_one_chip_and_one_row(client, annual, version, office):
    towns = [Unit.objects.create(region=version.plan.region, name=n, kind="township") for n in ("柳湾镇", "茶山乡")]
    row = years.item(annual, HEALTH)
    verbs.edit_year_item(item=row, changes={}, roles=dict.fromkeys(towns, "joint"), revision=0, by=office, at=AT)
    assert "各乡镇（街道）2个" in html(page(client, "year", annual.pk))
    row.refresh_from_db()
    form = page(client, "year_item", annual.pk, row.key)
    assert [(r.name, r.role) for r in form.context["sheet"].duties.rows] == [("role-towns", "joint")]
    client.post(reverse("plans:year_item", args=[annual.pk, row.key]), {**sent(row), "role-towns": "support"})
    assert years.duties(annual, HEALTH) == {"柳湾镇": "support", "茶山乡": "support"}


def test_a_line_is_saved_with_its_units(client, annual, units):
    row = years.item(annual, SCIENCE)
    answer = save(client, row, text="上好科学课", due="2026-12-10", resident_deed="on", audience="youth", place="县科技馆",
                  **{f"role-{units['县教育局'].pk}": "support", f"role-{units['团县委'].pk}": "out",
                     "new-unit-1": units["县民政局"].pk, "new-role-1": "lead"})  # fmt: skip
    assert answer.url == f"{reverse('plans:year', args=[annual.pk])}?item={row.key}#i-{row.key}"
    row.refresh_from_db()
    assert (row.text, str(row.due), row.resident_deed, row.place) == ("上好科学课", "2026-12-10", True, "县科技馆")
    assert years.duties(annual, SCIENCE) == {"县教育局": "support", "县科协": "support", "县民政局": "lead"}


def test_saving_can_stay_on_the_page(client, annual):
    row = years.item(annual, SCIENCE)
    assert save(client, row, text="x", stay="1").url == reverse("plans:year_item", args=[annual.pk, row.key])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "请填写工作事项"),
        ({"due": "下个月"}, "日期请写成"),
        ({"due": "2031-01-01"}, "完成时限应在2026年之内"),
        ({"resident_deed": "on", "place": ""}, "请写明在哪里办"),
        ({"audience": "aliens"}, "aliens"),
        ({"new-unit-1": "999999", "new-role-1": "lead"}, "请从名单中选择"),
        ({"new-unit-1": "x' or 1=1", "new-role-1": "lead"}, "请从名单中选择"),
        ({"new-unit-2": "1", "new-role-2": "boss"}, "选择角色"),
        ({"text": "空\0字符"}, "空字符"),
        ({"place": "长" * 121}, "120"),
    ],
)
def test_nonsense_is_refused_in_words_and_nothing_typed_is_lost(client, annual, changed, said):
    row = years.item(annual, SCIENCE)
    if changed.get("new-unit-2"):
        changed = {**changed, "new-unit-2": Unit.objects.first().pk}
    answer = save(client, row, **{"text": "写了很久的要求", **changed})
    assert answer.status_code == 422
    assert said in html(answer)
    assert "text" in changed or "写了很久的要求" in html(answer)
    row.refresh_from_db()
    assert row.revision == 0


def test_a_unit_taken_out_stays_out_through_a_form_that_is_refused(client, annual, units):
    row = years.item(annual, SCIENCE)
    gone = f"role-{units['县科协'].pk}"
    assert "县科协" in years.duties(annual, SCIENCE)
    refused = save(client, row, due="下个月", **{gone: "out"})
    assert refused.status_code == 422
    assert [r.role for r in refused.context["sheet"].duties.rows if r.name == gone] == ["out"]
    assert re.search(rf'name="{gone}">.*?<option value="out" selected>移出', html(refused), re.DOTALL)
    assert save(client, row, **{r.name: r.role for r in refused.context["sheet"].duties.rows}).status_code == 302
    assert "县科协" not in years.duties(annual, SCIENCE)


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_a_form_without_a_revision_counts_as_overtaken(client, annual, revision):
    answer = save(client, years.item(annual, SCIENCE), text="新写的", revision=revision)
    assert answer.status_code == 409
    assert "新写的" in html(answer)


def test_who_is_overtaken_sees_both_and_may_save_anew(client, annual, office, units):
    row = years.item(annual, SCIENCE)
    verbs.edit_year_item(
        item=row, changes={"text": "别人写的"}, roles={units["县科协"]: "lead"}, revision=0, by=office, at=AT
    )
    answer = client.post(
        reverse("plans:year_item", args=[annual.pk, row.key]),
        sent(row, text="我写的", revision="0", **{f"role-{units['县科协'].pk}": "joint"}),
    )
    assert answer.status_code == 409
    shown = {d.label: (d.theirs.shown, d.mine.shown) for d in answer.context["sheet"].differences}
    assert shown == {"本年度要求": ("别人写的", "我写的"), "责任单位": ("牵头：县科协", "按职责分工：县科协")}
    assert 'name="revision" value="1"' in html(answer)
    row.refresh_from_db()
    assert save(client, row, text="我写的").status_code == 302
    row.refresh_from_db()
    assert row.text == "我写的"


def test_a_line_taken_out_meanwhile_keeps_what_was_typed(client, annual, office):
    row = years.item(annual, SCIENCE)
    verbs.remove_year_item(item=row, revision=0, by=office, at=AT)
    answer = save(client, row, text="我写的")
    assert answer.status_code == 409
    assert "恢复以后才能保存" in html(answer)
    assert "我写的" in html(answer)


def test_a_year_issued_meanwhile_keeps_what_was_typed(client, annual, office):
    row = years.item(annual, SCIENCE)
    years.issued(annual, office)
    answer = save(client, row, text="我写的")
    assert answer.status_code == 422
    assert "我写的" in html(answer)
    row.refresh_from_db()
    assert row.text != "我写的"
    assert page(client, "year_item", annual.pk, row.key).status_code == 302


def test_a_line_from_outside_the_plan(client, annual, units):
    address = reverse("plans:add_year_item", args=[annual.pk])
    values = {"basis": "leader", "paper": "", "title": "防溺水科普", "text": "", "due": "", "audience": "", "place": "",
              "new-unit-1": units["县教育局"].pk, "new-role-1": "lead"}  # fmt: skip
    refused = client.post(address, values)
    assert refused.status_code == 422
    assert "要写明依据文件或文号" in html(refused)
    assert f'value="{units["县教育局"].pk}" selected' in html(refused)
    assert client.post(address, {**values, "paper": "县长批示（2026年6月3日）"}).status_code == 302
    row = years.item(annual, "防溺水科普")
    assert (row.basis, row.task_key) == ("leader", "")
    assert years.duties(annual, "防溺水科普") == {"县教育局": "lead"}


def test_a_form_without_new_rows_is_taken_too(client, annual):
    answer = client.post(
        reverse("plans:add_year_item", args=[annual.pk]), {"basis": "upper", "paper": "x", "title": "y"}
    )
    assert answer.status_code == 302
