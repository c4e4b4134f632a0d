"""Accounts: who signs in, and which roles they hold over which unit or region."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kepu.people.models.regions import Region
from kepu.people.models.units import Unit


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in. After erasure the row stays, its name becomes 已注销 and nothing personal is left."""

    class State(models.TextChoices):
        ACTIVE = "active", "正常"
        DISABLED = "disabled", "停用"
        CLOSED = "closed", "已注销"

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机号", max_length=30, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    created_at = models.DateTimeField("建立时间", null=True)
    closed_at = models.DateTimeField("注销时间", null=True)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_account_per_username"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(is_active=False, name="已注销", phone=""),
                name="nothing_personal_after_closing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """Normal, disabled, or closed for good."""
        if self.closed_at:
            return Account.State.CLOSED.value
        return (Account.State.ACTIVE if self.is_active else Account.State.DISABLED).value

    def get_state_display(self) -> str:
        return str(Account.State(self.state).label)

    def get_full_name(self) -> str:
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: `access.py` of each app decides."""
        return False


class Role(models.TextChoices):
    """What a person may be; the table of rules in each app says what each may do."""

    LIAISON = "liaison", "联络员"
    SECTION_HEAD = "section_head", "科室负责人"
    LEADER = "leader", "分管领导"
    SECRETARIAT = "secretariat", "纲要办"
    READER = "reader", "上级查阅"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"


UNIT_ROLES = (Role.LIAISON, Role.SECTION_HEAD, Role.LEADER)
REGION_ROLES = (Role.SECRETARIAT, Role.READER)
ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


class Holding(models.Model):
    """A role held by an account from a day to a day: over a unit, over a region, or over the installation."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="holdings")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name="单位")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name="区域"
    )
    since = models.DateField("起始日期")
    until = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=UNIT_ROLES, unit__isnull=False, region__isnull=True)
                    | Q(role__in=REGION_ROLES, unit__isnull=True, region__isnull=False)
                    | Q(role__in=ADMIN_ROLES, unit__isnull=True, region__isnull=True)
                ),
                name="holding_scope_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="holding_ends_late"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()}"
