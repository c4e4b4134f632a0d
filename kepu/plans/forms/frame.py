"""The form for the head of a plan."""

import json
from datetime import date
from typing import Any

from django import forms
from django.core import signing

from kepu.plans.models import Version
from kepu.plans.queries.changes import FRAME, frame_values


def _year(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1990, max_value=2100, required=False)


class FrameForm(forms.Form):
    """Title, number, issuer, date, period, publicity, upper plan; `seen` are the values the person set out from."""

    title = forms.CharField(label="标题", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    issuer = forms.CharField(label="发文机关", max_length=100, required=False)
    document_number = forms.CharField(label="发文字号", max_length=60, required=False)
    issued_on = forms.DateField(
        label="成文日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期请写成 2026-03-05 的样子。"},
    )  # fmt: skip
    period_from = _year("起始年份")
    period_to = _year("截止年份")
    publicity = forms.ChoiceField(
        label="公开属性", required=False, choices=[("", "请选择"), *Version.Publicity.choices],
        help_text="“主动公开”的方案采用后才能发布到公众端。",
    )  # fmt: skip
    upper_plan = forms.CharField(label="上级规划", max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, version: Version) -> "FrameForm":
        """Return the form filled with a version's head."""
        values = frame_values(version)
        return cls(initial={**values, "seen": seen_token(version)}, auto_id="frame-%s")

    def clean(self) -> dict[str, Any]:
        """The years stand in order; what was seen is what we showed."""
        values = super().clean() or self.cleaned_data
        start, end = values.get("period_from"), values.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", "截止年份不能早于起始年份。")
        return values

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what the person changed, and what he saw in those same fields. Raises BadSignature."""
        seen = json.loads(signing.loads(self.cleaned_data["seen"], salt="plans.frame"))
        seen["issued_on"] = date.fromisoformat(seen["issued_on"]) if seen["issued_on"] else None
        touched = [name for name in FRAME if self.cleaned_data[name] != seen[name]]
        return {name: self.cleaned_data[name] for name in touched}, {name: seen[name] for name in touched}


def seen_token(version: Version) -> str:
    """Return the head's values, signed, for a hidden field."""
    return signing.dumps(json.dumps(frame_values(version)), salt="plans.frame")
