"""Bringing in a table: first the file, for a dry run; then the same rows, signed, to be written."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing

from kepu.methods.sheets import Column, Row, SheetError, Table, read_table_safely
from kepu.people.forms.units import Day

MAX_MB = 5
MAX_BYTES = MAX_MB * 1024 * 1024
MAX_SEALED = 4 * 1024 * 1024  # what the browser hands back must be a form that is taken in
TOO_LARGE = f"表格过大（超过{MAX_MB} MB或内容过多），没有读取。请分成几个文件，每个只保留一张要导入的表。"
_SALT = "kepu.people.import"
_KEEP = 3600


class FileForm(forms.Form):
    """An office file with a table, read when it is cleaned; `table` holds the rows."""

    file = forms.FileField(
        label="表格文件", error_messages={"required": "请选择要导入的文件。", "empty": "文件是空的，请重新选择。"}
    )
    on = forms.DateField(label="自哪天起", widget=Day(), required=False)

    def __init__(self, *args: Any, columns: Sequence[Column], dated: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.table = Table([], [], [])
        if not dated:
            del self.fields["on"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("文件超过5 MB。请只保留需要导入的一张表。")
        try:
            self.table = read_table_safely(file.read(), self.columns)
        except SheetError as error:
            raise forms.ValidationError(str(error)) from error
        return file


def seal(rows: Sequence[Row], on: str) -> str:
    """Return rows as a signed text that the browser hands back; nobody can change it on the way."""
    return signing.dumps([on, [[row.number, row.cells] for row in rows]], salt=_SALT, compress=True)


def unseal(text: str) -> tuple[list[Row], str]:
    """Return what was sealed. Raises BadSignature when it was changed or is older than an hour."""
    on, rows = signing.loads(text, salt=_SALT, max_age=_KEEP)
    return [Row(number, cells) for number, cells in rows], on
