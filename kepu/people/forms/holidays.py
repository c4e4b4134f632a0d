"""A year's notice of days off as it is pasted in."""

from typing import Any

from django import forms

from kepu.people.models import HolidayNotice
from kepu.people.verbs.holidays import LONGEST_PAPER, LONGEST_TEXT


class HolidayForm(forms.Form):
    """The notice of one year: its number, its words, and the revision of what the person saw (0 for nothing)."""

    paper = forms.CharField(
        label="文号", max_length=LONGEST_PAPER, required=False, help_text="如：国办发明电〔2025〕7号。"
    )
    text = forms.CharField(
        label="通知正文", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="粘贴“一、元旦：……”到“七、国庆节：……”各条；本地另加的假日接在后面另起一行，如“三月三：4月9日至10日放假。”",
        error_messages={"required": "请粘贴通知正文。"},
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput(attrs={"data-nokeep": ""}), min_value=0)

    def __init__(self, *args: Any, notice: HolidayNotice | None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "paper": notice.paper if notice else "", "text": notice.text if notice else "",
            "revision": notice.revision if notice else 0,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
