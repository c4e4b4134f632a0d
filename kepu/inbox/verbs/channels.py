"""Channels: added, changed, stopped; their address is sealed and never shown again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.inbox.access.channels import ADD_CHANNEL, EDIT_CHANNEL
from kepu.inbox.models import Channel
from kepu.inbox.outgoing import BadAddress, checked
from kepu.inbox.outgoing.sending import PURPOSE
from kepu.people.access import check_in_office
from kepu.people.crypto import seal
from kepu.people.models import Account, Region
from kepu.people.verbs import BadInput

LONGEST_NAME = 40


@dataclass(frozen=True)
class ChannelValues:
    """What is said of a channel; an empty address leaves the one it has."""

    kind: str
    name: str
    address: str = ""
    enabled: bool = True


@transaction.atomic
def add_channel(*, region: Region, values: ChannelValues, by: Account, at: datetime) -> Channel:
    """Add a channel of a region. Raises BadInput for a taken name, an unknown kind, an address that may not be used."""
    check_in_office(ADD_CHANNEL, by, region)
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)  # names are given out one by one
    if values.kind not in Channel.Kind.values:
        raise BadInput("请选择类别。")
    if not values.address:
        raise BadInput("请填写地址。")
    channel = Channel(region=region, kind=values.kind, made_at=at)
    _set(channel, values)
    channel.save()
    record(verb=ADD_CHANNEL.verb, thing=channel, by=by, at=at, changed=["kind", "name", "address", "enabled"])
    return channel


@transaction.atomic
def edit_channel(*, channel: Channel, values: ChannelValues, revision: int, by: Account, at: datetime) -> Channel:
    """Change a channel's name, address, or whether it is used; its kind stays. Raises BadInput, also for a stale form."""
    check_in_office(EDIT_CHANNEL, by, channel.region)
    Region.objects.select_for_update(no_key=True).get(pk=channel.region_id)
    locked = Channel.objects.select_for_update(of=("self",)).select_related("region").get(pk=channel.pk)
    if locked.revision != revision:
        use = "启用" if locked.enabled else "停用"
        raise BadInput(f"您填写时，这个渠道已被修改：名称现为“{locked.name}”，{use}。请核对后再次保存。")
    changed = _set(locked, values)
    if changed:
        locked.revision += 1
        locked.save()
        record(verb=EDIT_CHANNEL.verb, thing=locked, by=by, at=at, changed=changed)
    return locked


def _set(channel: Channel, values: ChannelValues) -> list[str]:
    """Set what is given and return the names of what changed; an address given anew counts as changed."""
    name = values.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(f"请填写名称（{LONGEST_NAME}字以内）。")
    if Channel.objects.filter(region=channel.region, name=name).exclude(pk=channel.pk).exists():
        raise BadInput(f"已有名为“{name}”的渠道，请换一个名称。")
    changed = [field for field in ("name", "enabled") if getattr(channel, field) != getattr(values, field)]
    channel.name, channel.enabled = name, values.enabled
    if values.address:
        try:
            checked(channel.kind, values.address)
        except BadAddress as wrong:
            raise BadInput(str(wrong)) from wrong
        channel.address = seal(values.address.strip(), purpose=PURPOSE)
        changed.append("address")
    return changed
