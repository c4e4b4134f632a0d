"""The table of targets: filters in the address, pages, every quote a door."""

import pytest
from django.urls import reverse

from kepu.plans.queries.targets import due_years, kind_counts, targets_of
from kepu.plans.tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("units")]


def page(client, office, version, **query):
    client.force_login(office)
    return client.get(reverse("plans:targets", args=[version.plan_id]), query)


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        ({"kind": "floor"}, ["每年开展科普进校园不少于12场次"]),
        ({"audience": "elderly"}, ["累计培训老年人5000人次", "逐步提高老年人健康素养"]),
        ({"due": "2030"}, ["公民具备科学素质的比例达到16%以上"]),
        ({"text": "健康知识"}, ["累计培训老年人5000人次", "逐步提高老年人健康素养"]),
        ({"kind": "rank"}, []),
        ({"audience": "elderly", "kind": "trend"}, ["逐步提高老年人健康素养"]),
    ],
)
def test_targets_are_filtered_by_kind_audience_due_and_words(version, filters, quotes):
    assert [t.quote for t in targets_of(version, **filters)] == quotes


def test_kinds_are_counted_and_years_listed(version):
    assert [(kind, n) for kind, _, n in kind_counts(version)] == [
        ("level", 1), ("floor", 1), ("cumulative", 1), ("trend", 1),
    ]  # fmt: skip
    assert due_years(version) == ["2030"]


def test_each_quote_leads_to_its_place_and_shows_value_and_leads(client, office, version):
    html = page(client, office, version).content.decode()
    target = version.target_set.get(kind="floor")
    assert f"{reverse('plans:source', args=[version.plan_id])}#k-{target.key}" in html
    assert "每年不少于12场次" in html
    assert "县教育局</a>" in html
    assert "县科协" not in html  # it only supports


def test_a_filter_that_finds_nothing_offers_a_way_back(client, office, version):
    html = page(client, office, version, q="没有这样的字词").content.decode()
    assert "没有符合条件的目标任务" in html
    assert reverse("plans:targets", args=[version.plan_id]) in html


def test_strange_filters_count_as_none(client, office, version):
    shown = page(client, office, version, kind="' or 1=1", audience="x", due="20x", page="99999999999999")
    assert len(shown.context["page"].object_list) == 4


def test_thirty_to_a_page_and_the_filter_stays_in_the_pager(client, office):
    version = builders.adopted(office, more=40)
    first = page(client, office, version, kind="count")
    assert len(first.context["page"].object_list) == 30
    assert "kind=count&amp;page=2" in first.content.decode()
    assert len(page(client, office, version, kind="count", page="2").context["page"].object_list) == 10
