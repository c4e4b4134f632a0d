"""The same table with a column 问题: what is wrong with each row, or why it does not come in."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

from kepu.methods.sheets import Column, Row

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class ProblemBook:
    """A workbook written row by row to a file, whatever its length in little memory."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": True, **_PLAIN})
        self._sheet, self._columns, self._at = self._book.add_worksheet("核对结果"), columns, 0
        self._wrong = self._book.add_format({"bg_color": "#FBE9E7", "text_wrap": True})
        head = self._book.add_format({"bold": True, "bg_color": "#EEF3F7", "border": 1})
        for i, column in enumerate(columns):
            self._sheet.set_column(i, i, column.width)
        self._sheet.set_column(len(columns), len(columns), 60)
        titles = [column.title + ("*" if column.required else "") for column in columns]
        for i, title in enumerate([*titles, "问题"]):
            self._sheet.write_string(0, i, title, head)
        self._sheet.freeze_panes(1, 0)

    def add(self, row: Row, text: str, *, wrong: bool) -> None:
        """Add a row as it was read, with what there is to say of it."""
        self._at += 1
        for i, column in enumerate(self._columns):
            self._sheet.write_string(self._at, i, row[column.key], self._wrong if wrong else None)
        self._sheet.write_string(self._at, len(self._columns), text, self._wrong if wrong else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()
