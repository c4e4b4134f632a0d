"""What the sample county did in a year, as its townships live: the weeks of science, school terms, winter training."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kepu.ledger.models import Audience

YOUTH, FARMERS, WORKERS = Audience.YOUTH.value, Audience.FARMERS.value, Audience.WORKERS.value
ELDERLY, OFFICIALS, GENERAL = Audience.ELDERLY.value, Audience.OFFICIALS.value, Audience.GENERAL.value
LEVELS = {2021: 0.75, 2022: 0.85, 2023: 1.0, 2024: 1.1, 2025: 1.2}  # how much was done, beside the middle year


@dataclass(frozen=True)
class Line:
    """One kind of work in its season: how often a township does it in a year, and for how many people as a rule."""

    kind: str
    audience: str
    since: tuple[int, int]
    until: tuple[int, int]
    times: int
    people: int
    county: str  # the county unit that hosts it now and then, or has part in it
    what: tuple[str, ...]


@dataclass(frozen=True)
class Deed:
    """One piece of work: when, in which township (its number in the order of codes), of which kind, for how many."""

    day: date
    town: int
    line: Line
    what: str
    people: int


LINES = (
    Line("campaign", GENERAL, (5, 14), (5, 31), 2, 180, "县科技和工业信息化局", ("科技活动周集中宣传", "科技活动周科普集市")),
    Line("open_day", YOUTH, (5, 20), (5, 31), 1, 90, "县科协", ("自来水厂开放参观", "育种试验田开放参观")),
    Line("campaign", GENERAL, (9, 8), (9, 26), 4, 220, "县科协", ("全国科普日集中宣传", "全国科普日赶场天科普", "食品安全科普宣传")),
    Line("tour", YOUTH, (9, 8), (9, 30), 2, 150, "县科技馆", ("科普大篷车进校园", "流动科技馆巡展")),
    Line("contest", YOUTH, (9, 10), (10, 20), 1, 140, "县教育体育局", ("小学生科学知识竞赛", "航模和机器人比赛")),
    Line("training", FARMERS, (11, 15), (12, 31), 5, 45, "县农业农村局", ("柑橘冬季管护培训", "测土配方施肥培训", "农机安全培训")),
    Line("training", FARMERS, (1, 4), (3, 15), 6, 45, "县农业农村局", ("果树修剪技术培训", "春耕备耕技术培训", "生猪防疫培训")),
    Line("visit", YOUTH, (3, 1), (6, 20), 5, 130, "县教育体育局", ("科学家精神进校园", "天文观测进校园")),
    Line("visit", YOUTH, (9, 1), (12, 20), 5, 130, "县教育体育局", ("科学实验进课堂", "农技专家进校园")),
    Line("lecture", YOUTH, (6, 1), (8, 25), 3, 120, "县应急管理局", ("暑期防溺水讲座", "暑期用电安全讲座")),
    Line("tour", YOUTH, (7, 5), (8, 25), 2, 110, "县科技馆", ("科普大篷车进村", "暑期流动科技馆")),
    Line("volunteer", GENERAL, (7, 5), (8, 31), 3, 70, "团县委", ("大学生暑期科普服务", "科技志愿者入户服务")),
    Line("volunteer", ELDERLY, (1, 6), (12, 28), 4, 60, "县卫生健康局", ("健康义诊和科普宣传", "慢病管理上门服务")),
    Line("lecture", ELDERLY, (1, 6), (12, 28), 7, 40, "县卫生健康局", ("合理用药讲座", "防范电信诈骗讲座", "高血压怎么管")),
    Line("smartphone", ELDERLY, (3, 1), (12, 20), 6, 28, "县民政局", ("智能手机使用培训", "手机挂号和缴费练习")),
    Line("lecture", OFFICIALS, (3, 1), (12, 10), 1, 60, "县委组织部", ("科学素质专题讲座", "数字政府专题讲座")),
    Line("training", WORKERS, (3, 1), (12, 20), 3, 50, "县人力资源和社会保障局", ("电工操作技能培训", "安全生产技能培训")),
    Line("exhibition", GENERAL, (5, 1), (10, 31), 1, 300, "县科技馆", ("防灾减灾专题展览", "低碳生活专题展览")),
)  # fmt: skip


def deeds_of(year: int, towns: int, size: float, chance: random.Random) -> Iterator[Deed]:
    """Yield what was done in a year in each of `towns` townships; `size` 1 is about sixty pieces of work each."""
    for line in LINES:
        for town in range(towns):
            for _ in range(_whole(line.times * size * LEVELS[year], chance)):
                yield _deed(year, town, line, chance)


def _whole(times: float, chance: random.Random) -> int:
    """Return a whole number that is `times` in the mean."""
    return int(times) + (chance.random() < times % 1)


def _deed(year: int, town: int, line: Line, chance: random.Random) -> Deed:
    since, until = date(year, *line.since), date(year, *line.until)
    day = since + timedelta(days=chance.randrange((until - since).days + 1))
    people = max(8, round(line.people * chance.lognormvariate(0, 0.35)))
    what = chance.choice(line.what)
    if year >= 2025:  # from then on the whole of September
        what = what.replace("全国科普日", "全国科普月")
    return Deed(day, town, line, what, people)
