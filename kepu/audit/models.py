"""Tables: audit entries, kept for ever; sign-in entries with addresses, which expire."""

from django.db import models


class Entry(models.Model):
    """One deed: who (an opaque account id), which verb, on which object, which fields changed. No names, no free text."""

    append_only = True

    at = models.DateTimeField(db_index=True)
    by = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    changed = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object", "id"]), models.Index(fields=["by", "id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object}"


class SignIn(models.Model):
    """One sign-in, sign-out, failed try, lock-out, or first use of a token on a day, with the address it came from.

    Deleted after its keeping time.
    """

    class Event(models.TextChoices):
        IN = "in", "登录"
        OUT = "out", "退出"
        FAILED = "failed", "登录失败"
        LOCKED = "locked", "锁定"
        TOKEN = "token", "使用访问令牌"

    at = models.DateTimeField(db_index=True)
    account = models.BigIntegerField(null=True)
    event = models.CharField(max_length=10, choices=Event)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"
