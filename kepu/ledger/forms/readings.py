"""The forms of published figures: as it is printed, by whom, by which ruler; a reason to correct or to take back."""

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from kepu.ledger.models import Fact, Measure
from kepu.ledger.verbs.entries import Published
from kepu.ledger.verbs.readings import ReadingValues
from kepu.people.models import Region

_LONG = "最多%(limit_value)d字，现在有%(show_value)d字。"
_NUMBERS = ("value", "low", "high", "average")


def _number(label: str, *, required: bool = False, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, min_value=0, max_digits=15, decimal_places=6, help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": "请填写数值。", "invalid": "请只填数字，例如 15.37。", "min_value": "不能小于0。",
            "max_digits": "数字太长，请核对。", "max_decimal_places": "小数位数太多，请核对。", "max_whole_digits": "数字太大，请核对。",
        },
    )  # fmt: skip


def _count(label: str, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=2_000_000_000, help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "请填整数。", "min_value": "应大于0。", "max_value": "数字太大，请核对。"},
    )  # fmt: skip


def _text(label: str, most: int, *, required: bool = True, hint: str = "") -> forms.CharField:
    said = {"required": f"请填写{label}。", "max_length": _LONG}
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, error_messages=said)


class ReadingForm(forms.Form):
    """A figure as it was published."""

    measure = forms.ModelChoiceField(
        label="统计指标", queryset=Measure.objects.none(), empty_label=None,
        error_messages={"required": "请选择统计指标。", "invalid_choice": "请从列表中选择统计指标。"},
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label="区域", queryset=Region.objects.none(), empty_label=None,
        error_messages={"required": "请选择区域。", "invalid_choice": "请从列表中选择区域。"},
    )  # fmt: skip
    value = _number("数值", required=True, hint="照公布的填写，例如 15.37")
    ruler = _text("测评口径", 60, hint="例如：全国公民科学素质调查（100分制，70分以上为具备）")
    publisher = _text("公布单位", 80, hint="例如：市科协")
    document = _text("文件或报告", 160, hint="文件名、文号、页码")
    day = forms.DateField(
        label="公布日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写公布日期。", "invalid": "日期不对，请写成 2026-03-05 的样子。"},
    )  # fmt: skip
    low, high = _number("区间下限"), _number("区间上限")
    size = _count("样本量", "有效样本的人数")
    rank = _count("排名")
    ranked = _text("排名范围", 40, required=False, hint="例如：全市8个县（区、市）")
    average = _number("平均值")
    averaged = _text("平均值范围", 40, required=False, hint="例如：全市、全省")
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around = [region.pk, *_above(region)]
        places = Region.objects.filter(Q(pk__in=around) | Q(parent=region)).exclude(kind=Region.Kind.PLACEHOLDER)
        _choose(self.fields["place"], places.order_by("code"))
        _choose(self.fields["measure"], Measure.objects.filter(kind=Measure.Kind.READING, retired=None))
        self.fields["place"].initial = region.pk
        self.fields["once"].initial = secrets.token_urlsafe(16)
        self.fields["day"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean(self) -> dict[str, Any]:
        """Refuse more decimal places than the measure keeps."""
        data = super().clean() or self.cleaned_data
        if measure := self._measure(data):
            for name in _NUMBERS:
                told = data.get(name)
                if told is not None and told != round(told, measure.scale):
                    self.add_error(name, f"最多{measure.scale}位小数。" if measure.scale else "应为整数。")
        return data

    def _measure(self, data: dict[str, Any]) -> Measure | None:
        return data.get("measure")

    def values(self) -> ReadingValues:
        """Return what was typed, in the measure's smallest unit."""
        data, measure = self.cleaned_data, self._measure(self.cleaned_data)
        assert measure
        value, low, high, average = (_scaled(data[name], measure.scale) for name in _NUMBERS)
        assert value is not None
        said = Published(
            data["publisher"], data["document"], data["ruler"], low, high, data["size"], data["rank"], data["ranked"],
            average, data["averaged"],
        )  # fmt: skip
        return ReadingValues(data["place"], data["day"], value, said)


class ReadingCorrectionForm(ReadingForm):
    """A published figure as it should be, why, and the revision that was corrected; the measure stays."""

    why = _text("更正原因", 200)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, fact: Fact, revision: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        del self.fields["measure"], self.fields["once"]
        said = fact.publication
        told = {
            name: getattr(said, name)
            for name in ("publisher", "document", "ruler", "size", "rank", "ranked", "averaged")
        }
        numbers = {"value": fact.quantity, "low": said.low, "high": said.high, "average": said.average}
        told |= {name: _unscaled(number, fact.measure.scale) for name, number in numbers.items()}
        told |= {"place": fact.region_id, "day": fact.day, "revision": revision}
        for name, value in told.items():
            self.fields[name].initial = value

    def _measure(self, data: dict[str, Any]) -> Measure | None:
        return self.fact.measure


class VoidForm(forms.Form):
    """Why a published figure is taken back."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    why = forms.CharField(
        label="作废原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明作废的原因。", "max_length": _LONG},
    )  # fmt: skip


def _above(region: Region) -> list[str]:
    found = []
    while region.parent:
        region = region.parent
        found.append(region.pk)
    return found


def _scaled(value: Decimal | None, scale: int) -> int | None:
    return None if value is None else int(value.scaleb(scale))


def _unscaled(number: int | None, scale: int) -> Decimal | None:
    return None if number is None else Decimal(number).scaleb(-scale)


def _choose(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
