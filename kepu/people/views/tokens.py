"""A person's own access tokens: the list, a new one, shown once, the end of one."""

from functools import partial

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people import queries, verbs
from kepu.people.access import get_token_for
from kepu.people.forms import TokenForm
from kepu.people.models import AccessToken
from kepu.people.requests import SignedIn
from kepu.people.views.deeds import attempt, try_and_say

A_PAGE = 20


@login_required
def tokens(request: SignedIn) -> HttpResponse:
    """Every token that the person made, with what became of it."""
    at = timezone.now()
    page = Paginator(queries.tokens_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = [(token, token.state_at(at)) for token in page.object_list]
    facts = {"page": page, "rows": rows, "valid": AccessToken.State.VALID, "api": reverse("api:openapi-view")}
    return render(request, "people/tokens.html", facts)


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # the library has no types
def make(request: SignedIn) -> HttpResponse:
    """A new token, after the password once more; its text stands in the answer and nowhere else after."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        deed = partial(verbs.make_token, by=request.user, at=timezone.now(), **form.cleaned_data)
        if made := attempt(form, deed):
            return _shown_once(request, made)
    return render(request, "people/token_form.html", {"form": form}, status=422 if form.errors else 200)


def _shown_once(request: SignedIn, made: verbs.Made) -> HttpResponse:
    address = request.build_absolute_uri(reverse("api:me"))
    facts = {"token": made.token, "text": made.text, "address": address, "api": reverse("api:openapi-view")}
    response = render(request, "people/token_made.html", facts)
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def revoke(request: SignedIn, token_id: int) -> HttpResponse:
    token = get_token_for(request.user, token_id)
    said = f"“{token.name}”的令牌已作废，程序不能再用它读取。"
    try_and_say(request, lambda: verbs.revoke_token(token=token, by=request.user, at=timezone.now()), said)
    return redirect("people:tokens")
