"""The list of people: each change is dated, closes the old line and opens a new one."""

import re
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import check_in_office
from kepu.people.access.rules import CHANGE_MEMBER, END_MEMBER
from kepu.people.models import Account, Membership, OneTimeLink, Unit
from kepu.people.verbs.errors import BadInput
from kepu.people.verbs.links import finish_link

_PHONE = re.compile(r"[0-9+][0-9 \-、/]{5,28}")
_LONGEST = {field.name: field.max_length for field in Membership._meta.fields if field.max_length}
WORDS = {
    "group_post": "领导小组职务", "leader": "分管领导", "leader_post": "领导职务", "office": "责任科室",
    "liaison": "联络员", "phone": "联络员电话", "stand_in": "备岗人员",
}  # fmt: skip


@dataclass(frozen=True)
class MemberValues:
    """Who answers for a unit: leader in charge, office, liaison, stand-in. Empty where nobody is named."""

    group_post: str = ""
    leader: str = ""
    leader_post: str = ""
    office: str = ""
    liaison: str = ""
    phone: str = ""
    stand_in: str = ""

    def fault(self) -> str:
        """Return what is wrong, in Chinese; empty when nothing is."""
        for name, value in asdict(self).items():
            if len(value) > _LONGEST[name]:
                return f"{WORDS[name]}过长（不超过{_LONGEST[name]}字）。"
        if self.phone and not _PHONE.fullmatch(self.phone):
            return f"联络员电话“{self.phone}”有误，只能用数字、空格和横线。"
        if self.phone and not self.liaison:
            return "填了联络员电话，却没有填联络员。"
        if not any(asdict(self).values()):
            return "至少填写分管领导或联络员中的一项。"
        return ""


def values_of(line: Membership) -> MemberValues:
    """Return what a line says."""
    return MemberValues(**{field.name: getattr(line, field.name) for field in fields(MemberValues)})


def changed_fields(line: Membership | None, values: MemberValues) -> list[str]:
    """Return the names of the fields in which `values` differ from the line (all that are filled, without a line)."""
    old = asdict(values_of(line)) if line else asdict(MemberValues())
    return [name for name, value in asdict(values).items() if old[name] != value]


@transaction.atomic
def change_member(
    *, unit: Unit, values: MemberValues, by: Account | None, at: datetime, on: date | None = None
) -> Membership:
    """Name who answers for a unit from `on` (today): the old line ends the day before. The same again changes nothing.

    A change dated to the day the line began mends that line. Raises BadInput for bad values, a unit that is no more, or
    a day before the line began.
    """
    check_in_office(CHANGE_MEMBER, by, unit.region)
    on = on or timezone.localdate(at)
    if fault := values.fault():
        raise BadInput(fault)
    if unit.until and unit.until <= on:
        raise BadInput(f"“{unit.name}”已撤销，请在承接单位登记。")
    line = unit.memberships.filter(until__isnull=True).first()
    changed = changed_fields(line, values)
    if line and not changed:
        return line
    line = write_line(unit, line, values, on)
    record(verb=CHANGE_MEMBER.verb, thing=unit, by=by, at=at, changed=changed)
    return line


@transaction.atomic
def name_own_liaison(*, link: OneTimeLink, values: MemberValues, at: datetime) -> Membership:
    """A unit without account names who answers for it, by a one-time link, which this ends. Raises LinkClosed, BadInput."""
    unit = finish_link(link=link, at=at).unit
    return change_member(unit=unit, values=values, by=None, at=at)


def write_line(unit: Unit, line: Membership | None, values: MemberValues, on: date) -> Membership:
    """Close the current line and open a new one; mend it when it began on the same day. Part of the verbs here."""
    if line and on < line.since:
        raise BadInput(f"调整日期不能早于现任的起始日期{line.since.isoformat()}。")
    if line and on == line.since:
        for name, value in asdict(values).items():
            setattr(line, name, value)
        line.save()
        return line
    if line:
        line.until = on - timedelta(days=1)
        line.save(update_fields=["until"])
    return Membership.objects.create(unit=unit, since=on, **asdict(values))


@transaction.atomic
def end_member(*, unit: Unit, by: Account | None, at: datetime, on: date | None = None) -> None:
    """Take a unit off the list, `on` (today) being the last day. Raises BadInput when it is not on it."""
    check_in_office(END_MEMBER, by, unit.region)
    line = unit.memberships.filter(until__isnull=True).first()
    if line is None:
        raise BadInput(f"“{unit.name}”不在名单上。")
    on = on or timezone.localdate(at)
    if on < line.since:
        raise BadInput(f"移出日期不能早于起始日期{line.since.isoformat()}。")
    line.until = on
    line.save(update_fields=["until"])
    record(verb=END_MEMBER.verb, thing=unit, by=by, at=at, changed=["until"])
