"""Numbers and hours in the ways people write them, each brought into one form or refused with what to do."""

import pytest

from kepu.inbox.telephones import tidy_hours, tidy_phone
from kepu.people.verbs import BadInput

pytestmark = pytest.mark.engineless


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("0990-1234567", "0990-1234567"),
        ("（0990）1234567", "0990-1234567"),
        ("０９９０－１２３４５６７", "0990-1234567"),
        ("010 6234 5678", "010-62345678"),
        ("02168001234转805", "021-68001234-805"),
        ("139 1234 5678", "13912345678"),
        ("+86 139-1234-5678", "13912345678"),
        ("400 810 1234", "400-810-1234"),
        ("12345", "12345"),
        ("12396", "12396"),
    ],
)
def test_a_number_has_one_form(written, plain):
    assert tidy_phone(written) == plain
    assert tidy_phone(plain) == plain


@pytest.mark.parametrize(
    "written",
    ["", "无", "1391234567", "139123456789", "12", "0990-123", "6212345", "电话13912345678", "1" * 400, "139١٢٣٤٥٦٧٨"],
)
def test_what_nobody_can_dial_is_refused(written):
    with pytest.raises(BadInput, match="看起来不完整"):
        tidy_phone(written)


def test_a_local_number_will_do_where_the_office_calls_back():
    assert tidy_phone("621 2345", local=True) == "6212345"
    assert tidy_phone("62123456", local=True) == "62123456"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("工作日 8:30—12:00、14:30—18:00", "工作日 8:30—12:00、14:30—18:00"),
        ("工作日8：30-12：00，14：30-18：00", "工作日 8:30—12:00、14:30—18:00"),
        ("周一至周五 09:00~17:30", "周一至周五 9:00—17:30"),
        ("星期一到五 9点到17点半", "周一至周五 9:00—17:30"),
        ("周一、三、五 上午9:00-12:00", "周一、周三、周五 9:00—12:00"),
        ("每天 上午8:30-12:00 下午2:30-6:00", "每天 8:30—12:00、14:30—18:00"),
        ("工作日 9:00-17:00；周六 9:00-12:00", "工作日 9:00—17:00；周六 9:00—12:00"),
        ("每日24小时", "每天 全天"),
        ("周日 全天", "周日 全天"),
        ("礼拜天 8时30分至11时", "周日 8:30—11:00"),
    ],
)
def test_hours_have_one_form(written, plain):
    assert tidy_hours(written) == plain
    assert tidy_hours(plain) == plain


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "请填写接听时间"),
        ("；；", "请填写接听时间"),
        ("8:30-12:00", "看不懂"),
        ("工作日", "看不懂"),
        ("工作日上班时间", "看不懂"),
        ("工作日 8:30-12:00 有时下午", "看不懂"),
        ("周八 8:30-12:00", "看不懂"),
        ("工作日 12:00-8:30", "结束应晚于开始"),
        ("工作日 8:30-8:30", "结束应晚于开始"),
        ("工作日 8:70-12:00", "结束应晚于开始"),
        ("工作日 8:00-25:00", "结束应晚于开始"),
        ("工作日 8:30-12:00、11:00-13:00", "前后重叠"),
    ],
)
def test_hours_that_tell_nothing_are_refused_in_words(written, why):
    with pytest.raises(BadInput, match=why):
        tidy_hours(written)
