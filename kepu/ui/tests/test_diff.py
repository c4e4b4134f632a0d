"""The difference of two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kepu.ui.diff import Part, diff


def test_equal_texts_have_one_run():
    assert diff("每年", "每年") == [Part("same", "每年")]


def test_two_empty_texts_have_none():
    assert diff("", "") == []


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"), [("5000人次", "6000人次", "5000", "6000"), ("达到15.5%", "达到16%", "15.5%", "16%")]
)
def test_a_number_changes_as_a_whole(old, new, gone, came):
    changed = [part for part in diff(old, new) if part.kind != "same"]
    assert changed == [Part("gone", gone), Part("new", came)]


def test_a_single_sign_between_two_changes_is_changed_with_them():
    assert diff("甲的乙丙", "丁的戊丙") == [Part("gone", "甲的乙"), Part("new", "丁的戊"), Part("same", "丙")]


@given(st.text("每年不少于12场次，", max_size=20), st.text("每年不少于10场次。", max_size=20))
def test_nothing_is_lost_or_invented(old, new):
    parts = diff(old, new)
    assert "".join(p.text for p in parts if p.kind != "new") == old
    assert "".join(p.text for p in parts if p.kind != "gone") == new
