"""Photographs are seen by who sees their record; one taken away by nobody."""

from django.http import Http404

from kepu.ledger.access.records import ACCEPT, readable_records
from kepu.ledger.models import Evidence, WorkRecord
from kepu.people.access import allows
from kepu.people.models import Account


def get_evidence_for(by: Account, evidence_id: int) -> Evidence:
    """Return a photograph or file on a record that `by` may see. Raises Http404 otherwise."""
    rows = Evidence.objects.filter(record__in=readable_records(by), dropped_at=None)
    found = rows.select_related("file", "record__region", "record__unit__region").filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    return found


def is_office_of(by: Account, record: WorkRecord) -> bool:
    """Answer whether `by` is of the office that reviews the record."""
    return allows(ACCEPT, by, state=WorkRecord.State.HANDED.value, region=record.region)
