"""机构改革: in a year that is still drafted, the successor takes the place of a unit that is no more."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.models import Account, Unit
from kepu.people.queries import successors_of
from kepu.plans.models import AnnualDuty, AnnualItem, AnnualPlan
from kepu.plans.queries.shares import STRONGEST
from kepu.plans.verbs.annual.items import bump


@transaction.atomic
def pass_duties(*, unit: Unit | None = None, by: Account | None, at: datetime) -> int:
    """Let the lines of drafted years name the successor of a unit (of all units, if none is named) that is no more.

    Each unit stands once in a line, in the stronger role. An issued year stays as it was issued: its pages say who goes
    on. Returns how many lines changed.
    """
    today = timezone.localdate(at)
    years = AnnualPlan.objects.select_for_update().filter(state=AnnualPlan.State.DRAFT).order_by("pk")
    duties = AnnualDuty.objects.filter(unit__until__lte=today, item__annual__in=[year.pk for year in years])
    ended = list((duties.filter(unit=unit) if unit else duties).select_related("unit", "item__annual"))
    heirs = successors_of({duty.unit for duty in ended}, today)
    passing = [duty for duty in ended if heirs[duty.unit_id]]
    for duty in passing:
        _pass(duty, heirs[duty.unit_id])
    for item in {duty.item for duty in passing}:
        _note(item, by, at)
    for annual in {duty.item.annual for duty in passing}:
        bump(annual)
    return len({duty.item_id for duty in passing})


def _pass(duty: AnnualDuty, heirs: Iterable[Unit]) -> None:
    for heir in heirs:
        own, new = AnnualDuty.objects.get_or_create(item=duty.item, unit=heir, defaults={"role": duty.role})
        if not new and STRONGEST[duty.role] > STRONGEST[own.role]:
            own.role = duty.role
            own.save(update_fields=["role"])
    duty.delete()


def _note(item: AnnualItem, by: Account | None, at: datetime) -> None:
    item.revision += 1
    item.save(update_fields=["revision"])
    record(verb="plans.edit_annualitem", thing=item, by=by, at=at, changed=["duties"])
