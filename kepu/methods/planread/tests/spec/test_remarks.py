"""What is pointed out to the person who proofreads: code and place."""

import pytest

from kepu.methods.planread import read_text

HEAD = "云帆县全民科学素质行动实施方案（2021—2025年）\n一、重点任务\n（一）青少年科学素质提升行动\n"
CASES = {
    "unit_twice": ("1.办课堂。动手学。（牵头单位：县教育局，责任单位：县科协、团县委、县科协）\n", "县科协"),
    "unknown_unit": ("1.办课堂。动手学。（牵头单位：县教育局，责任单位：县科协、飞鹰）\n", "飞鹰"),
    "task_without_clause": ("1.办课堂。动手学。（县教育局负责）\n2.选教师。好中选优。\n3.建场馆。合理布局。（县科协负责）\n", "选教师"),
    "duplicate_title": ("1.办课堂。动手学。（县教育局负责）\n2.办课堂。再动手。（县科协负责）\n", "办课堂"),
    "number_jump": ("1.办课堂。动手学。（县教育局负责）\n3.选教师。好中选优。（县科协负责）\n", "选教师"),
    "unread_clause": ("1.办课堂。县教育局牵头抓总统筹全县之力办好课堂。\n2.选教师。选人。（县科协负责）\n", "局牵头"),
    "support_without_lead": ("1.办课堂。动手学。（责任单位：县教育局；配合单位：县科协）\n",
                             "（责任单位：县教育局；配合单位：县科协）"),
    "contradiction": ("1.办课堂。新建科普展教中心5座。（县教育局负责）\n2.选教师。新建科普展教中心8座。（县科协负责）\n",
                      "科普展教中心8座"),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_remark(code: str) -> None:
    document, place = HEAD + CASES[code][0], CASES[code][1]
    remarks = [r for r in read_text(document).remarks if r.code == code]
    assert len(remarks) == 1
    assert remarks[0].span is not None
    assert document[slice(*remarks[0].span)] == place
    assert (
        "请" in remarks[0].message
        or "记" in remarks[0].message
        or "不同" in remarks[0].message
        or "都叫" in remarks[0].message
    )


def test_a_clean_plan_has_no_remarks() -> None:
    document = HEAD + "1.办课堂。每年办活动不少于12场。（县教育局牵头，县科协配合）\n2.选教师。选人。（县科协负责）\n"
    assert read_text(document).remarks == ()


def test_what_a_plan_lacks_is_said_without_a_place() -> None:
    assert {r.code for r in read_text("今天天气很好。").remarks} == {"no_title", "no_region", "no_period", "no_tasks"}
