"""The forms of the catalogue: a measure of the office's own, and what it means from a day on."""

from typing import Any

from django import forms
from django.utils import timezone

from kepu.ledger.models import Measure
from kepu.ledger.verbs import MeasureValues

_LONG = "最多%(limit_value)d字，现在有%(show_value)d字。"
_CHOOSE = {"invalid_choice": "请从列表中选择。"}


def _text(label: str, most: int, *, required: bool = True, hint: str = "", rows: int = 0) -> forms.CharField:
    said = {"required": f"请填写{label}。", "max_length": _LONG}
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, error_messages=said, widget=widget
    )


class MeasureForm(forms.Form):
    """A measure of the office's own: below another, whose unit and kind it shares, or by itself."""

    name = _text("名称", 60, hint="写明统计的是什么，例如：科普大集场次")
    parent = forms.ModelChoiceField(
        label="上级指标", queryset=Measure.objects.none(), required=False, empty_label="不归到别的指标下", error_messages=_CHOOSE,
        help_text="归到上级指标下的，它的数同时计入上级，计量单位、性质和类别与上级相同，下面几项不必填。",
    )  # fmt: skip
    unit = _text("计量单位", 12, required=False, hint="例如：场次、人次、个、万元")
    kind = forms.ChoiceField(
        label="性质", required=False, choices=[("", "请选择"), *Measure.Kind.choices], error_messages=_CHOOSE,
        help_text="发生数按时段累加，如场次、人次；时点数是某一天的总数，如场馆个数；公布数由有权单位公布，不累加。",
    )  # fmt: skip
    scale = forms.TypedChoiceField(
        label="小数位数", required=False, coerce=int, error_messages=_CHOOSE,
        choices=[(number, f"{number}位" if number else "只用整数") for number in (0, 1, 2, 4)],
    )  # fmt: skip
    block = forms.ChoiceField(label="类别", required=False, error_messages=_CHOOSE)
    definition = _text("口径", 500, hint="怎样算、算什么、不算什么，几家合办的怎样计。", rows=4)
    paper = _text("依据", 120, required=False, hint="文件名和文号；没有可以不填。")

    def __init__(self, *args: Any, blocks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Measure.objects.filter(retired=None).exclude(kind=Measure.Kind.READING)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["block"].choices = [("", "请选择"), *((block, block) for block in blocks)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for unit, kind and block where there is no parent to take them from."""
        data = super().clean() or self.cleaned_data
        if "parent" in data and data["parent"] is None:
            for name, word in (("unit", "填写计量单位"), ("kind", "选择性质"), ("block", "选择类别")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"不归到别的指标下的，请{word}。")
        return data

    def values(self) -> MeasureValues:
        """Return what was typed."""
        data = self.cleaned_data
        return MeasureValues(
            data["name"], data["definition"], data["parent"], data["unit"].strip(), data["kind"], data["scale"] or 0,
            data["block"], data["paper"],
        )  # fmt: skip


class DefinitionForm(forms.Form):
    """What a measure means from a day on."""

    since = forms.DateField(
        label="起用日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="从这一天起按新口径；以前的数不变，仍按原口径说明。",
        error_messages={"required": "请填写起用日期。", "invalid": "日期不对，请写成 2026-03-05 的样子。"},
    )  # fmt: skip
    text = _text("新的口径", 500, rows=4)
    paper = _text("依据", 120, required=False, hint="文件名和文号；没有可以不填。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localdate()


class RestoreForm(forms.Form):
    """Why a retired measure is to be chosen again."""

    why = _text("恢复使用的原因", 200)
