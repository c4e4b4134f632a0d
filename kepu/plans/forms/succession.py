"""Forms from plan to plan and towards the upper plan: one line each. What they send is checked again by the verbs."""

from typing import Any

from django import forms

from kepu.plans.models import Continuation, Intention, UpperAnswer
from kepu.plans.verbs import Answer, Decision

_TOO_LONG = {"max_length": "最多%(limit_value)d字，现有%(show_value)d字。请写短一些。"}


class IntentionForm(forms.Form):
    """What is meant to become of one item in the next period."""

    verdict = forms.ChoiceField(
        choices=Intention.Verdict.choices, error_messages={"required": "请选择延续、调整或结束。"}
    )
    value = forms.CharField(max_length=60, required=False, error_messages=_TOO_LONG)
    reason = forms.CharField(max_length=200, required=False, error_messages=_TOO_LONG)
    revision = forms.IntegerField(min_value=0, max_value=10**9)


class SettleForm(forms.Form):
    """What becomes of one old item, or that one is new; `known` are the ids of what the person saw settled of the two."""

    kind = forms.ChoiceField(choices=Continuation.Kind.choices)
    old = forms.CharField(max_length=12, required=False)
    new = forms.CharField(max_length=12, required=False)
    verdict = forms.ChoiceField(choices=Continuation.Verdict.choices, error_messages={"required": "请选择去向。"})
    reason = forms.CharField(max_length=200, required=False, error_messages=_TOO_LONG)
    known = forms.RegexField(r"^[\d,]{0,200}$", required=False)

    def clean(self) -> dict[str, Any]:
        """Without one of the two sides, carried and changed become ended or new: the person chose 没有对应."""
        values = super().clean() or self.cleaned_data
        if not values.get("new") and values.get("old"):
            values["verdict"] = Continuation.Verdict.ENDED
        return values

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(data["kind"], data["old"], data["new"], data["verdict"], data["reason"])

    def known_ids(self) -> list[int]:
        return [int(n) for n in self.cleaned_data["known"].split(",") if n]


class AnswerForm(forms.Form):
    """How one target of the upper plan is answered; `seen` is the id of the answer on the page, empty for none."""

    number = forms.IntegerField(min_value=0, max_value=10**6)
    verdict = forms.ChoiceField(choices=UpperAnswer.Verdict.choices, error_messages={"required": "请选择结论。"})
    own_key = forms.CharField(max_length=12, required=False)
    reason = forms.CharField(max_length=200, required=False, error_messages=_TOO_LONG)
    seen = forms.IntegerField(min_value=1, max_value=2**62, required=False)

    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(data["number"], data["verdict"], data["own_key"], data["reason"])


def decisions(rows: list[str]) -> list[Decision]:
    """Return the decisions that ticked lines sent, each as kind:old:new:verdict; what has another shape is left out."""
    parts = [row.split(":") for row in rows[:200]]
    return [Decision(p[0], p[1][:12], p[2][:12], p[3]) for p in parts if len(p) == 4]


def answers(rows: list[str]) -> list[Answer]:
    """Return the answers that ticked lines sent, each as number:verdict:own key; what has another shape is left out."""
    parts = [row.split(":") for row in rows[:200]]
    return [
        Answer(int(p[0]), p[1], p[2][:12])
        for p in parts
        if len(p) == 3 and p[0].isascii() and p[0].isdecimal() and len(p[0]) < 7
    ]
