"""The form by which a document comes in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kepu.people.models import Region

ACCEPTED = (".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".mht", ".txt", ".md")
MAX_MB = 20


class UploadForm(forms.Form):
    """A file, and the region when the person is of several offices."""

    region = forms.ModelChoiceField(Region.objects.none(), label="区域")
    file = forms.FileField(
        label="方案文件",
        allow_empty_file=True,
        error_messages={"required": "请选择方案文件。", "invalid": "没有收到文件，请重新选择。"},
    )

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Region.objects.filter(pk__in=[r.pk for r in regions])
        field.empty_label = None
        if len(regions) == 1:
            field.required = False
            field.widget = forms.HiddenInput()
            field.initial = regions[0].pk
        self.regions = regions

    def clean_region(self) -> Region:
        """The only region, or the chosen one."""
        chosen: Region | None = self.cleaned_data["region"]
        return chosen or self.regions[0]

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large, empty, or by its name of no kind that can be read."""
        file: UploadedFile = self.cleaned_data["file"]
        name = file.name or ""
        if (file.size or 0) > MAX_MB * 1024 * 1024:
            raise forms.ValidationError(f"“{name}”超过 {MAX_MB} MB，没有保存。请压缩图片或拆分后再传。")
        if not file.size:
            raise forms.ValidationError(f"“{name}”是空文件，请重新选择。")
        if not name.lower().endswith(ACCEPTED):
            raise forms.ValidationError(f"“{name}”不是可以读取的格式。请换成 Word、PDF（文字版）、网页或文本文件。")
        return file
