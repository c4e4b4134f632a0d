"""The table of roles is what is enforced for cycles: every rule × every role × every state, near and far."""

from collections.abc import Callable

import pytest
from django.db import transaction

from kepu.accountability import verbs
from kepu.accountability.access import cycles as rules
from kepu.accountability.models import Cycle
from kepu.accountability.tests.cycles import AT, VALUES, drafted, opened
from kepu.accountability.verbs import CycleValues
from kepu.people.access import NotAllowed, Rule, WrongState
from kepu.people.models import ADMIN_ROLES, UNIT_ROLES, Account, Holding, Role, Unit
from kepu.plans.models import Plan
from kepu.plans.tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]
RULES: dict[str, Rule] = {rule.verb.removeprefix("accountability."): rule for rule in rules.RULES}


def in_state(state: str, office: Account) -> Cycle:
    cycle = drafted(office) if state == "draft" else opened(office)
    return verbs.close_cycle(cycle=cycle, seen=cycle.revision, by=office, at=AT) if state == "closed" else cycle


def deed(name: str, unit: Unit) -> Callable[[Account, Cycle], object]:
    values = CycleValues(**VALUES)
    deeds: dict[str, Callable[[Account, Cycle], object]] = {
        "edit_cycle": lambda by, c: verbs.edit_cycle(cycle=c, values=values, seen=c.revision, by=by, at=AT),
        "drop_cycle": lambda by, c: verbs.drop_cycle(cycle=c, seen=c.revision, by=by, at=AT),
        "open_cycle": lambda by, c: verbs.open_cycle(cycle=c, seen=c.revision, by=by, at=AT),
        "make_exception": lambda by, c: verbs.make_exception(
            cycle=c, unit=unit, exempt=True, due_on=None, why="机构整合", seen=None, by=by, at=AT
        ),
        "close_cycle": lambda by, c: verbs.close_cycle(cycle=c, seen=c.revision, by=by, at=AT),
    }
    return deeds[name]


def holder(role: Role, unit: Unit) -> Account:
    if role in UNIT_ROLES:
        return builders.account("someone", role, of=unit)
    made = builders.account("someone")
    Holding.objects.filter(account=made).update(role=role, **({"region": None} if role in ADMIN_ROLES else {}))
    return made


@pytest.mark.parametrize("state", Cycle.State.values)
@pytest.mark.parametrize("name", [name for name in RULES if name != "draft_cycle"])
def test_each_role_does_in_each_state_what_the_table_says(
    name: str, state: str, office: Account, units: dict[str, Unit]
) -> None:
    cycle, unit = in_state(state, office), units["县教育局"]
    for role in Role:
        with transaction.atomic():
            by = holder(role, unit)
            may = role in RULES[name].roles and role not in ADMIN_ROLES
            if may and state in (RULES[name].states or ()):
                deed(name, unit)(by, cycle)
            else:
                with pytest.raises(WrongState if may else NotAllowed):
                    deed(name, unit)(by, cycle)
            transaction.set_rollback(True)
    for by in (
        builders.account("far", at=builders.region("990124000000", "邻县")),
        builders.account("above", at=builders.region("990100000000", "云岭市")),
    ):
        with pytest.raises(NotAllowed):
            deed(name, unit)(by, cycle)


@pytest.mark.parametrize("status", Plan.Status.values)
def test_a_cycle_is_drafted_by_the_office_under_a_plan_in_force(
    status: str, office: Account, units: dict[str, Unit]
) -> None:
    Plan.objects.update(status=status)
    for role in Role:
        with transaction.atomic():
            by = holder(role, units["县教育局"])
            if role != Role.SECRETARIAT:
                with pytest.raises(NotAllowed):
                    drafted(by)
            elif status == Plan.Status.ISSUED:
                assert drafted(by).pk
            else:
                with pytest.raises(WrongState):
                    drafted(by)
            transaction.set_rollback(True)
