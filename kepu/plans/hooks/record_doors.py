"""From a work record to the task of which it is a deed, so that a liaison need not type it twice."""

from django.urls import reverse

from kepu.ledger.models import WorkRecord
from kepu.people.access import holdings
from kepu.people.models import UNIT_ROLES, Account
from kepu.plans.queries.deeds import told_of_record
from kepu.ui.shapes import Link


def deed_door(record: WorkRecord, by: Account) -> Link | None:
    """Return the way to telling a counted record as a deed, for whoever works for a unit, or to the deeds that name it."""
    told = len(told_of_record(by, record.pk))
    works = any(h.role in UNIT_ROLES for h in holdings(by))
    if not told and (not works or record.state != WorkRecord.State.COUNTED):
        return None
    url = reverse("plans:deed_from_record", args=[record.pk])
    return Link("已作为任务举措" if told else "作为任务举措报送", url, count=told)
