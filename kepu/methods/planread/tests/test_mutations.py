"""What must not change the reading: numbering, punctuation, script, layout; what must follow: the order of items."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.methods.planread import Reading, read_text

UNITS = [
    "县教育局",
    "县科协",
    "团县委",
    "县委宣传部",
    "县农业农村局",
    "县卫生健康委",
    "县文联（县作协）",
    "各乡镇（街道）",
]
TITLES = ["办好科学课堂", "配强科学教师", "建好校园科技馆", "倡导文明新风", "送科技下乡", "推进智慧助老"]
BODIES = ["动手学科学，每年办活动不少于12场次。", "新建实践点6个。", "让群众爱科学。", "到2025年培训农民3万人次以上。"]
PARTS = ["青少年科学素质提升行动", "农民科学素质提升行动", "老年人科学素质提升行动"]
NUMBERINGS = {
    "usual": (lambda i: f"（{'一二三四五六'[i]}）", lambda i: f"{i + 1}."),
    "wide": (lambda i: f"（{'一二三四五六'[i]}）", lambda i: f"{'１２３４５６'[i]}．"),
    "brackets": (lambda i: f"（{'一二三四五六'[i]}）", lambda i: f"（{i + 1}）"),
    "circles": (lambda i: f"({'一二三四五六'[i]})", lambda i: "①②③④⑤⑥"[i]),
    "dashes": (lambda i: f"（{'一二三四五六'[i]}）", lambda i: "——"),
    "arabic parts": (lambda i: f"{i + 1}、", lambda i: f"（{i + 1}）"),
}
items = st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from(BODIES),
                           st.lists(st.sampled_from(UNITS), min_size=2, max_size=5, unique=True)),
                 min_size=1, max_size=4, unique_by=lambda i: i[0])  # fmt: skip
plans = st.lists(items, min_size=1, max_size=3)


def clause(units: list[str]) -> str:
    """Return a clause whose first unit leads."""
    return f"（牵头单位：{units[0]}，责任单位：{'、'.join(units[1:])}）"


def document(plan: list, numbering: str = "usual") -> str:
    """Return a plan as text under a way of numbering."""
    part, item = NUMBERINGS[numbering]
    lines = ["云帆县全民科学素质行动实施方案（2021—2025年）", "一、工作目标", "科学素质稳步提高。", "二、提升行动"]
    for i, rows in enumerate(plan):
        lines.append(part(i) + PARTS[i])
        lines += [f"{item(j)}{title}。{body}{clause(units)}" for j, (title, body, units) in enumerate(rows)]
    return "\n".join([*lines, "三、保障措施", "加强领导。"]) + "\n"


def essence(reading: Reading) -> list:
    """Return what is said, places left out."""
    tasks = [(t.parent, t.title, t.lead, t.support, t.joint, t.open_ended) for t in reading.tasks]
    targets = [(t.task, t.value, t.unit, t.comparator, t.per, t.due) for t in reading.targets]
    return [tasks, targets]


def expected(plan: list) -> list:
    """Return the tasks that a plan must give."""
    return [
        (PARTS[i], title, (units[0],), tuple(units[1:]), (), False)
        for i, rows in enumerate(plan)
        for title, _, units in rows
    ]


@settings(max_examples=60, deadline=None)
@given(plans, st.sampled_from(sorted(NUMBERINGS)))
def test_numbering_changes_nothing(plan: list, numbering: str) -> None:
    assert essence(read_text(document(plan, numbering)))[0] == expected(plan)
    assert essence(read_text(document(plan, numbering)))[1] == essence(read_text(document(plan)))[1]


HALF = str.maketrans("，：；（）", ",:;()")


@settings(max_examples=40, deadline=None)
@given(plans)
def test_half_width_punctuation_changes_nothing(plan: list) -> None:
    text = document(plan)
    narrow = read_text(text.translate(HALF))
    assert [t.title for t in narrow.tasks] == [row[1] for row in expected(plan)]
    assert [tuple(u.translate(str.maketrans("()", "（）")) for u in t.support) for t in narrow.tasks] == [
        row[3] for row in expected(plan)
    ]
    assert essence(narrow)[1] == essence(read_text(text))[1]


LAYOUTS = [
    lambda t: t.replace("\n", "\n\n"),
    lambda t: t.replace("\n", "\r\n"),
    lambda t: re.sub(r"(?m)^", "　　", t),
    lambda t: re.sub(r"(?m)$", "  ", t),
    lambda t: t.replace("（牵头", "\n（牵头"),
    lambda t: t.replace("（牵头", " （牵头"),
    lambda t: t.replace("，责任单位：", "；配合单位："),
    lambda t: (
        t.replace("，责任单位：", "\n责任单位：")
        .replace("（牵头", "\n牵头")
        .replace("\n责任单位", "\n责任单位")
        .replace("）\n", "）\n")
    ),
    lambda t: re.sub(r"(\d+)(?=[万个场])", r" \1 ", t),
    lambda t: "首页 > 文件\n字体大小：大 中 小\n" + t + "扫一扫在手机打开当前页\n",
]


@settings(max_examples=60, deadline=None)
@given(plans, st.sampled_from(range(len(LAYOUTS))))
def test_layout_changes_nothing(plan: list, layout: int) -> None:
    text = document(plan)
    assert essence(read_text(LAYOUTS[layout](text))) == essence(read_text(text))


@settings(max_examples=30, deadline=None)
@given(items, st.randoms(use_true_random=False))
def test_order_of_items_is_followed(rows: list, random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = {t.title: (t.lead, t.support) for t in read_text(document([shuffled])).tasks}
    assert found == {title: ((units[0],), tuple(units[1:])) for title, _, units in rows}
    assert [t.title for t in read_text(document([shuffled])).tasks] == [title for title, _, _ in shuffled]
