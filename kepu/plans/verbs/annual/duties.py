"""Who answers for a line of the year: the whole list at once, as its form shows it."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError

from kepu.people.models import Unit
from kepu.people.queries import stands
from kepu.plans.models import AnnualDuty, AnnualItem, DutyRole


def assign(item: AnnualItem, roles: Mapping[Unit, str], on: date) -> bool:
    """Make the units of a line those given, each in its role; answer whether anything changed.

    Raises ValidationError for a role that is none, and for a unit from elsewhere or no more, unless it was there before.
    """
    held = {duty.unit_id: duty for duty in AnnualDuty.objects.filter(item=item)}
    for unit, role in roles.items():
        _check(item, unit, role, on, known=unit.pk in held)
    wanted = {unit.pk: role for unit, role in roles.items()}
    if wanted == {pk: duty.role for pk, duty in held.items()}:
        return False
    AnnualDuty.objects.filter(item=item).exclude(unit__in=wanted).delete()
    AnnualDuty.objects.bulk_create(
        [AnnualDuty(item=item, unit_id=pk, role=role) for pk, role in wanted.items()],
        update_conflicts=True,
        unique_fields=["item", "unit"],
        update_fields=["role"],
    )
    return True


def _check(item: AnnualItem, unit: Unit, role: str, on: date, *, known: bool) -> None:
    if role not in DutyRole.values:
        raise ValidationError({"duties": "请选择角色：牵头、配合或按职责分工。"})
    if not known and not unit.region_id.startswith(item.annual.plan.region.prefix):
        raise ValidationError({"duties": "只能选择本级和所辖乡镇（街道）的单位。"})
    if not known and not stands(unit, on):
        raise ValidationError({"duties": f"{unit.name}已撤销，请选择承接单位。"})
