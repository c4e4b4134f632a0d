"""Where the sample county's tasks without a number stand, and a line of the year from outside the plan: invented deeds.

Most are confirmed, one waits for the office.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import Plan, Target, Task, Version
from kepu.plans.queries.deeds import milestones_of, open_tasks, takes_deeds, tally_of
from kepu.plans.queries.outside import Matter, OutsideLine, outside_items
from kepu.plans.queries.standing import standing

YEAR = 2026


@dataclass(frozen=True)
class Deed:
    """What a unit did for the task of that title, and where it brought it; `milestone` is a word of the one it reached."""

    task: str
    unit: str
    month: int
    day: int
    what: str
    proof: str
    state: str
    milestone: str = ""


DEEDS = (
    Deed("发挥示范带动作用", "县委组织部", 4, 16, "把科学素质课程列入县委党校主体班次必修课，春季学期开课6讲。",
         "《关于县委党校2026年主体班次教学安排的通知》（清组发〔2026〕11号）", "routine"),
    Deed("激发科技工作者科普热情", "县科协", 5, 30, "印发科技工作者科普激励办法，科普业绩列入职称评审参考。",
         "清科协发〔2026〕14号", "under_way"),
    Deed("增强公共场所科普功能", "县文化和旅游局", 6, 12, "县图书馆、文化馆和3个公园的科普角开工。", "施工合同（清文旅合〔2026〕7号）", "under_way"),
    Deed("增强公共场所科普功能", "县文化和旅游局", 10, 15, "5处科普角全部建成开放，通过验收。", "验收纪要（2026年10月15日）", "done"),
    Deed("建设现代科技馆体系", "县科协", 8, 18, "县科技馆新馆主体结构封顶。", "监理月报（2026年8月）", "under_way"),
    Deed("发展智慧科普", "县科协", 11, 6, "全县科普资源统一平台上线运行，接入资源1200件。", "平台上线验收报告（2026年11月6日）", "under_way",
         "统一平台"),
    Deed("开展暑期防溺水科普", "县教育体育局", 7, 3, "全县中小学放假前都上了防溺水专题课，发放自救卡片。",
         "暑期防溺水科普工作小结（2026年7月3日）", "done"),
)  # fmt: skip
WAITING = verbs.Told(
    date(YEAR, 3, 12), "与县科协建立部门联席会议制度，商定全年分工。", "under_way", "会议纪要〔2026〕1号"
)


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Tell the deeds as the office would for units on paper, and one as a liaison does, which waits."""
    version = Version.objects.select_related("plan__region").get(
        state=Version.State.ADOPTED, plan__status=Plan.Status.ISSUED
    )
    tasks: dict[str, Matter] = {item.title: OutsideLine(item, version) for item in outside_items(version.plan)}
    tasks |= {task.title: task for task in standing(Task, version).select_related("version__plan__region")}
    for number, deed in enumerate(DEEDS):
        task = tasks.get(deed.task)
        if task and takes_deeds(task) and date(YEAR, deed.month, deed.day) <= timezone.localdate(at):
            _tell(task, deed, f"demo-deed-{number}", by, at)
    _waiting(at)
    tally = tally_of(version)
    say(f"　定性任务{tally.total}项，其中未启动{tally.states['not_begun']}项（举措为虚构）。")


def _tell(task: Matter, deed: Deed, once: str, by: Account, at: datetime) -> None:
    unit = Unit.objects.get(region=task.version.plan.region, name=deed.unit)
    reached: Target | None = None
    if deed.milestone:
        reached = milestones_of(task).filter(quote__contains=deed.milestone).first()
    told = verbs.Told(
        date(YEAR, deed.month, deed.day), deed.what, deed.state, deed.proof, target_key=reached.key if reached else ""
    )
    verbs.tell_deed(task=task, unit=unit, told=told, once=once, by=by, at=at)


def _waiting(at: datetime) -> None:
    liaison = Account.objects.filter(holdings__unit__name="县教育体育局", holdings__role="liaison").first()
    tasks = open_tasks(liaison, WAITING.day) if liaison else []
    if liaison and tasks:
        unit = Unit.objects.get(holdings__account=liaison)
        verbs.tell_deed(task=tasks[0], unit=unit, told=WAITING, once="demo-deed-waiting", by=liaison, at=at)
