"""The forms of past years: which year, by which paper, the table; a reason to correct or to undo."""

from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone

from kepu.ledger.queries.years import COLUMNS
from kepu.ledger.verbs.years import FIRST_YEAR
from kepu.methods.sheets import Row, SheetError, read_table_safely

_SALT, _KEEP = "kepu.ledger.year", 3600
MAX_MB = 5
WHY = {"max_length": "最多200字，现在有%(show_value)d字。"}


class YearForm(forms.Form):
    """A past year, its paper, the table, and for a correction the reason."""

    year = forms.IntegerField(
        label="年份", min_value=FIRST_YEAR, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "请填写年份。", "invalid": "年份请写成 2024 的样子。", "min_value": "最早可以补录1990年。"},
    )  # fmt: skip
    paper = forms.CharField(
        label="数据来源", max_length=160, help_text="文件名、文号或页码，例如：县科协2024年工作总结（清科协〔2025〕3号）第5页",
        error_messages={"required": "请写明数据来源：文件名、文号或页码。", "max_length": "最多160字，现在有%(show_value)d字。"},
    )  # fmt: skip
    why = forms.CharField(
        label="更正原因",
        max_length=200,
        required=False,
        help_text="这一年已经补录过的，写明为什么改",
        error_messages=WHY,
    )
    file = forms.FileField(
        label="填好的表格", error_messages={"required": "请选择填好的表格。", "empty": "文件是空的，请重新选择。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[Row] = []

    def clean_year(self) -> int:
        """Refuse a year that is not over."""
        year: int = self.cleaned_data["year"]
        if year >= timezone.localdate().year:
            raise forms.ValidationError("只能补录去年及以前的数。本年的数请用工作记录或批量导入。")
        return year

    def clean_file(self) -> Any:
        """Read the table."""
        file = self.cleaned_data["file"]
        if file.size > MAX_MB * 1024 * 1024:
            raise forms.ValidationError(f"文件超过{MAX_MB} MB。请只保留一张表。")
        try:
            self.rows = read_table_safely(file.read(), COLUMNS).rows
        except SheetError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class UndoYearForm(forms.Form):
    """Why a year is taken back, and the edition that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    why = forms.CharField(
        label="撤销原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明撤销的原因。", **WHY},
    )  # fmt: skip


def seal(content: dict[str, Any]) -> str:
    """Return what was compared as a signed text that the browser hands back."""
    return signing.dumps(content, salt=_SALT, compress=True)


def unseal(text: str) -> dict[str, Any]:
    """Return what was sealed. Raises BadSignature when it was changed or is older than an hour."""
    return signing.loads(text, salt=_SALT, max_age=_KEEP)
