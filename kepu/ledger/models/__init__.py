"""Tables: measures and their definitions; facts, credits and seals, all append-only; cells, the sums kept ready."""

from kepu.ledger.models.cells import CellCheck, Pending, RegionCell, Seal, UnitCell
from kepu.ledger.models.duplicates import Duplicate
from kepu.ledger.models.evidence import Evidence, Lookalike
from kepu.ledger.models.facts import Credit, Fact, Publication
from kepu.ledger.models.imports import Import
from kepu.ledger.models.measures import Audience, Definition, Measure, MeasureUse
from kepu.ledger.models.readings import Reading
from kepu.ledger.models.records import IdempotencyKey, RecordPartner, RecordPolicy, WorkRecord
from kepu.ledger.models.years import YearEdition, YearSheet

__all__ = [
    "Audience", "CellCheck", "Credit", "Definition", "Duplicate", "Evidence", "Fact", "IdempotencyKey", "Import", "Lookalike",
    "Measure", "MeasureUse", "Pending", "Publication", "Reading", "RecordPartner", "RecordPolicy", "RegionCell", "Seal", "UnitCell",
    "WorkRecord", "YearEdition", "YearSheet",
]  # fmt: skip
