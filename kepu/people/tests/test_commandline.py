"""``kepu user``: the first administrator is made here; every refusal is a sentence and a status of 1."""

import pytest
from allauth.mfa.models import Authenticator

from kepu.audit.models import Entry
from kepu.people.access import roles
from kepu.people.commandline import run
from kepu.people.models import Account, Role
from kepu.people.tests.county import County


def test_the_first_administrator_is_made_and_signs_in(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", "admin", "--name", "顾维", "--role", "系统管理员"]) == 0
    account = Account.objects.get()
    password = capsys.readouterr().out.split("初始密码：")[1].split()[0]
    assert (account.check_password(password), roles(account)) == (True, {Role.SYSTEM_ADMIN})
    assert {entry.by for entry in Entry.objects.all()} == {None}


def test_roles_over_a_unit_and_over_the_home_region(county: County) -> None:
    assert run(["add", "lisi", "--name", "李四", "--role", "liaison", "--unit", "县教育体育局"]) == 0
    assert run(["role", "LISI", "纲要办"]) == 0
    held = Account.objects.get().holdings.order_by("id")
    assert [(h.role, h.unit, h.region) for h in held] == [
        ("liaison", county.education, None), ("secretariat", None, county.home),
    ]  # fmt: skip


def test_a_role_ends(county: County) -> None:
    run(["add", "shenji", "--name", "方正", "--role", "审计员"])
    assert run(["role", "shenji", "审计员", "--end"]) == 0
    assert roles(Account.objects.get()) == set()
    assert run(["role", "shenji", "审计员", "--end"]) == 1


def test_the_list_names_state_and_roles(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    run(["list"])
    run(["add", "lisi", "--name", "李四", "--role", "联络员", "--unit", "县教育体育局"])
    run(["disable", "lisi"])
    run(["list"])
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("还没有账号")
    assert out[-1] == "lisi\t李四\t停用\t联络员（县教育体育局）"


def test_a_new_password_works_and_must_be_changed(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    run(["add", "lisi", "--name", "李四"])
    capsys.readouterr()
    assert run(["password", "lisi"]) == 0
    password = capsys.readouterr().out.split("：")[1].split()[0]
    assert Account.objects.get().check_password(password)


def test_a_lost_second_factor_is_reset(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    account = county.account(Role.SECURITY_ADMIN)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "读不出来"})
    assert run(["second-factor", account.username]) == 0
    assert not Authenticator.objects.filter(user=account).exists()
    assert run(["second-factor", account.username]) == 1
    assert "没有启用动态口令" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "李四", "--name", "李四"], "字母开头"),
        (["add", "lisi", "--name", "李四", "--role", "联络员"], "--unit"),
        (["add", "lisi", "--name", "李四", "--role", "联络员", "--unit", "县外星局"], "名录中没有"),
        (["add", "lisi", "--name", "李四", "--role", "纲要办", "--region", "000000000000"], "没有代码"),
        (["password", "nobody"], "没有登录名"),
        (["enable", "there"], "不能“恢复账号”"),
        (["role", "auditor", "系统管理员"], "三员分立"),
    ],
)
def test_refusals_are_sentences(
    county: County, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    run(["add", "there", "--name", "在册"])
    run(["add", "auditor", "--name", "方正", "--role", "审计员"])
    assert run(arguments) == 1
    assert says in capsys.readouterr().err
    assert Account.objects.count() == 2


def test_without_a_command_it_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "kepu user add" in capsys.readouterr().out
