"""What the page of a report sends back."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from kepu.accountability.verbs.reports import Answers, Ticks, Typed
from kepu.people.requests import whole_number

MAX_MB = 20
ENDINGS = (".docx", ".xlsx", ".pdf", ".jpg", ".jpeg", ".png", ".webp")


def answers_of(data: QueryDict) -> Answers:
    """Return what a form says: ``t-<task>-<heading>`` texts with ``r-…``, ``o-<task>`` objections, the two sets of ticks."""
    return Answers(
        texts={_key(name): _typed(data, name) for name in data if name.startswith("t-") and name.count("-") == 2},
        part=_ticks(data, "part"),
        none="none" in data,
        left_out=_ticks(data, "left"),
        objections={
            name[2:]: (_text(data, name), _text(data, f"os-{name[2:]}")) for name in data if name.startswith("o-")
        },
    )


def _text(data: QueryDict, name: str) -> str:
    return str(data.get(name) or "")


def _key(name: str) -> tuple[str, str]:
    _, task, prompt = name.split("-")
    return task, prompt


def _typed(data: QueryDict, name: str) -> Typed:
    """Return one text; where its writer saw what a colleague wrote and keeps to the own words, that is what was seen."""
    rest = name.removeprefix("t-")
    if over := _text(data, f"over-{rest}"):
        return Typed(_text(data, name), _number(over))
    revision, _, mark = _text(data, f"r-{rest}").partition(".")
    return Typed(_text(data, name), _number(revision), mark)


def _number(text: str) -> int:
    number = whole_number(text)
    return -1 if number is None else number


def _ticks(data: QueryDict, name: str) -> Ticks | None:
    if f"{name}-seen" not in data:
        return None
    return Ticks(frozenset(data.getlist(name)), frozenset(_text(data, f"{name}-seen").split(",")) - {""})


class RemarkForm(forms.Form):
    """What is to be mended."""

    remark = forms.CharField(
        label="需要修改什么",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明需要修改什么。"},
    )


class AnswerForm(forms.Form):
    """What became of an objection to the figures."""

    answer = forms.CharField(
        label="答复",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明答复。"},
    )


class EnterForm(forms.Form):
    """What a unit sent on paper or by file, and who signed it."""

    file = forms.FileField(
        label="来件原件", allow_empty_file=True,
        error_messages={"required": "请选择单位的来件。", "invalid": "没有收到文件，请重新选择。"},
    )  # fmt: skip
    signer = forms.CharField(label="来件签发人", max_length=40, required=False)

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large, empty, or by its name of no kind that is kept."""
        file: UploadedFile = self.cleaned_data["file"]
        name = file.name or ""
        if (file.size or 0) > MAX_MB * 1024 * 1024:
            raise forms.ValidationError(f"“{name}”超过 {MAX_MB} MB，没有保存。请降低清晰度或分开后再传。")
        if not file.size:
            raise forms.ValidationError(f"“{name}”是空文件，请重新选择。")
        if not name.lower().endswith(ENDINGS):
            raise forms.ValidationError(
                f"“{name}”不是可以留存的格式。请换成 Word（.docx）、Excel（.xlsx）、PDF 或照片。"
            )
        return file
