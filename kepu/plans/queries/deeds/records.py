"""Work records that may be named as a task's deed, so that nobody types them twice."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kepu.ledger.access import readable_records
from kepu.ledger.models import WorkRecord
from kepu.people.models import Account, Unit
from kepu.plans.access.deeds import visible_deeds
from kepu.plans.models import TaskDeed

KIND = "ledger.record"
OFFERED = 30


@dataclass(frozen=True)
class Record:
    """A work record as the source of a deed, and how an office says which it is."""

    source: str
    row: WorkRecord

    @property
    def words(self) -> str:
        return f"{self.row.day:%Y-%m-%d} {self.row.what}（{self.row.place.name}）"


def records_for(by: Account, units: list[Unit], since: date) -> list[Record]:
    """Return the newest work records that count, since a day, which these units did alone or with others; one query.

    Only those that `by` may see.
    """
    mine = Q(unit__in=units) | Q(partnerships__unit__in=units)
    rows = (
        readable_records(by)
        .filter(mine, day__gte=since, state=WorkRecord.State.COUNTED)
        .select_related("place")
        .distinct()
    )
    return [Record(f"{KIND}:{row.pk}", row) for row in rows[:OFFERED]]


def told_of_record(by: Account, record_id: int) -> list[TaskDeed]:
    """Return the deeds that name a work record and that `by` may see; one query."""
    rows = TaskDeed.objects.filter(visible_deeds(by), source=f"{KIND}:{record_id}").exclude(state=TaskDeed.State.VOID)
    return list(rows.select_related("plan"))


def uncounted(sources: set[str]) -> set[str]:
    """Return those of the sources whose work record does not count (any more); one query."""
    ids = [int(source.partition(":")[2]) for source in sources]
    rows = WorkRecord.objects.filter(pk__in=ids, state=WorkRecord.State.COUNTED).order_by() if ids else []
    return sources - {f"{KIND}:{row.pk}" for row in rows}
