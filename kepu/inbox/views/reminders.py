"""群提醒: sentences ready for the group chat, copied by hand or posted by a robot."""

from datetime import date
from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from kepu.inbox import jobs, queries, verbs
from kepu.inbox.access import get_channel_for
from kepu.inbox.access.channels import POST_REMINDER
from kepu.inbox.reminders import reminders_of, sentence
from kepu.methods.workdays import add_workdays, caveat
from kepu.people.access import check_in_office, own_office
from kepu.people.queries import workday_table
from kepu.people.requests import SignedIn, whole_number
from kepu.people.views.deeds import try_and_say

A_PAGE = 20
WORKDAYS = 5


def _due(request: SignedIn, today: date) -> date:
    """Return the day asked for, unless it is past or no day; five working days from today otherwise."""
    try:
        asked = parse_date(request.GET.get("by", ""))
    except ValueError:
        asked = None
    return asked if asked and asked >= today else add_workdays(today, WORKDAYS, workday_table())


@login_required
def reminders(request: SignedIn) -> HttpResponse:
    """What units may be reminded of today, each as a sentence."""
    region, today = own_office(request.user), timezone.localdate()
    check_in_office(POST_REMINDER, request.user, region)
    due = _due(request, today)
    page = Paginator(reminders_of(region, today), A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, sentence(one, due)) for one in page.object_list]
    facts = {"region": region, "page": page, "rows": rows, "due": due, "caveat": caveat(today, due, workday_table()),
             "groups": list(queries.group_channels(region))}  # fmt: skip
    return render(request, "inbox/reminders.html", facts)


@login_required
@require_POST
def post(request: SignedIn) -> HttpResponse:
    """Post a sentence to a group by its robot."""
    check_in_office(POST_REMINDER, request.user, own_office(request.user))
    channel = get_channel_for(request.user, whole_number(request.POST.get("channel", "")) or 0)
    deed = partial(
        verbs.post_reminder, channel=channel, text=request.POST.get("text", ""), by=request.user, at=timezone.now()
    )
    try_and_say(request, lambda: [jobs.deliver.enqueue(row.pk) for row in deed()], f"已交给后台发到“{channel.name}”。")
    return redirect("inbox:reminders")
