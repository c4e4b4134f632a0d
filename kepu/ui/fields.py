"""Fields of forms that more than one app asks for."""

import re
from typing import Any

from django import forms

_YEAR = re.compile(r"\s*[\[［【(（〔〖]\s*([12１２]\d{3})\s*[\]］】)）〕〗]\s*(第?)\s*(\d{1,5})\s*号")


def paper_number(text: str) -> str:
    """Return a text with the numbers of papers as GB/T 9704 writes them: 县府办[2027] ３号 is 县府办〔2027〕3号.

    What is no number of a paper stays: （2026—2030年）, （2026）.
    """
    return _YEAR.sub(lambda found: f"〔{int(found[1])}〕{found[2]}{int(found[3])}号", text)


class PaperNumberField(forms.CharField):
    """A number of a paper, or a text that names one; brackets and digits are put right."""

    def to_python(self, value: Any) -> str:
        return paper_number(super().to_python(value) or "")
