"""Tables: messages."""

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

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["account", "read_at"])]

    def __str__(self) -> str:
        return self.title
