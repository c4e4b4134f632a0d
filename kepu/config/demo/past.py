"""What the sample county's old papers say of 2021 to 2025 that no record of work tells: stocks on 31 December and totals
of the year. All invented; told as an office does, sheet by sheet with its paper.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from kepu.ledger.verbs import keep_year
from kepu.people.models import Account, Region

YEARS = (2021, 2022, 2023, 2024, 2025)
# In the measure's smallest unit: people, places, yuan. Stocks as on 31 December, the others of the year alone.
TOLD: dict[str, tuple[int, ...]] = {
    "volunteers.registered": (980, 1260, 1540, 1830, 2130),
    "informants.registered": (1650, 2210, 2700, 3120, 3580),
    "teams.volunteer": (3, 4, 6, 7, 8),
    "experts": (38, 51, 62, 74, 86),
    "teachers.science": (21, 26, 31, 37, 42),
    "vice_principals": (4, 7, 11, 15, 19),
    "associations.farm": (12, 13, 15, 16, 17),
    "studios": (1, 2, 3, 4, 5),
    "venues.base_province": (1, 1, 1, 2, 2),
    "venues.base_city": (2, 3, 4, 4, 5),
    "venues.base_county": (6, 8, 10, 11, 13),
    "teachers.trained": (160, 170, 185, 190, 205),
    "digital_farmer.persons": (70, 76, 81, 88, 96),
    "alerts.responses": (1, 2, 1, 1, 2),
    "venues.visits": (41_000, 47_500, 56_200, 61_900, 68_300),
    "content.pieces": (12, 17, 21, 26, 33),
    "funds.special": (520_000, 585_000, 640_000, 695_000, 752_000),
}
OF = {"teachers.trained": "youth", "digital_farmer.persons": "farmers"}  # whom all of it was for


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Tell the years, each by its paper."""
    county = Region.objects.get(code=settings.HOME_REGION)
    for place, year in enumerate(YEARS):
        figures = {code: _figure(code, amounts[place]) for code, amounts in TOLD.items()}
        paper = f"{year}年全民科学素质工作总结（虚构）附表1"
        keep_year(region=county, year=year, figures=figures, paper=paper, seen=0, by=by, at=at)
    say(f"　已补录{len(YEARS)}年的年末数和全年合计（虚构）。")


def _figure(code: str, amount: int) -> dict[str, int]:
    return {"": amount, OF[code]: amount} if code in OF else {"": amount}
