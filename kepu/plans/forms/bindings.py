"""The form by which a person says what a target is counted by."""

from typing import Any

from django import forms

from kepu.ledger.models import Audience, Measure
from kepu.people.models import Population, Unit
from kepu.plans.models import Binding, Target
from kepu.plans.queries.progress import Offer
from kepu.plans.verbs import Counting


class BindingForm(forms.Form):
    """A measure and how it counts, or the reason why none does."""

    measure = forms.ModelChoiceField(
        label="统计指标", queryset=Measure.objects.none(), required=False, empty_label="（没有对应的指标）",
        error_messages={"invalid_choice": "请从列表中选择统计指标。"},
    )  # fmt: skip
    span = forms.ChoiceField(
        label="计数时段", choices=(("", "请选择"), *Binding.Span.choices), required=False,
        error_messages={"invalid_choice": "请从列表中选择计数时段。"},
    )  # fmt: skip
    audience = forms.ChoiceField(
        label="只计这类人群", choices=(("", "不限"), *Audience.choices), required=False,
        error_messages={"invalid_choice": "请从列表中选择人群。"},
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label="只计这个单位的", queryset=Unit.objects.none(), required=False, empty_label="不限",
        error_messages={"invalid_choice": "请从列表中选择单位。"},
    )  # fmt: skip
    per_head = forms.ChoiceField(
        label="按人均算", choices=(("", "不按人均"), *Population.Basis.choices), required=False,
        error_messages={"invalid_choice": "请从列表中选择人口口径。"},
    )  # fmt: skip
    reason = forms.CharField(
        label="没有对应指标的原因", max_length=200, required=False, help_text="例如：建设事项，按定性任务看进展",
        error_messages={"max_length": "最多200字，现在有%(show_value)d字。"},
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, target: Target, shown: Binding | Offer | None, binding: Binding | None, **kwargs: Any
    ) -> None:
        """`shown` is what the fields begin with, `binding` what stands and is to be changed."""
        super().__init__(*args, **kwargs)
        region = target.version.plan.region
        self.fields["measure"].queryset = Measure.objects.filter(retired=None)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(region=region)  # type: ignore[attr-defined]
        for name in ("measure", "span", "audience", "unit", "per_head", "reason"):
            self.fields[name].initial = getattr(shown, name, None)
        self.fields["revision"].initial = binding.revision if binding else None

    def counting(self) -> Counting:
        """Return what was chosen; without a measure the reason alone."""
        data = self.cleaned_data
        if data["measure"] is None:
            return Counting(reason=data["reason"].strip())
        names = ("measure", "span", "audience", "unit", "per_head")
        return Counting(**{name: data[name] for name in names}, reason=data["reason"].strip())
