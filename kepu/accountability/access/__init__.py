"""Who may do what with reporting cycles and reports. Views get their objects from the ``get_…_for`` functions."""

from kepu.accountability.access import cycles, reports
from kepu.accountability.access.cycles import (
    allows_cycle,
    can_draft_cycle,
    check_can_draft_cycle,
    check_on_cycle,
    cycles_for,
    get_cycle_for,
    get_own_cycle_for,
    sees_all_reports,
    speaking_units,
)

RULES = (*cycles.RULES, *reports.RULES)

__all__ = [
    "RULES", "allows_cycle", "can_draft_cycle", "check_can_draft_cycle", "check_on_cycle", "cycles_for", "get_cycle_for",
    "get_own_cycle_for", "sees_all_reports", "speaking_units",
]  # fmt: skip
