"""Access tokens: a person lets a program read what the person reads, and if so chosen hand in work records."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

from kepu.people.models.accounts import Account


class AccessToken(models.Model):
    """A way in for a program, in one person's name and with that person's roles of the day. Only its hash is kept."""

    class Scope(models.TextChoices):
        READ = "read", "只读"
        WRITE = "write", "读取和填报工作记录"

    class State(models.TextChoices):
        """What a token is at a moment; worked out from its times, not stored."""

        VALID = "valid", "有效"
        EXPIRED = "expired", "已过期"
        REVOKED = "revoked", "已作废"

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=40)
    scope = models.CharField("权限", max_length=8, choices=Scope, default=Scope.READ)
    token_hash = models.CharField(max_length=64, unique=True)
    head = models.CharField("开头几位", max_length=12)
    made_at = models.DateTimeField("生成时间")
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("作废时间", null=True)
    last_used_on = models.DateField("最近使用", null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        """The last local day on which the token opens anything."""
        return timezone.localdate(self.expires_at - timedelta(seconds=1))

    def state_at(self, at: datetime) -> "AccessToken.State":
        """What the token is at a moment."""
        if self.revoked_at:
            return AccessToken.State.REVOKED
        return AccessToken.State.EXPIRED if self.expires_at <= at else AccessToken.State.VALID
