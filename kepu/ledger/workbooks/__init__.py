"""Workbooks of the ledger: templates to fill in, records as they stand, tables with what is wrong in them."""
