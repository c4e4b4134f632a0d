"""Writing down many pieces of work at once: a day's slips typed in by the office, a list brought in, an offline phone's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record_all
from kepu.ledger import access
from kepu.ledger.models import RecordPartner, WorkRecord
from kepu.ledger.verbs.posting import MOST_SAYINGS, Saying, correct_many
from kepu.ledger.verbs.records import SOURCE, Work, check_work, entries_said, fill, first_state, mark_of, measures_of
from kepu.people.access import office_region
from kepu.people.models import Account, Unit


@dataclass(frozen=True)
class Form:
    """One piece of work of a unit, with the mark of the form it came on."""

    unit: Unit
    work: Work
    once: str


@transaction.atomic
def record_many(*, forms: Sequence[Form], by: Account, at: datetime) -> list[WorkRecord]:
    """Do `record_work` for up to MOST_SAYINGS forms in one transaction, all or none; return their records in order.

    The queries do not grow with the forms. A form handed in before, here or earlier, gives the record it made.
    Raises NotAllowed, BadInput, IntegrityError where the same form comes in by two ways at one moment.
    """
    if len(forms) > MOST_SAYINGS:
        raise ValueError(f"at most {MOST_SAYINGS} forms at once")
    forms = [replace(form, once=mark_of(form.once, form.unit, form.work)) for form in forms]
    known = {row.once: row for row in WorkRecord.objects.filter(recorded_by=by, once__in=[f.once for f in forms])}
    fresh = {form.once: form for form in reversed(forms) if form.once not in known}
    made = _made([form for form in forms if fresh.get(form.once) is form], by, at)
    record_all(verb="ledger.record_work", things=made, by=by, at=at)
    _count(made, {row.once: fresh[row.once].work for row in made}, by, at)
    known |= {row.once: row for row in made}
    return [known[form.once] for form in forms]


def _made(forms: list[Form], by: Account, at: datetime) -> list[WorkRecord]:
    regions = {unit.pk: office_region(unit.region) for unit in {form.unit for form in forms}}
    for unit in {form.unit for form in forms}:
        access.check_can_record_for(by, unit)
    states = {region: first_state(region, by) for region in set(regions.values())}
    rows = []
    for form in forms:
        region = regions[form.unit.pk]
        check_work(form.work, form.unit, region, at)
        row = WorkRecord(
            region=region, unit=form.unit, once=form.once, recorded_by=by, recorded_at=at, state=states[region]
        )
        fill(row, form.work)
        rows.append(row)
    return WorkRecord.objects.bulk_create(rows)


def _count(rows: list[WorkRecord], works: dict[str, Work], by: Account, at: datetime) -> None:
    """Keep who had part in each, and post what counts."""
    partners = {row.pk: sorted({unit.pk for unit in works[row.once].partners}) for row in rows}
    RecordPartner.objects.bulk_create([RecordPartner(record=row, unit_id=u) for row in rows for u in partners[row.pk]])
    measures = measures_of(rows)
    sayings = [Saying(f"{SOURCE}:{row.pk}", entries_said(row, partners[row.pk], measures)) for row in rows]
    correct_many(sayings=sayings, by=by, at=at)
