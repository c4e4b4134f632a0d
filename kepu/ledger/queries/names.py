"""What the words of a table mean here: units, places, measures, kinds and audiences by the names people write."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from kepu.ledger.access import recording_units
from kepu.ledger.kinds import KINDS
from kepu.ledger.models import Audience, Measure
from kepu.methods.sheets import CellError, plain, shown
from kepu.people.access import office_region
from kepu.people.models import Account, Region, Unit
from kepu.people.queries import standing

Index = dict[str, list[int | str]]


def key_of(text: str) -> str:
    """Return a name as it is compared: half-width, without any space."""
    return "".join(plain(text).split())


@dataclass(frozen=True)
class Names:
    """Every name that a table of one person may use, with what it means; made in seven queries."""

    own: Index
    units: Index
    places: Index
    measures: Index
    offices: dict[int, str]
    kinds: dict[str, str]
    audiences: dict[str, str]

    def unit(self, cell: str) -> int:
        """Return the unit that the person may write for. Raises CellError."""
        if key_of(cell) not in self.own and key_of(cell) in self.units:
            raise CellError(f"您不能代“{shown(cell)}”填写，只能导入本单位的记录。")
        return int(_one(self.own, cell, "单位", "请用单位名录中的名称。"))

    def partner(self, cell: str) -> int:
        """Return any standing unit of the region. Raises CellError."""
        return int(_one(self.units, cell, "单位", "请用单位名录中的名称，几个单位之间用“、”隔开。"))

    def place(self, cell: str) -> str:
        """Return the code of a place inside the region. Raises CellError."""
        return str(
            _one(self.places, cell, "地点", "请写本区域内的乡镇（街道）或村（社区），同名的写成“城关镇 东关社区”。")
        )

    def measure(self, cell: str) -> int:
        """Return a measure by its name or code. Raises CellError."""
        return int(_one(self.measures, cell, "统计指标", "请从模板的下拉列表中选择。"))

    def kind(self, cell: str) -> str:
        """Return a kind of work. Raises CellError."""
        return _chosen(self.kinds, cell, "类型")

    def audience(self, cell: str) -> str:
        """Return an audience. Raises CellError."""
        return _chosen(self.audiences, cell, "人群")


def names_for(by: Account, region: Region) -> Names:
    """Return the names that tables of a person may use in the office's region."""
    inside = Region.objects.inside(region)
    own = list(
        recording_units(by).filter(region__in=inside).select_related("region__parent").prefetch_related("aliases")
    )
    units = Unit.objects.filter(standing(timezone.localdate()), region__in=inside).prefetch_related("aliases")
    places = inside.exclude(kind=Region.Kind.PLACEHOLDER).select_related("parent")
    return Names(
        _indexed((unit.pk, _of_unit(unit)) for unit in own),
        _indexed((unit.pk, _of_unit(unit)) for unit in units),
        _indexed((place.pk, _of_place(place)) for place in places),
        _indexed((one.pk, [one.name, one.code]) for one in Measure.objects.filter(retired=None)),
        {unit.pk: office_region(unit.region).pk for unit in own},
        {key_of(kind.label): kind.name for kind in KINDS.values()} | {name: name for name in KINDS},
        {key_of(str(label)): str(value) for value, label in Audience.choices} | {v: v for v in Audience.values},
    )


def place_name(place: Region) -> str:
    """Return how a place is written in a table: a village with its township before it."""
    return f"{place.parent.name} {place.name}" if place.level == Region.Level.VILLAGE and place.parent else place.name


def _of_unit(unit: Unit) -> list[str]:
    return [unit.name, *(alias.name for alias in unit.aliases.all())]


def _of_place(place: Region) -> list[str]:
    return [place.pk, place.name, place_name(place)]


def _indexed(named: Iterable[tuple[int | str, list[str]]]) -> Index:
    found: Index = defaultdict(list)
    for key, names in named:
        for name in {key_of(name) for name in names}:
            found[name].append(key)
    return dict(found)


def _one(index: Index, cell: str, what: str, hint: str) -> int | str:
    found = index.get(key_of(cell), [])
    if len(found) > 1:
        raise CellError(f"有{len(found)}个{what}叫“{shown(cell)}”，分不清是哪一个。{hint}")
    if not found:
        raise CellError(f"没有叫“{shown(cell)}”的{what}。{hint}")
    return found[0]


def _chosen(words: dict[str, str], cell: str, what: str) -> str:
    try:
        return words[key_of(cell)]
    except KeyError:
        raise CellError(f"{what}“{shown(cell)}”不在列表中，请从模板的下拉列表中选择。") from None
