"""The form of a work record: six fields, made for a phone."""

import secrets
from typing import Any

from django import forms
from django.utils import timezone

from kepu.ledger.access import recording_units
from kepu.ledger.forms.evidence import PhotographsForm
from kepu.ledger.kinds import CHOICES
from kepu.ledger.models import Audience, WorkRecord
from kepu.ledger.verbs import Work
from kepu.ledger.verbs.records import MOST_PERSON_TIMES
from kepu.people.access import office_region
from kepu.people.models import Account, Region, Unit
from kepu.people.queries import standing, township_of

_LEVELS = (Region.Level.COUNTY, Region.Level.TOWNSHIP, Region.Level.VILLAGE, Region.Level.PREFECTURE)


class PlaceField(forms.ModelChoiceField):
    """Where it was: the county, a township, or a village written with its township."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.name}　{obj.name}" if obj.level == Region.Level.VILLAGE and obj.parent else obj.name


class WorkForm(PhotographsForm):
    """What was done: day, place, kind, one sentence, for whom, how many; the host, who did it together, photographs."""

    unit = forms.ModelChoiceField(
        label="主办单位", queryset=Unit.objects.none(), empty_label=None,
        error_messages={"required": "请选择主办单位。", "invalid_choice": "请从列表中选择主办单位。"},
    )  # fmt: skip
    day = forms.DateField(
        label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "日期不对，请写成 2026-03-05 的样子。"},
    )  # fmt: skip
    place = PlaceField(
        label="地点", queryset=Region.objects.none(), empty_label="请选择",
        error_messages={"required": "请选择地点。", "invalid_choice": "请从列表中选择地点。"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="类型", choices=(("", "请选择"), *CHOICES),
        error_messages={"required": "请选择类型。", "invalid_choice": "请从列表中选择类型。"},
    )  # fmt: skip
    what = forms.CharField(
        label="做了什么", max_length=100, help_text="一句话，例如：冬季用电安全讲座",
        error_messages={"required": "请用一句话写明做了什么。", "max_length": "最多100字，现在有%(show_value)d字。"},
    )  # fmt: skip
    audience = forms.ChoiceField(
        label="主要对象", choices=(("", "请选择"), *Audience.choices),
        error_messages={"required": "请选择主要对象。", "invalid_choice": "请从列表中选择主要对象。"},
    )  # fmt: skip
    person_times = forms.IntegerField(
        label="人次", min_value=0, max_value=MOST_PERSON_TIMES, help_text="到场或在线参加的人次，按实际填写",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填写人次。", "invalid": "人次请填整数。", "min_value": "人次不能小于0。",
            "max_value": "人次最多100万，请核对。",
        },
    )  # fmt: skip
    partners = forms.ModelMultipleChoiceField(
        label="协办单位", queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "协办单位中有不在列表里的单位。"},
    )  # fmt: skip
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    person = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by: Account, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        places = Region.objects.inside(region).filter(level__in=_LEVELS).exclude(kind=Region.Kind.PLACEHOLDER)
        own = recording_units(by)
        _choose(self.fields["place"], places.select_related("parent").order_by("code"))
        _choose(self.fields["unit"], own)
        _choose(self.fields["partners"], Unit.objects.filter(standing(today), region__in=Region.objects.inside(region)))
        self.by = by
        self.fields["once"].initial = secrets.token_urlsafe(16)
        self.fields["person"].initial = by.pk
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        self.one_unit = own.first() if own.count() == 1 else None
        if self.one_unit:
            self.fields["unit"].initial = self.one_unit.pk
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["place"].initial = township_of(self.one_unit)

    def clean_person(self) -> int | None:
        """Refuse what another person typed in this browser before."""
        person: int | None = self.cleaned_data["person"]
        if person is not None and person != self.by.pk:
            raise forms.ValidationError("这条记录是另一个账号填写的，没有提交。请用那个账号登录后再提交。")
        return person

    def work(self) -> Work:
        """Return what was typed."""
        data = self.cleaned_data
        partners = tuple(unit for unit in data["partners"] if unit != data.get("unit"))
        return Work(
            data["day"], data["place"], data["kind"], data["what"], data["audience"], data["person_times"], partners
        )


class CorrectionForm(WorkForm):
    """A record as it should be, why, and the revision that was corrected; the host stays."""

    why = forms.CharField(
        label="更正原因", max_length=200,
        error_messages={"required": "请写明更正的原因。", "max_length": "最多200字，现在有%(show_value)d字。"},
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, by: Account, record: WorkRecord, **kwargs: Any) -> None:
        super().__init__(*args, by=by, region=office_region(record.unit.region), **kwargs)
        del self.fields["unit"], self.fields["once"], self.fields["photos"], self.fields["person"]
        for name in ("day", "place", "kind", "what", "audience", "person_times", "revision"):
            self.fields[name].initial = getattr(record, name)
        self.fields["partners"].initial = [one.unit_id for one in record.partnerships.all()]


class PolicyForm(forms.Form):
    """Whether records are reviewed before they count."""

    review = forms.ChoiceField(
        label="单位提交的工作记录", choices=(("no", "提交即计入"), ("yes", "先审核后计入")), widget=forms.RadioSelect,
        error_messages={"required": "请选择一项。", "invalid_choice": "请选择一项。"},
    )  # fmt: skip


class SeenForm(forms.Form):
    """A deed on a record as the person saw it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ReasonForm(SeenForm):
    """A deed that needs a reason."""

    why = forms.CharField(
        label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明原因。", "max_length": "最多200字，现在有%(show_value)d字。"},
    )  # fmt: skip


def _choose(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
