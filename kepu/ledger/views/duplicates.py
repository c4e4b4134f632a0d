"""疑似重复: pairs of facts that may tell of one deed, and of photographs that look alike, for the office to decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.ledger import access, sources, verbs
from kepu.ledger.models import Duplicate, Fact
from kepu.ledger.queries.doubts import open_duplicates, open_pairs
from kepu.ledger.queries.evidence import open_lookalikes
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.people.requests import SignedIn

A_PAGE = 30


@login_required
def duplicates(request: SignedIn) -> HttpResponse:
    """The open doubts of the region, each with both records side by side."""
    page = Paginator(open_pairs(request.user), A_PAGE).get_page(request.GET.get("page"))
    pairs = _pairs(request.user, [(row["first__source"], row["second__source"]) for row in page.object_list])
    likes = open_lookalikes(request.user).select_related(
        *(f"{side}__record__{name}" for side in ("first", "second") for name in ("unit", "place"))
    )
    alike = Paginator(likes, A_PAGE).get_page(request.GET.get("alike"))
    return render(request, "ledger/duplicates.html", {"page": page, "pairs": pairs, "alike": alike})


def _pairs(
    by: Account, wanted: list[tuple[str, str]]
) -> list[tuple[list[Duplicate], list[tuple[Fact, sources.Described]]]]:
    """Return the open doubts of each pair of records, what they doubt together, with both records as their apps tell."""
    doubts: dict[tuple[str, str], list[Duplicate]] = {pair: [] for pair in wanted}
    rows = (
        open_duplicates(by)
        .filter(first__source__in={one for one, _ in wanted}, second__source__in={other for _, other in wanted})
        .select_related("first__measure", "first__region", "second")
        .prefetch_related("first__credits__unit", "second__credits__unit")
        .order_by("pk")
    )
    for row in rows:
        doubts.get((row.first.source, row.second.source), []).append(row)
    told = sources.described(by, {source for pair in wanted for source in pair})
    return [
        (of_pair, [(fact, told[fact.source]) for fact in (of_pair[0].first, of_pair[0].second)])
        for of_pair in doubts.values()
        if of_pair
    ]


@login_required
@require_POST
def decide(request: SignedIn, doubt_id: int, verdict: str) -> HttpResponse:
    """Say that both are one deed, or two."""
    row = access.readable_duplicates(request.user).filter(pk=doubt_id).first()
    deeds = {"same": verbs.say_same, "different": verbs.say_different}
    if row is None or verdict not in deeds:
        raise Http404
    try:
        deeds[verdict](doubt=row, by=request.user, at=timezone.now())
    except WrongState as error:
        messages.error(request, str(error))
    else:
        verbs.drain_all(at=timezone.now())  # what the corrected records may now be taken for shows on the next page
        messages.success(
            request, "已判定为同一件事，只计一次。" if verdict == "same" else "已判定不是同一件事，照常计入。"
        )
    return redirect("ledger:duplicates")


@login_required
@require_POST
def settle(request: SignedIn, likeness_id: int) -> HttpResponse:
    """Say that two photographs that look alike were looked at."""
    row = (
        access.readable_lookalikes(request.user).select_related("first__record__region").filter(pk=likeness_id).first()
    )
    if row is None:
        raise Http404
    try:
        verbs.settle_lookalike(likeness=row, by=request.user, at=timezone.now())
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已核对，不再提示。")
    return redirect("ledger:duplicates")
