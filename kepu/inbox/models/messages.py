"""Messages to persons, and how a person wants to be told."""

from django.db import models

from kepu.people.models import Account


class Message(models.Model):
    """One message to one person, with the page it is about."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="messages")
    title = models.CharField("标题", max_length=120)
    body = models.CharField("内容", max_length=500, blank=True)
    url = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    gathered_at = models.DateTimeField("已列入汇总", null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["account", "read_at"])]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How a person wants to be told: at once or gathered, and when not."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", "逐条发送"
        DAILY = "daily", "每日汇总"
        WEEKLY = "weekly", "每周一汇总"
        NEVER = "never", "只在系统内查看"

    account = models.OneToOneField(Account, models.CASCADE, related_name="preference")
    rhythm = models.CharField("发送方式", max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    mail = models.CharField("邮箱", max_length=300, blank=True)  # sealed
    quiet_from = models.TimeField("免打扰起", null=True, blank=True)
    quiet_to = models.TimeField("免打扰止", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.rhythm}"
