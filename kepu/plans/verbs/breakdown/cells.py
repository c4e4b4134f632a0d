"""Writing cells: what changed, one line a cell in the record of changes, whatever the way it came about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.people.access import WrongState
from kepu.people.models import Account, Region, Unit
from kepu.plans import access
from kepu.plans.models import Breakdown, Cell, CellChange, Plan, Target, Version
from kepu.plans.queries.breakdown.grid import Key, cells_by_place
from kepu.plans.queries.breakdown.rows import WHOLE, place_of, whole_name
from kepu.plans.queries.breakdown.rules import fault_of, years_of
from kepu.plans.queries.standing import standing
from kepu.plans.wording import number_words

Way = CellChange.Way
Over = Breakdown.Over
Adding = Breakdown.Adding
GONE = "这个目标任务已不在现行版本中，或已没有数字，不能再分解。原分解表和改动记录仍可查看。"
_TOLD = 5


class StaleGrid(Exception):
    """Somebody else changed the breakdown since the person opened it; `current` is what it is now."""

    def __init__(self, current: Breakdown) -> None:
        super().__init__("这张分解表刚被其他同志改过，没有保存。请核对标出的各格后再保存。")
        self.current = current


@dataclass(frozen=True)
class Wanted:
    """What a cell is to hold: its value (None: to be empty), how much of it was carried over, why it changes."""

    value: Decimal | None
    carried: Decimal = Decimal(0)
    why: str = ""


@dataclass(frozen=True)
class Deed:
    """Who writes when, in which way, for which reason, under which verb of the audit."""

    verb: str
    way: Way
    by: Account | None
    at: datetime
    why: str = ""


@dataclass(frozen=True)
class Held:
    """A breakdown locked for a transaction, with the target as the version in force words it, and its cells."""

    breakdown: Breakdown
    target: Target
    version: Version
    cells: dict[Key, Cell]

    @property
    def years(self) -> list[int]:
        """The years that the target asks for."""
        return years_of(self.target, self.version)

    def carried(self, key: Key) -> Decimal:
        """Return what was carried over into a cell."""
        cell = self.cells.get(key)
        return cell.carried if cell else Decimal(0)


def promise_in_force(plan: Plan, key: str, gone: str = GONE) -> tuple[Version, Target]:
    """Return the version in force and its target with a key. Raises WrongState, which says `gone`, when it has none, or
    one without a number."""
    version = plan.versions.filter(state=Version.State.ADOPTED).select_related("plan__region").first()
    target = standing(Target, version).filter(key=key, value__isnull=False).first() if version else None
    if version is None or target is None:
        raise WrongState(gone)
    return version, target


def hold(breakdown: Breakdown, by: Account) -> Held:
    """Lock a breakdown, checked: the plan may be broken down, and by this person."""
    rows = Breakdown.objects.select_for_update(of=("self",)).select_related("plan__region", "universe")
    locked = rows.get(pk=breakdown.pk)
    access.check_can_break_down(by, locked.plan)
    version, target = promise_in_force(locked.plan, locked.target_key)
    return Held(locked, target, version, cells_by_place(locked))


def check_seen(held: Held, seen: int | None) -> None:
    """Raise StaleGrid unless the person saw the breakdown as it is."""
    if held.breakdown.revision != seen:
        raise StaleGrid(held.breakdown)


@transaction.atomic
def save_cells(
    *, breakdown: Breakdown, values: Mapping[Key, Decimal | None], seen: int, by: Account, at: datetime, why: str = ""
) -> int:
    """Set cells by hand, by (year, code of place); None empties one. Returns how many changed; what is carried in them stays.

    Raises NotAllowed, WrongState, StaleGrid when `seen` is not the revision (unless nothing would change), or
    ValidationError naming each cell that cannot hold its value.
    """
    held = hold(breakdown, by)
    wanted = {key: Wanted(value, Decimal(0) if value is None else held.carried(key)) for key, value in values.items()}
    if not changes_of(held, wanted):
        return 0
    check_seen(held, seen)
    return write(held, wanted, Deed("plans.fill_cells", Way.HAND, by, at, why))


def changes_of(held: Held, wanted: Mapping[Key, Wanted]) -> dict[Key, Wanted]:
    """Return those of the wanted cells that differ from what stands."""
    return {key: want for key, want in wanted.items() if _differs(held.cells.get(key), want)}


def _differs(cell: Cell | None, want: Wanted) -> bool:
    if cell is None or want.value is None:
        return (cell is None) != (want.value is None)
    return (cell.value, cell.carried) != (want.value, want.carried)


def write(held: Held, wanted: Mapping[Key, Wanted], deed: Deed) -> int:
    """Check and write what differs, with one line of the record of changes for each cell; return how many."""
    changed = changes_of(held, wanted)
    check_cells(held, changed)
    return store(held, changed, deed) if changed else 0


def store(held: Held, changed: Mapping[Key, Wanted], deed: Deed) -> int:
    """Write cells that differ, unchecked."""
    lines = [_line(held, key, want, deed) for key, want in sorted(changed.items(), key=lambda pair: pair[0])]
    Cell.objects.filter(pk__in=[held.cells[key].pk for key, want in changed.items() if want.value is None]).delete()
    _upsert(held, changed)
    CellChange.objects.bulk_create(lines)
    held.breakdown.revision += 1
    held.breakdown.save(update_fields=["revision"])
    record(verb=deed.verb, thing=held.breakdown, by=deed.by, at=deed.at, changed=["value"])
    return len(changed)


def _line(held: Held, key: Key, want: Wanted, deed: Deed) -> CellChange:
    unit, region = place_of(key[1])
    cell = held.cells.get(key)
    return CellChange(
        breakdown=held.breakdown, at=deed.at, by=deed.by, way=deed.way, year=key[0], unit_id=unit, region_id=region,
        before=cell.value if cell else None, after=want.value, why=(want.why or deed.why)[:200],
    )  # fmt: skip


def _upsert(held: Held, changed: Mapping[Key, Wanted]) -> None:
    new, old = [], []
    for key, want in changed.items():
        if want.value is None:
            continue
        unit, region = place_of(key[1])
        cell = held.cells.get(key)
        if cell is None:
            place = {"year": key[0], "unit_id": unit, "region_id": region}
            new.append(Cell(breakdown=held.breakdown, value=want.value, carried=want.carried, **place))
        else:
            cell.value, cell.carried = want.value, want.carried
            old.append(cell)
    Cell.objects.bulk_update(old, ["value", "carried"])
    Cell.objects.bulk_create(new)


def check_cells(held: Held, changed: Mapping[Key, Wanted]) -> None:
    """Raise ValidationError for cells outside the years or places of the breakdown, and for values that cannot be."""
    names, ended = names_of(held, {code for _, code in changed}), _ended(code for _, code in changed)
    pairs = ((key, _fault(held, key, changed[key], names, ended)) for key in sorted(changed))
    faults = [f"{names.get(code, '')}{year}年：{fault}" for (year, code), fault in pairs if fault]
    if faults:
        more = f"等{len(faults)}格有误" if len(faults) > _TOLD else ""
        raise ValidationError("；".join(faults[:_TOLD]) + more + "。")


def _ended(codes: Iterable[str]) -> dict[str, Unit]:
    """Return by code the units that are no more today."""
    ids = [pk for pk, _ in map(place_of, codes) if pk is not None]
    return {f"u{unit.pk}": unit for unit in Unit.objects.filter(pk__in=ids, until__lte=timezone.localdate())}


def _fault(held: Held, key: Key, want: Wanted, names: Mapping[str, str], ended: Mapping[str, Unit]) -> str:
    if key not in held.cells and key[0] not in held.years:
        return "不在目标任务的期限内"
    if key[1] not in names:
        return "这个单位或乡镇不能分解"
    unit = ended.get(key[1])
    if unit and unit.until and key not in held.cells and key[0] >= unit.until.year:
        return f"单位已于{unit.until.isoformat()}撤并，请填在承接单位的一行"
    if want.value is None:
        least = held.carried(key)
        return f"其中有结转的{number_words(least)}，不能清空" if least else ""
    if fault := fault_of(want.value, held.target):
        return fault
    return f"不能少于其中结转的{number_words(want.carried)}" if want.value < want.carried else ""


def names_of(held: Held, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of places that this breakdown may part to, by their code: of the county, or with cells already."""
    kept = {code for _, code in held.cells}
    county, over = held.breakdown.plan.region, held.breakdown.over
    places = [place_of(code) for code in codes]
    if over == Over.YEARS:
        return {WHOLE: whole_name(county)} if (None, None) in places else {}
    if over == Over.UNITS:
        units = Unit.objects.select_related("region").filter(pk__in=[unit for unit, _ in places if unit])
        return {f"u{u.pk}": u.name for u in units if u.region.code.startswith(county.prefix) or f"u{u.pk}" in kept}
    towns = Region.objects.filter(pk__in=[town for _, town in places if town])
    inside = (t for t in towns if t.level == Region.Level.TOWNSHIP and t.code.startswith(county.prefix))
    return {f"r{town.pk}": town.name for town in [*inside, *(t for t in towns if f"r{t.pk}" in kept)]}
