"""Accounts: made with a first password, changed, stopped, let in again, closed with nothing personal left."""

from datetime import date

import pytest
from axes.models import AccessAttempt

from kepu.audit.models import Entry
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Role
from kepu.people.passwords import first_password
from kepu.people.tests.county import AT, TODAY, County
from kepu.people.verbs import (
    BadInput,
    close,
    create_account,
    disable,
    edit_account,
    enable,
    reset_password,
    reset_second_factor,
    unlock,
)


def test_an_account_is_made_with_a_first_password_that_must_be_changed(county: County) -> None:
    admin = county.account(Role.SYSTEM_ADMIN)
    account, password = create_account(username="zhang.san", name="张三", phone="0990-1234567", by=admin, at=AT)
    account.refresh_from_db()
    assert (account.check_password(password), account.must_change_password) == (True, True)
    entry = Entry.objects.get()
    assert (entry.by, entry.object, entry.changed) == (
        admin.pk, f"people.account:{account.pk}", ["name", "phone", "username"],
    )  # fmt: skip


def test_first_passwords_are_long_mixed_and_never_the_same() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(p) == 14 and any(c.isdigit() for c in p) and any(c.isalpha() for c in p) for p in made)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "张三"}, "字母开头"),
        ({"username": "ab"}, "3至40位"),
        ({"username": "TAKEN"}, "已被使用"),
        ({"name": " "}, "姓名"),
        ({"name": "已注销"}, "姓名"),
        ({"phone": "abc"}, "电话"),
        ({"password": "123456"}, "密码"),
    ],
)
def test_bad_values_are_refused(county: County, change: dict[str, str], says: str) -> None:
    create_account(username="taken", name="李四", by=None, at=AT)
    with pytest.raises(BadInput, match=says):
        create_account(**({"username": "zhang.san", "name": "张三"} | change), by=None, at=AT)


def test_an_edit_names_the_changed_fields_only(county: County) -> None:
    account, admin = county.account(name="张三"), county.account(Role.SYSTEM_ADMIN)
    edit_account(account=account, name="张三", phone="13800000000", by=admin, at=AT)
    assert Entry.objects.get().changed == ["phone"]


def test_a_reset_gives_a_new_password_and_ends_the_lock_out(county: County) -> None:
    account = county.account()
    AccessAttempt.objects.create(username=account.username.upper(), failures_since_start=5)
    password = reset_password(account=account, by=county.account(Role.SYSTEM_ADMIN), at=AT)
    account.refresh_from_db()
    assert (account.check_password(password), account.must_change_password) == (True, True)
    assert AccessAttempt.objects.count() == 0


def test_unlock_ends_the_lock_out(county: County) -> None:
    account = county.account()
    AccessAttempt.objects.create(username=account.username, failures_since_start=5)
    unlock(account=account, by=county.account(Role.SYSTEM_ADMIN), at=AT)
    assert AccessAttempt.objects.count() == 0


def test_disable_and_enable_are_each_others_states(county: County) -> None:
    account, admin = county.account(), county.account(Role.SYSTEM_ADMIN)
    with pytest.raises(WrongState):
        enable(account=account, by=admin, at=AT)
    disable(account=account, by=admin, at=AT)
    assert account.state == Account.State.DISABLED
    with pytest.raises(WrongState):
        disable(account=account, by=admin, at=AT)
    enable(account=account, by=admin, at=AT)
    assert account.state == Account.State.ACTIVE


def test_nobody_disables_or_closes_himself(county: County) -> None:
    admin = county.account(Role.SYSTEM_ADMIN)
    for verb in (disable, close):
        with pytest.raises(NotAllowed, match="自己"):
            verb(account=admin, by=admin, at=AT)


def test_closing_leaves_nothing_personal_and_ends_the_roles(county: County) -> None:
    account = county.account(Role.LIAISON, name="张三")
    Account.objects.filter(pk=account.pk).update(phone="13800000000")
    account.refresh_from_db()
    close(account=account, by=county.account(Role.SYSTEM_ADMIN), at=AT)
    account.refresh_from_db()
    assert (str(account), account.name, account.phone, account.username, account.state) == (
        "已注销", "已注销", "", f"closed-{account.pk}", "closed",
    )  # fmt: skip
    assert [h.until for h in account.holdings.all()] == [date(2026, 3, 4)]
    assert account.holdings.get().until < TODAY


def test_a_closed_account_cannot_be_touched(county: County) -> None:
    account, admin = county.account(), county.account(Role.SYSTEM_ADMIN)
    close(account=account, by=admin, at=AT)
    for verb in (close, disable, enable, reset_password, unlock):
        with pytest.raises(WrongState):
            verb(account=account, by=admin, at=AT)
        with pytest.raises(WrongState, match="已注销"):
            verb(account=account, by=None, at=AT)


def test_a_second_factor_that_is_not_there_cannot_be_reset(county: County) -> None:
    with pytest.raises(BadInput, match="没有启用"):
        reset_second_factor(account=county.account(), by=county.account(Role.SECURITY_ADMIN), at=AT)
