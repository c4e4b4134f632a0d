"""The small forms of the proofreading page: one for each kind of item, cleaned into the values that the verbs take."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms

from kepu.plans.models import Audience, Duty, DutyRole, Item, Part, Target, Task, Version
from kepu.plans.queries.standing import standing
from kepu.plans.wording import PER, number_words

COMPARATORS = [("", "——"), *Target.Comparator.choices]
LEVELS = [("", "——"), *((w, w) for w in ("国家级", "省级", "市级", "县级", "乡镇级"))]
PERIODS = [("", "不按周期"), *PER.items()]
_DAY = re.compile(
    r"((?:19|20)\d\d)(?:年?(?:底前?|末|前)?|[-./年](\d{1,2})(?:月?(?:底前?|前)?|[-./月](\d{1,2})日?(?:前)?))", re.ASCII
)


def short(label: str, length: int, *, required: bool = True, help: str = "") -> forms.CharField:
    """Return a field of one line; longer values are refused with their length."""
    return forms.CharField(label=label, max_length=length, required=required, help_text=help)


def long(label: str, length: int | None = None, rows: int = 2) -> forms.CharField:
    """Return a field of several lines that is stored as it stands."""
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}))


def choice(label: str, choices: list[tuple[str, str]], *, required: bool = False, help: str = "") -> forms.ChoiceField:
    """Return a choice; the empty one stands first when it is allowed."""
    return forms.ChoiceField(label=label, choices=choices, required=required, help_text=help)


def day_of(typed: str) -> str:
    """Return a due date as 2030, 2030-06 or 2030-06-30: 2030年底前 is 2030, 2030年6月 is 2030-06, '' stays ''.

    Raises ValidationError for what is no year, month or day.
    """
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    if not plain:
        return ""
    found = _DAY.fullmatch(plain)
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        date(*(*parts, 1, 1)[:3])
    except (ValueError, TypeError) as error:
        raise forms.ValidationError("期限请填年、年月或年月日，如 2030、2030-06、2030-06-30。") from error
    return "-".join(f"{part:02d}" for part in parts)


class ItemForm(forms.Form):
    """What the forms share: they are made for a version, and filled from an item."""

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{kwargs.pop('id', 'new')}-%s")
        super().__init__(*args, **kwargs)
        for name, model in (("task", Task), ("part", Part)):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = standing(model, version)

    @classmethod
    def values_of(cls, item: Item) -> dict[str, Any]:
        """Return the item's values as the form shows them."""
        values = {name: getattr(item, f"{name}_id" if name in {"task", "part"} else name) for name in cls.base_fields}
        return {name: number_words(value) if isinstance(value, Decimal) else value for name, value in values.items()}


class PartForm(ItemForm):
    title = short("标题", 120)
    kind = choice("类别", Part.Kind.choices, required=True)
    audience = choice("人群", [("", "不限定"), *Audience.choices])


class TaskForm(ItemForm):
    title = long("任务", 200)
    part = forms.ModelChoiceField(
        Part.objects.none(), label="所属部分", required=False, empty_label="（不属于任何部分）"
    )
    open_ended = forms.BooleanField(label="责任单位未列尽（“等部门”）", required=False)

    def clean_title(self) -> str:
        """A title is one line."""
        return "".join(str(self.cleaned_data["title"]).split("\n")).replace("\r", "")


class ResponsibilityForm(ItemForm):
    role = choice("角色", DutyRole.choices, required=True)
    printed = short("印发名称", 80)


class TargetForm(ItemForm):
    quote = long("原文", 300)
    subject = short("事项", 120)
    kind = choice("类型", Target.Kind.choices, required=True)
    comparator = choice("比较", COMPARATORS, help="“达到”“以上”选不少于")
    value = forms.DecimalField(
        label="目标值", required=False, max_digits=16, decimal_places=4, widget=forms.TextInput,
        help_text="只填数字，3万填30000",
        error_messages={"invalid": "目标值请填数字，如 12、0.5；没有数字的留空。"},
    )  # fmt: skip
    unit = short("计量单位", 12, required=False, help="如 人次、场次、%")
    per = choice("周期", PERIODS, help="写“每年”等的才选")
    due = short("期限", 20, required=False, help="如 2030、2030-06")
    level = choice("级别", LEVELS)
    hedge = short("限定语", 10, required=False)
    each = short("每个", 40, required=False)
    every = short("频次", 20, required=False)
    unit_named = short("点名单位", 80, required=False)
    delta = forms.BooleanField(label="是增量，不是总量", required=False)
    task = forms.ModelChoiceField(Task.objects.none(), label="任务", required=False, empty_label="（全方案的目标）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("per", "level"):
            self._keep_odd_value(name)

    def _keep_odd_value(self, name: str) -> None:
        """A value that the reader found and no list knows stays choosable."""
        field, value = self.fields[name], str(self.initial.get(name) or self.data.get(name) or "")
        assert isinstance(field, forms.ChoiceField)
        known = list(cast("Iterable[tuple[str, str]]", field.choices))
        if value.isprintable() and value not in {"", *(key for key, _ in known)} and len(value) <= 8:
            field.choices = [*known, (value, value)]

    def clean_value(self) -> Decimal | None:
        """Refuse values that are no promise."""
        value: Decimal | None = self.cleaned_data["value"]
        if value is not None and value < 0:
            raise forms.ValidationError("目标值不能为负数。")
        return value

    def clean_due(self) -> str:
        """Return the date in the form that the figures are counted by; what is no date is refused."""
        return day_of(self.cleaned_data["due"])


class DutyForm(ItemForm):
    printed = short("印发名称", 80)
    text = long("职责", rows=3)
    where = choice("出处", Duty.Where.choices, required=True)


class PhaseForm(ItemForm):
    name = short("阶段", 60)
    from_year = forms.IntegerField(label="起始年份", min_value=1990, max_value=2100)
    to_year = forms.IntegerField(label="截止年份", min_value=1990, max_value=2100)

    def clean(self) -> dict[str, Any]:
        """The years stand in order."""
        values = super().clean() or self.cleaned_data
        if {"from_year", "to_year"} <= set(values) and values["to_year"] < values["from_year"]:
            self.add_error("to_year", "截止年份不能早于起始年份。")
        return values


class ReportingForm(ItemForm):
    who = short("报送单位", 80)
    what = short("报送内容", 120)
    due = short("时限", 60, required=False)
    to = short("报送对象", 80, required=False)


FORMS: dict[str, type[ItemForm]] = {
    "part": PartForm,
    "task": TaskForm,
    "responsibility": ResponsibilityForm,
    "target": TargetForm,
    "duty": DutyForm,
    "phase": PhaseForm,
    "reporting": ReportingForm,
}

ADDABLE: dict[str, str] = {
    "target": "目标任务",
    "task": "任务",
    "responsibility": "责任单位",
    "duty": "部门职责",
    "part": "行动或工程",
    "phase": "进度安排",
    "reporting": "报送要求",
}


class NewResponsibilityForm(ResponsibilityForm):
    """For a unit that is added, also the task that it answers for."""

    task = forms.ModelChoiceField(Task.objects.none(), label="任务", empty_label="请选择")


ADD_FORMS: dict[str, type[ItemForm]] = {**FORMS, "responsibility": NewResponsibilityForm}
