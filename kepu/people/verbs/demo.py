"""The sample county's accounts: one for each role, with invented names and random passwords."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Region, Role, Unit
from kepu.people.verbs.accounts import create_account
from kepu.people.verbs.errors import BadInput
from kepu.people.verbs.holdings import grant_role


@dataclass(frozen=True)
class DemoAccount:
    """One line of what the person at the machine is told: title of the role, user name, first password."""

    role: str
    username: str
    password: str


@dataclass(frozen=True)
class _Sample:
    username: str
    name: str
    title: str
    role: Role
    unit: str = ""


_SAMPLES = (
    _Sample("kexie", "程望舒", "纲要办", Role.SECRETARIAT),
    _Sample("jiaoti", "许青禾", "部门联络员", Role.LIAISON, "教育"),
    _Sample("jiaoti-kezhang", "陆远", "部门科室负责人", Role.SECTION_HEAD, "教育"),
    _Sample("jiaoti-lingdao", "沈知白", "部门分管领导", Role.LEADER, "教育"),
    _Sample("xiangzhen", "何春生", "乡镇联络员", Role.LIAISON, "*township"),
    _Sample("shangji", "周明远", "上级查阅", Role.READER),
    _Sample("xitong", "顾维", "系统管理员", Role.SYSTEM_ADMIN),
    _Sample("anquan", "宋严", "安全管理员", Role.SECURITY_ADMIN),
    _Sample("shenji", "方正平", "审计员", Role.AUDITOR),
)


@transaction.atomic
def create_demo_accounts(*, region: Region, at: datetime) -> list[DemoAccount]:
    """Make one account for each role over a region and return who signs in how.

    The passwords are random and need not be changed, since nothing here is anyone's. Raises NotAllowed in production,
    WrongState where accounts exist, BadInput when the region has no education unit or no township among its units.
    """
    if settings.PRODUCTION:
        raise NotAllowed("生产环境不能建立演示账号。")
    if Account.objects.exists():
        raise WrongState("数据库中已有账号，不再建立演示账号。")
    return [_create(sample, region, at) for sample in _SAMPLES]


def _create(sample: _Sample, region: Region, at: datetime) -> DemoAccount:
    account, password = create_account(username=sample.username, name=sample.name, by=None, at=at)
    account.must_change_password = False
    account.save(update_fields=["must_change_password"])
    unit = _unit(region, sample.unit) if sample.unit else None
    over = (region.parent or region) if sample.role == Role.READER else region
    grant_role(account=account, role=sample.role, unit=unit, region=over, by=None, at=at)
    return DemoAccount(sample.title + (f"（{unit}）" if unit else ""), sample.username, password)


def _unit(region: Region, wanted: str) -> Unit:
    units: Iterable[Unit] = Unit.objects.filter(region=region, until__isnull=True)
    if wanted == "*township":
        found = next((u for u in units if u.kind == Unit.Kind.TOWNSHIP), None)
    else:
        found = next((u for u in units if wanted in u.name and u.kind == Unit.Kind.GOVERNMENT), None)
    if found is None:
        raise BadInput("样例单位名录中缺少教育部门或乡镇，无法建立演示账号。")
    return found
