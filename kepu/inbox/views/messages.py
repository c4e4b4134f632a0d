"""The inbox: messages, opening one, being done with all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.inbox import queries, verbs
from kepu.inbox.access import get_message_for
from kepu.people.requests import SignedIn

A_PAGE = 30


@login_required
def inbox(request: SignedIn) -> HttpResponse:
    """The person's messages, all or unread."""
    unread = request.GET.get("unread") == "1"
    page = Paginator(queries.messages_of(request.user, unread=unread), A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "unread": unread, "unread_count": queries.unread_count(request.user)}
    return render(request, "inbox/list.html", facts)


@login_required
@require_POST
def open_message(request: SignedIn, message_id: int) -> HttpResponse:
    """Mark a message as read and go to the page it is about."""
    message = get_message_for(request.user, message_id)
    verbs.mark_read(message=message, by=request.user, at=timezone.now())
    return redirect(message.url or "inbox:list")


@login_required
@require_POST
def read_all(request: SignedIn) -> HttpResponse:
    number = verbs.mark_all_read(by=request.user, at=timezone.now())
    messages.success(request, f"{number}条消息已标为已读。")
    return redirect("inbox:list")
