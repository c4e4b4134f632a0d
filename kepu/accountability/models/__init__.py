"""Tables: reporting cycles with what they ask, the units' reports and every step these took."""

from kepu.accountability.models.cycles import Cycle, Prompt
from kepu.accountability.models.reports import Report, ReportLine, ReportMove, ReportText

__all__ = ["Cycle", "Prompt", "Report", "ReportLine", "ReportMove", "ReportText"]
