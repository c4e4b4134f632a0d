"""The form of a new access token."""

from django import forms

from kepu.people.models import AccessToken
from kepu.people.verbs.tokens import DAYS, MOST_DAYS

_DAYS = ((30, "30天"), (DAYS, f"{DAYS}天"), (180, "180天"), (MOST_DAYS, "一年"))


class TokenForm(forms.Form):
    """What a token is for, and for how long."""

    name = forms.CharField(
        label="用途", max_length=40, help_text="哪个系统、哪个程序使用，例如“县政务数据平台”，以后凭它辨认。"
    )
    scope = forms.ChoiceField(
        label="权限", choices=AccessToken.Scope.choices, initial=AccessToken.Scope.READ, required=False,
        help_text="只取数据的选“只读”；要由程序填报工作记录的选“读取和填报工作记录”，填报的记录算您填的。",
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label="有效期", coerce=int, choices=_DAYS, initial=DAYS, help_text="到期后重新生成。用不了这么久的，选短的。"
    )

    def clean_scope(self) -> str:
        """Take what was not chosen for read only."""
        return self.cleaned_data["scope"] or AccessToken.Scope.READ.value
