"""先审核后计入: whether the office looks at records before they count."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kepu.ledger import access, verbs
from kepu.ledger.forms import PolicyForm
from kepu.ledger.models import RecordPolicy, WorkRecord
from kepu.people.access import own_office
from kepu.people.requests import SignedIn


@login_required
def record_policy(request: SignedIn) -> HttpResponse:
    """The office's own choice, with what it means and how many records wait."""
    region = own_office(request.user)
    access.check_can_set_policy(request.user, region)
    review = RecordPolicy.objects.filter(region=region, review=True).exists()
    form = PolicyForm(request.POST or None, initial={"review": "yes" if review else "no"})
    if form.is_valid():
        chosen = form.cleaned_data["review"] == "yes"
        verbs.set_record_policy(region=region, review=chosen, by=request.user, at=timezone.now())
        messages.success(
            request,
            "已设为先审核后计入，从现在起提交的照此办理。" if chosen else "已设为提交即计入；已在等待审核的仍须审核。",
        )
        return redirect("ledger:record_policy")
    waiting = WorkRecord.objects.filter(region=region, state=WorkRecord.State.HANDED).count()
    facts = {"form": form, "region": region, "waiting": waiting}
    return render(request, "ledger/policy.html", facts, status=422 if form.errors else 200)
