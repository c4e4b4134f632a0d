"""Excel out. Every cell is written as text or number."""

from kepu.plans.workbooks.annual import year_workbook
from kepu.plans.workbooks.plan import matrix_workbook, targets_workbook

__all__ = ["matrix_workbook", "targets_workbook", "year_workbook"]
