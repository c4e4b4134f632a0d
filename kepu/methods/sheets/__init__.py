"""Tables as office files: .xlsx, .xls and .csv bytes in, rows of text out; rows in, .xlsx bytes out."""

from kepu.methods.sheets.numbers import shown, whole_number
from kepu.methods.sheets.package import SheetError
from kepu.methods.sheets.read import MAX_ROWS, Row, Table, read_table
from kepu.methods.sheets.report import Line, Report
from kepu.methods.sheets.shape import Column
from kepu.methods.sheets.write import write_table

__all__ = [
    "MAX_ROWS",
    "Column",
    "Line",
    "Report",
    "Row",
    "SheetError",
    "Table",
    "read_table",
    "shown",
    "whole_number",
    "write_table",
]
