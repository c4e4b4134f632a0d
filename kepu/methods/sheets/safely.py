"""A table that a stranger sends is opened in a child process with limits of time and memory.

What a package says of itself is looked over before it is opened, but not all can be seen beforehand: an old .xls of a few
kilobytes makes room for millions of cells, a million cells may all repeat one long text, a damaged one stops the reader.
"""

import logging
from collections.abc import Sequence
from typing import Any, Final

from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.sandbox import read_safely
from kepu.methods.sheets.package import SheetError
from kepu.methods.sheets.read import Opened, Table, lines_of, opened_of, stream_of, table_of
from kepu.methods.sheets.shape import Column

_SECONDS: Final = 30
_LONGER: Final = 120  # for tables of many rows
LONGEST: Final = 200_000
_MEGABYTES: Final = 1024
_OURS: Final = "table"
_STOPPED: Final = "表格已损坏或内容过多，读取时已停止。请只保留需要导入的一张工作表，另存为 .xlsx 后再导入。"
log = logging.getLogger(__name__)


def read_table_safely(data: bytes, columns: Sequence[Column]) -> Table:
    """As `read_table`, in a child process. Raises SheetError also where it takes too long or breaks the child."""
    return table_of(_asked(data, "answer_lines", _SECONDS), columns)


def open_table_safely(data: bytes, columns: Sequence[Column]) -> Opened:
    """As `open_table` for at most `LONGEST` rows, in a child process. Raises SheetError like `read_table_safely`."""
    lines, spans = _asked(data, "answer_stream", _LONGER)
    return opened_of(iter(lines), spans, columns, LONGEST)


def _asked(data: bytes, question: str, seconds: int) -> Any:
    try:
        return read_safely(data, run=f"{__name__}.{question}", seconds=seconds, megabytes=_MEGABYTES)
    except Refused as refused:
        if refused.code == "fault":
            log.error("a table was not read: %s", refused.__cause__)
        raise SheetError(refused.message if refused.code == _OURS else _STOPPED) from refused


def answer_lines(data: bytes, name: str) -> list[list[str]]:
    """In the child: the lines of the first sheet. Raises Refused with the message of what is wrong."""
    try:
        return lines_of(data)
    except SheetError as error:
        raise Refused(_OURS, str(error)) from error


def answer_stream(data: bytes, name: str) -> tuple[list[list[str]], list[Any]]:
    """In the child: the lines of the first sheet and its merged cells. Raises Refused with the message of what is wrong."""
    try:
        lines, spans = stream_of(data, LONGEST)
        return list(lines), list(spans)
    except SheetError as error:
        raise Refused(_OURS, str(error)) from error
