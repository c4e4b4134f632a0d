"""今年县里要办的科普实事: what of the released years the page shows."""

from dataclasses import dataclass, field

from kepu.people.models import Region
from kepu.plans.models import Audience
from kepu.plans.queries.annual.deeds import DeedDoor, Snapshot, deed_doors, deeds_for
from kepu.portal import sources
from kepu.portal.sources import Shown

_LEVELS = "县区市旗州盟省"


@dataclass(frozen=True)
class ShownYear:
    """One released year with those of its deeds that are asked for."""

    release: Shown
    deeds: list[Snapshot]


@dataclass(frozen=True)
class DeedsPage:
    """What the page shows: its title, the year, the filters, the deeds, other years that are public too."""

    title: str
    year: int
    chosen: str = ""
    doors: list[DeedDoor] = field(default_factory=list)
    shown: list[ShownYear] = field(default_factory=list)
    others: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of deeds shown."""
        return sum(len(one.deeds) for one in self.shown)


def deeds_title(place: Region | None, year: int, this_year: int) -> str:
    """Return the title for a region and a year: 今年县里要办的科普实事, 2025年区里办的科普实事 for one that is over."""
    level = place.name[-1:] if place else ""
    where = f"{level}里" if level and level in _LEVELS else "本地"
    when = "今年" if year == this_year else f"{year}年"
    return f"{when}{where}{'要' if year >= this_year else ''}办的科普实事"


def deeds_page(place: Region | None, this_year: int, *, year: str = "", audience: str = "") -> DeedsPage:
    """Return what of the released years is shown: the year asked, else this one, else the newest; one query.

    A year or an audience that is none counts as not asked.
    """
    released = sources.years(place) if place else []
    years = sorted({int(row.snapshot["year"]) for row in released}, reverse=True)
    wanted = [this_year, *years] if year not in map(str, years) else [int(year)]
    chosen_year = next((one for one in wanted if one in years), this_year)
    rows = [row for row in released if row.snapshot["year"] == chosen_year]
    chosen = audience if audience in set(Audience.values) - {Audience.GENERAL.value} else ""
    return DeedsPage(
        title=deeds_title(place, chosen_year, this_year), year=chosen_year, chosen=chosen,
        doors=deed_doors(row.snapshot for row in rows),
        shown=[ShownYear(row, deeds_for(row.snapshot["deeds"], chosen)) for row in rows],
        others=[one for one in years if one != chosen_year],
    )  # fmt: skip
