"""A whole list of units out of a table: planned row by row, then written at once or not at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.methods.sheets import Report, Row, shown, whole_number
from kepu.people.access import check_in_office
from kepu.people.access.rules import IMPORT_UNITS
from kepu.people.models import Account, Region, Unit, UnitAlias
from kepu.people.verbs.errors import WrongRows
from kepu.people.verbs.units import LARGEST_ORDER, LONGEST_NAME

KINDS = {str(word): kind.value for kind in Unit.Kind for word in (kind.value, kind.label)}
AFFILIATIONS = {str(word): a.value for a in Unit.Affiliation for word in (a.value, a.label)}
_PARTED = re.compile(r"[|｜、;；\n]+")
_WORDS = {"kind": "类别", "affiliation": "隶属", "order": "官方排序", "parent": "上级单位", "aliases": "名称变体"}


@dataclass
class _Wanted:
    """A row found good: the unit it makes or changes, its parent's name, its aliases (None: column not in the file)."""

    row: Row
    unit: Unit
    parent: str | None = None
    aliases: set[str] | None = None
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Present:
    """What the region has already."""

    units: dict[str, Unit]
    aliases: dict[int, set[str]]
    owners: dict[str, str]


@transaction.atomic
def import_units(
    *, region: Region, rows: Sequence[Row], by: Account | None, at: datetime, dry_run: bool = False
) -> Report:
    """Create or change the units of a region from a table and report each row; units not in it stay as they are.

    A column that the file lacks changes nothing; a column that it has is the whole truth (aliases not listed go).
    With `dry_run` nothing is written. Raises WrongRows when any row is wrong: then nothing is written either.
    """
    check_in_office(IMPORT_UNITS, by, region)
    present = _present(region)
    report, wanted = _plan(rows, region, present)
    if dry_run:
        return report
    if report.errors:
        raise WrongRows(report)
    _write(wanted, present)
    changed = {f for w in wanted for f in w.changed} | ({"name"} if report.count("create") else set())
    if changed:
        record(verb=IMPORT_UNITS.verb, thing=region, by=by, at=at, changed=changed)
    return report


def _present(region: Region) -> _Present:
    units = {u.name: u for u in Unit.objects.filter(region=region).select_related("parent")}
    aliases: dict[int, set[str]] = {u.pk: set() for u in units.values()}
    owners = {u.name: u.name for u in units.values() if u.until is None}
    for alias in UnitAlias.objects.filter(unit__region=region).select_related("unit"):
        aliases[alias.unit_id].add(alias.name)
        if alias.unit.until is None:
            owners[alias.name] = alias.unit.name
    return _Present(units, aliases, owners)


def _plan(rows: Sequence[Row], region: Region, present: _Present) -> tuple[Report, list[_Wanted]]:
    report, wanted = Report(), []
    names = {row["name"] for row in rows} | present.units.keys()
    parents = {u.name: u.parent.name for u in present.units.values() if u.parent}
    parents |= {row["name"]: row["parent"] for row in rows if "parent" in row.cells}
    taken = dict(present.owners)
    seen: set[str] = set()
    for row in rows:
        fault = _fault(row, seen, names) or _parent_fault(row["name"], parents) or _alias_fault(row, taken)
        seen.add(row["name"])
        if fault:
            report.add(row.number, "error", row["name"] or "（无名称）", fault)
            continue
        taken |= dict.fromkeys(_aliases(row) or (), row["name"])
        wanted.append(_take(row, region, present, report))
    if left := present.units.keys() - seen:
        report.remarks.append(f"另有{len(left)}个单位不在表中，保持不变。")
    return report, wanted


def _fault(row: Row, seen: set[str], names: set[str]) -> str:
    if not 1 <= len(row["name"]) <= LONGEST_NAME:
        return f"单位名称应为1至{LONGEST_NAME}个字。"
    if row["name"] in seen:
        return "单位名称在表中重复。"
    if row["kind"] not in KINDS:
        return f"类别“{shown(row['kind'])}”不认识，应为：{'、'.join(Unit.Kind.labels)}。"
    if row["affiliation"] and row["affiliation"] not in AFFILIATIONS:
        return f"隶属“{shown(row['affiliation'])}”不认识，应为：{'、'.join(Unit.Affiliation.labels)}。"
    order = row["order"]
    number = whole_number(order)
    if order and (number is None or number > LARGEST_ORDER):
        return f"官方排序“{shown(order)}”有误，应为0至{LARGEST_ORDER}的整数。"
    if row["parent"] and row["parent"] not in names:
        return f"上级单位“{shown(row['parent'])}”既不在名录中，也不在表中。"
    return ""


def _parent_fault(name: str, parents: dict[str, str]) -> str:
    above, passed = parents.get(name, ""), {name}
    while above:
        if above in passed:
            return f"上级单位“{parents[name]}”形成了循环。"
        passed.add(above)
        above = parents.get(above, "")
    return ""


def _alias_fault(row: Row, taken: dict[str, str]) -> str:
    for alias in _aliases(row) or ():
        if len(alias) > LONGEST_NAME:
            return f"名称变体“{alias[:20]}…”过长。"
        if taken.get(alias, row["name"]) != row["name"]:
            return f"名称变体“{alias}”已是“{taken[alias]}”的名称。"
    return ""


def _aliases(row: Row) -> set[str] | None:
    if "aliases" not in row.cells:
        return None
    return {"".join(part.split()) for part in _PARTED.split(row["aliases"])} - {"", row["name"]}


def _take(row: Row, region: Region, present: _Present, report: Report) -> _Wanted:
    unit = present.units.get(row["name"])
    new = unit is None
    wanted = _Wanted(row, unit or Unit(region=region, name=row["name"]), aliases=_aliases(row))
    values: dict[str, object] = {"kind": KINDS[row["kind"]]}
    if row["affiliation"]:
        values["affiliation"] = AFFILIATIONS[row["affiliation"]]
    if row["order"]:
        values["order"] = whole_number(row["order"]) or 0
    for name, value in values.items():
        if getattr(wanted.unit, name) != value:
            setattr(wanted.unit, name, value)
            wanted.changed.append(name)
    if "parent" in row.cells:
        wanted.parent = row["parent"]
        if row["parent"] != (wanted.unit.parent.name if wanted.unit.parent else ""):
            wanted.changed.append("parent")
    if wanted.aliases is not None and wanted.aliases != present.aliases.get(wanted.unit.pk or 0, set()):
        wanted.changed.append("aliases")
    _report(wanted, new, report)
    return wanted


def _report(wanted: _Wanted, new: bool, report: Report) -> None:
    if new:
        report.add(wanted.row.number, "create", wanted.row["name"], wanted.unit.get_kind_display())
    elif wanted.changed:
        report.add(wanted.row.number, "change", wanted.row["name"], "、".join(_WORDS[f] for f in wanted.changed))
    else:
        report.add(wanted.row.number, "same", wanted.row["name"])


def _write(wanted: list[_Wanted], present: _Present) -> None:
    Unit.objects.bulk_create([w.unit for w in wanted if w.unit.pk is None])
    units = present.units | {w.row["name"]: w.unit for w in wanted}
    for one in wanted:
        if one.parent is not None:
            one.unit.parent = units.get(one.parent)
    Unit.objects.bulk_update([w.unit for w in wanted if w.changed], ["kind", "affiliation", "order", "parent"])
    for one in wanted:
        if "aliases" in one.changed:
            _set_aliases(one.unit, one.aliases or set(), present.aliases.get(one.unit.pk, set()))


def _set_aliases(unit: Unit, new: set[str], old: set[str]) -> None:
    UnitAlias.objects.filter(unit=unit, name__in=old - new).delete()
    UnitAlias.objects.bulk_create(UnitAlias(unit=unit, name=name) for name in sorted(new - old))
