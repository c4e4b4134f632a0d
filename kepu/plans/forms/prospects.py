"""The small form that asks what more a month would change."""

from decimal import Decimal

from django import forms

from kepu.plans.queries.breakdown.rules import read_number
from kepu.plans.queries.progress.needed import MOST


class MoreForm(forms.Form):
    """How much more is done in each month that is left."""

    more = forms.CharField(label="每月多完成", required=False, max_length=30,
                           error_messages={"max_length": "数字过长，请填1200这样的数。"})  # fmt: skip

    def clean_more(self) -> Decimal | None:
        """Return the number typed, None for nothing."""
        try:
            number = read_number(self.cleaned_data["more"])
        except ValueError as error:
            raise forms.ValidationError(f"{error}。") from None
        if number is not None and number > MOST:
            raise forms.ValidationError("数字过大，请核对。")
        return number
