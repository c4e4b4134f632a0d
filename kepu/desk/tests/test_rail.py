"""The rail: an entry exists for those who may open it, and only if its page exists."""

import pytest
from django.urls import reverse

from kepu.desk.doors import DOORS, address, rail
from kepu.people.models import Account, Role
from kepu.plans.tests import builders

pytestmark = pytest.mark.django_db


def labels(account, path="/desk/"):
    return [link.label for link in rail(account, path)]


def holder(role):
    builders.region()
    unit = builders.unit("县教育局") if role in (Role.LIAISON, Role.SECTION_HEAD, Role.LEADER) else None
    account = builders.account(role.value, role, of=unit) if unit or role in (Role.SECRETARIAT, Role.READER) else None
    if account is None:
        account = Account.objects.create(username=role.value, name=role.label)
        account.holdings.create(role=role, since=builders.AT.date())
    return account


def test_without_a_role_only_the_own_list_is_open():
    assert labels(Account.objects.create(username="new", name="新来")) == ["待办"]


def test_the_auditor_has_a_door_of_their_own_and_none_to_the_work():
    assert labels(holder(Role.AUDITOR)) == ["待办", "审计"]


@pytest.mark.parametrize(
    ("view", "marked"),
    [("people:units", ["单位与联络员"]), ("people:members", ["单位与联络员"]), ("people:me", []), ("people:tokens", []),
     ("people:make_token", []), ("inbox:settings", []), ("account_change_password", [])],
)  # fmt: skip
def test_a_persons_own_pages_stand_below_no_entry(view, marked):
    assert [link.label for link in rail(holder(Role.SECRETARIAT), reverse(view)) if link.current] == marked


def test_the_office_has_no_door_to_the_audit():
    shown = labels(holder(Role.SECRETARIAT))
    assert "方案任务" in shown
    assert "审计" not in shown


@pytest.mark.parametrize("role", list(Role))
def test_every_door_that_is_shown_opens(role, client):
    account = holder(role)
    client.force_login(account)
    answers = {link.label: client.get(link.url).status_code for link in rail(account, "/desk/")}
    assert set(answers.values()) == {200}, answers


def test_the_entry_of_the_page_is_current():
    account = holder(Role.SECRETARIAT)
    below = reverse("plans:plans") + "7/"
    assert [link.label for link in rail(account, below) if link.current] == ["方案任务"]
    assert [link.label for link in rail(account, "/desk/") if link.current] == ["待办"]
    assert [link.label for link in rail(account, "/desk/search/") if link.current] == []


def test_a_page_that_does_not_exist_has_no_address():
    assert address("nobody:nowhere") == ""
    assert all(door.label for door in DOORS)
