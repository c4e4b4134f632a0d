"""The form by which the office's own template comes in."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

MAX_MB = 5


class TemplateForm(forms.Form):
    """One .docx."""

    file = forms.FileField(
        label="模板文件",
        allow_empty_file=True,
        error_messages={"required": "请选择模板文件。", "invalid": "没有收到文件，请重新选择。"},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse by name and size what is no .docx; what is in it is looked at later."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_MB * 1024 * 1024:
            raise forms.ValidationError(f"“{file.name}”超过 {MAX_MB} MB。请压缩其中的图片后再上传。")
        if not (file.name or "").lower().endswith(".docx"):
            raise forms.ValidationError(f"“{file.name}”不是 .docx 文件。请在文字处理软件中另存为 .docx 后再上传。")
        return file
