"""通知设置: how the person wants to be told; a test; what was sent last."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.inbox import jobs, queries, verbs
from kepu.inbox.access import get_delivery_for
from kepu.inbox.forms.channels import PreferenceForm
from kepu.inbox.models import Delivery, Preference
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput
from kepu.people.views.deeds import attempt


@login_required
def settings_page(request: SignedIn) -> HttpResponse:
    """The person's own choice."""
    values = verbs.values_of(Preference.objects.filter(account=request.user).first())
    form = PreferenceForm(request.POST or None, initial=vars(values))
    if form.is_valid():
        deed = partial(verbs.save_preference, values=form.values(), by=request.user, at=timezone.now())
        if attempt(form, deed):
            messages.success(request, "通知设置已保存。")
            return redirect("inbox:settings")
    facts = {"form": form, "saved_mail": values.mail, "has_server": verbs.mail_channel() is not None,
             "sent": queries.own_deliveries(request.user)}  # fmt: skip
    return render(request, "inbox/settings.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def test_mail(request: SignedIn) -> HttpResponse:
    """Send the person a test; the page then shows what becomes of it."""
    try:
        made = verbs.test_own_mail(by=request.user, at=timezone.now())
    except BadInput as refused:
        messages.error(request, str(refused))
    else:
        jobs.deliver.enqueue(made.pk)
    return redirect("inbox:settings")


@login_required
def delivery(request: SignedIn, delivery_id: int) -> HttpResponse:
    """What became of one text, as a part of a page that asks again until it is settled."""
    return render(request, "inbox/delivery.html", delivery_facts(get_delivery_for(request.user, delivery_id)))


def delivery_facts(row: Delivery | None) -> dict[str, object]:
    """Return the text and whether it is still on its way, or waits in vain for a worker."""
    at = timezone.now()
    under_way = row is not None and row.state in (Delivery.State.WAITING, Delivery.State.SENDING)
    late = row is not None and queries.is_late(row, at)
    return {"delivery": row, "under_way": under_way and not late, "late": late}
