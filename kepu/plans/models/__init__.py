"""Tables of `plans`: documents and their reading; plans and versions; what a version holds; releases to the public;
breakdown, the year's work, letters; from plan to plan."""

from kepu.ledger.models import Audience
from kepu.plans.models.annual import AnnualDuty, AnnualItem, AnnualPlan
from kepu.plans.models.bindings import Binding
from kepu.plans.models.breakdown import Breakdown, Cell, CellChange, Universe
from kepu.plans.models.deeds import TaskDeed, TaskMove, TaskState
from kepu.plans.models.documents import Document
from kepu.plans.models.items import (
    Duty,
    DutyRole,
    Item,
    Part,
    Phase,
    Remark,
    Reporting,
    Responsibility,
    Target,
    Task,
)
from kepu.plans.models.letters import Letter, LetterArchive, LetterOpinion, LetterTerms, PaperTemplate
from kepu.plans.models.plans import Plan, Version
from kepu.plans.models.releases import Release
from kepu.plans.models.succession import Continuation, Intention, UpperAnswer

__all__ = [
    "AnnualDuty",
    "AnnualItem",
    "AnnualPlan",
    "Audience",
    "Binding",
    "Breakdown",
    "Cell",
    "CellChange",
    "Continuation",
    "Document",
    "Duty",
    "DutyRole",
    "Intention",
    "Item",
    "Letter",
    "LetterArchive",
    "LetterOpinion",
    "LetterTerms",
    "PaperTemplate",
    "Part",
    "Phase",
    "Plan",
    "Release",
    "Remark",
    "Reporting",
    "Responsibility",
    "Target",
    "Task",
    "TaskDeed",
    "TaskMove",
    "TaskState",
    "Universe",
    "UpperAnswer",
    "Version",
]
