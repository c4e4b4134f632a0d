"""The table of roles is what is enforced: every rule × every role × every state, near and far; and the page is current."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kepu.people import verbs
from kepu.people.access import (
    RULES,
    NotAllowed,
    Rule,
    WrongState,
    allows,
    can_in_office,
    can_on_account,
    check,
    check_in_office,
    check_on_account,
    listed_accounts,
)
from kepu.people.models import ADMIN_ROLES, REGION_ROLES, UNIT_ROLES, Account, OneTimeLink, Role, Unit, UnitAlias
from kepu.people.roles_table import PATH, collected, render
from kepu.people.tests.county import AT, County, rows

ROOT = Path(__file__).resolve().parents[3]
Do = Callable[[County, Account, Account], object]

VALUES = verbs.UnitValues("县新局", "government")
LINE = verbs.MemberValues(liaison="王芳")
ON = {"at": AT}


def alias(county: County) -> UnitAlias:
    return UnitAlias.objects.get_or_create(unit=county.education, name="县教体局")[0]


def granted(target: Account) -> object:
    return target.holdings.create(role=Role.AUDITOR, since=date(2020, 1, 1))


def link_to(county: County, by: Account) -> OneTimeLink:
    unit = county.education
    return verbs.issue_link(unit=unit, subject=f"people.liaison:{unit.pk}", by=by, **ON).link


ELSEWHERE = {"people.set_holidays", "people.remove_holidays"}  # tried role by role in test_holidays.py
DEEDS: dict[str, Do] = {
    "people.load_divisions": lambda c, by, _: verbs.load_divisions(by=by, **ON),
    "people.import_regions": lambda c, by, _: verbs.import_regions(
        inside=c.home, rows=rows({"code": "990123100201", "name": "东风村"}), by=by, **ON),
    "people.add_own_area": lambda c, by, _: verbs.add_own_area(parent=c.home, name="园区", by=by, **ON),
    "people.succeed_region": lambda c, by, _: verbs.succeed_region(
        old=c.home, new=c.other, on=date(2026, 1, 1), paper="安政函〔2026〕1号", by=by, **ON),
    "people.import_population": lambda c, by, _: verbs.import_population(inside=c.home, rows=[], by=by, **ON),
    "people.create_unit": lambda c, by, _: verbs.create_unit(region=c.home, values=VALUES, by=by, **ON),
    "people.edit_unit": lambda c, by, _: verbs.edit_unit(unit=c.education, values=VALUES, by=by, **ON),
    "people.add_alias": lambda c, by, _: verbs.add_alias(unit=c.education, name="县教体局", by=by, **ON),
    "people.remove_alias": lambda c, by, _: verbs.remove_alias(alias=alias(c), by=by, **ON),
    "people.import_units": lambda c, by, _: verbs.import_units(region=c.home, rows=[], by=by, **ON),
    "people.reform": lambda c, by, _: verbs.reform(
        unit=c.education, values=verbs.ReformValues("abolished", date(2026, 3, 1), "文号"), by=by, **ON),
    "people.change_member": lambda c, by, _: verbs.change_member(unit=c.education, values=LINE, by=by, **ON),
    "people.end_member": lambda c, by, _: (
        c.education.memberships.get_or_create(liaison="王芳", since=date(2025, 1, 1)),
        verbs.end_member(unit=c.education, by=by, **ON)),
    "people.import_members": lambda c, by, _: verbs.import_members(region=c.home, rows=[], by=by, **ON),
    "people.issue_link": lambda c, by, _: link_to(c, by),
    "people.revoke_link": lambda c, by, _: verbs.revoke_link(link=link_to(c, c.secretary()), by=by, **ON),
    "people.create_account": lambda c, by, _: verbs.create_account(username="new.one", name="新人", by=by, **ON),
    "people.edit_account": lambda c, by, t: verbs.edit_account(account=t, name="新名", phone="", by=by, **ON),
    "people.reset_password": lambda c, by, t: verbs.reset_password(account=t, by=by, **ON),
    "people.reset_second_factor": lambda c, by, t: (
        t.authenticator_set.create(type="totp", data={}), verbs.reset_second_factor(account=t, by=by, **ON)),
    "people.unlock": lambda c, by, t: verbs.unlock(account=t, by=by, **ON),
    "people.disable": lambda c, by, t: verbs.disable(account=t, by=by, **ON),
    "people.enable": lambda c, by, t: verbs.enable(account=t, by=by, **ON),
    "people.close": lambda c, by, t: verbs.close(account=t, by=by, **ON),
    "people.grant_role": lambda c, by, t: verbs.grant_role(account=t, role=Role.AUDITOR, by=by, **ON),
    "people.end_role": lambda c, by, t: verbs.end_role(holding=granted(t), by=by, **ON),
    "people.read_accounts": lambda c, by, _: listed_accounts(by),
}  # fmt: skip
READING = {"people.read_members", "people.read_audit", "people.read_sign_ins"}
BY_VERB = {rule.verb: rule for rule in RULES}


def target_in(county: County, state: str | None) -> Account:
    target = county.account(name="对象")
    if state == "disabled":
        verbs.disable(account=target, by=None, at=AT)
    if state == "closed":
        verbs.close(account=target, by=None, at=AT)
    return target


def outcome(deed: Callable[[], object]) -> str:
    try:
        deed()
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    return "done"


def test_every_rule_has_its_deed() -> None:
    assert set(BY_VERB) == set(DEEDS) | READING | ELSEWHERE
    assert len(RULES) == len(BY_VERB)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", [v for v in DEEDS if v != "people.load_divisions"])
def test_each_role_does_what_the_table_says_in_each_state(county: County, verb: str, role: Role) -> None:
    rule = BY_VERB[verb]
    for state in Account.State.values if rule.states else [None]:
        by, target = county.account(role), target_in(county, state)
        expected = "not allowed" if role not in rule.roles else "done"
        if expected == "done" and rule.states and state not in rule.states:
            expected = "wrong state"
        assert outcome(lambda b=by, t=target: DEEDS[verb](county, b, t)) == expected, (verb, role, state)


@pytest.mark.parametrize("verb", [r.verb for r in RULES if r.scope == "region" and r.verb in DEEDS])
def test_the_same_role_elsewhere_may_not(county: County, verb: str) -> None:
    for region in (county.other, county.city, county.town):
        by = county.account(Role.SECRETARIAT, region=region)
        assert outcome(lambda b=by: DEEDS[verb](county, b, b)) == "not allowed", (verb, region)


@pytest.mark.parametrize("verb", [v for v in DEEDS if v != "people.load_divisions"])
def test_a_role_that_has_ended_or_not_begun_and_a_stopped_account_may_not(county: County, verb: str) -> None:
    for since, until, active in (
        (date(2020, 1, 1), date(2021, 1, 1), True), (date(2099, 1, 1), None, True), (date(2020, 1, 1), None, False),
    ):  # fmt: skip
        by = county.account(BY_VERB[verb].roles[0])
        by.holdings.update(since=since, until=until)
        by.is_active = active
        target = target_in(county, (BY_VERB[verb].states or (None,))[0])
        assert outcome(lambda b=by, t=target: DEEDS[verb](county, b, t)) == "not allowed"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.verb)
def test_what_is_answered_is_what_is_checked(county: County, rule: Rule) -> None:
    for role in Role:
        by, target = county.account(role), county.account()
        pairs = [
            (can_in_office(rule, by, county.home), outcome(lambda b=by: check_in_office(rule, b, county.home))),
            (can_on_account(rule, by, target), outcome(lambda b=by, t=target: check_on_account(rule, b, t))),
            (allows(rule, by), outcome(lambda b=by: check(rule, b))),
        ]
        assert all(answer == (result == "done") for answer, result in pairs)


@pytest.mark.parametrize("verb", sorted(READING))
def test_pages_that_not_everyone_reads(county: County, verb: str) -> None:
    allowed = {role for role in Role if can_in_office(BY_VERB[verb], county.account(role), county.home)}
    assert allowed == set(BY_VERB[verb].roles)


def test_every_role_is_over_exactly_one_kind_of_thing() -> None:
    assert sorted([*UNIT_ROLES, *REGION_ROLES, *ADMIN_ROLES]) == sorted(Role)


def test_the_page_on_roles_is_current() -> None:
    assert (ROOT / PATH).read_text(encoding="utf-8") == render(), "run: kepu roles"


def test_every_app_with_rules_is_on_the_page_with_all_of_them() -> None:
    page = render()
    assert {app.label for app, _ in collected()} >= {"people", "plans"}
    assert all(f"`{rule.verb}`" in page for _, rules in collected() for rule in rules)


def test_a_unit_of_a_township_is_run_by_the_county(county: County) -> None:
    unit = Unit.objects.create(region=county.town, name="东风村委会", kind="community")
    values = verbs.UnitValues("东风村民委员会", "community")
    assert verbs.edit_unit(unit=unit, values=values, by=county.secretary(), at=AT).name == "东风村民委员会"
