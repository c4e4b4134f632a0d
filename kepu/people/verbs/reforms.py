"""Reforms of bodies: renamed, merged, abolished, a function moved; dated, with the paper they rest on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import check_in_office
from kepu.people.access.rules import REFORM
from kepu.people.handover import pass_on
from kepu.people.models import Account, Holding, Membership, Unit, UnitSuccession
from kepu.people.verbs.errors import BadInput

Change = UnitSuccession.Change
_LONGEST_PAPER, _LONGEST_REMARK, _LONGEST_NAME = 80, 200, 80


@dataclass(frozen=True)
class ReformValues:
    """What happened to a unit: the change, its day and paper, who takes over (an existing unit, or a new name)."""

    change: str
    on: date
    paper: str
    new: Unit | None = None
    new_name: str = ""
    remark: str = ""


@transaction.atomic
def reform(*, unit: Unit, values: ReformValues, by: Account | None, at: datetime) -> UnitSuccession:
    """Carry out a reform and return its record.

    Renamed: a unit of the new name takes the old one's place, its list of people and roles. Merged or abolished: the unit
    ends, its line on the list and its roles end the day before; open work passes to the successor, at once, or when the
    day comes. A function moved: both stay. Raises BadInput where the change, day, paper or successor do not make sense.
    """
    check_in_office(REFORM, by, unit.region)
    unit.refresh_from_db(from_queryset=Unit.objects.select_for_update())
    check_reform(unit, values, timezone.localdate(at))
    heir = values.new or (_found(unit, values) if values.new_name.strip() else None)
    row = UnitSuccession.objects.create(
        old=unit, new=heir, change=values.change, on=values.on, paper=values.paper.strip(), remark=values.remark.strip()
    )
    if values.change != Change.MOVED:
        _end(unit, heir if values.change == Change.RENAMED else None, values.on)
    record(verb=REFORM.verb, thing=unit, by=by, at=at, changed=["until", "successor"])
    if values.change != Change.MOVED and values.on <= timezone.localdate(at):
        pass_on(unit=unit, by=by, at=at)
    return row


def check_reform(unit: Unit, values: ReformValues, today: date) -> None:
    """Raise BadInput, saying why, when the reform cannot be; the wizard's preview calls it as well."""
    if values.change not in Change:
        raise BadInput("请选择变动类型。")
    if not 1 <= len(values.paper.strip()) <= _LONGEST_PAPER:
        raise BadInput(f"请填写文号或依据（{_LONGEST_PAPER}字以内）。")
    if len(values.remark) > _LONGEST_REMARK:
        raise BadInput(f"说明不超过{_LONGEST_REMARK}字。")
    if unit.until is not None:
        raise BadInput(f"“{unit.name}”已于{unit.until.isoformat()}撤销，不能再变动。")
    if values.on < date(1949, 10, 1):
        raise BadInput(f"生效日期写成了{values.on.year}年，请核对年份。")
    if values.on > today + timedelta(days=366):
        raise BadInput("生效日期在一年以后：最多可提前一年登记，请核对。")
    if unit.since and values.on <= unit.since:
        raise BadInput(f"生效日期应晚于设立日期{unit.since.isoformat()}。")
    _check_successor(unit, values)


def _check_successor(unit: Unit, values: ReformValues) -> None:
    name = "".join(values.new_name.split())
    if values.new and name:
        raise BadInput("承接单位请二选一：选已有单位，或填写新单位名称。")
    if values.change == Change.RENAMED and not name:
        raise BadInput("更名须填写新名称。")
    if values.change in (Change.MERGED, Change.MOVED) and not (values.new or name):
        raise BadInput("请指定承接单位。")
    if len(name) > _LONGEST_NAME:
        raise BadInput(f"新单位名称不超过{_LONGEST_NAME}字。")
    if name and Unit.objects.filter(region=unit.region, name=name).exists():
        raise BadInput(f"名录中已有“{name}”，请直接选它作承接单位。")
    if values.new:
        _check_heir(unit, values.new, values.on)


def _check_heir(unit: Unit, heir: Unit, on: date) -> None:
    if heir.pk == unit.pk:
        raise BadInput("承接单位不能是本单位。")
    if heir.region_id != unit.region_id:
        raise BadInput("承接单位应属于同一区域。")
    if (heir.until and heir.until <= on) or (heir.since and heir.since > on):
        raise BadInput(f"“{heir.name}”在生效日不存在，不能承接。")
    if unit.pk in _after(heir):
        raise BadInput(f"“{heir.name}”的职能此前已转给“{unit.name}”，不能再转回，否则形成循环。")


def _after(unit: Unit) -> set[int]:
    """The units that followed, at any time, by ending."""
    found: set[int] = set()
    ahead = {unit.pk}
    while ahead:
        rows = UnitSuccession.objects.filter(old__in=ahead, new__isnull=False).exclude(change=Change.MOVED)
        ahead = {pk for pk in rows.values_list("new_id", flat=True) if pk is not None} - found
        found |= ahead
    return found


def _found(unit: Unit, values: ReformValues) -> Unit:
    return Unit.objects.create(
        region=unit.region, name="".join(values.new_name.split()), kind=unit.kind, affiliation=unit.affiliation,
        parent=unit.parent, order=unit.order, since=values.on,
    )  # fmt: skip


def _end(unit: Unit, heir: Unit | None, on: date) -> None:
    unit.until = on
    unit.save(update_fields=["until"])
    last = on - timedelta(days=1)
    for line in Membership.objects.filter(unit=unit, until__isnull=True):
        if heir:
            _hand_on(line, heir, on)
        _close(line, last)
    for holding in Holding.objects.filter(unit=unit).exclude(until__lt=on):
        if heir:
            _hand_on(holding, heir, on)
        _close(holding, last)
    if heir:
        Unit.objects.filter(parent=unit).update(parent=heir)


def _hand_on(line: Membership | Holding, heir: Unit, on: date) -> None:
    """The same line for the heir, from the day of the change."""
    copy = type(line).objects.get(pk=line.pk)
    copy.pk, copy.unit, copy.since = None, heir, max(on, line.since)
    copy._state.adding = True
    copy.save()


def _close(line: Membership | Holding, last: date) -> None:
    if line.since > last:
        line.delete()
    else:
        line.until = last
        line.save(update_fields=["until"])
