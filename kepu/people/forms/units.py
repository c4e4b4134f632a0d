"""Forms about units and the people who answer for them."""

from typing import Any

from django import forms

from kepu.people.models import Membership, Region, Unit, UnitSuccession
from kepu.people.verbs import MemberValues, ReformValues, UnitValues
from kepu.ui.fields import PaperNumberField


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UnitForm(forms.Form):
    """What is said of a unit; the parent is one of the same region."""

    name = forms.CharField(label="单位名称", max_length=80, help_text="与公章一致的全称。")
    kind = forms.ChoiceField(label="类别", choices=Unit.Kind.choices)
    affiliation = forms.ChoiceField(label="隶属", choices=Unit.Affiliation.choices)
    order = forms.IntegerField(
        label="官方排序", min_value=0, max_value=99_999, initial=1000, help_text="名单和表格按此排列，数字小的在前。"
    )
    parent = forms.ModelChoiceField(
        label="上级单位", queryset=Unit.objects.none(), empty_label="（不选）", required=False
    )

    def __init__(self, *args: Any, region: Region, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit:
            kwargs.setdefault(
                "initial", {f: getattr(unit, f) for f in ("name", "kind", "affiliation", "order", "parent")}
            )
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(region=region, until__isnull=True)
        self.fields["parent"].queryset = units.exclude(pk=unit.pk) if unit else units  # type: ignore[attr-defined]

    def values(self) -> UnitValues:
        return UnitValues(**self.cleaned_data)


class AliasForm(forms.Form):
    name = forms.CharField(label="名称变体", max_length=80, help_text="文件中对这个单位的其他写法，如“县教体局”。")


class MemberForm(forms.ModelForm):
    """Who answers for a unit from a day on."""

    on = forms.DateField(label="自哪天起", widget=Day(), help_text="原来的一行到前一天为止，历史保留。")

    class Meta:
        model = Membership
        fields = ("group_post", "leader", "leader_post", "office", "liaison", "phone", "stand_in")

    def values(self) -> MemberValues:
        return MemberValues(**{name: self.cleaned_data[name].strip() for name in self.Meta.fields})

    def _post_clean(self) -> None:
        """Nothing is checked or set on the row here: the verb does."""


class LiaisonForm(forms.ModelForm):
    """What a unit itself says of who answers for it; its post in the leading group is not its own to say."""

    class Meta:
        model = Membership
        fields = ("leader", "leader_post", "office", "liaison", "phone", "stand_in")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["liaison"].required = self.fields["phone"].required = True

    def values(self, line: Membership | None) -> MemberValues:
        post = line.group_post if line else ""
        return MemberValues(group_post=post, **{name: self.cleaned_data[name].strip() for name in self.Meta.fields})

    def _post_clean(self) -> None:
        """As in `MemberForm`: the verb checks and sets."""


class ReformForm(forms.Form):
    """What happened to a unit."""

    change = forms.ChoiceField(label="变动", choices=UnitSuccession.Change.choices, widget=forms.RadioSelect)
    on = forms.DateField(label="生效日期", widget=Day())
    paper = PaperNumberField(label="文号或依据", max_length=80)
    new = forms.ModelChoiceField(
        label="承接单位",
        queryset=Unit.objects.none(),
        empty_label="（不选）",
        required=False,
        help_text="并入、职能划转的，选已有的单位；承接单位是新设的，填下一项。",
    )
    new_name = forms.CharField(
        label="新单位名称", max_length=80, required=False, help_text="更名，或承接单位是新设的，填写与公章一致的全称。"
    )
    remark = forms.CharField(label="说明", max_length=200, required=False, help_text="职能划转时写明划转的职能。")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(region=unit.region, until__isnull=True).exclude(pk=unit.pk)
        self.fields["new"].queryset = units  # type: ignore[attr-defined]

    def values(self) -> ReformValues:
        return ReformValues(**self.cleaned_data)


class OwnAreaForm(forms.Form):
    name = forms.CharField(label="功能区名称", max_length=60, help_text="如开发区、园区、管委会。")
    code = forms.CharField(label="代码", max_length=12, required=False, help_text="留空则自动编号（第7至9位从901起）。")
