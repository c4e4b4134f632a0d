"""What residents ask and what the office does with it."""

import secrets
from typing import Any

from django import forms
from django.utils import timezone

from kepu.inbox.contacts import Contact
from kepu.inbox.models import Question
from kepu.inbox.telephones import tidy_phone
from kepu.inbox.verbs import QuestionValues, ReleaseValues
from kepu.inbox.verbs.questions.asking import LONGEST, SHORTEST
from kepu.inbox.verbs.questions.standing import LONGEST_ANSWER
from kepu.methods.masking import mask
from kepu.people.models import Region, Unit
from kepu.people.queries import standing, townships_of
from kepu.people.verbs import BadInput

STATEMENT = "我已看过公开的内容，其中没有国家秘密、工作秘密、商业秘密和个人隐私，可以公开。"
MOST_ONCE = 64


class Words(forms.CharField):
    """A text of several lines: line breaks are one character each, as the reader counts them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


def _too(what: str) -> dict[str, str]:
    return {"required": f"请填写{what}。", "max_length": f"{what}最多%(limit_value)d字，现在有%(show_value)d字。"}


class QuestionForm(forms.Form):
    """What a resident asks. `website` is for programs that fill in everything; people leave it empty."""

    kind = forms.ChoiceField(
        label="您想", choices=((Question.Kind.QUESTION, "提问"), (Question.Kind.SUGGESTION, "提建议")),
        widget=forms.RadioSelect, initial=Question.Kind.QUESTION,
        error_messages={"required": "请选择提问还是提建议。", "invalid_choice": "请选择提问还是提建议。"},
    )  # fmt: skip
    text = Words(
        label="想说的话", min_length=SHORTEST, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"{SHORTEST}到{LONGEST}字。不必写姓名、电话、身份证号。",
        error_messages={
            "required": "请写下您想问的或建议的。",
            "min_length": f"请写得具体一些，至少{SHORTEST}个字，现在有%(show_value)d个字。",
            "max_length": f"最多{LONGEST}字，现在有%(show_value)d字，请分两次写。",
        },
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label="您在哪个乡镇（街道）", queryset=Region.objects.none(), empty_label="（不选）", required=False,
        error_messages={"invalid_choice": "请从列表中选择乡镇（街道）。"},
    )  # fmt: skip
    name = forms.CharField(
        label="怎么称呼您", max_length=20, required=False, error_messages={"max_length": "称呼最多20个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "data-nokeep": True}),
    )  # fmt: skip
    phone = forms.CharField(
        label="电话", max_length=30, required=False, error_messages={"max_length": "电话太长，请核对。"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "data-nokeep": True}),
    )  # fmt: skip
    website = forms.CharField(label="请不要填写这一栏", required=False, max_length=200)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_ONCE)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = townships_of(region)  # type: ignore[attr-defined]
        self.fields["once"].initial = secrets.token_urlsafe(16)

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        try:
            return tidy_phone(phone, local=True) if phone else ""
        except BadInput as error:
            raise forms.ValidationError(str(error)) from error

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("这一栏是用来挡住垃圾信息的，请清空后再提交。")
        return ""

    def values(self) -> QuestionValues:
        """Return what was asked."""
        data = self.cleaned_data
        contact = Contact(data["name"].strip(), data["phone"])
        return QuestionValues(text=data["text"], kind=data["kind"], place=data["place"], contact=contact)


class SeenForm(forms.Form):
    """A deed on a question as the person saw it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{type(self).__name__.lower()}-%s"  # several such forms stand on one page
        self.fields["revision"].initial = question.revision


class AssignForm(SeenForm):
    """Which unit is to draft the answer; none is the office itself."""

    unit = forms.ModelChoiceField(
        label="承办单位", queryset=Unit.objects.none(), empty_label="（由本办直接答复）", required=False,
        error_messages={"invalid_choice": "请从列表中选择单位。"},
    )  # fmt: skip

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, question=question, **kwargs)
        units = Unit.objects.filter(standing(timezone.localdate()), region__in=Region.objects.inside(question.region))
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = question.unit_id


class AnswerForm(SeenForm):
    """The answer that is sent."""

    text = Words(
        label="答复", max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 8}), error_messages=_too("答复"),
        help_text="发出后，来信人凭查询码马上可以看到；发错了请点“重新办理”收回，改好再发。",
    )  # fmt: skip

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, question=question, **kwargs)
        self.fields["text"].initial = question.answer


class DraftForm(AnswerForm):
    """The answer that a unit proposes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = "交给纲要办审看后由其发出。"


class DeclineForm(SeenForm):
    """Why a question is not taken on."""

    reason = Words(
        label="理由", max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="来信人凭查询码看到这段话。请说明为什么不办、可以找谁。", error_messages=_too("不予受理的理由"),
    )  # fmt: skip


class ReopenForm(SeenForm):
    """Nothing but what was seen."""


class ReleaseForm(SeenForm):
    """What the public will read: proposed with what is personal hidden, worded by a person."""

    text = Words(
        label="公开的问题",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=_too("公开的问题"),
    )
    answer = Words(
        label="公开的答复",
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=_too("公开的答复"),
    )
    statement = forms.BooleanField(label=STATEMENT, error_messages={"required": "请先勾选保密审查意见。"})
    kept = forms.BooleanField(label="其中的电话等是公开的办公电话，可以公开。", required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, question=question, **kwargs)
        self.fields["text"].initial = question.public_text or mask(question.text)
        self.fields["answer"].initial = question.public_answer or mask(question.answer)

    def values(self) -> ReleaseValues:
        """Return what is to be public."""
        data = self.cleaned_data
        return ReleaseValues(data["text"], data["answer"], data["statement"], data["kept"])
