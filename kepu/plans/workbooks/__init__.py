"""Excel out, one module a page. Every cell is written as text or number, never as a formula."""

from kepu.plans.workbooks.ahead import ahead_draft, ahead_workbook
from kepu.plans.workbooks.annual import year_workbook
from kepu.plans.workbooks.charts import chart_workbook
from kepu.plans.workbooks.heat import heat_workbook
from kepu.plans.workbooks.plan import matrix_workbook, targets_workbook
from kepu.plans.workbooks.settlement import settlement_workbook
from kepu.plans.workbooks.sides import sides_workbook
from kepu.plans.workbooks.towns import towns_workbook
from kepu.plans.workbooks.upper import upper_workbook

__all__ = [
    "ahead_draft",
    "ahead_workbook",
    "chart_workbook",
    "heat_workbook",
    "matrix_workbook",
    "settlement_workbook",
    "sides_workbook",
    "targets_workbook",
    "towns_workbook",
    "upper_workbook",
    "year_workbook",
]
