"""One-time links: a unit without an account reads and answers one thing, with a code told by telephone."""

from django.db import models

from kepu.people.models.accounts import Account
from kepu.people.models.units import Unit


class OneTimeLink(models.Model):
    """A way for one unit to one thing (`subject`, as ``app.model:id``) for some days. Token and code are kept as hashes."""

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
