"""Opening a year and issuing it."""

from typing import Any

from django import forms

from kepu.people.models import Region
from kepu.plans.models import AnnualPlan, Version
from kepu.ui.fields import PaperNumberField


def proposed_title(region: Region, year: int) -> str:
    """Return the title that a year's paper usually bears."""
    return f"{region.name}{year}年全民科学素质工作要点"


class YearForm(forms.Form):
    """Which year, and the title of its paper; without one it bears the usual title."""

    year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        error_messages={"invalid_choice": "请从列出的年度中选择。", "required": "请选择年度。"},
    )
    title = forms.CharField(label="标题", max_length=120, required=False)

    def __init__(self, *args: Any, version: Version, opened: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = version.plan.region
        period = range(version.period_from or 0, (version.period_to or -1) + 1)
        years = [year for year in period if year not in opened]
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, f"{year}年") for year in (years if not self.is_bound else period)]
        if years:
            self.fields["title"].help_text = f"留空即为“{proposed_title(self.region, years[0])}”，年份随所选年度。"

    @property
    def full(self) -> bool:
        """Whether every year of the period is open already."""
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        return not field.choices

    def clean(self) -> dict[str, Any]:
        """Without a title the year has its usual one."""
        values = super().clean() or self.cleaned_data
        if values.get("year") and not values.get("title"):
            values["title"] = proposed_title(self.region, values["year"])
        return values


class IssueForm(forms.Form):
    """Number and day of the paper; `revision` says which state of the year the person saw."""

    document_number = PaperNumberField(
        label="发文字号",
        max_length=60,
        help_text="如“清科组发〔2026〕3号”。",
        error_messages={"required": "请填写发文字号。"},
    )
    issued_on = forms.DateField(
        label="成文日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期请写成 2026-03-05 的样子。", "required": "请填写成文日期。"},
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=999_999_999)

    @classmethod
    def of(cls, annual: AnnualPlan) -> "IssueForm":
        """Return the empty form for a year as it is now."""
        return cls(initial={"revision": annual.revision})
