"""Forms about accounts and roles."""

from typing import Any

from django import forms
from django.conf import settings

from kepu.people.forms.units import Day
from kepu.people.models import REGION_ROLES, UNIT_ROLES, Region, Role, Unit


class PersonForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="电话", max_length=30, required=False)


class AccountForm(PersonForm):
    username = forms.CharField(label="登录名", max_length=40, help_text="以字母开头，如姓名的拼音；建立后不能修改。")
    field_order = ("username", "name", "phone")


class RoleForm(forms.Form):
    """A role with its scope and dates; only the scope that the role asks for is looked at."""

    role = forms.ChoiceField(label="角色", choices=Role.choices)
    unit = forms.ModelChoiceField(
        label="单位",
        queryset=Unit.objects.none(),
        empty_label="（不选）",
        required=False,
        help_text="联络员、科室负责人、分管领导须选。",
    )
    region = forms.ModelChoiceField(
        label="区域",
        queryset=Region.objects.none(),
        empty_label="（不选）",
        required=False,
        help_text="纲要办、上级查阅须选。",
    )
    since = forms.DateField(label="起始日期", widget=Day())
    until = forms.DateField(label="截止日期", widget=Day(), required=False, help_text="留空表示长期。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = Region.objects.filter(pk=settings.HOME_REGION).first()
        inside = Region.objects.inside(home) if home else Region.objects.none()
        units = Unit.objects.filter(region__in=inside, until__isnull=True)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["region"].queryset = _offices(home)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        role = data.get("role")
        if role in UNIT_ROLES and not data.get("unit"):
            self.add_error("unit", "这个角色须指定单位。")
        if role in REGION_ROLES and not data.get("region"):
            self.add_error("region", "这个角色须指定区域。")
        return data


def _offices(home: Region | None) -> Any:
    """The home region, those above it (for readers), and the counties inside it."""
    if home is None:
        return Region.objects.none()
    above = [home.code[:length].ljust(12, "0") for length in (2, 4, 6)]
    levels = (Region.Level.PROVINCE, Region.Level.PREFECTURE, Region.Level.COUNTY)
    inside = Region.objects.inside(home).filter(level__in=levels)
    return (Region.objects.filter(pk__in=above) | inside).exclude(kind=Region.Kind.PLACEHOLDER)
