"""The sample county's work records of this year: invented, written down and now and then put right, as offices do."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from kepu.config.demo.binding import bind_all
from kepu.ledger.models import Audience, WorkRecord
from kepu.ledger.verbs import Work, check_cells, correct_work, drain_all, record_work, void_work
from kepu.people.models import Account, Region, Unit
from kepu.people.queries import townships_of, units_of_townships
from kepu.plans.models import Plan, Version

RECORDS = 60
WHAT = {
    "lecture": ("冬季用电用气安全讲座", "防范电信诈骗讲座", "合理用药讲座", "食品标签怎么看"),
    "training": ("果树修剪技术培训", "水稻病虫害绿色防控培训", "电商直播技能培训"),
    "smartphone": ("智能手机使用培训", "手机挂号和缴费练习"),
    "visit": ("科学家精神进校园", "天文观测进校园"),
    "tour": ("科普大篷车巡展", "流动科技馆巡展"),
    "volunteer": ("科技志愿者入户服务", "健康义诊和科普宣传"),
    "campaign": ("防灾减灾日主题活动", "全国科普月主题活动"),
}
FOR = {
    "lecture": Audience.ELDERLY, "training": Audience.FARMERS, "smartphone": Audience.ELDERLY, "visit": Audience.YOUTH,
    "tour": Audience.YOUTH, "volunteer": Audience.GENERAL, "campaign": Audience.GENERAL,
}  # fmt: skip


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Write down sixty records of this year, two of them corrected, one taken back, one told by two units."""
    home = by.holdings.get().region
    assert home is not None
    chance, made = random.Random(2026), []
    standing = units_of_townships(home)
    towns = [(town, standing[town.pk]) for town in townships_of(home) if town.pk in standing]
    education = Unit.objects.get(region=home, name="县教育体育局")
    for number in range(RECORDS):
        town, unit = chance.choice(towns)
        work = _work(chance, town, timezone.localdate(at), (education,) if number % 10 == 0 else ())
        made.append(record_work(unit=unit, work=work, once=f"demo-{number}", by=by, at=at))
    _mend(made, education, by, at)
    bind_all(
        Version.objects.filter(state=Version.State.ADOPTED, plan__status=Plan.Status.ISSUED).latest("adopted_at"),
        by,
        at,
    )
    drain_all(at=at)
    assert check_cells(at=at).wrong == []
    say(f"　已记入{len(made)}条工作记录（虚构）。")


def _work(chance: random.Random, town: Region, today: date, partners: tuple[Unit, ...]) -> Work:
    kind = chance.choice(sorted(WHAT))
    day = today - timedelta(days=chance.randrange(today.timetuple().tm_yday))
    villages = list(town.children.order_by("code"))
    place = chance.choice([town, *villages])
    people = chance.choice((18, 24, 32, 35, 46, 52, 60, 85, 120, 210))
    return Work(day, place, kind, chance.choice(WHAT[kind]), FOR[kind].value, people, partners)


def _mend(made: list[WorkRecord], other: Unit, by: Account, at: datetime) -> None:
    for row in made[:2]:
        work = _same(row, row.person_times + 6)
        correct_work(record=row, work=work, why="签到表核对后更正人次", seen=row.revision, by=by, at=at)
    void_work(record=made[2], why="活动因暴雨取消，误记", seen=made[2].revision, by=by, at=at)
    record_work(unit=other, work=_same(made[3], made[3].person_times), once="demo-twice", by=by, at=at)


def _same(row: WorkRecord, person_times: int) -> Work:
    return Work(row.day, row.place, row.kind, row.what, row.audience, person_times)
