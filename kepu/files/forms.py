"""The forms of scans: several files at once, a code typed by hand, a reason."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kepu.files.pictures import MAX_MB
from kepu.methods.papers.codes import normal
from kepu.people.models import Region

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".pdf")
MOST_FILES = 20
MOST_TOGETHER_MB = 55  # a little less than the proxy lets through


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, at most `most`; none only where the field is not required."""

    widget = FilesInput

    def __init__(self, *, most: int = MOST_FILES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError("请先拍照或选择文件。")
        if len(files) > self.most:
            raise forms.ValidationError(f"一次最多{self.most}个文件，请分批上传。")
        return list(files)


class UploadForm(forms.Form):
    """Photographs or scanned papers, and for which region where the person works for several."""

    pictures = FilesField(label="照片或扫描件")
    region = forms.ModelChoiceField(Region.objects.none(), label="区域", required=False, empty_label=None)

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = regions
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Region.objects.filter(pk__in=[region.pk for region in regions])
        field.initial = regions[0].pk if regions else None
        if len(regions) == 1:
            field.widget = forms.HiddenInput()

    def clean_region(self) -> Region:
        """The chosen region, else the first."""
        chosen: Region | None = self.cleaned_data["region"]
        return chosen or self.regions[0]


class AssignForm(forms.Form):
    """Which paper a scan is of: its code as printed, or one chosen from the list."""

    code = forms.CharField(label="校验码", max_length=30, required=False, help_text="印在每页页脚，如 7H3K9-PQ2XB。")
    sheet = forms.IntegerField(required=False, min_value=1, max_value=10**9)

    def clean_code(self) -> str:
        """The code without hyphens and spaces, in capitals."""
        text = self.cleaned_data["code"].strip()
        if not text:
            return ""
        code = normal(text)
        if code is None:
            raise forms.ValidationError("校验码不对：应为10位，不含0、1、I、L、O等易混的字。请对照页脚逐位核对。")
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a form with neither."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("code") and not cleaned.get("sheet"):
            raise forms.ValidationError("请输入校验码，或从列表中选择一份文书。")
        return cleaned


class DropForm(forms.Form):
    reason = forms.CharField(
        label="作废原因",
        max_length=200,
        error_messages={"required": "请写明作废的原因。", "max_length": "原因不超过200字。"},
    )


__all__ = ["ENDINGS", "MAX_MB", "MOST_FILES", "MOST_TOGETHER_MB", "AssignForm", "DropForm", "UploadForm"]
