"""Who may do what with the ledger."""

from kepu.ledger.access import duplicates, imports, measures, readings, records, years
from kepu.ledger.access.duplicates import (
    can_decide_duplicate,
    check_can_decide_duplicate,
    check_can_settle_lookalike,
    readable_duplicates,
    readable_lookalikes,
)
from kepu.ledger.access.evidence import get_evidence_for, is_office_of
from kepu.ledger.access.imports import (
    can_import,
    can_on_import,
    check_can_import,
    check_on_import,
    get_import_for,
    readable_imports,
)
from kepu.ledger.access.measures import (
    can_change_measures,
    can_mend_cells,
    can_read_checks,
    check_can_change_measures,
    check_can_mend_cells,
    check_can_read_checks,
    get_check_for,
    get_own_measure_for,
)
from kepu.ledger.access.readings import (
    can_keep_readings,
    check_can_keep_readings,
    get_reading_for,
    readable_readings,
)
from kepu.ledger.access.records import (
    can_on_record,
    can_record_for,
    check_can_record_for,
    check_can_set_policy,
    check_on_record,
    get_record_for,
    readable_records,
    recording_units,
)
from kepu.ledger.access.years import can_keep_years, check_can_keep_years, get_year_for, readable_years

RULES = (*measures.RULES, *records.RULES, *duplicates.RULES, *imports.RULES, *years.RULES, *readings.RULES)

__all__ = [
    "RULES", "can_change_measures", "can_decide_duplicate", "can_import", "can_keep_readings", "can_keep_years",
    "can_mend_cells", "can_on_import", "can_on_record", "can_read_checks", "can_record_for",
    "check_can_change_measures", "check_can_decide_duplicate", "check_can_import", "check_can_keep_readings",
    "check_can_keep_years", "check_can_mend_cells", "check_can_read_checks", "check_can_record_for",
    "check_can_set_policy", "check_can_settle_lookalike", "check_on_import", "check_on_record", "get_check_for",
    "get_evidence_for", "get_import_for", "get_own_measure_for", "get_reading_for", "get_record_for",
    "get_year_for", "is_office_of", "readable_duplicates", "readable_imports", "readable_lookalikes",
    "readable_readings", "readable_records", "readable_years", "recording_units",
]  # fmt: skip
