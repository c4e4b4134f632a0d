"""The forms of a year: opening it, its lines with who answers, issuing it."""

from kepu.plans.forms.annual.duties import DutyRow, DutyTable
from kepu.plans.forms.annual.lines import LineForm, OutsideForm
from kepu.plans.forms.annual.years import IssueForm, YearForm, proposed_title

__all__ = ["DutyRow", "DutyTable", "IssueForm", "LineForm", "OutsideForm", "YearForm", "proposed_title"]
