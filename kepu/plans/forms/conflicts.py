"""Two people at one item: what stands now beside what the other typed, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms


@dataclass(frozen=True)
class Side:
    """One of two values of a field: as a form sends it, and as a person reads it."""

    raw: str
    shown: str


@dataclass(frozen=True)
class Difference:
    """A field with what stands now (`theirs`) and what the person typed (`mine`)."""

    name: str
    label: str
    theirs: Side
    mine: Side


def differences(current: forms.Form, typed: forms.Form) -> list[Difference]:
    """Return the fields that differ; `current` is filled from what stands, `typed` bound to what was sent."""
    return [d for d in _sides(current, typed) if d.theirs.raw != d.mine.raw]


def agreements(current: forms.Form, typed: forms.Form) -> list[Difference]:
    """Return the fields that do not differ, to be sent along."""
    return [d for d in _sides(current, typed) if d.theirs.raw == d.mine.raw]


def _sides(current: forms.Form, typed: forms.Form) -> list[Difference]:
    names = [name for name, field in typed.fields.items() if not isinstance(field.widget, forms.HiddenInput)]
    return [
        Difference(n, str(typed[n].label), _side(current[n], current[n].value()), _side(typed[n], typed[n].value()))
        for n in names
    ]


def _side(field: forms.BoundField, value: Any) -> Side:
    if isinstance(field.field, forms.BooleanField):
        return Side("on" if value else "", "是" if value else "否")
    raw = "" if value is None else str(value).replace("\r\n", "\n")
    if isinstance(field.field, forms.ChoiceField):  # also of models
        choices = cast("Iterable[tuple[Any, Any]]", field.field.choices)
        shown = next((str(label) for key, label in choices if str(key) == raw), raw)
        return Side(raw, shown)
    return Side(raw, raw or "（空）")
