"""One-time links: a unit without an account reads and answers one thing, with a code told by telephone."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

from kepu.people.models.accounts import Account
from kepu.people.models.units import Unit


class OneTimeLink(models.Model):
    """A way for one unit to one thing (`subject`, as ``app.model:id``) for some days. Token and code are kept as hashes."""

    MOST_TRIES = 5

    class State(models.TextChoices):
        """What a link is at a moment; worked out from its times and tries, not stored."""

        UNOPENED = "unopened", "待打开"
        OPENED = "opened", "已打开"
        USED = "used", "已完成"
        LOCKED = "locked", "已锁定"
        EXPIRED = "expired", "已过期"
        REVOKED = "revoked", "已作废"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="one_time_links")
    subject = models.CharField(max_length=80, db_index=True)
    title = models.CharField("事项", max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=128)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField("有效期至")
    tries = models.PositiveSmallIntegerField("输错次数", default=0)
    opened_at = models.DateTimeField("首次打开", null=True)
    used_at = models.DateTimeField("完成时间", null=True)
    revoked_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"

    @property
    def last_day(self) -> date:
        """The last local day on which the link opens."""
        return timezone.localdate(self.expires_at - timedelta(seconds=1))

    def state_at(self, at: datetime) -> "OneTimeLink.State":
        """What the link is at a moment: done and revoked for good, then locked, expired, opened or not."""
        state = OneTimeLink.State
        if self.used_at or self.revoked_at:
            return state.USED if self.used_at else state.REVOKED
        if self.expires_at <= at:
            return state.EXPIRED
        if self.tries >= self.MOST_TRIES:
            return state.LOCKED
        return state.OPENED if self.opened_at else state.UNOPENED

    def is_open(self, at: datetime) -> bool:
        """Whether somebody who has the code may still come in by it."""
        return self.state_at(at) in (OneTimeLink.State.UNOPENED, OneTimeLink.State.OPENED)
