"""``kepu user …``: accounts from the machine's own command line, for the first administrator and for emergencies.

Whoever may run it is the operator of the machine; each deed stands in the audit without a person.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kepu.people import verbs
from kepu.people.access import WrongState
from kepu.people.models import REGION_ROLES, UNIT_ROLES, Account, Region, Role, Unit, UnitAlias

_ROLES = {word: role for role in Role for word in (role.value, role.label)}
_EXAMPLES = """\
示例：
  kepu user add zhangsan --name 张三 --role 纲要办
  kepu user add lisi --name 李四 --role 联络员 --unit 县教育体育局
  kepu user role zhangsan 系统管理员
  kepu user role zhangsan 系统管理员 --end
  kepu user password zhangsan
角色：联络员、科室负责人、分管领导（须用 --unit 指定单位），纲要办、上级查阅（--region 指定区域，默认本级），
系统管理员、安全管理员、审计员。
"""


def run(arguments: Sequence[str]) -> int:
    """Carry out one command and return its exit status: 0, or 1 with the reason on stderr."""
    options = build_parser().parse_args(list(arguments))
    try:
        options.run(options)
    except (verbs.BadInput, WrongState, PermissionDenied) as error:
        print(f"没有办成：{error}", file=sys.stderr)
        return 1
    return 0


def note_succession(old: str, new: str, *, day: str, paper: str) -> int:
    """Note a change of divisions by their codes and return the exit status: 0, or 1 with the reason on stderr."""
    try:
        regions = [_region_of_code(code) for code in (old, new)]
        row = verbs.succeed_region(
            old=regions[0], new=regions[1], on=_day(day), paper=paper, by=None, at=timezone.now()
        )
    except verbs.BadInput as error:
        print(f"没有办成：{error}", file=sys.stderr)
        return 1
    print(f"已登记：{row.on.isoformat()}起，{row.old}（{old}）变更为{row.new}（{new}）。")
    return 0


def _region_of_code(code: str) -> Region:
    region = Region.objects.filter(pk=code).first()
    if region is None:
        raise verbs.BadInput(f"没有代码为{code}的区划，请先导入区划。")
    return region


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise verbs.BadInput("请用 --on 写明生效日期，例如 --on 2026-03-05。") from None


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of ``kepu user``."""
    parser = argparse.ArgumentParser(
        prog="kepu user",
        description="管理账号。",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=lambda _: parser.print_help())
    register(parser.add_subparsers(title="命令", metavar="命令"))
    return parser


def register(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands on accounts to a group of commands."""
    listing = groups.add_parser("list", help="列出账号、状态和角色")
    listing.add_argument("--all", action="store_true", help="包括已注销的账号")
    listing.set_defaults(run=_list)
    add = groups.add_parser("add", help="新建账号，显示初始密码")
    add.add_argument("username", metavar="登录名")
    add.add_argument("--name", required=True, metavar="姓名")
    add.add_argument("--phone", default="", metavar="电话")
    add.add_argument("--role", choices=sorted(_ROLES), metavar="角色", help="同时授予的角色")
    _scope(add)
    add.set_defaults(run=_add)
    role = groups.add_parser("role", help="授予或收回角色")
    role.add_argument("username", metavar="登录名")
    role.add_argument("role", choices=sorted(_ROLES), metavar="角色")
    role.add_argument("--until", type=date.fromisoformat, metavar="年-月-日", help="截止日期")
    role.add_argument("--end", action="store_true", help="收回这个角色")
    _scope(role)
    role.set_defaults(run=_role)
    for name, text, deed in (
        ("password", "重置密码，显示新的初始密码", _password),
        ("second-factor", "重置动态口令，本人下次登录后重新启用", _second_factor),
        ("unlock", "解除登录锁定", _unlock),
        ("disable", "停用账号", _disable),
        ("enable", "恢复账号", _enable),
    ):
        command = groups.add_parser(name, help=text)
        command.add_argument("username", metavar="登录名")
        command.set_defaults(run=deed)


def _scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", metavar="单位名称", help="联络员、科室负责人、分管领导所在的单位")
    parser.add_argument("--region", metavar="区划代码", help="纲要办、上级查阅所在的区域，默认为本级")


def _account(username: str) -> Account:
    account = Account.objects.filter(username__iexact=username).first()
    if account is None:
        raise verbs.BadInput(f"没有登录名为“{username}”的账号。用 kepu user list 查看全部账号。")
    return account


def _unit_named(name: str | None, role: Role) -> Unit | None:
    if role not in UNIT_ROLES or not name:
        return None
    units = Unit.objects.filter(region=settings.HOME_REGION, until__isnull=True)
    alias = UnitAlias.objects.filter(name=name, unit__in=units).select_related("unit").first()
    unit = units.filter(name=name).first() or (alias.unit if alias else None)
    if unit is None:
        raise verbs.BadInput(f"单位名录中没有“{name}”。")
    return unit


def _region_coded(code: str | None, role: Role) -> Region | None:
    if role not in REGION_ROLES:
        return None
    return _region_of_code(code or settings.HOME_REGION)


def _list(options: argparse.Namespace) -> None:
    accounts = Account.objects.prefetch_related("holdings__unit", "holdings__region")
    shown = accounts if options.all else accounts.filter(closed_at__isnull=True)
    for account in shown:
        held = [h for h in account.holdings.all() if h.until is None or h.until >= timezone.localdate()]
        words = "、".join(
            f"{h.get_role_display()}{f'（{h.unit or h.region}）' if h.unit or h.region else ''}" for h in held
        )
        print(f"{account.username}\t{account.name}\t{account.get_state_display()}\t{words or '无角色'}")
    if not shown:
        print("还没有账号。用 kepu user add 建立第一个。")


def _add(options: argparse.Namespace) -> None:
    role = _ROLES[options.role] if options.role else None
    unit = _unit_named(options.unit, role) if role else None
    region = _region_coded(options.region, role) if role else None
    if role in UNIT_ROLES and unit is None:
        raise verbs.BadInput(f"{options.role}须用 --unit 指定单位。")
    at = timezone.now()
    account, password = verbs.create_account(
        username=options.username, name=options.name, phone=options.phone, by=None, at=at
    )
    if role:
        verbs.grant_role(account=account, role=role, unit=unit, region=region, by=None, at=at)
    print(f"已建立账号 {account.username}，初始密码：{password}\n首次登录时须修改密码。")


def _role(options: argparse.Namespace) -> None:
    account, role, at = _account(options.username), _ROLES[options.role], timezone.now()
    if not options.end:
        unit, region = _unit_named(options.unit, role), _region_coded(options.region, role)
        verbs.grant_role(account=account, role=role, unit=unit, region=region, until=options.until, by=None, at=at)
        print(f"已授予 {account.username} {role.label}。")
        return
    today = timezone.localdate(at)
    held = [h for h in account.holdings.filter(role=role) if h.until is None or h.until >= today]
    if not held:
        raise verbs.BadInput(f"{account.username}现在不是{role.label}。")
    for holding in held:
        verbs.end_role(holding=holding, by=None, at=at)
    print(f"已收回 {account.username} 的{role.label}。")


def _password(options: argparse.Namespace) -> None:
    password = verbs.reset_password(account=_account(options.username), by=None, at=timezone.now())
    print(f"新的初始密码：{password}\n下次登录时须修改密码。")


def _second_factor(options: argparse.Namespace) -> None:
    verbs.reset_second_factor(account=_account(options.username), by=None, at=timezone.now())
    print("动态口令已重置。")


def _unlock(options: argparse.Namespace) -> None:
    verbs.unlock(account=_account(options.username), by=None, at=timezone.now())
    print("已解除锁定。")


def _disable(options: argparse.Namespace) -> None:
    verbs.disable(account=_account(options.username), by=None, at=timezone.now())
    print("已停用。")


def _enable(options: argparse.Namespace) -> None:
    verbs.enable(account=_account(options.username), by=None, at=timezone.now())
    print("已恢复。")
