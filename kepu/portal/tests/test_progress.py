"""看进展: residents read the promises as of a day, choose a township, read older days; the same without a desk beside."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kepu.ledger.models import Measure
from kepu.ledger.verbs import Work, load_catalogue, record_work
from kepu.people.models import Account, Region
from kepu.plans import verbs
from kepu.plans.models import Release, Version
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting
from kepu.portal.doors import doors
from kepu.portal.open_data import NEAR_COLUMNS, PROGRESS_COLUMNS
from kepu.portal.signing import private_key
from kepu.portal.verbs import export_released, import_released

pytestmark = pytest.mark.django_db
CODE = "990123000000"
AT = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


@pytest.fixture
def office() -> Account:
    load_catalogue(at=AT)
    builders.units()
    return builders.account()


@pytest.fixture
def version(office: Account) -> Version:
    """A plan that promises to train 20,000; 12,345 were trained in 石桥乡 in June, 40 in May."""
    parted.townships()
    made = builders.adopted(office)
    promise = parted.target(made, value=Decimal(20000), due="2030", quote="累计培训2万人次", subject="培训农民")
    counting = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
    verbs.bind(target=promise, counting=counting, seen=None, by=office, at=AT)
    unit = builders.unit("石桥乡政府")
    for people, day in ((40, date(2026, 5, 8)), (12345, date(2026, 6, 8))):
        told = Work(day, Region.objects.get(name="石桥乡"), "training", "果树修剪", "farmers", people)
        record_work(unit=unit, work=told, once=str(people), by=office, at=AT)
    return made


def released(version: Version, office: Account, day: date = JUNE, **more: Any) -> Release:
    step = verbs.draft_progress_release(version=version, as_of=day, by=office, at=AT, **more)
    step = verbs.check_secrecy(release=step, statement=True, by=office, at=AT)
    return verbs.release(release=step, by=office, at=AT)


def at(version: Version, rest: str = "") -> str:
    return f"/r/{CODE}/plans/{version.plan_id}/progress/{rest}"


def test_the_door_appears_when_there_is_something_behind_it(version: Version, office: Account, client: Client) -> None:
    def labels() -> list[str]:
        return [door.label for door in doors(Region.objects.get(pk=CODE)) if not door.always]

    assert labels() == []
    made = released(version, office)
    assert labels() == ["看进展"]  # also where the plan itself is not shown
    builders.released(version, office)
    assert labels() == ["看进展"]
    page = client.get(f"/r/{CODE}/").content.decode()
    assert f'href="{at(version)}"' in page
    assert "截至2026年6月30日" in page
    assert f'href="/r/{CODE}/plans/{version.plan_id}/"' in client.get(at(version)).content.decode()
    verbs.withdraw(release=made, remark="数字有误", by=office, at=AT)
    assert labels() == ["看方案"]
    assert client.get(at(version)).status_code == 404


def test_what_was_promised_and_what_was_done(version: Version, office: Account, client: Client) -> None:
    released(version, office, note="从6月起按新口径计。")
    html = client.get(at(version)).content.decode()
    for words in (
        '<blockquote class="song">累计培训2万人次</blockquote>', "截至2026年6月30日", "1.23万人次", "占承诺数的61%",
        "按台账中的“参加实用技术培训人次”计", "尚未确定统计口径（1项）", "没有写明数量，不作统计（1项）", "从6月起按新口径计。",
    ):  # fmt: skip
        assert words in html
    assert 'class="light' not in html
    assert [word for word in ("落后", "滞后", "难以完成", "正常推进") if word in html] == []


def test_more_than_was_promised_is_told_as_reached(version: Version, office: Account, client: Client) -> None:
    parted.target(version, value=Decimal(1000))
    released(version, office)
    html = client.get(at(version)).content.decode()
    assert ("达到了承诺数" in html, "1238%" in html) == (True, False)


def test_a_township_is_chosen_without_script_and_its_months_are_read(
    version: Version, office: Account, client: Client
) -> None:
    released(version, office)
    html = client.get(at(version)).content.decode()
    assert f'<form method="get" action="{at(version, "2026-06-30/near/")}"' in html
    page = client.get(at(version, "2026-06-30/near/"), {"town": "990123102000"})
    assert "身边的科普：石桥乡" in page.content.decode()
    assert [(m.month, m.sessions, m.person_times) for m in page.context["one"].months if m.sessions] == [
        ("2026-05", 1, 40), ("2026-06", 1, 12345),
    ]  # fmt: skip
    assert "1.23万" in page.content.decode()
    empty = client.get(at(version, "2026-06-30/near/"), {"town": "990123101000"}).content.decode()
    assert "还没有登记" in empty
    every = client.get(at(version, "2026-06-30/near/"), {"town": "110000000000"}).content.decode()
    assert all(name in every for name in ("城关镇", "柳河镇", "石桥乡", "县级统一办的"))
    assert "果树修剪" not in html + every  # counts, never records


def test_a_township_and_a_village_have_a_door_to_their_own_months(
    version: Version, office: Account, client: Client
) -> None:
    town = Region.objects.get(name="石桥乡")
    village = Region.objects.create(code="990123102001", name="东岭村", parent=town, level="village")
    assert [door.label for door in doors(town)] == ["我要提问"]
    released(version, office)
    for place in (town, village):
        door = doors(place)[0]
        assert door.label == "身边的科普"
        assert "身边的科普：石桥乡" in client.get(door.url).content.decode()


def test_older_days_stay_readable_and_say_that_they_are_old(version: Version, office: Account, client: Client) -> None:
    released(version, office, MAY)
    released(version, office)
    newest = client.get(at(version)).content.decode()
    assert f'href="{at(version, "2026-05-31/")}"' in newest
    old = client.get(at(version, "2026-05-31/")).content.decode()
    assert "这是以前公布的" in old
    assert "40人次" in old
    assert "1.23万人次" not in old
    assert "这是以前公布的" not in newest


@pytest.mark.parametrize(
    "rest", ["2026-01-31/", "20260630/", "昨天/", "2026-06-30x/near/", "昨天/data.json", "x/near.csv"]
)
def test_a_day_that_is_not_public_is_not_there(version: Version, office: Account, client: Client, rest: str) -> None:
    released(version, office)
    assert client.get(at(version, rest)).status_code == 404


def test_the_large_version_shows_one_group_at_a_time(version: Version, office: Account, client: Client) -> None:
    released(version, office)
    client.post("/elder/", {"elder": "1", "next": "/"})
    first = client.get(at(version)).content.decode()
    assert '<blockquote class="song">累计培训2万人次' not in first
    assert "选乡镇（街道）" in first
    group = client.get(at(version), {"for": "elderly"}).content.decode()
    assert '<blockquote class="song">累计培训2万人次' in group
    assert "选乡镇（街道）" not in group


def table(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_open_data_are_the_released_snapshot(version: Version, office: Account, client: Client) -> None:
    made = released(version, office)
    file = client.get(at(version, "2026-06-30/data.json")).json()
    assert (file["format"], file["as_of"], file["content"]) == ("kepu.progress/1", "2026-06-30", made.snapshot)
    promises = table(client, at(version, "2026-06-30/data.csv"))
    assert tuple(promises[0]) == PROGRESS_COLUMNS
    (trained,) = [row for row in promises if row["value"]]
    assert (trained["value"], trained["figure"], trained["share"]) == ("12385", "1.23万人次", "61")
    near = table(client, at(version, "2026-06-30/near.csv"))
    assert tuple(near[0]) == NEAR_COLUMNS
    assert len(near) == 4 * 12
    assert sum(int(row["person_times"]) for row in near) == 12385
    assert client.get(f"/api/v1/open/{CODE}/plans/{version.plan_id}/progress/2026-06-30").json() == file
    (listed,) = client.get(f"/api/v1/open/{CODE}/progress").json()["items"]
    assert (listed["plan"], listed["as_of"]) == (version.plan_id, "2026-06-30")
    assert client.get("/api/v1/open/regions").json()["items"] == [{"code": CODE, "name": "云汀县"}]


def test_residents_read_the_same_on_an_installation_of_its_own(
    version: Version, office: Account, client: Client, settings: Any, tmp_path: Any
) -> None:
    builders.released(version, office)
    for day in (MAY, JUNE):
        released(version, office, day)
    pages = [
        at(version, rest) for rest in ("", "2026-05-31/", "2026-06-30/near/?town=990123102000", "2026-06-30/near.csv")
    ]
    pages += [f"/api/v1/open/{CODE}/progress", at(version, "2026-06-30/data.csv")]
    before = [client.get(url).content.decode() for url in pages]
    key = private_key(tmp_path / "key")
    settings.FACES = frozenset({"desk"})
    data, counts = export_released(region=Region.objects.get(pk=CODE), key=key, at=AT)
    assert counts["进展"] == 2
    settings.FACES = frozenset({"portal"})
    assert client.get(pages[0]).status_code == 404
    taken = import_released(data=data, keys=[key.public_key()], at=AT + timedelta(minutes=1))
    assert taken.counts == counts
    assert [client.get(url).content.decode() for url in pages] == before
    assert [door.label for door in doors(Region.objects.get(pk=CODE)) if not door.always] == ["看进展"]


def test_more_days_cost_the_same_queries(version: Version, office: Account, client: Client) -> None:
    counts = []
    for day in (MAY, JUNE):
        released(version, office, day)
        client.get(at(version))
        with CaptureQueriesContext(connection) as asked:
            client.get(at(version))
            client.get(f"/r/{CODE}/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
