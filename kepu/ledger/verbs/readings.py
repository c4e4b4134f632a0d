"""Taking over a published figure as it is printed, correcting it, taking it back. It is never summed, never estimated."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.ledger import access
from kepu.ledger.models import Fact, Measure, Reading
from kepu.ledger.verbs.entries import Entry, Published
from kepu.ledger.verbs.posting import correct
from kepu.ledger.verbs.records import Stale
from kepu.people.access import WrongState
from kepu.people.models import Account, Region
from kepu.people.verbs import BadInput

SOURCE = "ledger.reading"


@dataclass(frozen=True)
class ReadingValues:
    """What was published: of which place, on which day, how much in the measure's smallest unit, by whom and how."""

    place: Region
    day: date
    quantity: int
    published: Published


@transaction.atomic
def record_reading(
    *, region: Region, measure: Measure, values: ReadingValues, once: str, by: Account, at: datetime
) -> Reading:
    """Take over a published figure; the same form (`once`) handed in again with the same content gives the one it made.

    Changed after going back it is another. Raises NotAllowed, BadInput.
    """
    access.check_can_keep_readings(by, region)
    once = hashlib.sha256(repr((once, measure.pk, values.place.pk, values)).encode()).hexdigest()
    row = Reading(region=region, measure=measure, once=once, recorded_by=by, recorded_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Reading.objects.get(recorded_by=by, once=once)
    _check(row, values, at)
    record(verb="ledger.keep_reading", thing=row, by=by, at=at)
    _say(row, values, by, at)
    return row


@transaction.atomic
def correct_reading(
    *, reading: Reading, values: ReadingValues, why: str, seen: int, by: Account, at: datetime
) -> Reading:
    """Let a published figure say what is right; what stood before is kept. Raises NotAllowed, WrongState, Stale, BadInput."""
    row = _locked(reading, why, seen, by)
    _check(row, values, at)
    _kept(row, why, by, at, "ledger.correct_reading")
    _say(row, values, by, at)
    return row


@transaction.atomic
def void_reading(*, reading: Reading, why: str, seen: int, by: Account, at: datetime) -> Reading:
    """Take a published figure back with a reason. Raises NotAllowed, WrongState, Stale, BadInput."""
    row = _locked(reading, why, seen, by)
    row.void = True
    _kept(row, why, by, at, "ledger.void_reading")
    correct(source=source_of(row), entries=(), by=by, at=at)
    return row


def source_of(row: Reading) -> str:
    return f"{SOURCE}:{row.pk}"


def _locked(reading: Reading, why: str, seen: int, by: Account) -> Reading:
    row = Reading.objects.select_for_update(of=("self",)).select_related("region", "measure").get(pk=reading.pk)
    access.check_can_keep_readings(by, row.region)
    if row.void:
        raise WrongState("这条公布数已经作废。")
    if row.revision != seen:
        raise Stale("在您打开之后，这条公布数已被改动。请查看最新内容再办理，您填写的内容还在下面。")
    if not why.strip():
        raise BadInput("请写明原因。")
    return row


def _kept(row: Reading, why: str, by: Account, at: datetime, verb: str) -> None:
    row.revision, row.remark = row.revision + 1, why.strip()[:200]
    row.save(update_fields=["revision", "remark", "void"])
    record(verb=verb, thing=row, by=by, at=at, changed=["publication"])


def _say(row: Reading, values: ReadingValues, by: Account, at: datetime) -> None:
    entry = Entry(row.measure, values.quantity, values.day, values.place.pk, published=values.published)
    correct(source=source_of(row), entries=[entry], by=by, at=at)


def _check(row: Reading, values: ReadingValues, at: datetime) -> None:
    """Raise BadInput unless this can have been published, and is not there already."""
    said, whole = values.published, 100 * 10**row.measure.scale
    if row.measure.kind != Measure.Kind.READING:
        raise BadInput("这个指标不是公布数，请用工作记录或历年数据登记。")
    if values.day > timezone.localdate(at):
        raise BadInput("公布日期还没有到。")
    if not (said.publisher.strip() and said.document.strip() and said.ruler.strip()):
        raise BadInput("请写明公布单位、文件或报告、测评口径。")
    if (said.low is None) != (said.high is None):
        raise BadInput("区间的下限和上限要么都填，要么都不填。")
    if said.low is not None and said.high is not None and not said.low <= values.quantity <= said.high:
        raise BadInput("数值应在区间的下限和上限之间。")
    if row.measure.unit == "%" and max(values.quantity, said.high or 0, said.average or 0) > whole:
        raise BadInput("比例不能超过100%。")
    if (said.rank is not None) != bool(said.ranked) or (said.average is not None) != bool(said.averaged):
        raise BadInput("排名、平均值要写明是在什么范围内，例如“全市8个县（区、市）”“全市”；没有公布的两项都不填。")
    same = Fact.objects.filter(measure=row.measure, region=values.place, day=values.day, publication__ruler=said.ruler)
    if same.standing().exclude(source=source_of(row)).exists():
        raise BadInput("同一指标、区域、日期、口径的公布数已经登记过，请核对；要改请打开那一条更正。")
