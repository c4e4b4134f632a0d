"""Photographs and files of a work record, chosen on the phone; each is read before anything is written."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kepu.files.forms import ENDINGS, MAX_MB, FilesField
from kepu.files.photographs import photographed
from kepu.ledger.verbs.evidence import MOST, Named
from kepu.methods.planread.extract.refused import Refused

ACCEPT = ",".join(ENDINGS)
__all__ = ["ACCEPT", "MAX_MB", "DropEvidenceForm", "EvidenceForm", "PhotographsForm"]


class PhotographsForm(forms.Form):
    """A form with photographs; `named` are those read, once the form is valid."""

    photos = FilesField(label="照片和文件", required=False, most=MOST)
    named: tuple[Named, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Read the photographs when everything else is right; one that cannot be read is named."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            found = [_read(file) for file in cleaned.get("photos", [])]
            problems = [one for one in found if isinstance(one, str)]
            self.named = tuple(one for one in found if not isinstance(one, str))
            if problems:
                self.add_error("photos", [*problems, "填写的内容都还在；照片请重新选择，换掉或去掉上面说明的。"])
        return cleaned


class EvidenceForm(PhotographsForm):
    """Photographs that come to a record later."""

    photos = FilesField(label="照片和文件", most=MOST)


class DropEvidenceForm(forms.Form):
    """Why a photograph is taken away."""

    why = forms.CharField(
        label="撤下原因", max_length=200,
        error_messages={"required": "请写明撤下的原因。", "max_length": "最多200字，现在有%(show_value)d字。"},
    )  # fmt: skip


def _read(file: UploadedFile) -> Named | str:
    """Return a name and what is kept, or what is wrong with the file."""
    name = file.name or "照片"
    if (file.size or 0) > MAX_MB * 1024 * 1024:
        return f"“{name}”超过 {MAX_MB} MB，没有保存。请降低清晰度后再传。"
    try:
        return name, photographed(file.read())
    except Refused as refused:
        return f"“{name}”：{refused}"
