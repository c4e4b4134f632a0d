"""Numbers of papers are written with six-cornered brackets, whatever was typed."""

import pytest
from django import forms

from kepu.ui.fields import PaperNumberField, paper_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("清科组发〔2026〕3号", "清科组发〔2026〕3号"),
        ("清科组发[2027]1号", "清科组发〔2027〕1号"),
        ("清科组发【2027】 1 号", "清科组发〔2027〕1号"),
        ("清科组发（２０２７）１２号", "清科组发〔2027〕12号"),
        ("清科组发(2027)第03号", "清科组发〔2027〕第3号"),
        ("县政府专题会议纪要 [2026] 5号、清委办[2026]9号", "县政府专题会议纪要〔2026〕5号、清委办〔2026〕9号"),
        ("实施方案（2026—2030年）", "实施方案（2026—2030年）"),
        ("纪要（2026）", "纪要（2026）"),
        ("2026年3月5日批示", "2026年3月5日批示"),
        ("", ""),
    ],
)
def test_a_number_of_a_paper_is_put_right(typed, kept):
    assert paper_number(typed) == kept


def test_a_form_keeps_the_number_as_it_should_be():
    class NumberForm(forms.Form):
        paper = PaperNumberField(max_length=20)

    form = NumberForm({"paper": " 清委办[2026]9号 "})
    assert form.is_valid()
    assert form.cleaned_data == {"paper": "清委办〔2026〕9号"}
    assert "paper" in NumberForm({"paper": ""}).errors
