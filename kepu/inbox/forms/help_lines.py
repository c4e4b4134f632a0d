"""The table of telephones: one small form a place, all sent together."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kepu.inbox.models import HelpLine
from kepu.inbox.telephones import EXAMPLE, tidy_hours, tidy_phone
from kepu.inbox.verbs import LineValues
from kepu.inbox.verbs.help_lines import LONGEST_HOURS, LONGEST_STAFF
from kepu.people.models import Region
from kepu.people.verbs import BadInput

FIELDS = ("phone", "staffed_by", "hours")


class HelpLineForm(forms.Form):
    """A place's telephone; all three empty is none. What the page showed is sent along, field by field."""

    phone = forms.CharField(
        label="电话", max_length=30, required=False, error_messages={"max_length": "电话太长，请核对。"}
    )
    staffed_by = forms.CharField(
        label="由谁接听",
        max_length=LONGEST_STAFF,
        required=False,
        error_messages={"max_length": f"最多{LONGEST_STAFF}字。"},
    )
    hours = forms.CharField(
        label="接听时间", max_length=LONGEST_HOURS, required=False,
        widget=forms.TextInput(attrs={"placeholder": EXAMPLE}), error_messages={"max_length": f"最多{LONGEST_HOURS}字。"},
    )  # fmt: skip
    seen_phone = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    seen_staffed_by = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    seen_hours = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, data: Mapping[str, Any] | None, *, place: Region, line: HelpLine | None) -> None:
        values = {name: getattr(line, name) if line else "" for name in FIELDS}
        initial = values | {f"seen_{name}": value for name, value in values.items()}
        super().__init__(data, prefix=place.pk, initial=initial)
        self.place = place
        for name in FIELDS:
            self.fields[name].widget.attrs["aria-label"] = f"{place.name}：{self.fields[name].label}"

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        given = [name for name in FIELDS if data.get(name)]
        if given and not self.errors:
            for name in FIELDS:
                if not data[name]:
                    self.add_error(name, f"请填写{self.fields[name].label}；没有电话的，三项都留空。")
            self._tidy("phone", tidy_phone)
            self._tidy("hours", tidy_hours)
        return data

    def _tidy(self, name: str, tidy: Any) -> None:
        if self.cleaned_data.get(name):
            try:
                self.cleaned_data[name] = tidy(self.cleaned_data[name])
            except BadInput as error:
                self.add_error(name, str(error))


def help_line_forms(
    table: Iterable[tuple[Region, HelpLine | None]], data: Mapping[str, Any] | None = None
) -> list[HelpLineForm]:
    """Return a form for each place, bound to `data` when something was sent."""
    return [HelpLineForm(data, place=place, line=line) for place, line in table]


def lines_of(forms: Iterable[HelpLineForm]) -> dict[str, LineValues]:
    """Return what valid forms say, by the place's code."""
    return {form.place.pk: LineValues(*(form.cleaned_data[name] for name in FIELDS)) for form in forms}


def seen_of(forms: Iterable[HelpLineForm]) -> dict[str, LineValues]:
    """Return what the person had before him, by the place's code."""
    return {form.place.pk: LineValues(*(form.cleaned_data[f"seen_{name}"] for name in FIELDS)) for form in forms}
