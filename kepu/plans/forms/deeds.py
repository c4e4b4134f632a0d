"""The forms of a deed: one for a phone that tells it, those by which the office decides, the one that moves a task."""

import secrets
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from kepu.people.models import Account, Unit
from kepu.plans.access import telling_units
from kepu.plans.models import TaskDeed, TaskState
from kepu.plans.models.deeds import BEGUN
from kepu.plans.queries.deeds import milestones_of, records_for, stands_of
from kepu.plans.queries.outside import Matter
from kepu.plans.verbs import Told

_STATES = tuple((str(state.value), str(state.label)) for state in BEGUN)
_MOST = {"max_length": "最多%(limit_value)d字，现在有%(show_value)d字。"}


class DeedForm(forms.Form):
    """What was done for a task: by whom, on which day, one sentence, what shows it, where the task then stands."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), empty_label=None,
        error_messages={"required": "请选择单位。", "invalid_choice": "请从列表中选择单位。"},
    )  # fmt: skip
    source = forms.ChoiceField(
        label="从工作记录带入（选填）", required=False, help_text="选了记录，日期和内容可以不填，照片随记录作为佐证。",
        error_messages={"invalid_choice": "请从列表中选择工作记录。"},
    )  # fmt: skip
    day = forms.DateField(
        label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期不对，请写成 2026-03-05 的样子。"},
    )  # fmt: skip
    what = forms.CharField(
        label="做了什么、有什么成效", max_length=200, required=False, error_messages=_MOST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="一句话，例如：印发《科普进校园工作机制》，28所学校配齐科学副校长。",
    )  # fmt: skip
    proof = forms.CharField(
        label="佐证材料", max_length=200, required=False, error_messages=_MOST,
        help_text="文件名称和文号、会议纪要、合同、报道等；已选工作记录的可以不填。",
    )  # fmt: skip
    target_key = forms.ChoiceField(
        label="达到的节点（选填）", required=False, error_messages={"invalid_choice": "请从列表中选择节点。"}
    )
    proposed = forms.ChoiceField(
        label="任务现在的状态", choices=_STATES, widget=forms.RadioSelect,
        error_messages={"required": "请选择任务现在的状态。", "invalid_choice": "请选择一项。"},
    )  # fmt: skip
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)

    def __init__(self, *args: Any, task: Matter, by: Account, deed: TaskDeed | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(telling_units(by, task)) if deed is None else [deed.unit]
        records = records_for(by, self.units, date(task.version.period_from or 1, 1, 1))
        self.records = {record.source: record for record in records}
        self._choose(task, deed)
        today = timezone.localdate()
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        self.fields["once"].initial = secrets.token_urlsafe(16)
        stand = stands_of(task.version.plan, task.key).get(task.key)
        begun = stand is not None and stand.state in BEGUN
        self.fields["proposed"].initial = stand.state if stand and begun else TaskState.UNDER_WAY
        if deed:
            for name in ("source", "day", "what", "proof", "target_key", "proposed", "revision"):
                self.fields[name].initial = getattr(deed, name)

    def _choose(self, task: Matter, deed: TaskDeed | None) -> None:
        """Offer the units, work records and milestones there are; what offers no choice is not asked."""
        unit, source, target = (self.fields[name] for name in ("unit", "source", "target_key"))
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in self.units])
        if len(self.units) == 1:
            unit.initial, unit.widget = self.units[0].pk, forms.HiddenInput()
        offered = [(record.source, record.words) for record in self.records.values()]
        if deed and deed.source and deed.source not in self.records:
            offered.append((deed.source, "原来选的工作记录"))
        _offer(source, offered, "不从工作记录带入")
        _offer(target, [(one.key, one.quote[:60]) for one in milestones_of(task)], "不对应具体节点")

    def clean(self) -> dict[str, Any]:
        """Take day and sentence from the work record where they were left out."""
        data = super().clean() or {}
        record = self.records.get(data.get("source", ""))
        if record:
            data["day"] = data.get("day") or record.row.day
            data["what"] = data.get("what") or record.row.what
        for name, words in (("day", "请填写日期。"), ("what", "请用一句话写明做了什么。")):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        if not data.get("source") and not data.get("proof") and "proof" not in self.errors:
            self.add_error("proof", "请写明佐证材料，或者选一条工作记录。")
        return data

    def told(self) -> Told:
        """Return what was typed."""
        data = self.cleaned_data
        return Told(data["day"], data["what"], data["proposed"], data["proof"], data["source"], data["target_key"])


class SeenForm(forms.Form):
    """A decision on a deed as the person saw it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ConfirmForm(SeenForm):
    """The state in which the office agrees that the task is."""

    agreed = forms.ChoiceField(
        label="任务状态",
        choices=_STATES,
        error_messages={"required": "请选择任务状态。", "invalid_choice": "请选择一项。"},
    )


class ReasonForm(SeenForm):
    """A decision that needs a reason."""

    why = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明原因。", **_MOST})


class MoveForm(forms.Form):
    """Where a task stands, said by hand and why; `move` is the last move that the person saw, 0 for none."""

    to = forms.ChoiceField(
        label="改为",
        choices=TaskState.choices,
        error_messages={"required": "请选择状态。", "invalid_choice": "请选择一项。"},
    )
    why = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明原因。", **_MOST})
    move = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


def _offer(field: forms.Field, choices: list[tuple[str, str]], none: str) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", none), *choices]
    if not choices:
        field.widget = forms.HiddenInput()
