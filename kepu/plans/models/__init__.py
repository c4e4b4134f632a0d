"""Tables of `plans`: documents and their reading; plans and versions; what a version holds; releases to the public."""

from kepu.plans.models.documents import Document
from kepu.plans.models.items import (
    Audience,
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
from kepu.plans.models.plans import Plan, Version
from kepu.plans.models.releases import Release

__all__ = [
    "Audience",
    "Document",
    "Duty",
    "DutyRole",
    "Item",
    "Part",
    "Phase",
    "Plan",
    "Release",
    "Remark",
    "Reporting",
    "Responsibility",
    "Target",
    "Task",
    "Version",
]
