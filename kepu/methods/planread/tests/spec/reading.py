"""How the specifications speak: a sentence or a small document in, a few words out."""

from kepu.methods.planread import Reading, read_text
from kepu.methods.planread.clauses import clauses_in
from kepu.methods.planread.paragraphs import compact
from kepu.methods.planread.twin import twin_of

PLAN = """云帆县全民科学素质行动规划纲要实施方案（2021—2025年）
为落实上级部署，制定本方案。
一、工作目标
{aims}
二、重点任务
（一）青少年科学素质提升行动
1.办好科学课堂。{body}（县教育局牵头，县科协配合）
三、保障措施
（一）组织领导。{organisation}
"""


def plan(
    *, aims: str = "让科学之光照亮全县。", body: str = "让孩子爱上科学。", organisation: str = "各方形成合力。"
) -> Reading:
    """Read a small plan with a given sentence in one of its places."""
    return read_text(PLAN.format(aims=aims, body=body, organisation=organisation))


def numbers(sentence: str, place: str = "body") -> list[str]:
    """Return the targets of a sentence, each as ``comparator value unit`` and what else it states."""
    out = []
    for t in plan(**{place: sentence}).targets:
        words = [f"{t.comparator}{t.value:g}{t.unit}", *(x for x in (t.per, t.every, t.due, t.level, t.hedge) if x)]
        words += [f"每{t.each}"] if t.each else []
        words += ["增"] if t.delta else []
        out.append(" ".join(words))
    return out


def roles(clause: str) -> str:
    """Return what a clause says as ``lead | support | joint``, units parted by spaces, … for an open list."""
    document = f"云帆县科普方案\n一、重点任务\n（一）青少年科学素质提升行动\n1.办好科学课堂。让孩子爱上科学。{clause}\n"
    tasks = read_text(document).tasks
    if not tasks:
        return "none"
    task = tasks[0]
    text = " | ".join(" ".join(units) for units in (task.lead, task.support, task.joint))
    return text + (" …" if task.open_ended else "")


def is_clause(paragraph: str) -> bool:
    """Say whether a paragraph holds a responsibility clause."""
    return bool(clauses_in(compact(twin_of(paragraph), 0)[0]))
