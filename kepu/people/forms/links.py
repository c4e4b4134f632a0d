"""Forms about one-time links."""

import unicodedata

from django import forms

from kepu.people.verbs.links import DAYS, MOST_DAYS


class LinkCodeForm(forms.Form):
    """The six digits told by telephone, as a person types them."""

    code = forms.CharField(
        label="验证码", max_length=20, help_text="6位数字，由发链接的办公室电话告知。",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "data-nokeep": True}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Take full-width digits and spaces between them; anything else is no code and costs no try."""
        code = "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())
        if not (code.isascii() and code.isdecimal() and len(code) == 6):
            raise forms.ValidationError("验证码是6位数字，请核对后重新输入。")
        return code


class IssueLinkForm(forms.Form):
    """For how long a link is to be valid."""

    days = forms.IntegerField(
        label="有效天数",
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS,
        help_text=f"1至{MOST_DAYS}天，到期当天仍可打开。",
    )
