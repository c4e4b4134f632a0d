"""Published figures: everybody who reads the region's programme reads them, the office takes them over."""

from django.db.models import QuerySet
from django.http import Http404

from kepu.ledger.models import Reading
from kepu.people.access import Rule, allows, check, readable_regions
from kepu.people.models import Account, Region, Role

KEEP_READINGS = Rule("ledger.keep_reading", "登记、更正和作废公布数", (Role.SECRETARIAT,), "region")
RULES = (KEEP_READINGS,)


def check_can_keep_readings(by: Account, region: Region) -> None:
    """Raise NotAllowed unless `by` is the region's office."""
    check(KEEP_READINGS, by, region=region)


def can_keep_readings(by: Account, region: Region) -> bool:
    return allows(KEEP_READINGS, by, region=region)


def readable_readings(by: Account) -> QuerySet[Reading]:
    """Return the published figures that `by` may see: those that the offices of readable regions took over."""
    return Reading.objects.filter(readable_regions(by)).select_related("region", "measure", "recorded_by")


def get_reading_for(by: Account, reading_id: int) -> Reading:
    """Return a published figure that `by` may see. Raises Http404 otherwise."""
    row = readable_readings(by).filter(pk=reading_id).first()
    if row is None:
        raise Http404
    return row
