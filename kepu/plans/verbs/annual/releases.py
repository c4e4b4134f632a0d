"""The first step of a year's deeds to the public; the steps after it are those of every release."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import AnnualPlan, Release
from kepu.plans.queries.annual.deeds import deeds_snapshot

UNDER_WAY = (Release.State.DRAFT, Release.State.CHECKED, Release.State.RELEASED)


@transaction.atomic
def draft_year_release(*, annual: AnnualPlan, by: Account, at: datetime) -> Release:
    """Draft what the public will see of an issued year: its 科普实事.

    Raises NotAllowed, or WrongState when the year is not issued, has no such line, or one is under way already.
    """
    rows = AnnualPlan.objects.select_for_update(of=("self",)).select_related("plan__region", "version__plan__region")
    locked = rows.get(pk=annual.pk)
    access.check_can_draft_year_release(by, locked)
    if locked.releases.filter(state__in=UNDER_WAY).exists():
        raise WrongState("这一年度的科普实事已有公开内容在办理或已发布。")
    snapshot = deeds_snapshot(locked, timezone.localdate(at))
    if not snapshot["deeds"]:
        raise WrongState("这一年度没有列为科普实事的事项，没有可公开的内容。")
    made = Release.objects.create(
        version=locked.version, annual=locked, snapshot=snapshot, drafted_by=by, drafted_at=at
    )
    record(verb="plans.draft_year_release", thing=made, by=by, at=at)
    return made
