"""Imports: a unit brings in its own work, the office everybody's and values; undone by who brought it in, or the office."""

from django.db.models import Q, QuerySet
from django.http import Http404

from kepu.ledger.access.records import recording_units
from kepu.ledger.models import Import
from kepu.people.access import NotAllowed, Rule, WrongState, allows, check, holdings
from kepu.people.models import UNIT_ROLES, Account, Region, Role

State = Import.State
_OFFICE = (Role.SECRETARIAT,)

IMPORT_WORK = Rule("ledger.import_work", "批量导入本单位工作记录", UNIT_ROLES, "installation")
IMPORT_WORK_FOR = Rule("ledger.import_work_for", "代各单位批量导入工作记录", _OFFICE, "region")
IMPORT_VALUES = Rule("ledger.import_values", "批量导入统计数据", _OFFICE, "region")
CONFIRM = Rule("ledger.confirm_import", "确认或放弃导入", _OFFICE, "region", (State.CHECKED.value,))
CONFIRM_OWN = Rule(
    "ledger.confirm_own_import", "确认或放弃本人上传的导入", UNIT_ROLES, "installation", (State.CHECKED.value,)
)
UNDO = Rule("ledger.undo_import", "撤销导入", _OFFICE, "region", (State.DONE.value,))
UNDO_OWN = Rule("ledger.undo_own_import", "撤销本人上传的导入", UNIT_ROLES, "installation", (State.DONE.value,))
RULES = (IMPORT_WORK, IMPORT_WORK_FOR, IMPORT_VALUES, CONFIRM, CONFIRM_OWN, UNDO, UNDO_OWN)
_OWN = {CONFIRM: CONFIRM_OWN, UNDO: UNDO_OWN}


def check_can_import(by: Account, kind: str, region: Region) -> None:
    """Raise NotAllowed unless `by` may bring such a table into the region."""
    if kind == Import.Kind.VALUES:
        check(IMPORT_VALUES, by, region=region)
    elif not allows(IMPORT_WORK_FOR, by, region=region):
        check(IMPORT_WORK, by)
        if not recording_units(by).exists():
            raise NotAllowed("您所在的单位目前不能填写工作记录。")


def can_import(by: Account, kind: str, region: Region) -> bool:
    try:
        check_can_import(by, kind, region)
    except NotAllowed:
        return False
    return True


def check_on_import(rule: Rule, by: Account, row: Import) -> None:
    """Raise NotAllowed or WrongState unless `by` may do this to the import: the office, or who uploaded work records."""
    mine = row.uploaded_by_id == by.pk and row.kind == Import.Kind.RECORDS
    if mine and allows(_OWN[rule], by, state=row.state):
        return
    check(rule, by, state=row.state, region=row.region)


def can_on_import(rule: Rule, by: Account, row: Import) -> bool:
    """Answer whether `check_on_import` would pass."""
    try:
        check_on_import(rule, by, row)
    except (NotAllowed, WrongState):
        return False
    return True


def readable_imports(by: Account) -> QuerySet[Import]:
    """Return the imports that `by` may see: the office those of its region, others what they uploaded themselves."""
    offices = [held.region_id for held in holdings(by) if held.role == Role.SECRETARIAT]
    own = Q(uploaded_by=by.pk) if any(held.role in UNIT_ROLES for held in holdings(by)) else Q(pk__in=[])
    return Import.objects.filter(Q(region__in=offices) | own).select_related("region", "uploaded_by")


def get_import_for(by: Account, import_id: int) -> Import:
    """Return an import that `by` may see, with its files. Raises Http404 otherwise."""
    rows = readable_imports(by).select_related("file", "problems", "prepared", "confirmed_by", "undone_by")
    row = rows.filter(pk=import_id).first()
    if row is None:
        raise Http404
    return row
