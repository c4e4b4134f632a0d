"""Channels and what goes out by them: the region's own secretariat, or the system administrator."""

from django.db.models import QuerySet
from django.http import Http404

from kepu.inbox.models import Channel, Delivery
from kepu.people.access import Rule, allows, can_in_office, check, check_in_office, own_office
from kepu.people.models import Account, Region, Role

_OFFICE_OR_SYSTEM = (Role.SECRETARIAT, Role.SYSTEM_ADMIN)
_FAILED = (Delivery.State.FAILED.value,)

ADD_CHANNEL = Rule("inbox.add_channel", "新增通知渠道", _OFFICE_OR_SYSTEM, "region")
EDIT_CHANNEL = Rule("inbox.edit_channel", "修改通知渠道", _OFFICE_OR_SYSTEM, "region")
TEST_CHANNEL = Rule("inbox.test_channel", "测试通知渠道", _OFFICE_OR_SYSTEM, "region")
RETRY_DELIVERY = Rule("inbox.retry_delivery", "重新发送", _OFFICE_OR_SYSTEM, "region", _FAILED)
DROP_DELIVERY = Rule("inbox.drop_delivery", "不再发送", _OFFICE_OR_SYSTEM, "region", _FAILED)
POST_REMINDER = Rule("inbox.post_reminder", "把提醒发到工作群", (Role.SECRETARIAT,), "region")

RULES = (ADD_CHANNEL, EDIT_CHANNEL, TEST_CHANNEL, RETRY_DELIVERY, DROP_DELIVERY, POST_REMINDER)


def office_of(by: Account) -> Region:
    """Return the region whose channels are this person's to set. Raises NotAllowed for anybody else."""
    region = own_office(by)
    check_in_office(EDIT_CHANNEL, by, region)
    return region


def can_set_channels(by: Account, region: Region) -> bool:
    return can_in_office(EDIT_CHANNEL, by, region)


def check_on_delivery(rule: Rule, by: Account, delivery: Delivery) -> None:
    """Raise unless `by` may do this to what goes out by a channel of its region, in its present state."""
    check(rule, by, state=delivery.state, region=delivery.channel.region)


def can_on_delivery(rule: Rule, by: Account, delivery: Delivery) -> bool:
    return allows(rule, by, state=delivery.state, region=delivery.channel.region)


def listed_deliveries(by: Account) -> QuerySet[Delivery]:
    """Return what went out, or is to, by the channels of the person's office; tests apart."""
    rows = Delivery.objects.filter(channel__region=office_of(by), is_test=False)
    return rows.select_related("channel__region", "account").defer("body")


def get_channel_for(by: Account, channel_id: int) -> Channel:
    """Return a channel of the person's office. Raises Http404 otherwise."""
    channel = Channel.objects.select_related("region").filter(pk=channel_id).first()
    if channel is None or not can_set_channels(by, channel.region):
        raise Http404
    return channel


def get_delivery_for(by: Account, delivery_id: int) -> Delivery:
    """Return something on its way: to the person itself, or by a channel of its office. Raises Http404 otherwise."""
    rows = Delivery.objects.select_related("channel__region", "account")
    delivery = rows.filter(pk=delivery_id).first()
    if delivery is None:
        raise Http404
    if delivery.account_id != by.pk and not can_set_channels(by, delivery.channel.region):
        raise Http404
    return delivery
