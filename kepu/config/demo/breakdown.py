"""目标任务分解 of the sample county: its larger targets parted over 2026 to 2030, all by the verbs. All of it is invented."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import Breakdown, Target, Universe, Version
from kepu.plans.queries.plans import in_force

Say = Callable[[str], None]
Over, Adding = Breakdown.Over, Breakdown.Adding


class _Office:
    """The secretariat at work on one plan."""

    def __init__(self, version: Version, by: Account, at: datetime) -> None:
        self.version, self.by, self.at = version, by, at
        self.targets = {t.quote: t for t in version.target_set.filter(removed=False, value__isnull=False)}
        self.made = 0

    def choose(
        self, quote: str, over: Breakdown.Over, adding: Breakdown.Adding, universe: Universe | None = None
    ) -> Breakdown | None:
        """Choose how the target whose quote holds the words is parted; None where the plan has no such target."""
        target = next((t for q, t in self.targets.items() if quote in q), None)
        if target is None:
            return None
        self.made += 1
        return self._chosen(target, over, adding, universe)

    def _chosen(
        self, target: Target, over: Breakdown.Over, adding: Breakdown.Adding, universe: Universe | None
    ) -> Breakdown:
        return verbs.choose(target=target, over=over, adding=adding, universe=universe, by=self.by, at=self.at)

    def equally(self, row: Breakdown | None, *names: str, start: str = "") -> None:
        """Part in equal numbers over the units named, or evenly from a start."""
        if row is None:
            return
        units = list(Unit.objects.filter(region=self.version.plan.region, name__in=names))
        verbs.part_equally(
            breakdown=row,
            units=units,
            start=Decimal(start) if start else None,
            seen=row.revision,
            by=self.by,
            at=self.at,
        )

    def by_people(self, row: Breakdown | None, basis: str) -> None:
        """Part by population."""
        if row is not None:
            verbs.part_by_population(breakdown=row, basis=basis, seen=row.revision, by=self.by, at=self.at)

    def by_hand(self, row: Breakdown | None, values: dict[int, int], why: str) -> None:
        """Write the numbers of the whole county, year by year."""
        if row is not None:
            cells = {(year, "all"): Decimal(value) for year, value in values.items()}
            verbs.save_cells(breakdown=row, values=cells, seen=row.revision, why=why, by=self.by, at=self.at)


def load(by: Account, at: datetime, say: Say) -> None:
    """Part the larger targets of every plan in force."""
    for version in in_force(Version.objects.all()).select_related("plan__region"):
        office = _Office(version, by, at)
        _over_years(office)
        _over_units(office)
        _over_townships(office)
        say(f"　已分解{office.made}个目标任务。")


def _over_years(office: _Office) -> None:
    choose = office.choose
    office.equally(choose("培训科学教师和科技辅导员", Over.YEARS, Adding.TOTAL))
    office.equally(choose("原创科普作品200件", Over.YEARS, Adding.TOTAL))
    office.equally(choose("企业科协20家", Over.YEARS, Adding.STANDING))
    office.equally(choose("科技志愿者达到3500人", Over.YEARS, Adding.STANDING), start="2180")
    office.equally(choose("公民具备科学素质的比例达到20%", Over.YEARS, Adding.RATE), start="13.62")
    funds = choose("达到2.5元", Over.YEARS, Adding.RATE)
    if funds is not None:
        verbs.part_by_increments(breakdown=funds, seen=funds.revision, by=office.by, at=office.at)
    reached = choose("老年人5万人", Over.YEARS, Adding.TOTAL)
    office.by_hand(reached, {2026: 8000, 2027: 10000, 2028: 11000, 2029: 11000}, "2030年待明年测算后再填")


def _over_units(office: _Office) -> None:
    choose = office.choose
    talks = choose("进校园宣讲不少于20场次", Over.UNITS, Adding.YEARLY)
    office.equally(talks, "县教育体育局", "县科协")
    skills = choose("补贴性职业技能培训8000人次", Over.UNITS, Adding.TOTAL)
    office.equally(skills, "县人力资源和社会保障局", "县总工会")
    health = choose("老年健康科普活动不少于48场次", Over.UNITS, Adding.YEARLY)
    office.equally(health, "县卫生健康局", "县民政局", "清禾县人民医院", "县疾病预防控制中心")


def _over_townships(office: _Office) -> None:
    choose = office.choose
    office.by_people(choose("农村实用技术培训3万人次", Over.TOWNSHIPS, Adding.TOTAL), "registered")
    office.by_people(choose("培训老年人使用智能终端2万人次", Over.TOWNSHIPS, Adding.TOTAL), "resident")
    office.equally(choose("高素质农民600名", Over.TOWNSHIPS, Adding.TOTAL))
    towns = verbs.keep_universe(
        region=office.version.plan.region,
        name="各乡镇（街道）",
        kind=Universe.Kind.TOWNSHIPS,
        by=office.by,
        at=office.at,
    )
    office.equally(choose("至少设立1所老年科普学堂", Over.TOWNSHIPS, Adding.STANDING, towns))
