"""Who answers for a line of the year: put a unit in a role, take it out. Each counts as a change of the line."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.models import Account, Unit
from kepu.people.queries import stands
from kepu.plans.models import AnnualDuty, AnnualItem, DutyRole
from kepu.plans.verbs.annual.items import bump, current, lock


@transaction.atomic
def set_duty(*, item: AnnualItem, unit: Unit, role: str, revision: int, by: Account, at: datetime) -> AnnualDuty:
    """Let a unit answer for a line in a role, or change the role it has.

    Raises NotAllowed, WrongState, StaleYear, or ValidationError for a unit from elsewhere or one that is no more.
    """
    annual = lock(item.annual, by)
    fresh = current(item, annual, revision)
    if role not in DutyRole.values:
        raise ValidationError({"role": "请选择角色：牵头、配合或按职责分工。"})
    if not unit.region_id.startswith(annual.plan.region.prefix):
        raise ValidationError({"unit": "只能选择本级和所辖乡镇（街道）的单位。"})
    if not stands(unit, timezone.localdate(at)):
        raise ValidationError({"unit": f"{unit.name}已撤销，请选择承接单位。"})
    duty, made = AnnualDuty.objects.get_or_create(item=fresh, unit=unit, defaults={"role": role})
    if made or duty.role != role:
        duty.role = role
        duty.save()
        verb = "plans.add_annualduty" if made else "plans.edit_annualduty"
        record(verb=verb, thing=duty, by=by, at=at, changed=[] if made else ["role"])
        _changed(fresh)
    return duty


@transaction.atomic
def drop_duty(*, item: AnnualItem, unit: Unit, revision: int, by: Account, at: datetime) -> None:
    """Take a unit out of a line; nothing happens where it has no part in it. Raises as `set_duty` does."""
    annual = lock(item.annual, by)
    fresh = current(item, annual, revision)
    duty = AnnualDuty.objects.filter(item=fresh, unit=unit).first()
    if duty:
        record(verb="plans.remove_annualduty", thing=duty, by=by, at=at)
        duty.delete()
        _changed(fresh)


def _changed(item: AnnualItem) -> None:
    item.revision += 1
    item.save(update_fields=["revision"])
    bump(item.annual)
