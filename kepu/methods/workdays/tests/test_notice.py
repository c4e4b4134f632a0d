"""The yearly notice as published, read and held against the arrangement that the calendar library ships."""

from datetime import date, timedelta

import pytest

from kepu.methods.workdays import is_workday, lacking, read_notice

pytestmark = pytest.mark.engineless

# The items of the State Council's notices: 国办发明电〔2022〕16号, 〔2023〕7号, 〔2024〕12号, 〔2025〕7号.
PUBLISHED = {
    2023: """各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2023年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
　　二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
　　三、清明节：4月5日放假，共1天。
　　四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
　　五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
　　六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。""",
    2024: """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    # as pasted from a page that keeps no line breaks
    2026: (
        "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"
        "二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初"
        "七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。"
        "三、清明节：4月4日（周六）至6日（周一）放假，共3天。"
        "四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。"
        "五、端午节：6月19日（周五）至21日（周日）放假，共3天。"
        "六、中秋节：9月25日（周五）至27日（周日）放假，共3天。"
        "七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"
    ),
}  # fmt: skip


@pytest.mark.parametrize("year", PUBLISHED)
def test_a_notice_as_published_gives_the_year_as_the_library_ships_it(year):
    notice = read_notice(PUBLISHED[year], year)
    assert notice.problems == ()
    assert lacking(notice) == []
    table = {special.day: special.worked for special in notice.days}
    for n in range(365):
        day = date(year, 1, 1) + timedelta(days=n)
        weekday = day.weekday() < 5
        if day < date(year, 12, 30):  # the last days may be off by the notice of the next year
            assert table.get(day, weekday) == is_workday(day), day


def test_the_days_of_one_holiday():
    (festival,) = [s for s in [read_notice(PUBLISHED[2026], 2026)] if s.days]
    spring = [(s.day.isoformat(), s.worked) for s in festival.days if s.name == "春节"]
    assert spring == [
        ("2026-02-14", True), *[(f"2026-02-{d}", False) for d in range(15, 24)], ("2026-02-28", True),
    ]  # fmt: skip
    assert festival.names == ["元旦", "春节", "清明节", "劳动节", "端午节", "国庆节", "中秋节"]


def test_full_width_figures_dashes_and_blanks_are_read_too():
    notice = read_notice("１、元旦： １月１日 — ３日 放假 ，共 ３ 天。", 2027)
    assert [s.day for s in notice.days] == [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)]
    assert notice.problems == ()


def test_a_year_turns_within_a_holiday():
    notice = read_notice("一、元旦：12月31日至1月2日放假调休，共3天。", 2028)
    assert [s.day for s in notice.days] == [date(2027, 12, 31), date(2028, 1, 1), date(2028, 1, 2)]


def test_a_local_day_off_beside_the_national_ones():
    notice = read_notice("三月三：4月9日至10日放假。", 2027)
    assert [(s.day, s.worked, s.name) for s in notice.days] == [
        (date(2027, 4, 9), False, "三月三"), (date(2027, 4, 10), False, "三月三"),
    ]  # fmt: skip
    assert lacking(notice) == ["元旦", "春节", "国庆节"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有读到放假的日期"),
        ("放假安排另行通知", "没有读到放假的日期"),
        ("一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。", "2027年1月1日是周五。请核对是不是这一年的通知"),
        ("一、元旦：1月1日至3日放假，共4天。", "写明共4天，读到的是3天"),
        ("一、元旦：1月1日放假3天。", "写明共3天，读到的是1天"),
        ("一、春节：2月30日放假。", "不是日期"),
        ("一、春节：45日放假。", "不是日期"),
        ("一、春节：2月1日至5月1日放假。", "不像2027年的放假日期"),
        ("一、元旦：2025年1月1日至3日放假。", "不像2027年的放假日期"),
        ("一、春节：2月6日放假。2月6日上班。", "2月6日既写放假又写上班"),
    ],
)
def test_what_cannot_be_is_said(text, said):
    assert said in "".join(read_notice(text, 2027).problems)
