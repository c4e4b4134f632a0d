"""Tables as office files: .xlsx, .xls and .csv bytes in, rows of text out; rows in, .xlsx bytes out."""

from kepu.methods.sheets.cells import CellError, Period, amount_of, day_of, is_nothing, period_of, plain
from kepu.methods.sheets.numbers import shown, whole_number
from kepu.methods.sheets.package import SheetError
from kepu.methods.sheets.read import MAX_ROWS, Opened, Row, Table, open_table, read_table
from kepu.methods.sheets.report import Line, Report
from kepu.methods.sheets.safely import open_table_safely, read_table_safely
from kepu.methods.sheets.shape import Column, plain_heading
from kepu.methods.sheets.write import write_table

__all__ = [
    "MAX_ROWS",
    "CellError",
    "Column",
    "Line",
    "Opened",
    "Period",
    "Report",
    "Row",
    "SheetError",
    "Table",
    "amount_of",
    "day_of",
    "is_nothing",
    "open_table",
    "open_table_safely",
    "period_of",
    "plain",
    "plain_heading",
    "read_table",
    "read_table_safely",
    "shown",
    "whole_number",
    "write_table",
]
