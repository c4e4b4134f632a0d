"""A small invented county for tests: a city, two counties, townships, units, and accounts with roles."""

from datetime import UTC, date, datetime
from itertools import count

from kepu.methods.sheets import Row
from kepu.people.models import REGION_ROLES, UNIT_ROLES, Account, Holding, Region, Role, Unit

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 5)
_numbers = count(1)

TREE = (
    ("990000000000", "云岭省", None, "province"),
    ("990100000000", "安澜市", "990000000000", "prefecture"),
    ("990123000000", "清禾县", "990100000000", "county"),
    ("990124000000", "邻溪县", "990100000000", "county"),
    ("990123100000", "城关镇", "990123000000", "township"),
    ("990123101000", "柳河镇", "990123000000", "township"),
    ("990124100000", "溪口镇", "990124000000", "township"),
)


class County:
    """The county 清禾县 and its surroundings; accounts are made on demand and kept nowhere else."""

    def __init__(self) -> None:
        for code, name, parent, level in TREE:
            Region.objects.create(code=code, name=name, parent_id=parent, level=level)
        self.city = Region.objects.get(pk="990100000000")
        self.home = Region.objects.get(pk="990123000000")
        self.other = Region.objects.get(pk="990124000000")
        self.town = Region.objects.get(pk="990123100000")
        self.education = self.unit("县教育体育局", 10)
        self.health = self.unit("县卫生健康局", 20)

    def unit(self, name: str, order: int = 100, region: Region | None = None, kind: str = "government") -> Unit:
        return Unit.objects.create(region=region or self.home, name=name, kind=kind, order=order)

    def account(
        self, *roles: Role, unit: Unit | None = None, region: Region | None = None, name: str = "程望"
    ) -> Account:
        account = Account(username=f"user{next(_numbers)}", name=name, created_at=AT)
        account.set_unusable_password()
        account.save()
        for role in roles:
            Holding.objects.create(
                account=account, role=role, since=date(2020, 1, 1),
                unit=(unit or self.education) if role in UNIT_ROLES else None,
                region=(region or self.home) if role in REGION_ROLES else None,
            )  # fmt: skip
        return account

    def secretary(self) -> Account:
        return self.account(Role.SECRETARIAT)


def rows(*lines: dict[str, str]) -> list[Row]:
    """Rows as they come out of a file whose headings stand in row 1."""
    return [Row(number, line) for number, line in enumerate(lines, start=2)]


def faults(report: object) -> list[tuple[int, str]]:
    """The wrong rows of a report."""
    return [(line.number, line.text) for line in report.errors]  # type: ignore[attr-defined]
