"""Channels out of the system, and what is on its way through them."""

from django.db import models

from kepu.people.models import Account, Region


class Channel(models.Model):
    """A robot of a group chat, or the mail server: where messages go besides this system. Its address is sealed."""

    class Kind(models.TextChoices):
        MAIL = "mail", "邮件服务器"
        WECOM = "wecom", "企业微信群机器人"
        DINGTALK = "dingtalk", "钉钉群机器人"
        FEISHU = "feishu", "飞书群机器人"
        WEBHOOK = "webhook", "其他系统（Webhook）"

    region = models.ForeignKey(Region, models.PROTECT, related_name="channels")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    name = models.CharField("名称", max_length=40)
    address = models.CharField("地址", max_length=1000)  # sealed
    enabled = models.BooleanField("启用", default=True)
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="one_channel_per_name_in_a_region")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One text on its way out by one channel: to a person (a digest of messages) or to a group; tried again, never lost."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENDING = "sending", "正在发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"
        DROPPED = "dropped", "不再发送"

    MOVES: dict[str, tuple[str, ...]] = {
        State.WAITING: (State.SENDING, State.FAILED, State.DROPPED),
        State.SENDING: (State.SENT, State.WAITING, State.FAILED),
        State.FAILED: (State.WAITING, State.DROPPED),
        State.SENT: (),
        State.DROPPED: (),
    }

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=120)
    body = models.TextField()
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    is_test = models.BooleanField("测试", default=False)
    claimed_at = models.DateTimeField(null=True)  # when the worker that sends it took it
    problem = models.CharField("原因", max_length=200, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.title} {self.state}"
