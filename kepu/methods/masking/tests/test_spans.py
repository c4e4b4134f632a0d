"""Where the personal words stand: for the person who reads a letter and has to see them at once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.methods.masking import has_identity_number, mask, personal_spans


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请打13912345678找我", ["13912345678"]),
        ("电话139-1234-5678，或0991-8765432。", ["139-1234-5678", "0991-8765432"]),
        ("身份证11010119900307123X，邮箱wangxm@yunting.gov.cn", ["11010119900307123X", "wangxm@yunting.gov.cn"]),
        ("联系人：王小明，李庄村", ["小明"]),
        ("号码13811111111", ["13811111111"]),
        ("每年12月20日前，惠及5000人次。", []),
        ("", []),
    ],
)
def test_each_passage_is_found_whole(text, found):
    assert [text[start:end] for start, end in personal_spans(text)] == found


@given(st.text("王小明联系人：电话139 12345678-@a.x\n", max_size=60))
def test_there_are_passages_exactly_where_something_would_be_hidden(text):
    spans = personal_spans(text)
    assert bool(spans) == (mask(text) != text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] < right[0] for left, right in pairwise(spans))


def test_a_number_of_an_identity_card_is_known():
    assert has_identity_number("我的证件440304198506150011")
    assert not has_identity_number("2026000123号文，总额12345678元")
