"""Changes of divisions: a region goes on under another code from a day on; what was posted under the old one stays."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import check_in_office
from kepu.people.access.rules import SUCCEED_REGION
from kepu.people.models import Account, Region, RegionSuccession
from kepu.people.queries.places import regions_after
from kepu.people.verbs.errors import BadInput

_LONGEST_PAPER = 80


@transaction.atomic
def succeed_region(
    *, old: Region, new: Region, on: date, paper: str, by: Account | None, at: datetime
) -> RegionSuccession:
    """Note that `old` goes on as `new` from a day, by a paper. A region that is divided gets one note for each part.

    Nothing is moved: units, facts and population keep the code they were entered under. Raises BadInput for the same
    region, another level, a day, paper or order of changes that cannot be; what is noted already is returned as it is.
    """
    check_in_office(SUCCEED_REGION, by, old)
    Region.objects.select_for_update().get(pk=old.pk)
    paper = paper.strip()
    if noted := RegionSuccession.objects.filter(old=old, new=new, on=on, paper=paper).first():
        return noted
    _check(old, new, on, paper, timezone.localdate(at))
    row = RegionSuccession.objects.create(old=old, new=new, on=on, paper=paper)
    record(verb=SUCCEED_REGION.verb, thing=old, by=by, at=at, changed=["successor"])
    return row


def _check(old: Region, new: Region, on: date, paper: str, today: date) -> None:
    if not 1 <= len(paper) <= _LONGEST_PAPER:
        raise BadInput(f"请填写批复文号（{_LONGEST_PAPER}字以内）。")
    if not date(1949, 10, 1) <= on <= today + timedelta(days=366):
        raise BadInput("生效日期有误：最多可提前一年登记。")
    if old.pk == new.pk:
        raise BadInput("原区划和现区划不能是同一个。")
    if old.level != new.level or Region.Kind.PLACEHOLDER in (old.kind, new.kind):
        raise BadInput(f"“{old}”与“{new}”不是同一级区划，不能登记为变更前后。")
    _check_order(old, new, on)


def _check_order(old: Region, new: Region, on: date) -> None:
    for row in RegionSuccession.objects.filter(old=old):
        if row.on != on:
            raise BadInput(f"“{old}”已于{row.on.isoformat()}变更（{row.paper}），不能再变更一次。")
        if row.new_id == new.pk:
            raise BadInput(f"“{old}”变更为“{new}”已经登记（{row.paper}）。")
    if ended := RegionSuccession.objects.filter(old=new, on__lte=on).first():
        raise BadInput(f"“{new}”已于{ended.on.isoformat()}变更，不能承接。")
    if old.pk in {region.pk for region in regions_after(new)}:
        raise BadInput(f"“{new}”后来变更为“{old}”，不能再转回，否则形成循环。")
