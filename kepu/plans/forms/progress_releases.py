"""The form that asks for which day progress is drafted."""

from datetime import date, timedelta

from django import forms

from kepu.plans.verbs.progress_releases import NOTE_LENGTH


class ProgressReleaseForm(forms.Form):
    """The day the figures stand for, the end of the last month unless another is chosen; what residents are told besides."""

    as_of = forms.DateField(
        label="截至日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="计到这一天为止。以后补记的、更正的，不改变已经公布的数。",
        error_messages={"required": "请选择截至日期。", "invalid": "请填写日期，如2026-06-30。"},
    )  # fmt: skip
    note = forms.CharField(
        label="对居民的说明（可不填）", required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="显示在页面开头，如统计口径有变化。",
        error_messages={"max_length": f"说明不超过{NOTE_LENGTH}字。"},
    )  # fmt: skip


def last_month_end(today: date) -> date:
    """Return the last day of the month before a day."""
    return today.replace(day=1) - timedelta(days=1)
