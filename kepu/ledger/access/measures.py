"""Measures and the nightly recount: everyone who works here reads measures, the home region's office changes them.

The recount is read by that office and the system administrator: it is about the installation, not about one region.
"""

from django.http import Http404

from kepu.ledger.models import CellCheck, Measure
from kepu.people.access import Rule, allows, check, home_region
from kepu.people.models import Account, Role

_KEEPERS = (Role.SECRETARIAT, Role.SYSTEM_ADMIN)

CHANGE = Rule("ledger.change_measure", "增设、停用统计指标和改口径", (Role.SECRETARIAT,), "region")
READ_CHECKS = Rule("ledger.read_check", "查看台账复核", _KEEPERS, "region")
MEND = Rule("ledger.mend_cells", "重新汇总台账", _KEEPERS, "region")
RULES = (CHANGE, READ_CHECKS, MEND)


def check_can_change_measures(by: Account) -> None:
    """Raise NotAllowed unless `by` is the office of the installation's home region."""
    check(CHANGE, by, region=home_region(by))


def can_change_measures(by: Account) -> bool:
    return allows(CHANGE, by, region=home_region(by))


def check_can_read_checks(by: Account) -> None:
    """Raise NotAllowed unless `by` is the home region's office or the system administrator."""
    check(READ_CHECKS, by, region=home_region(by))


def can_read_checks(by: Account) -> bool:
    return allows(READ_CHECKS, by, region=home_region(by))


def check_can_mend_cells(by: Account) -> None:
    check(MEND, by, region=home_region(by))


def can_mend_cells(by: Account) -> bool:
    return allows(MEND, by, region=home_region(by))


def get_check_for(by: Account, check_id: int) -> CellCheck:
    """Return a recount. Raises NotAllowed, Http404."""
    check_can_read_checks(by)
    row = CellCheck.objects.filter(pk=check_id).first()
    if row is None:
        raise Http404
    return row


def get_own_measure_for(by: Account, code: str) -> Measure:
    """Return a measure that the office added itself and may change. Raises NotAllowed, Http404: shipped ones stay as they are."""
    check_can_change_measures(by)
    row = Measure.objects.select_related("parent").filter(code=code, own=True).first()
    if row is None:
        raise Http404
    return row
