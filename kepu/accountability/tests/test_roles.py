"""The table of roles is what is enforced for reports: every rule × every role × every state, near and far."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kepu.accountability.access import reports as rules
from kepu.accountability.models import Report
from kepu.accountability.tests import answering, cycles
from kepu.accountability.tests.cycles import AT
from kepu.accountability.verbs import reports as verbs
from kepu.people.access import NotAllowed, Rule, WrongState
from kepu.people.models import ADMIN_ROLES, UNIT_ROLES, Account, Holding, Region, Role, Unit
from kepu.plans.tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("version")]
BY_NAME: dict[str, Rule] = {rule.verb.removeprefix("accountability."): rule for rule in rules.RULES}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def made(state: str, office: Account, unit: Unit) -> Report:
    """A report of a supporting unit in a state; for an archived one the row is set, since closing archives all."""
    cycles.opened(office)
    return answering.brought(answering.of(unit), state, office)


def saved(by: Account, one: Report) -> object:
    return verbs.save_report(report=one, answers=answering.answers(one, "再改"), by=by, at=AT)


def put_up(by: Account, one: Report) -> object:
    """What is required is there, so that only role and state decide."""
    verbs.put_up_report(report=one, by=by, at=AT)
    return None


def answered(by: Account, one: Report) -> object:
    line = one.lines.first()
    assert line is not None
    line.objection = "少计"
    line.save()
    return verbs.answer_objection(line=line, answer="已核", seen="少计", by=by, at=AT)


DEEDS: dict[str, Callable[[Account, Report], object]] = {
    "save_report": saved,
    "save_report_for": saved,
    "put_up_report": put_up,
    "recall_report": lambda by, one: verbs.recall_report(report=one, by=by, at=AT),
    "send_back_report": lambda by, one: verbs.send_back_report(
        report=one, remark="核实", seen=one.revision, by=by, at=AT
    ),
    "sign_report": lambda by, one: verbs.sign_report(report=one, seen=one.revision, by=by, at=AT),
    "enter_report": lambda by, one: verbs.enter_report(
        report=one, data=b"came", media_type="image/jpeg", name="a.jpg", signer="", by=by, at=AT
    ),
    "accept_report": lambda by, one: verbs.accept_report(report=one, seen=one.revision, by=by, at=AT),
    "return_report": lambda by, one: verbs.return_report(report=one, remark="核实", seen=one.revision, by=by, at=AT),
    "answer_objection": answered,
}


def outcome(deed: Callable[[], object]) -> str:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    except verbs.NotComplete:
        return "done"  # role and state let it pass; that something is wanting is another test
    return "done"


def holder(role: Role, unit: Unit, region: Region) -> Account:
    """Someone who holds a role over the unit, over the region, or over the installation."""
    if role in UNIT_ROLES:
        return builders.account(f"{role}+{unit.pk}", role, of=unit)
    account = builders.account(f"{role}+{region.pk}", at=region)
    Holding.objects.filter(account=account).update(role=role, **({"region": None} if role in ADMIN_ROLES else {}))
    return account


def ways(name: str, by: Account, one: Report) -> list[str]:
    rule = BY_NAME[name]
    check = outcome(lambda: rules.check_on_report(rule, by, one))
    return [
        check,
        "done" if rules.allows_report(rule, by, one) else "refused",
        outcome(lambda: DEEDS[name](by, answering.of(one.unit))),
    ]


def test_every_rule_has_its_deed() -> None:
    assert set(DEEDS) == set(BY_NAME)


@pytest.mark.parametrize("state", Report.State.values)
def test_each_role_does_in_each_state_what_the_table_says(state, office, units) -> None:
    report = made(state, office, units["团县委"])
    people = {role: holder(role, report.unit, builders.region()) for role in Role}
    for name, rule in BY_NAME.items():
        for role, by in people.items():
            says = "not allowed" if role not in rule.roles else "done"
            if says == "done" and rule.states is not None and state not in rule.states:
                says = "wrong state"
            answer = "done" if says == "done" else "refused"
            did = says
            if name == "save_report" and role == Role.SECRETARIAT:  # one verb, by the office's own rule
                did = "done" if state in (rule.states or ()) else "wrong state"
            if name == "save_report_for" and role in UNIT_ROLES:
                did = "done" if state in (rule.states or ()) else "wrong state"
            assert ways(name, by, report) == [says, answer, did], (name, role, state)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_same_role_of_another_unit_or_county_may_not(name, office, units) -> None:
    rule = BY_NAME[name]
    report = made((rule.states or ("due",))[0], office, units["团县委"])
    far = builders.region("990124000000", "邻县")
    others = [holder(rule.roles[0], builders.unit("邻县团委", at=far), far)]
    if rule.roles[0] in UNIT_ROLES:
        others.append(holder(rule.roles[0], units["县科协"], builders.region()))
    for by in others:
        assert ways(name, by, report) == ["not allowed", "refused", "not allowed"]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_role_that_has_ended_may_not(name, office, units) -> None:
    rule = BY_NAME[name]
    report = made((rule.states or ("due",))[0], office, units["团县委"])
    by = holder(rule.roles[0], report.unit, builders.region())
    Holding.objects.filter(account=by).update(since="2020-01-01", until=timezone.localdate() - timedelta(days=1))
    assert ways(name, by, report) == ["not allowed", "refused", "not allowed"]


@pytest.mark.parametrize("state", Report.State.values)
def test_who_reads_a_report(state, office, units) -> None:
    city = Region.objects.create(code="990100000000", name="安澜市", level="prefecture")
    far = builders.region("990124000000", "邻县")
    report = made(state, office, units["团县委"])
    people = {
        "office": office, "unit": holder(Role.LIAISON, report.unit, far), "other unit": builders.liaison(units["县科协"], "b"),
        "above": builders.account("c", Role.READER, city), "neighbour": builders.account("d", at=far),
    }  # fmt: skip
    seen = {who for who, by in people.items() if rules.reports_for(by).filter(pk=report.pk).exists()}
    assert seen == {"office", "unit"}
