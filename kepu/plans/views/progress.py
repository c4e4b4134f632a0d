"""目标进展: how every target stands; and the form that says what one is counted by."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kepu.methods.pace import COVERAGE_RULE, MILESTONE_RULE, RANK_RULE, RULE, TREND_RULE
from kepu.people.access import WrongState
from kepu.people.requests import SignedIn, whole_number
from kepu.plans import access, verbs
from kepu.plans.forms.bindings import BindingForm
from kepu.plans.models import Binding, Version
from kepu.plans.queries.deeds import tally_of
from kepu.plans.queries.progress import LIGHTS, Progress, board_of, is_countable, offers_for, prospects_of
from kepu.plans.queries.progress import RULE as OUTLOOK_RULE
from kepu.plans.queries.targets import targets_of
from kepu.plans.views.pages import plan_context

A_PAGE = 50


@login_required
def board(request: SignedIn, plan_id: int) -> HttpResponse:
    """Every target of the version in force with done, value, pace, light and outlook; unsettled ones can be singled out."""
    version = access.get_version_for(request.user, plan_id)
    if version.state != Version.State.ADOPTED:
        raise Http404
    today = timezone.localdate()
    lit = access.lit_targets(request.user, version)
    everything = board_of(version, list(targets_of(version)), today).lit_for(lit)
    light = request.GET.get("light", "")
    lines = [one for one in everything.lines if not light or one.light == light or (light == "unbound" and _loose(one))]
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    prospects = prospects_of([one for one in page.object_list if not one.veiled], version, today)
    context = plan_context(request, version, "board") | {
        "board": everything, "page": page, "rows": [(one, prospects.get(one.target.key)) for one in page.object_list],
        "light": light, "lights": [(name, everything.lights[name]) for name in LIGHTS], "rule": RULE,
        "other_rules": (RANK_RULE, MILESTONE_RULE, TREND_RULE, COVERAGE_RULE),
        "outlook_rule": OUTLOOK_RULE, "today": today, "may_bind": access.can_bind(request.user, version.plan),
        "tally": tally_of(version), "whole": lit is None,
    }  # fmt: skip
    return render(request, "plans/progress/board.html", context)


def _loose(line: Progress) -> bool:
    return line.binding is None and is_countable(line.target)


@login_required
def bind(request: SignedIn, plan_id: int, key: str) -> HttpResponse:
    """Say what a target is counted by, from suggestions; or that nothing counts it."""
    target = access.get_countable_for(request.user, plan_id, key)
    plan = target.version.plan
    access.check_can_bind(request.user, plan)
    binding = Binding.objects.filter(plan=plan, target_key=key).select_related("measure").first()
    offers = offers_for(target)
    wanted = whole_number(request.GET.get("measure", ""))
    offer = next((one for one in offers if one.measure.pk == wanted), offers[0] if offers else None)
    shown = offer if wanted or binding is None else binding
    form = BindingForm(request.POST or None, target=target, shown=shown, binding=binding)
    if form.is_valid():
        try:
            verbs.bind(
                target=target, counting=form.counting(), seen=form.cleaned_data["revision"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        except WrongState as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已确认，目标进展随台账自动计算。")
            return redirect("plans:board", plan.pk)
    context = plan_context(request, target.version, "board") | {
        "target": target, "form": form, "offers": offers, "binding": binding,
    }  # fmt: skip
    return render(request, "plans/progress/bind.html", context, status=422 if form.errors else 200)
