"""The list of people out of a table: planned row by row, then written at once or not at all."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.methods.sheets import Report, Row
from kepu.people.access import check_in_office
from kepu.people.access.rules import IMPORT_MEMBERS
from kepu.people.models import Account, Membership, Region, Unit, UnitAlias
from kepu.people.verbs.errors import WrongRows
from kepu.people.verbs.members import WORDS, MemberValues, changed_fields, values_of, write_line

_Change = tuple[Unit, Membership | None, MemberValues]


@transaction.atomic
def import_members(
    *,
    region: Region,
    rows: Sequence[Row],
    by: Account | None,
    at: datetime,
    on: date | None = None,
    dry_run: bool = False,
) -> Report:
    """Bring the list of people up to a table from `on` (today) and report each row; units not in it stay as they are.

    Units are found by name or alias. A column that the file lacks changes nothing, nor does a unit of which nothing is
    known and nothing filled in. With `dry_run` nothing is written.
    Raises WrongRows when any row is wrong: then nothing is written either.
    """
    check_in_office(IMPORT_MEMBERS, by, region)
    on = on or timezone.localdate(at)
    report, changes = _plan(rows, region, on)
    if dry_run:
        return report
    if report.errors:
        raise WrongRows(report)
    for unit, line, values in changes:
        write_line(unit, line, values, on)
    if changes:
        changed = {name for _, line, values in changes for name in changed_fields(line, values)}
        record(verb=IMPORT_MEMBERS.verb, thing=region, by=by, at=at, changed=changed)
    return report


def _plan(rows: Sequence[Row], region: Region, on: date) -> tuple[Report, list[_Change]]:
    units = _by_name(region)
    lines = {m.unit_id: m for m in Membership.objects.filter(unit__region=region, until__isnull=True)}
    report, changes, seen = Report(), [], set()
    for row in rows:
        unit = units.get("".join(row["unit"].split()))
        line = lines.get(unit.pk) if unit else None
        values = _values(row, line)
        if unit and line is None and values == MemberValues():
            report.add(row.number, "same", unit.name, "未填写，跳过")
            continue
        fault = _fault(row, unit, line, values, on)
        if unit and unit.pk in seen and not fault:
            fault = "这个单位在表中出现了两次。"
        if fault or unit is None:
            report.add(row.number, "error", row["unit"] or "（无单位）", fault)
            continue
        seen.add(unit.pk)
        if changed := changed_fields(line, values):
            report.add(row.number, "change" if line else "create", unit.name, "、".join(WORDS[c] for c in changed))
            changes.append((unit, line, values))
        else:
            report.add(row.number, "same", unit.name)
    return report, changes


def _by_name(region: Region) -> dict[str, Unit]:
    alive = {u.pk: u for u in Unit.objects.filter(region=region, until__isnull=True)}
    aliases = UnitAlias.objects.filter(unit__in=alive).values_list("name", "unit_id")
    return {name: alive[pk] for name, pk in aliases} | {u.name: u for u in alive.values()}


def _values(row: Row, line: Membership | None) -> MemberValues:
    old = asdict(values_of(line)) if line else {}
    return MemberValues(**{
        f.name: row[f.name] if f.name in row.cells else str(old.get(f.name, "")) for f in fields(MemberValues)
    })  # fmt: skip


def _fault(row: Row, unit: Unit | None, line: Membership | None, values: MemberValues, on: date) -> str:
    if not row["unit"]:
        return "没有填单位名称。"
    if unit is None:
        return f"名录中没有“{row['unit']}”，请先在单位名录中登记，或登记为名称变体。"
    if line and on < line.since:
        return f"调整日期早于现任的起始日期{line.since.isoformat()}。"
    return values.fault()
