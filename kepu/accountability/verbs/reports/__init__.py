"""All writes of the units' reports."""

from kepu.accountability.verbs.reports.handing_in import (
    NotComplete,
    came_on_paper,
    put_up_report,
    recall_report,
    send_back_report,
    sign_report,
)
from kepu.accountability.verbs.reports.reviewing import accept_report, answer_objection, enter_report, return_report
from kepu.accountability.verbs.reports.writing import Answers, Saved, Theirs, Ticks, Typed, save_report

__all__ = [
    "Answers", "NotComplete", "Saved", "Theirs", "Ticks", "Typed", "accept_report", "answer_objection", "came_on_paper",
    "enter_report", "put_up_report", "recall_report", "return_report", "save_report", "send_back_report", "sign_report",
]  # fmt: skip
