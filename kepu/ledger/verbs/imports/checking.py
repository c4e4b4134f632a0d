"""Looking a file over: which rows may come in, what they add, what is wrong with the others. Nothing is posted."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kepu.files.verbs import load, store
from kepu.ledger.models import Import
from kepu.ledger.queries.names import names_for
from kepu.ledger.tables import COLUMNS
from kepu.ledger.verbs.imports.rows import LeftOut, Reading, RecordRows, Rows, ValueRows
from kepu.ledger.workbooks.problems import ProblemBook
from kepu.methods.sheets import Opened, SheetError, open_table_safely

_SHOWN = 50
State = Import.State
_ROWS: dict[str, Any] = {Import.Kind.RECORDS: RecordRows, Import.Kind.VALUES: ValueRows}


def look_over(*, row: Import, at: datetime) -> None:
    """Read the file of an import and keep what would come in; done again it comes to the same. For the worker."""
    try:
        opened = open_table_safely(load(row.file), COLUMNS[row.kind])
        rows = _ROWS[row.kind](row, names_for(row.uploaded_by, row.region), timezone.localdate(at))
        findings = _Findings(row, opened, rows, at)
        with tempfile.TemporaryDirectory() as folder:
            kept = findings.kept(Path(folder))
    except SheetError as error:
        _settle(row, at, state=State.FAILED, message=str(error)[:200])
        return
    _settle(row, at, state=State.CHECKED, **kept)


@transaction.atomic
def _settle(row: Import, at: datetime, **values: Any) -> None:
    Import.objects.filter(pk=row.pk, state=State.CHECKING).update(touched_at=at, **values)


class _Findings:
    """What a file holds, put together row by row; only what is shown stays in memory."""

    def __init__(self, row: Import, opened: Opened, rows: Rows, at: datetime) -> None:
        self.row, self.opened, self.rows, self.at = row, opened, rows, at
        self.columns = {column.key: column for column in COLUMNS[row.kind]}
        self.counts: Counter[str] = Counter()
        self.sums: Counter[str] = Counter()
        self.told: list[list[Any]] = []

    def kept(self, folder: Path) -> dict[str, Any]:
        """Return the fields of the import; its files are stored. Raises SheetError."""
        prepared, problems = folder / "rows", folder / "problems"
        columns = [column for column in self.columns.values() if column.key in self.opened.columns]
        with prepared.open("w", encoding="utf-8") as lines, ProblemBook(problems, columns) as book:
            for number, values in self._read(book):
                lines.write(json.dumps([number, *values], ensure_ascii=False) + "\n")
        said = self.counts["wrong"] + self.counts["known"]
        return {
            "prepared": self._store(prepared, "application/json"), "counts": dict(self.counts), "sums": dict(self.sums),
            "problems": self._store(problems, "application/vnd.ms-excel") if said else None, "told": self.told,
            "total": self.counts["new"], "done": 0, "message": self._remark(),
        }  # fmt: skip

    def _store(self, path: Path, kind: str) -> Any:
        return store(data=path.read_bytes(), media_type=kind, at=self.at)

    def _remark(self) -> str:
        unknown = "、".join(self.opened.unknown)
        return f"不认识的列，已忽略：{unknown}"[:200] if unknown and self.opened.unknown != ["问题"] else ""

    def _read(self, book: ProblemBook) -> Iterable[tuple[int, list[Any]]]:
        for row in self.opened.rows:
            reading = Reading(row, self.columns, self.opened.merged)
            try:
                values, word, text = self.rows.read(reading), "wrong", ""
            except LeftOut as reason:
                word, text = "known", str(reason)
            text = "".join(reading.wrong) or text
            if not text:
                self.counts["new"] += 1
                self.sums.update(dict(self.rows.sums(values)))
                yield row.number, values
            else:
                word = "wrong" if reading.wrong else word
                self.counts[word] += 1
                self._tell(row.number, word, text)
            book.add(row, text, wrong=word == "wrong" and bool(text))

    def _tell(self, number: int, word: str, text: str) -> None:
        if len(self.told) < _SHOWN:
            self.told.append([number, word, text[:300]])
