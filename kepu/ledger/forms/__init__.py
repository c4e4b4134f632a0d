"""What people type into the ledger."""

from kepu.ledger.forms.evidence import ACCEPT, DropEvidenceForm, EvidenceForm
from kepu.ledger.forms.records import CorrectionForm, PolicyForm, ReasonForm, SeenForm, WorkForm

__all__ = [
    "ACCEPT",
    "CorrectionForm",
    "DropEvidenceForm",
    "EvidenceForm",
    "PolicyForm",
    "ReasonForm",
    "SeenForm",
    "WorkForm",
]
