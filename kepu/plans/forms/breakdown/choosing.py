"""How a target is broken down, and the sets that coverage is counted against."""

from typing import Any

from django import forms
from django.core import signing

from kepu.people.models import Region
from kepu.plans.models import Breakdown, Target, Universe
from kepu.plans.queries.breakdown.rules import default_adding
from kepu.plans.verbs.breakdown.universes import LONGEST_NAME, Seen, seen_of

_SALT = "plans.universe"


class ChooseForm(forms.Form):
    """Over what, how added, against which set."""

    over = forms.ChoiceField(label="分解到", choices=Breakdown.Over.choices)
    adding = forms.ChoiceField(label="合计方式", choices=Breakdown.Adding.choices)
    universe = forms.ModelChoiceField(
        Universe.objects.none(), label="覆盖范围", required=False, empty_label="不用",
        help_text="覆盖类、“每个……”类目标按它算出应有多少个。",
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "choose-%s")
        super().__init__(*args, **kwargs)
        field = self.fields["universe"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Universe.objects.filter(region=region)

    @classmethod
    def of(cls, target: Target, breakdown: Breakdown | None, region: Region) -> "ChooseForm":
        """Return the form with what stands, or with what the target's kind suggests."""
        row = breakdown or Breakdown(over=Breakdown.Over.YEARS, adding=default_adding(target)[0])
        initial = {"over": row.over, "adding": row.adding, "universe": row.universe_id, "revision": row.revision}
        return cls(initial=initial, region=region)


class UniverseForm(forms.Form):
    """A set: its name, kind, and for a list its members, one a line."""

    name = forms.CharField(label="名称", max_length=LONGEST_NAME, help_text="如“全县中学”“各乡镇（街道）”。")
    kind = forms.ChoiceField(label="类别", choices=Universe.Kind.choices)
    members = forms.CharField(
        label="名单", required=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="自定名单一行一个；选各乡镇（街道）、各村（社区）的不用填，保存时按现有区划取。",
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, universe: Universe | None) -> "UniverseForm":
        """Return the form of a set as it is, or of a new one."""
        if universe is None:
            return cls()
        name, kind, members = seen_of(universe)
        shown = "\n".join(members) if kind == Universe.Kind.LIST else ""
        seen = signing.dumps([name, kind, members], salt=_SALT, compress=True)
        return cls(initial={"name": name, "kind": kind, "members": shown, "seen": seen})

    def seen_values(self) -> Seen | None:
        """Return the set as the person saw it; None for a new one, or when it is not ours."""
        try:
            name, kind, members = signing.loads(self.cleaned_data["seen"], salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return name, kind, members
