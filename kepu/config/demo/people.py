"""The sample county's list of people: invented names for most units, three units left without a liaison to be seen."""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from kepu.config.demo.samples import rows
from kepu.people import tables
from kepu.people.models import Account, Region
from kepu.people.queries import units_without_liaison
from kepu.people.verbs import import_members


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Bring the list in as the office would, in force since the first day of the year."""
    county = Region.objects.get(code=settings.HOME_REGION)
    named = rows("members.csv", tables.MEMBER_COLUMNS)
    since = date(timezone.localdate(at).year, 1, 1)
    import_members(region=county, rows=named, by=by, at=at, on=since)
    missing = units_without_liaison(county).count()
    say(f"已登记{len(named)}个单位的成员和联络员（姓名、电话均为虚构），另有{missing}个单位还没有联络员。")
