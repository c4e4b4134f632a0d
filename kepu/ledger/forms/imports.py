"""The forms of imports: a file, and for values where they come from; a reason to undo one."""

from typing import Any

from django import forms

from kepu.ledger.models import Import
from kepu.ledger.tables import COLUMNS
from kepu.methods.sheets import SheetError, open_table_safely

MAX_MB = 20


class UploadForm(forms.Form):
    """A table of one kind."""

    paper = forms.CharField(
        label="数据来源", max_length=120, help_text="写明数从哪里来：文件名、文号，或哪个科室提供",
        error_messages={"required": "请写明数据来源。", "max_length": "最多120字，现在有%(show_value)d字。"},
    )  # fmt: skip
    file = forms.FileField(
        label="表格文件", error_messages={"required": "请选择要导入的文件。", "empty": "文件是空的，请重新选择。"}
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = COLUMNS[kind]
        if kind == Import.Kind.RECORDS:
            del self.fields["paper"]

    def clean_file(self) -> Any:
        """Refuse what is no table, so that nothing of it is kept: it is opened in a child process."""
        file = self.cleaned_data["file"]
        if file.size > MAX_MB * 1024 * 1024:
            raise forms.ValidationError(f"文件超过{MAX_MB} MB。请分成几个文件，每个只保留一张要导入的表。")
        try:
            next(open_table_safely(file.read(), self.columns).rows)
        except SheetError as error:
            raise forms.ValidationError(str(error)) from error
        file.seek(0)
        return file


class UndoForm(forms.Form):
    """Why an import is taken back."""

    why = forms.CharField(
        label="撤销原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明撤销的原因。", "max_length": "最多200字，现在有%(show_value)d字。"},
    )  # fmt: skip
