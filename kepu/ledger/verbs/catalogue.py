"""Loading the shipped catalogue of measures, and what the office adds to it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.ledger import access
from kepu.ledger.catalogue import EDITION, shipped
from kepu.ledger.models import Definition, Measure, MeasureUse
from kepu.people.access import WrongState
from kepu.people.models import Account, Region
from kepu.people.verbs import BadInput

FIRST_DEFINED = date(2021, 1, 1)


@transaction.atomic
def load_catalogue(*, at: datetime) -> int:
    """Bring the shipped measures in, or up to date; the office's own and all facts stay. Return how many are new.

    A measure whose unit, kind or scale is in use is never changed by this.
    """
    known = {measure.code: measure for measure in Measure.objects.all()}
    lines = shipped()
    made = [
        Measure(
            code=line.code, name=line.name, unit=line.unit, kind=line.kind, scale=line.scale, block=line.block,
            return_code=line.return_code, order=number * 10,
        )
        for number, line in enumerate(lines, start=1) if line.code not in known
    ]  # fmt: skip
    Measure.objects.bulk_create(made)
    known |= {measure.code: measure for measure in Measure.objects.all()}
    for line in lines:
        measure = known[line.code]
        measure.name, measure.parent, measure.return_code = line.name, known.get(line.parent), line.return_code
    Measure.objects.bulk_update([known[line.code] for line in lines], ["name", "parent", "return_code"])
    defined = [
        Definition(measure=known[line.code], since=FIRST_DEFINED, text=line.definition, paper=f"随系统提供（{EDITION}）")
        for line in lines if line.definition
    ]  # fmt: skip
    Definition.objects.bulk_create(defined, ignore_conflicts=True)
    if made:
        record(verb="ledger.load_catalogue", thing="ledger.measure:0", by=None, at=at)
    return len(made)


@dataclass(frozen=True)
class MeasureValues:
    """What the office says of a measure of its own. Under a parent unit, kind, scale and block are the parent's."""

    name: str
    definition: str
    parent: Measure | None = None
    unit: str = ""
    kind: str = ""
    scale: int = 0
    block: str = ""
    paper: str = ""


@transaction.atomic
def add_measure(*, values: MeasureValues, by: Account, at: datetime) -> Measure:
    """Add a measure of the office's own. Raises NotAllowed, BadInput (name taken, parent retired or published only)."""
    access.check_can_change_measures(by)
    Region.objects.select_for_update().get(pk=settings.HOME_REGION)  # one after the other: names are looked up below
    parent, name = _fresh(values.parent), values.name.strip()
    if Measure.objects.filter(name=name, retired=None).exists():
        raise BadInput(f"已经有叫“{name}”的统计指标，请换一个名称。")
    if parent and (parent.retired or parent.kind == Measure.Kind.READING):
        raise BadInput(f"“{parent.name}”{'已停用' if parent.retired else '是公布数，不累加'}，不能在它下面增设。")
    like = parent or Measure(unit=values.unit, kind=values.kind, scale=values.scale, block=values.block)
    measure = Measure.objects.create(
        code=f"new.{secrets.token_hex(8)}", name=name, unit=like.unit, kind=like.kind, scale=like.scale, parent=parent,
        block=like.block, own=True, order=parent.order if parent else 10**6,
    )  # fmt: skip
    measure.code = f"own.{measure.pk}"
    measure.save(update_fields=["code"])
    Definition.objects.create(
        measure=measure, since=_day(at), text=values.definition.strip(), paper=values.paper.strip()
    )
    record(verb="ledger.add_measure", thing=measure, by=by, at=at)
    return measure


@transaction.atomic
def redefine(*, measure: Measure, since: date, text: str, paper: str, by: Account, at: datetime) -> Definition:
    """Let a measure of the office's own mean something else from a day on; the wording before stays.

    Raises NotAllowed, WrongState, BadInput.
    """
    held = _own(measure, by)
    if not text.strip():
        raise BadInput("请写明新的口径。")
    last = held.definitions.first()
    if last and since <= last.since:
        raise BadInput(
            f"新口径的起用日期应晚于现行口径的起用日期（{last.since.year}年{last.since.month}月{last.since.day}日）。"
        )
    definition = Definition.objects.create(measure=held, since=since, text=text.strip(), paper=paper.strip())
    record(verb="ledger.redefine", thing=held, by=by, at=at, changed=["definition"])
    return definition


@transaction.atomic
def retire_measure(*, measure: Measure, why: str = "", by: Account, at: datetime) -> Measure:
    """Take a measure of the office's own out of every list to choose from; what was recorded stays and counts.

    Raises NotAllowed, WrongState (shipped, retired already, others below it in use).
    """
    held = _own(measure, by)
    below = held.children.filter(retired=None).count()
    if below:
        raise WrongState(f"它下面还有{below}个指标在用，请先停用下级指标。")
    _put(held, MeasureUse.State.RETIRED, why, by, at)
    record(verb="ledger.retire_measure", thing=held, by=by, at=at, changed=["retired"])
    return held


@transaction.atomic
def restore_measure(*, measure: Measure, why: str, by: Account, at: datetime) -> Measure:
    """Let a retired measure of the office's own be chosen again, with the reason. Who, when and why are kept.

    Raises NotAllowed, WrongState (shipped, in use already, the one above it retired), BadInput (no reason, name taken meanwhile).
    """
    access.check_can_change_measures(by)
    Region.objects.select_for_update().get(pk=settings.HOME_REGION)  # one after the other: names are looked up below
    held = _held(measure)
    if MeasureUse.State.IN_USE not in MeasureUse.MOVES[state_of(held)]:
        raise WrongState("这个指标在用，不用恢复。")
    if held.parent and held.parent.retired:
        raise WrongState(f"上级指标“{held.parent.name}”已停用，请先恢复它。")
    if not why.strip():
        raise BadInput("请写明恢复使用的原因。")
    if Measure.objects.filter(name=held.name, retired=None).exists():
        raise BadInput(f"停用以后已经另设了叫“{held.name}”的统计指标，不能恢复。")
    _put(held, MeasureUse.State.IN_USE, why, by, at)
    record(verb="ledger.restore_measure", thing=held, by=by, at=at, changed=["retired"])
    return held


def state_of(measure: Measure) -> MeasureUse.State:
    """Return whether a measure may be chosen."""
    return MeasureUse.State.RETIRED if measure.retired else MeasureUse.State.IN_USE


def _put(held: Measure, to: MeasureUse.State, why: str, by: Account, at: datetime) -> None:
    held.retired = _day(at) if to == MeasureUse.State.RETIRED else None
    held.save(update_fields=["retired"])
    MeasureUse.objects.create(measure=held, to=to, why=why.strip()[:200], by=by, at=at)


def _fresh(measure: Measure | None) -> Measure | None:
    """Return a measure as it stands by now."""
    return Measure.objects.get(pk=measure.pk) if measure else None


def _own(measure: Measure, by: Account) -> Measure:
    """Return a measure held for change. Raises NotAllowed, WrongState for one that is shipped or retired."""
    access.check_can_change_measures(by)
    held = _held(measure)
    if held.retired:
        raise WrongState("这个指标已经停用。")
    return held


def _held(measure: Measure) -> Measure:
    held = Measure.objects.select_for_update(of=("self",)).select_related("parent").get(pk=measure.pk)
    if not held.own:
        raise WrongState("随系统提供的指标随系统更新，不能在这里修改。可以在它下面增设本地指标。")
    return held


def _day(at: datetime) -> date:
    return timezone.localdate(at)
