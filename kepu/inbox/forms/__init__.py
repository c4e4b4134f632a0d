"""Input of `inbox`, cleaned."""

from kepu.inbox.forms.help_lines import FIELDS, HelpLineForm, help_line_forms, lines_of, seen_of
from kepu.inbox.forms.questions import (
    STATEMENT,
    AnswerForm,
    AssignForm,
    DeclineForm,
    DraftForm,
    QuestionForm,
    ReleaseForm,
    ReopenForm,
    SeenForm,
)

__all__ = [
    "FIELDS",
    "STATEMENT",
    "AnswerForm",
    "AssignForm",
    "DeclineForm",
    "DraftForm",
    "HelpLineForm",
    "QuestionForm",
    "ReleaseForm",
    "ReopenForm",
    "SeenForm",
    "help_line_forms",
    "lines_of",
    "seen_of",
]
