"""One line of the year: what is to be done this year, by when, whether residents are told of it."""

from typing import Any

from django import forms

from kepu.plans.models import AnnualItem, Audience
from kepu.ui.fields import PaperNumberField

TEXT_LIMIT = 3000


class LineForm(forms.Form):
    """The fields of a line that rests on a task of the plan."""

    title = forms.CharField(label="工作事项", max_length=200, error_messages={"required": "请填写工作事项。"})
    text = forms.CharField(
        label="本年度要求", max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 7}),
        help_text="开年度时带入方案原文，改成今年要做到的。",
    )  # fmt: skip
    due = forms.DateField(
        label="完成时限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期请写成 2026-03-05 的样子。"}, help_text="不填即为年底前。",
    )  # fmt: skip
    resident_deed = forms.BooleanField(
        label="列为科普实事", required=False, help_text="印发后经保密审查向居民公开，要写明面向谁、在哪里办。"
    )
    audience = forms.ChoiceField(label="面向", required=False, choices=[("", "未指定"), *Audience.choices])
    place = forms.CharField(label="地点", max_length=120, required=False, help_text="如“各乡镇卫生院”“县科技馆”。")

    @classmethod
    def values_of(cls, item: AnnualItem) -> dict[str, Any]:
        """Return the line's values as the form shows them."""
        return {name: getattr(item, name) for name in cls.base_fields}

    @classmethod
    def of(cls, item: AnnualItem) -> "LineForm":
        """Return the form filled from a line: with basis and paper where it stands outside the plan."""
        kind = form_for(item)
        return kind(initial=kind.values_of(item))


class OutsideForm(LineForm):
    """The fields of a line from outside the plan: with what it rests on."""

    basis = forms.ChoiceField(
        label="依据", choices=[(v, w) for v, w in AnnualItem.Basis.choices if v != AnnualItem.Basis.TASK],
        error_messages={"invalid_choice": "请选择依据：上级部署、领导交办或会议议定。"},
    )  # fmt: skip
    paper = PaperNumberField(
        label="依据文件", max_length=120, help_text="文号、批示日期或会议纪要文号，如“县政府专题会议纪要〔2026〕5号”。",
        error_messages={"required": "方案以外的事项要写明依据文件或文号。"},
    )  # fmt: skip
    field_order = ("basis", "paper")


def form_for(item: AnnualItem) -> type[LineForm]:
    """Return the kind of form that a line has."""
    return LineForm if item.basis == AnnualItem.Basis.TASK else OutsideForm
