"""Reads of channels and of what goes out by them."""

from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from kepu.inbox.access.channels import can_set_channels
from kepu.inbox.models import Channel, Delivery
from kepu.people.access import holdings, office_region
from kepu.people.models import Account, Region, Role
from kepu.ui.shapes import Todo

_State = Delivery.State
LATE = timedelta(minutes=10)


def channels_of(region: Region) -> QuerySet[Channel]:
    """Return the channels of a region, each with how many texts failed and when the last one went out."""
    failed = Count("deliveries", Q(deliveries__state=_State.FAILED, deliveries__is_test=False))
    sent = Delivery.objects.filter(channel=OuterRef("pk"), state=_State.SENT).order_by("-sent_at")
    rows = Channel.objects.filter(region=region).annotate(failed=failed, last_sent=Subquery(sent.values("sent_at")[:1]))
    return rows.order_by("id")


def group_channels(region: Region) -> QuerySet[Channel]:
    """Return the channels in use that lead to groups or other systems."""
    return Channel.objects.filter(region=region, enabled=True).exclude(kind=Channel.Kind.MAIL)


def own_deliveries(user: Account, limit: int = 5) -> QuerySet[Delivery]:
    """Return the last texts that went, or should have gone, to the person."""
    return Delivery.objects.filter(account=user).select_related("channel")[:limit]


def last_test(channel: Channel) -> Delivery | None:
    """Return the last test by a channel."""
    return channel.deliveries.filter(is_test=True).first()


def in_state(rows: QuerySet[Delivery], state: str) -> QuerySet[Delivery]:
    """Narrow to a state; all for an unknown one."""
    return rows.filter(state=state) if state in _State.values else rows


def is_late(delivery: Delivery, at: datetime) -> bool:
    """Answer whether a text should have been taken by a worker long ago: the background service does not run."""
    return delivery.state == _State.WAITING and delivery.not_before < at - LATE


def todo(user: Account) -> list[Todo]:
    """Return one line when texts failed, for those who set the channels."""
    regions = {office_region(h.region).pk: h.region for h in holdings(user) if h.region and h.role == Role.SECRETARIAT}
    own = [region for region in regions.values() if can_set_channels(user, region)]
    failed = Delivery.objects.filter(state=_State.FAILED, is_test=False, channel__region__in=own).count() if own else 0
    if not failed:
        return []
    url = reverse("inbox:deliveries") + "?state=failed"
    why = "收件人没有收到。查看原因后重新发送，或改用其他方式告知。"
    return [Todo(f"处理{failed}条没有发出的通知", url, "消息", why, count=failed)]
