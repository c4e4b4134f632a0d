"""One thing of each kind that the addresses of channels and of what goes out by them name."""

from typing import Any

from django.utils import timezone

from kepu.inbox.models import Delivery
from kepu.inbox.verbs import ChannelValues, add_channel
from kepu.people.models import Account, Region


def message_things(office: Account) -> dict[str, Any]:
    """Return what stands in their addresses: a channel of the home county, and a text that failed to go out by it."""
    at, home = timezone.now(), Region.objects.get(pk="990123000000")
    values = ChannelValues("webhook", "联络员群", "https://oa.example.cn/in")
    channel = add_channel(region=home, values=values, by=office, at=at)
    failed = Delivery.objects.create(
        channel=channel, title="提醒", body="请登记。", made_at=at, not_before=at, state=Delivery.State.FAILED
    )
    return {"channel_id": channel.pk, "delivery_id": failed.pk, "settling": "retry"}
