"""A wrong value is refused in the office's words, on every form."""

import pytest
from django import forms


class OddForm(forms.Form):
    name = forms.CharField(max_length=4, min_length=2)
    year = forms.IntegerField(min_value=1990, max_value=2100)
    value = forms.DecimalField(max_digits=6, decimal_places=2)
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "甲")])


GOOD = {"name": "县科协", "year": "2026", "value": "12.5", "day": "2026-03-05", "kind": "a"}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "请填写这一项。"),
        ("name", "县科学技术协会", "最多4个字，现在有7个，请删减。"),
        ("name", "县", "至少2个字，现在只有1个。"),
        ("year", "二〇二六", "请填写整数，如 12。"),
        ("year", "99999", "请填写不大于2100的数。"),
        ("year", "26", "请填写不小于1990的数。"),
        ("value", "三万", "请填写数字，如 12、0.5。"),
        ("value", "NaN", "请填写数字，如 12、0.5。"),
        ("value", "1.234", "小数最多2位。"),
        ("value", "12345.6", "数字过大，整数部分最多4位。"),
        ("value", "1234567", "数字太长，最多6位。"),
        ("day", "2026-13-05", "日期请写成 2026-03-05 的样子。"),
        ("kind", "z", "没有“z”这一项，请从列出的选项中选择。"),
    ],
)
def test_a_wrong_value_is_refused_in_words(field, typed, words):
    assert OddForm({**GOOD, field: typed}).errors == {field: [words]}


def test_right_values_are_taken():
    assert OddForm(GOOD).is_valid()
