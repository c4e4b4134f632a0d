"""The form that opens an amendment."""

from django import forms

from kepu.ui.fields import PaperNumberField


class AmendForm(forms.Form):
    """Why the plan is changed and by which paper: an item of the amendment rests on them."""

    reason = forms.CharField(
        label="调整原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写调整原因。"},
    )  # fmt: skip
    paper = PaperNumberField(
        label="调整依据文号", max_length=120, help_text="如“云科组发〔2027〕1号”；会议议定的写会议纪要文号。",
        error_messages={"required": "请填写调整依据的文号。"},
    )  # fmt: skip
