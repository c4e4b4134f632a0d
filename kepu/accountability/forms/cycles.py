"""The forms of a reporting cycle: its days and who answers how; its headings; a unit's exception."""

from datetime import date
from typing import Any

from django import forms

from kepu.accountability.models import Cycle, Prompt
from kepu.accountability.prompts import Asking
from kepu.accountability.verbs import CycleValues
from kepu.people.models import Unit
from kepu.people.queries import standing as units_standing
from kepu.plans.models import Version

_BAD_DAY = {"required": "请填写日期。", "invalid": "日期不对，请写成 2026-12-20 的样子。"}
_MOST = "最多%(limit_value)d字，现在有%(show_value)d字。"
_CHOOSE = {"required": "请选择一项。", "invalid_choice": "请从列表中选择一项。"}
_SPARE = 3


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget, error_messages=_BAD_DAY)


class CycleForm(forms.Form):
    """What the office says about a cycle; year, kind and paper only while it is begun."""

    year = forms.TypedChoiceField(label="年度", coerce=int, error_messages=_CHOOSE)
    kind = forms.ChoiceField(label="类别", choices=Cycle.Kind.choices, error_messages=_CHOOSE)
    paper = forms.CharField(
        label="检查计划文号", required=False, max_length=80, error_messages={"max_length": _MOST},
        help_text="专项检查须有经批准的检查计划；年度总结、半年小结不用填。",
    )  # fmt: skip
    title = forms.CharField(
        label="名称", max_length=120, error_messages={"required": "请填写名称。", "max_length": _MOST}
    )
    since = _day("统计起始日期", help_text="从这一天起统计。")
    cutoff = _day("数据截止日期", help_text="带入的数据截至这一天。")
    due = _day("报送截止日期", help_text="通知上印的日期。")
    due_included = forms.BooleanField(label="截止日期当日报送算按时", required=False)
    moves = forms.BooleanField(label="截止日期逢节假日顺延到下一个工作日", required=False)
    rest_until = _day("全年数据补报截止日期", required=False, help_text="需要补报截止日期以后到年底的数据时填写。")
    joint_as = forms.ChoiceField(
        label="“按职责分工”的单位",
        choices=Cycle.JOINT,
        error_messages=_CHOOSE,
    )
    towns = forms.BooleanField(label="乡镇（街道）也报送", required=False)
    notice = forms.CharField(
        label="通知正文", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), error_messages={"max_length": _MOST},
        help_text="显示在各单位填报页的上方。",
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, version: Version, cycle: Cycle | None = None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cycle is not None:
            for name in ("year", "kind", "paper"):
                del self.fields[name]
            for name in self.fields:
                self.initial.setdefault(name, getattr(cycle, name))
            return
        first, last = version.period_from or today.year, version.period_to or today.year
        choice = self.fields["year"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [(year, f"{year}年") for year in range(first, last + 1)]
        self.initial = {**usual(min(max(today.year, first), last), self.initial.get("kind", "annual")), **self.initial}

    def values(self) -> CycleValues:
        """Return what was said, for the verbs."""
        data = self.cleaned_data
        return CycleValues(**{name: data[name] for name in CycleValues.__dataclass_fields__})

    @property
    def seen(self) -> int:
        """The revision that was looked at; one that never was where the field is missing."""
        revision: int | None = self.cleaned_data.get("revision")
        return -1 if revision is None else revision


def usual(year: int, kind: str) -> dict[str, Any]:
    """Return how an office usually sets a cycle up: 20 December with figures as of the 15th; 10 July as of 30 June."""
    half = kind == Cycle.Kind.MIDYEAR
    word = "上半年全民科学素质工作小结" if half else "年度全民科学素质工作总结"
    return {
        "year": year, "kind": kind, "title": f"{year}年{word}" if half else f"{year}{word}",
        "since": date(year, 1, 1), "cutoff": date(year, 6, 30) if half else date(year, 12, 15),
        "due": date(year, 7, 10) if half else date(year, 12, 20), "rest_until": None if half else date(year + 1, 1, 10),
        "due_included": True, "moves": True, "towns": True, "joint_as": "support",
    }  # fmt: skip


class PromptForm(forms.Form):
    """One heading; an empty title takes it out."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    form = forms.ChoiceField(label="表单", choices=Prompt.Form.choices, error_messages=_CHOOSE)
    kind = forms.ChoiceField(label="归入", choices=Prompt.Kind.choices, error_messages=_CHOOSE)
    title = forms.CharField(label="栏目", required=False, max_length=40, error_messages={"max_length": _MOST})
    hint = forms.CharField(label="填写提示", required=False, max_length=200, error_messages={"max_length": _MOST})
    required = forms.BooleanField(label="必填", required=False)
    limit = forms.IntegerField(
        label="字数上限", min_value=50, max_value=5000, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "请填写字数上限。", "invalid": "字数上限请填整数。", "min_value": "最少50字。", "max_value": "最多5000字。"},
    )  # fmt: skip

    def asking(self) -> Asking | None:
        """Return the heading, or nothing for a line left empty."""
        data = self.cleaned_data
        return Asking(**data) if data.get("title", "").strip() else None


PromptFormSet = forms.formset_factory(PromptForm, extra=0, max_num=60, absolute_max=60)


def prompt_lines(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the headings as the formset begins with them, and a few empty lines."""
    lines = [
        {"key": p.key, "form": p.form, "kind": p.kind, "title": p.title, "hint": p.hint, "required": p.required, "limit": p.limit}
        for p in cycle.prompts.all()
    ]  # fmt: skip
    order = list(Prompt.Form.values)
    lines.sort(key=lambda line: order.index(str(line["form"])))
    return lines + [{"form": "page", "kind": "practice", "limit": 300} for _ in range(_SPARE)]


class ExceptionForm(forms.Form):
    """A unit let off, or with a day of its own."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), empty_label="请选择单位",
        error_messages={"required": "请选择单位。", "invalid_choice": "请从列表中选择单位。"},
    )  # fmt: skip
    exempt = forms.BooleanField(label="本期不用报送", required=False)
    due_on = _day("这个单位的报送期限", required=False, help_text="不填就按统一的期限。")
    why = forms.CharField(
        label="原因", max_length=200, error_messages={"required": "请写明原因。", "max_length": _MOST}
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, cycle: Cycle, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(units_standing(today), region__code__startswith=cycle.plan.region.prefix)
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = units


class SeenForm(forms.Form):
    """The revision that the person looked at."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    @property
    def seen(self) -> int:
        """That revision; one that never was where it is missing or no number."""
        return self.cleaned_data["revision"] if self.is_valid() else -1
