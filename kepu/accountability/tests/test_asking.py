"""Who must answer a cycle: by hand from the clauses of the small plan, and through a reform."""

import pytest

from kepu.accountability.models import Cycle, Prompt
from kepu.accountability.queries.asking import asked_of, tasks_without_answer
from kepu.accountability.queries.cost import cost_of
from kepu.accountability.tests.cycles import AT, drafted, township
from kepu.people.models import Account, Unit, UnitSuccession
from kepu.plans.models import Responsibility, Task, Version

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def answers(cycle: Cycle) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    return {
        one.unit.name: (one.form, [(line.task.title, line.role) for line in one.lines])
        for one in asked_of(cycle, TODAY)
    }


def test_leads_answer_by_task_the_others_by_page(office: Account, version: Version) -> None:
    class_, health = (task.title for task in Task.objects.order_by("order"))
    assert answers(drafted(office)) == {
        "县教育局": ("task", [(class_, "lead")]),
        "县科协": ("page", [(class_, "support")]),
        "团县委": ("page", [(class_, "support")]),
        "县卫健局": ("page", [(health, "joint")]),
        "县民政局": ("page", [(health, "joint")]),
    }


def test_joint_units_answer_by_task_where_the_cycle_says_so(office: Account, version: Version) -> None:
    found = answers(drafted(office, joint_as="lead"))
    assert found["县卫健局"][0] == found["县民政局"][0] == "task"
    assert found["县科协"][0] == "page"


def test_a_unit_named_twice_for_a_task_answers_once_in_its_strongest_role(
    office: Account, version: Version, units: dict[str, Unit]
) -> None:
    task = Task.objects.order_by("order").first()
    Responsibility.objects.create(
        version=version, task=task, role="lead", printed="县科协", unit=units["县科协"], order=99, start=None, end=None
    )
    found = answers(drafted(office))
    assert task is not None
    assert found["县科协"] == ("task", [(task.title, "lead")])


def test_who_took_over_answers_for_a_unit_that_is_no_more(
    office: Account, version: Version, units: dict[str, Unit]
) -> None:
    heir = Unit.objects.create(region=units["县教育局"].region, name="县教育体育局", kind="government", order=9)
    UnitSuccession.objects.create(old=units["县教育局"], new=heir, change="renamed", on=TODAY, paper="云编〔2026〕3号")
    Unit.objects.filter(pk=units["县教育局"].pk).update(until=TODAY)
    found = answers(drafted(office))
    assert "县教育局" not in found
    assert found["县教育体育局"][0] == "task"


def test_townships_write_a_page_and_answer_for_what_names_them_as_a_class(office: Account, version: Version) -> None:
    town = township()
    assert answers(drafted(office, towns=False)).get(town.name) is None
    Cycle.objects.all().delete()
    assert answers(drafted(office))[town.name] == ("town", [])
    Cycle.objects.all().delete()
    task = Task.objects.order_by("order").last()
    Responsibility.objects.create(
        version=version, task=task, role="support", printed="各乡镇（街道）", collective=True, order=98
    )
    assert task is not None
    assert answers(drafted(office))[town.name] == ("town", [(task.title, "support")])


def test_a_task_that_names_nobody_is_told(office: Account, version: Version) -> None:
    cycle = drafted(office)
    assert tasks_without_answer(cycle, asked_of(cycle, TODAY)) == []
    task = Task.objects.order_by("order").first()
    Responsibility.objects.filter(task=task).update(unit=None)
    assert tasks_without_answer(cycle, asked_of(cycle, TODAY)) == [task]


def test_what_it_costs_by_hand(office: Account, version: Version) -> None:
    """One lead unit: 1 required text; four that write a page: 1 required text and 1 tick each; nothing prefilled."""
    cycle = drafted(office)
    assert cycle.prompts.filter(form=Prompt.Form.TASK, required=True).count() == 1
    assert cycle.prompts.filter(form=Prompt.Form.PAGE, required=True).count() == 1
    cost = cost_of(cycle, asked_of(cycle, TODAY))
    # lead: 4 + 5 = 9 minutes; each page: 4 + 0.25 + 5 = 9.25 minutes; 9 + 4 × 9.25 = 46
    assert (cost.units, cost.lines, cost.texts, cost.minutes, cost.longest, cost.prefilled) == (5, 5, 5, 46, 10, 0)
    assert cost.over == 0
    cycle.prompts.filter(form=Prompt.Form.PAGE).update(required=True)  # 4 × 4 + 0.25 + 5 minutes: more than ten
    assert cost_of(cycle, asked_of(cycle, TODAY)).over == 4


def test_it_asks_the_same_for_few_and_many_units(
    office: Account, version: Version, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cycle = drafted(office)
    with CaptureQueriesContext(connection) as few:
        cost_of(cycle, asked_of(cycle, TODAY))
    for number in range(40):
        township(f"{number}镇", f"990123{number + 100}000", 3000 + number)
    with CaptureQueriesContext(connection) as many:
        cost = cost_of(cycle, asked_of(cycle, TODAY))
    assert cost.units == 45
    assert len(few) == len(many)
