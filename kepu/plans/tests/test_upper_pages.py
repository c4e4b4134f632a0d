"""对照上级规划: uploading the upper plan, the list with its counts, settling, and who may look."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from kepu.people.models import Role
from kepu.plans import jobs, verbs
from kepu.plans.models import Document, Plan, UpperAnswer, Version
from kepu.plans.tests import builders, periods
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk", "units")]
CITY = "安澜市全民科学素质行动实施方案\n到2030年，全市公民具备科学素质的比例达到18%以上。"


@pytest.fixture
def plan(office):
    return periods.following(office)


def text(response):
    return response.content.decode()


def page(client, plan, **asked):
    return client.get(reverse("plans:upper", args=[plan.pk]), asked)


def upload(client, plan, data=CITY, name="市方案.txt"):
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    return client.post(reverse("plans:upload_upper", args=[plan.pk]), {"file": file})


def answer(client, plan, **fields):
    data = {"number": 0, "verdict": "missing", "own_key": "", "reason": "", "seen": "", **fields}
    return client.post(reverse("plans:upper", args=[plan.pk]), data)


def test_uploaded_read_and_checked(client, office):
    plan = builders.adopted(office).plan
    assert "还没有上级规划" in text(page(client, plan))
    assert upload(client, plan).url == reverse("plans:upper", args=[plan.pk])
    document = Document.objects.get(purpose=Document.Purpose.UPPER)
    waiting = text(page(client, plan))
    assert "正在读取上级规划" in waiting
    assert f'hx-get="{reverse("plans:progress", args=[document.pk])}"' in waiting  # it goes on by itself
    assert Plan.objects.get(pk=plan.pk).upper == document
    jobs.read_document.call(document.pk)
    progress = client.get(reverse("plans:progress", args=[document.pk]))
    assert progress.url == reverse("plans:upper", args=[plan.pk])
    html = text(page(client, plan))
    assert "到2030年，全市<mark>公民具备科学素质的比例达到18%以上</mark>。" in html
    assert '<strong class="number">1</strong> 条低于上级' in html
    assert "可以对照" in text(client.get(reverse("plans:document", args=[document.pk])))


def test_the_same_file_again_is_chosen_not_kept_twice(client, office):
    first, second = builders.adopted(office).plan, builders.adopted(office).plan
    upload(client, first)
    assert upload(client, second).url == reverse("plans:upper", args=[second.pk])
    assert Document.objects.filter(purpose=Document.Purpose.UPPER).count() == 1
    assert Plan.objects.get(pk=second.pk).upper is not None


@pytest.mark.parametrize(("data", "name", "words"), [
    ("秘密★1年\n市方案", "市方案.txt", "秘密★1年"), (b"", "a.txt", "空文件"), (b"x", "a.exe", "不是可以读取的格式"),
    (b"\x00\x01\x02" * 99, "a.pdf", "文件没有收下"),
])  # fmt: skip
def test_the_rules_of_every_upload_hold(client, office, data, name, words):
    plan = builders.adopted(office).plan
    refused = upload(client, plan, data, name)
    assert refused.status_code == 422
    assert words in text(refused)
    assert not Document.objects.filter(purpose=Document.Purpose.UPPER).exists()


def test_more_than_20_mb_is_poured_away(client, office):
    plan = builders.adopted(office).plan
    refused = upload(client, plan, b"x" * (22 * 1024 * 1024))
    assert refused.status_code == 422
    assert "超过 20 MB" in text(refused)


def test_an_ended_plan_takes_none(client, office):
    plan = builders.adopted(office).plan
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.ENDED)
    refused = upload(client, plan)
    assert refused.status_code == 422
    assert not Document.objects.filter(purpose=Document.Purpose.UPPER).exists()


def test_the_counts_stand_on_top_and_the_tabs_show_each_kind(client, plan):
    html = text(page(client, plan))
    assert '<strong class="number">1</strong> 条缺少' in html
    assert '<strong class="number">1</strong> 条低于上级' in html
    missing = text(page(client, plan, show="missing"))
    assert "每年为老年人开展义诊不少于30场次</mark>" in missing
    assert "18%以上</mark>" not in missing


def test_a_target_is_settled(client, plan):
    key = plan.versions.get().target_set.get(kind="level").key
    assert answer(client, plan, verdict="lower", own_key=key, reason="基数低").status_code == 302
    row = UpperAnswer.objects.get()
    assert (row.verdict, row.own_key, row.reason) == ("lower", key, "基数低")
    assert "基数低" in text(page(client, plan))


def test_not_ours_needs_a_reason_and_what_was_typed_stays(client, plan):
    refused = answer(client, plan, verdict="not_ours")
    assert refused.status_code == 422
    assert "请写明为什么不适用本级" in text(refused)
    refused = answer(client, plan, verdict="covered", reason="已并入健康行动")
    assert (refused.status_code, 'value="已并入健康行动"' in text(refused)) == (422, True)
    assert not UpperAnswer.objects.exists()


def test_what_another_settled_meanwhile_is_shown(client, office, plan):
    other = builders.account("second")
    verbs.answer_upper(plan=plan, answer=verbs.Answer(0, "not_ours", "", "市本级承担"), seen=None, by=other, at=AT)
    stale = answer(client, plan, reason="没有这一条")
    assert stale.status_code == 409
    assert "核定为“不适用本级”：市本级承担" in text(stale)
    assert "您填写的说明：没有这一条" in text(stale)
    row = UpperAnswer.objects.get()
    assert answer(client, plan, seen=row.pk).status_code == 302


@pytest.mark.parametrize("fields", [
    {"number": "x"}, {"number": -1}, {"number": 99}, {"number": 10**9}, {"verdict": "x"}, {"verdict": ""}, {"seen": "x"},
    {"reason": "长" * 201}, {"own_key": "k" * 13},
])  # fmt: skip
def test_nonsense_settles_nothing(client, plan, fields):
    assert answer(client, plan, **fields).status_code == 422
    assert not UpperAnswer.objects.exists()


def test_another_of_our_targets_is_chosen_from_the_list(client, plan):
    html = text(page(client, plan, pick="2"))
    assert html.count('<select name="own_key">') == 1
    assert html.count('<option value="' + plan.versions.get().target_set.first().key) == 1
    assert page(client, plan, pick="x").status_code == 200


def test_the_sure_ones_are_settled_together(client, plan):
    html = text(page(client, plan))
    rows = [line.split('"')[0] for line in html.split('name="row" value="')[1:]]
    assert len(rows) == 2
    done = client.post(
        reverse("plans:answer_many", args=[plan.pk]), {"row": [*rows, "x", "a:b:c", "²:missing:"]}, follow=True
    )
    assert "已核定2条" in text(done)


def test_taken_back(client, office, plan):
    verbs.answer_upper(plan=plan, answer=verbs.Answer(0, "missing"), seen=None, by=office, at=AT)
    client.post(reverse("plans:take_back_answer", args=[plan.pk, 0]))
    assert not UpperAnswer.objects.exists()


def test_another_one_is_chosen_or_none(client, office, plan):
    second = periods.upper(office, "省方案.txt")
    url = reverse("plans:choose_upper", args=[plan.pk])
    client.post(url, {"document": second.pk})
    assert Plan.objects.get(pk=plan.pk).upper == second
    own = plan.versions.get().document
    assert "只能选定本级上传的上级规划" in text(client.post(url, {"document": own.pk}, follow=True))
    client.post(url, {"document": ""})
    assert Plan.objects.get(pk=plan.pk).upper is None


def test_a_draft_is_checked_before_it_is_adopted(client, office):
    plan = periods.following(office, draft=True)
    html = text(page(client, plan))
    assert "对照的是第1版校对稿" in html
    assert '<strong class="number">1</strong> 条缺少' in html


def test_nothing_found_in_the_upper_plan(client, office, plan):
    Document.objects.filter(pk=plan.upper_id).update(reading={"targets": [], "tasks": []})
    assert "上级规划里没有读出目标" in text(page(client, plan))


def test_a_failed_reading_says_so(client, office, plan):
    Document.objects.filter(pk=plan.upper_id).update(state=Document.State.FAILED, message="文件是扫描件")
    assert "文件是扫描件" in text(page(client, plan))
    assert client.get(reverse("plans:upper_workbook", args=[plan.pk])).status_code == 404


def test_as_excel(client, plan):
    data = client.get(reverse("plans:upper_workbook", args=[plan.pk])).content
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[2][1:6] == [
        "到2030年，全市公民具备科学素质的比例达到18%以上。", "总体目标", "低于上级", "公民具备科学素质的比例达到16%以上", "不低于16%",
    ]  # fmt: skip
    assert [r[3] for r in rows[2:5]] == ["低于上级", "已有对应", "缺少"]


def test_it_is_the_offices_own_work(client, office, plan):
    unit = plan.versions.get().responsibility_set.get(printed="县教育局").unit
    people = [
        builders.liaison(unit),
        builders.account("city", Role.READER),
        builders.account("abroad", at=builders.region("990124000000", "邻县")),
    ]
    for person in people:
        client.force_login(person)
        for name in ("upper", "upper_workbook", "upload_upper"):
            assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404
        assert answer(client, plan).status_code == 404
        assert upload(client, plan).status_code == 404


@pytest.mark.parametrize("more", [0, 30])
def test_it_costs_the_same_for_four_targets_and_thirty(client, office, more, django_assert_num_queries):
    plan = periods.following(office, more=more)
    page(client, plan)
    with django_assert_num_queries(13):
        page(client, plan)


def test_the_version_asked_for_is_checked(client, office, plan):
    version = builders.amended(plan.versions.get(), office)
    target = version.target_set.get(kind="level")
    verbs.remove(item=target, revision=0, by=office, at=AT)
    assert '<strong class="number">2</strong> 条缺少' in text(page(client, plan, version=version.number))
    assert '<strong class="number">1</strong> 条缺少' in text(page(client, plan))
    assert Version.objects.filter(plan=plan).count() == 2
