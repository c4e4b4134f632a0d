"""Who is told how others stand: the unit itself, the office, who reads from above. Amounts and doors stay for everybody."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from kepu.ledger.models import Measure
from kepu.people.models import Account, Region, Role, Unit
from kepu.plans import verbs
from kepu.plans.models import Target
from kepu.plans.tests import builders, parted
from kepu.plans.verbs import Counting

SEES: dict[str, Callable[[], Account]] = {
    "纲要办": lambda: Account.objects.get(username="office"),
    "上级": lambda: builders.account(
        "above", Role.READER, at=Region.objects.create(code="990100000000", name="示范市", level="prefecture")
    ),
    "责任单位": lambda: builders.liaison(Unit.objects.get(name="县卫健局"), "own"),
}
SEES_NOT: dict[str, Callable[[], Account]] = {
    "他单位": lambda: builders.liaison(Unit.objects.get(name="县教育局"), "other"),
    "他单位领导": lambda: builders.account("leader", Role.LEADER, of=Unit.objects.get(name="县教育局")),
}


@pytest.fixture
def promise(office: Account) -> Target:
    """5,000 person-times of training, for which 县卫健局 and 县民政局 answer; divided over the townships."""
    builders.units()
    parted.townships()
    version = builders.adopted(office)
    row = version.target_set.get(kind="cumulative")
    counting = Counting(measure=Measure.objects.get(code="training.person_times"), span="period")
    verbs.bind(target=row, counting=counting, seen=None, by=office, at=timezone.now())
    shared = parted.chosen(row, office, over="townships", adding="total")
    towns = Region.objects.filter(level="township")
    parted.save(shared, office, {(2026, f"r{town.pk}"): 100 for town in towns})
    return row


def lit(client: Client, address: str) -> list[str]:
    """The words of the lights that a page shows in its tables and facts."""
    page = html.fromstring(client.get(address).content)
    return [" ".join(e.text_content().split()) for e in page.xpath("//main//td//*[contains(@class,'light ')]")]


def plan_of(promise: Target) -> str:
    return f"/desk/plans/{promise.version.plan_id}/"


@pytest.mark.parametrize("who", [*SEES, *SEES_NOT])
def test_the_board_tells_how_a_target_stands_to_whom_it_concerns(who: str, promise: Target, client: Client) -> None:
    client.force_login((SEES | SEES_NOT)[who]())
    answer = client.get(f"{plan_of(promise)}board/")
    line = next(one for one, _ in answer.context["rows"] if one.target.key == promise.key)
    row = html.fromstring(answer.content).xpath(f"//tr[.//a[contains(@href, '#k-{promise.key}')]]")[0]
    assert "5000人次" in row.text_content()
    assert row.xpath(".//td[@data-label='已完成']//a/@href")  # the amount keeps its door
    assert bool(line.light) == (who in SEES)
    assert bool(row.xpath(".//*[contains(@class, 'light ')]")) == (who in SEES)
    assert ("按进度应到" in row.text_content()) == (who in SEES)
    assert (sum(answer.context["board"].lights.values()) > 0) == (who in SEES)
    assert ("一页简报" in answer.content.decode()) == (who in ("纲要办", "上级"))


@pytest.mark.parametrize("who", [*SEES, *SEES_NOT])
def test_a_targets_page_and_its_course(who: str, promise: Target, client: Client) -> None:
    client.force_login((SEES | SEES_NOT)[who]())
    at = f"{plan_of(promise)}targets/{promise.key}/"
    text = client.get(at).content.decode()
    assert ("预计完成情况</h3>" in text) == (who in SEES)
    assert ("由责任单位和" in text) == (who in SEES_NOT)
    assert client.get(at, {"more": "100"}).status_code == 200
    assert client.get(f"{at}course.xlsx").status_code == (200 if who in SEES else 404)


@pytest.mark.parametrize("who", [*SEES, *SEES_NOT])
def test_the_brief_is_the_offices_and_the_leaders(who: str, promise: Target, client: Client) -> None:
    client.force_login((SEES | SEES_NOT)[who]())
    answer = client.get(f"{plan_of(promise)}brief.pdf")
    assert answer.status_code == (200 if who in ("纲要办", "上级") else 403)


def test_a_township_is_told_how_it_stands_itself_and_no_other(promise: Target, office: Account, client: Client) -> None:
    town = Region.objects.get(name="柳河镇")
    unit = Unit.objects.create(region=town, name="柳河镇人民政府", kind=Unit.Kind.TOWNSHIP)
    at = f"{plan_of(promise)}townships/"
    for by, seen in ((office, 3), (builders.liaison(unit, "town"), 1), (SEES_NOT["他单位"](), 0)):
        client.force_login(by)
        rows = [row for row, _ in client.get(at).context["rows"] if row.region]
        assert sum(bool(row.lights) for row in rows) == seen
        assert {row.cells[0].asked for row in rows} == {100}
    client.force_login(Account.objects.get(username="town"))
    other = Region.objects.get(name="石桥乡")
    assert lit(client, f"{at}{town.pk}/")
    assert not lit(client, f"{at}{other.pk}/")
    assert client.get(f"{at}{town.pk}/{promise.key}.xlsx").status_code == 200
    assert client.get(f"{at}{other.pk}/{promise.key}.xlsx").status_code == 404
