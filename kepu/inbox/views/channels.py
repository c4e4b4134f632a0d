"""通知渠道: mail server and robots, a test of each, what failed and what to do with it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.inbox import jobs, queries, verbs
from kepu.inbox.access import can_on_delivery, get_channel_for, get_delivery_for, listed_deliveries, office_of
from kepu.inbox.access.channels import RETRY_DELIVERY
from kepu.inbox.forms.channels import HELP, ChannelForm
from kepu.inbox.models import Channel, Delivery
from kepu.inbox.views.preferences import delivery_facts
from kepu.people.requests import SignedIn, whole_number
from kepu.people.verbs import BadInput
from kepu.people.views.deeds import attempt, try_and_say

A_PAGE = 50


@login_required
def channels(request: SignedIn) -> HttpResponse:
    """The channels of the person's office."""
    region = office_of(request.user)
    page = Paginator(queries.channels_of(region), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "inbox/channels.html", {"region": region, "page": page})


@login_required
def add(request: SignedIn) -> HttpResponse:
    region = office_of(request.user)
    asked = request.GET.get("kind", "")
    form = ChannelForm(request.POST or None, kind=asked if asked in Channel.Kind else Channel.Kind.MAIL)
    if form.is_valid():
        deed = partial(verbs.add_channel, region=region, values=form.values(), by=request.user, at=timezone.now())
        if made := attempt(form, deed):
            messages.success(request, "已保存。请发一条测试消息，看是否收到。")
            return redirect("inbox:channel", made.pk)
    return _form(request, form, None, {"region": region})


@login_required
def channel(request: SignedIn, channel_id: int) -> HttpResponse:
    """One channel: change it, stop it, test it."""
    one = get_channel_for(request.user, channel_id)
    form = ChannelForm(request.POST or None, channel=one)
    if form.is_valid():
        revision = whole_number(request.POST.get("revision", ""))
        deed = partial(
            verbs.edit_channel, channel=one, values=form.values(), revision=-1 if revision is None else revision,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        if attempt(form, deed):
            messages.success(request, "已保存。")
            return redirect("inbox:channel", one.pk)
        one.refresh_from_db(fields=["revision"])
    return _form(request, form, one, {"region": one.region, **delivery_facts(queries.last_test(one))})


def _form(request: SignedIn, form: ChannelForm, one: Channel | None, facts: dict[str, Any]) -> HttpResponse:
    examples = [(Channel.Kind(kind).label, text) for kind, text in HELP.items() if kind == form.chosen]
    facts |= {"form": form, "channel": one, "examples": examples, "kinds": Channel.Kind.choices}
    return render(request, "inbox/channel.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def test(request: SignedIn, channel_id: int) -> HttpResponse:
    """Send a test; the channel's page then shows what becomes of it."""
    one = get_channel_for(request.user, channel_id)
    try:
        made = verbs.test_channel(channel=one, by=request.user, at=timezone.now())
    except BadInput as refused:
        messages.error(request, str(refused))
    else:
        jobs.deliver.enqueue(made.pk)
    return redirect("inbox:channel", one.pk)


@login_required
def deliveries(request: SignedIn) -> HttpResponse:
    """What went out, waits or failed; the text of what went to a person is not shown."""
    rows, state = listed_deliveries(request.user), request.GET.get("state", "")
    page = Paginator(queries.in_state(rows, state), A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, can_on_delivery(RETRY_DELIVERY, request.user, row)) for row in page.object_list]
    facts = {"page": page, "lines": lines, "state": state, "states": Delivery.State.choices, "at": timezone.now()}
    return render(request, "inbox/deliveries.html", facts)


@login_required
@require_POST
def settle(request: SignedIn, delivery_id: int, settling: str) -> HttpResponse:
    """Send what failed once more, or give it up."""
    row = get_delivery_for(request.user, delivery_id)
    if settling == "retry":
        retried = partial(verbs.retry_delivery, delivery=row, by=request.user, at=timezone.now())
        if try_and_say(request, retried, "已重新交给后台发送。"):
            jobs.deliver.enqueue(row.pk)
    elif settling == "drop":
        dropped = partial(verbs.drop_delivery, delivery=row, by=request.user, at=timezone.now())
        try_and_say(request, dropped, "不再发送。消息仍在收件人的“消息”里。")
    else:
        raise Http404
    return redirect("inbox:deliveries")
