"""The forms of letters: clauses of a year, words of one letter, a day to answer by, an answer, a day of signing."""

from datetime import date
from typing import Any

from django import forms

from kepu.methods.workdays import add_workdays
from kepu.people.queries import workday_table
from kepu.plans.models import Letter, LetterTerms
from kepu.plans.verbs.letters.consulting import LONGEST_OPINION, LONGEST_REPLY
from kepu.plans.verbs.letters.terms import FIELDS, LONGEST, OWN_FIELDS
from kepu.plans.wording.counting import OFFERED
from kepu.ui.fields import PaperNumberField

_NO_DAY = {"required": "请填写日期。", "invalid": "日期不对，请按年-月-日填写。"}


class DayField(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=_NO_DAY, **kwargs
        )


def _lines(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请至少写一条。"},
    )  # fmt: skip


class TermsForm(forms.Form):
    """What all letters of a year say alike."""

    title = forms.CharField(label="标题", max_length=120)
    party = forms.CharField(label="甲方", max_length=80, help_text="下达责任书的一方，签章页据此打印。")
    number_pattern = forms.CharField(
        label="编号格式", max_length=40, help_text="{年度} 和 {序号} 由系统填写，序号按单位的官方排序编。"
    )
    term_from = DayField(label="责任期限起")
    term_to = DayField(label="责任期限止")
    expires_on = DayField(label="到期归档日期", help_text="过了这一天，已签订的责任书自动转为“已到期”。")
    groundwork = _lines("基础工作", "每行一项，用竖线隔开：事项｜要求｜时限。")
    provides = _lines("甲方支持保障", "每行一条。")
    reporting = _lines("报送与考核", "每行一条。")
    changes = _lines("变更", "每行一条。")
    others = _lines("其他", "每行一条：份数、机构改革后的承接等。")
    counting = _lines(
        "口径、数据来源和佐证",
        "每行一类，用竖线隔开：哪类目标｜口径｜数据来源｜佐证。哪类目标写计量单位（人次、场）、类型（覆盖）或目标中的词（4个字以上，"
        "如：公民具备科学素质的比例）；先按词找，再按单位、类型，都没有的用“其他”一行。",
    )

    def __init__(self, *args: Any, terms: LetterTerms, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(terms, name) for name in FIELDS}
        kwargs["initial"]["counting"] = terms.counting or "\n".join(OFFERED)
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """The clauses as the verb takes them; every kind of line break is one."""
        return {name: _unified(self.cleaned_data[name]) for name in FIELDS}


class LetterForm(forms.Form):
    """What one letter has of its own."""

    number = PaperNumberField(label="编号", max_length=40)
    provides = forms.CharField(
        label="对本单位的支持", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="资金、资源、培训等，每行一条，列在通用的支持保障之后。",
    )  # fmt: skip
    extra = forms.CharField(
        label="补充约定", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一条，列在“其他”的最后。",
    )  # fmt: skip

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(letter, name) for name in OWN_FIELDS}
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, str]:
        return {name: _unified(self.cleaned_data[name]) for name in OWN_FIELDS}


class UntilForm(forms.Form):
    until = DayField(label="反馈期限", help_text="这一天也算在内。")


def proposed_until(today: date) -> date:
    """Return by when comments are asked for unless the office says otherwise: within five workdays."""
    return add_workdays(today, 5, workday_table())


class SignedForm(forms.Form):
    signed_on = DayField(label="签订日期")


class ReasonForm(forms.Form):
    reason = forms.CharField(label="调整原因", max_length=200, error_messages={"required": "请写明调整原因。"})


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label="采纳情况", max_length=LONGEST_REPLY, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明采纳情况。"},
    )  # fmt: skip


class OpinionForm(forms.Form):
    """A unit's answer."""

    CHOICES = (("yes", "同意"), ("no", "有意见"))

    agrees = forms.ChoiceField(
        label="答复", choices=CHOICES, widget=forms.RadioSelect, error_messages={"required": "请选择“同意”或“有意见”。"}
    )
    text = forms.CharField(
        label="意见", required=False, max_length=LONGEST_OPINION, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="有意见的，请写明哪一条、怎样改、理由。",
    )  # fmt: skip
    signer = forms.CharField(label="填写人", required=False, max_length=40)

    def __init__(self, *args: Any, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            del self.fields["signer"]

    def values(self) -> dict[str, Any]:
        """The answer as the verb takes it."""
        said = self.cleaned_data
        return {"agrees": said["agrees"] == "yes", "text": said["text"], "signer": said.get("signer", "")}


class ChosenForm(forms.Form):
    """Which step is to be taken with which letters (or units, for drafting)."""

    STEPS = (
        ("draft", "拟稿"),
        ("consult", "征求意见"),
        ("approve", "审定"),
        ("print", "印制"),
        ("archive", "打包下载"),
    )

    step = forms.ChoiceField(choices=STEPS, error_messages={"invalid_choice": "请选择要办的事。"})
    scope = forms.ChoiceField(choices=(("chosen", "选中的"), ("all", "全部可以办的")), required=False)
    letter = forms.TypedMultipleChoiceField(coerce=int, required=False)
    unit = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, letters: list[int], units: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("letter", letters), ("unit", units)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = [(pk, pk) for pk in known]
            field.error_messages["invalid_choice"] = "选中的有变动，请刷新页面后重新选择。"


def _unified(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
