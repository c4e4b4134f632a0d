"""The first step of a plan's progress to the public; the steps after it are those of every release."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account
from kepu.plans import access
from kepu.plans.models import Plan, Release, Version
from kepu.plans.queries.progress.public import progress_snapshot

NOTE_LENGTH = 200


@transaction.atomic
def draft_progress_release(*, version: Version, as_of: date, note: str = "", by: Account, at: datetime) -> Release:
    """Draft what the public will see of how an adopted version's promises stand on a day.

    The figures are those of the ledger now, counted up to `as_of`; they stay as they are drafted. Raises NotAllowed,
    WrongState when another draft of the plan is under way, ValidationError for a day that has not come or lies before the plan.
    """
    Plan.objects.select_for_update().get(pk=version.plan_id)
    locked = Version.objects.select_related("plan__region", "document").get(pk=version.pk)
    access.check_can_draft_release(by, locked)
    today = timezone.localdate(at)
    if as_of > today:
        raise ValidationError({"as_of": "截至日期还没有到。"})
    if locked.period_from and as_of < date(locked.period_from, 1, 1):
        raise ValidationError({"as_of": f"方案从{locked.period_from}年开始，截至日期不能更早。"})
    if len(note.strip()) > NOTE_LENGTH:
        raise ValidationError({"note": f"说明不超过{NOTE_LENGTH}字。"})
    waiting = (Release.State.DRAFT, Release.State.CHECKED)
    if Release.objects.filter(version__plan=locked.plan, as_of__isnull=False, state__in=waiting).exists():
        raise WrongState("这个方案已有一份进展在办理。请先发布或放弃那一份。")
    snapshot = progress_snapshot(locked, as_of, today, note.strip())
    if not snapshot["lines"]:
        raise WrongState("方案没有写明目标任务，没有可公开的进展。")
    made = Release.objects.create(version=locked, as_of=as_of, snapshot=snapshot, drafted_by=by, drafted_at=at)
    record(verb="plans.draft_progress_release", thing=made, by=by, at=at)
    return made
