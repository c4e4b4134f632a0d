"""Bringing in what does not ship: villages, own areas, regions of a sample county."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kepu.audit.verbs import record
from kepu.methods.sheets import Report, Row
from kepu.people.access import NotAllowed, check_in_office
from kepu.people.access.rules import ADD_OWN_AREA, IMPORT_REGIONS
from kepu.people.models import Account, Region
from kepu.people.verbs.errors import BadInput, WrongRows

_LENGTHS = Region.PREFIX_LENGTH
_LEVELS = {str(word): level for level in Region.Level for word in (level.value, level.label)}
_KINDS = {str(word): kind for kind in Region.Kind for word in (kind.value, kind.label)}


@transaction.atomic
def import_regions(
    *, inside: Region | None, rows: Sequence[Row], by: Account | None, at: datetime, dry_run: bool = False
) -> Report:
    """Add or rename regions from rows (code, name; parent, level, kind may be left out) and report each row.

    All codes must lie inside `inside`; None (the operator only) allows any. With `dry_run` nothing is written. Raises
    WrongRows, with the report, when any row is wrong: then nothing is written either.
    """
    if inside is not None:
        check_in_office(IMPORT_REGIONS, by, inside)
    elif by is not None:
        raise NotAllowed("请先选定所在的县（市、区），再导入区划。")
    report, regions = _plan(rows, inside)
    if dry_run:
        return report
    if report.errors:
        raise WrongRows(report)
    new = [r for r in regions if r._state.adding]
    Region.objects.bulk_create(sorted(new, key=lambda r: _LENGTHS[Region.Level(r.level)]), batch_size=2000)
    Region.objects.bulk_update([r for r in regions if not r._state.adding], ["name"], batch_size=500)
    record(verb=IMPORT_REGIONS.verb, thing=inside or "people.region:*", by=by, at=at, changed=["name"])
    return report


def _plan(rows: Sequence[Row], inside: Region | None) -> tuple[Report, list[Region]]:
    starts = {inside.prefix} if inside else {row["code"][:2] for row in rows}
    known = {r.code: r for start in starts for r in Region.objects.under(start)}
    coming = {row["code"] for row in rows}
    seen: set[str] = set()
    report, regions = Report(), []
    for row in rows:
        fault = _fault(row, inside, seen) or _parent_fault(row, known.keys() | coming)
        seen.add(row["code"])
        if fault:
            report.add(row.number, "error", row["name"] or row["code"], fault)
        else:
            regions += _take(row, known, coming, report)
    return report, regions


def _take(row: Row, known: dict[str, Region], coming: set[str], report: Report) -> list[Region]:
    present = known.get(row["code"])
    if present is None:
        report.add(row.number, "create", row["name"], row["code"])
        return [_new(row, known.keys() | coming)]
    if present.name == row["name"]:
        report.add(row.number, "same", row["name"], row["code"])
        return []
    report.add(row.number, "change", row["name"], f"原名称：{present.name}")
    present.name = row["name"]
    return [present]


def _fault(row: Row, inside: Region | None, seen: set[str]) -> str:
    code = row["code"]
    if len(code) != 12 or not (code.isascii() and code.isdigit()):
        return "区划代码应为12位数字。若显示为科学计数法，请把该列设为文本格式。"
    if code in seen:
        return "区划代码在表中重复。"
    if not row["name"] or len(row["name"]) > 60:
        return "名称应为1至60个字。"
    if inside and not code.startswith(inside.prefix):
        return f"不在{inside.name}（{inside.prefix}开头）范围内。"
    if inside and code == inside.code:
        return f"这是{inside.name}本身，不能从这里修改。"
    if row["level"] and row["level"] not in _LEVELS:
        return f"层级“{row['level']}”不认识，应为：{'、'.join(Region.Level.labels)}。"
    if row["level"] and code[_LENGTHS[_LEVELS[row["level"]]] :].strip("0"):
        return f"代码与层级“{row['level']}”不符。"
    if row["kind"] and row["kind"] not in _KINDS:
        return f"类别“{row['kind']}”不认识，应为：{'、'.join(Region.Kind.labels)}。"
    return ""


def _parent_fault(row: Row, codes: set[str]) -> str:
    level = _level(row)
    if level == Region.Level.PROVINCE:
        return ""
    if row["parent"]:
        return "" if row["parent"] in codes and row["parent"] != row["code"] else f"上级代码{row['parent']}不存在。"
    return "" if _above(row["code"], level, codes) else "找不到上级区划，请先导入上级，或填写上级代码。"


def _level(row: Row) -> Region.Level:
    if row["level"]:
        return _LEVELS[row["level"]]
    return next(level for level, length in _LENGTHS.items() if not row["code"][length:].strip("0"))


def _above(code: str, level: Region.Level, codes: set[str]) -> str | None:
    shorter = [length for length in _LENGTHS.values() if length < _LENGTHS[level]]
    candidates = (code[:length].ljust(12, "0") for length in reversed(shorter))
    return next((c for c in candidates if c in codes and c != code), None)


def _new(row: Row, codes: set[str]) -> Region:
    level = _level(row)
    return Region(
        code=row["code"], name=row["name"], level=level, kind=_KINDS.get(row["kind"], Region.Kind.OFFICIAL),
        parent_id=row["parent"] or _above(row["code"], level, codes),
    )  # fmt: skip


@transaction.atomic
def add_own_area(*, parent: Region, name: str, by: Account | None, at: datetime, code: str = "") -> Region:
    """Add an area that the office runs (开发区, 园区, 管委会) inside `parent`; without `code` the next free one from 901.

    Raises BadInput for a village as parent, an empty or taken name, or a code that is not free inside the parent.
    """
    check_in_office(ADD_OWN_AREA, by, parent)
    if parent.level not in (Region.Level.PREFECTURE, Region.Level.COUNTY):
        raise BadInput("功能区应设在县（市、区）或市之下。")
    name = name.strip()
    if not 1 <= len(name) <= 60:
        raise BadInput("请填写功能区名称（60字以内）。")
    if parent.children.filter(name=name).exists():
        raise BadInput(f"{parent.name}已有“{name}”。")
    area = Region(
        code=_own_code(parent, code.strip()),
        name=name,
        parent=parent,
        level=Region.Level.TOWNSHIP,
        kind=Region.Kind.OWN,
    )
    area.save(force_insert=True)
    record(verb=ADD_OWN_AREA.verb, thing=area, by=by, at=at, changed=["name", "parent"])
    return area


def _own_code(parent: Region, code: str) -> str:
    start = parent.code[:6]
    taken = set(Region.objects.under(start).values_list("code", flat=True))
    if not code:
        free = (f"{start}{number:03d}000" for number in range(901, 1000))
        code = next((c for c in free if c not in taken), "")
    if len(code) != 12 or not code.isdigit() or not code.startswith(start) or code[9:] != "000":
        raise BadInput(f"功能区代码应为12位：以{start}开头，第7至9位自编（901起），末3位为000。")
    if code in taken:
        raise BadInput(f"代码{code}已被占用。")
    return code
