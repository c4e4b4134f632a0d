"""Input of the desk's own pages, cleaned."""

from typing import Any

from django import forms


class PartsForm(forms.Form):
    """Shown at /desk/parts/ empty, and after 检查 with its errors."""

    name = forms.CharField(label="方案名称", max_length=20, help_text="与文件标题一致，不加书名号。")
    number = forms.CharField(
        label="发文字号", required=False, widget=forms.TextInput(attrs={"placeholder": "如 县政办〔2026〕12号"})
    )
    issued = forms.DateField(label="印发日期", widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.ChoiceField(
        label="公开方式", choices=[("", "请选择"), ("open", "主动公开"), ("asked", "依申请公开"), ("no", "不予公开")]
    )
    audience = forms.MultipleChoiceField(
        label="重点人群",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("youth", "青少年"),
            ("farmers", "农民"),
            ("workers", "产业工人"),
            ("elderly", "老年人"),
            ("officials", "领导干部和公务员"),
        ],
    )
    remark = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label="已核对，文件不含涉密内容", help_text="上传前请按保密规定自查。")


class TrailForm(forms.Form):
    """What an auditor looks for."""

    who = forms.CharField(label="办理人", required=False, max_length=40)
    verb = forms.ChoiceField(label="操作", required=False)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, verbs: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if verbs is None:
            del self.fields["verb"]
        else:
            self.fields["verb"].choices = [("", "全部"), *verbs.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "截止日期早于起始日期，请调整。")
        return cleaned
