"""Charts: one value that is drawn, stands beside as a table and goes out as a file, so that the three never differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Values = Sequence[Decimal | None]


@dataclass(frozen=True)
class Series:
    """A line, `bars` or a `band` (from `values` up to `high`): an amount for each label, None where there is none.

    `tone` is a colour of tokens.css; `stroke` is solid, dashed or dotted, for colour alone says nothing.
    """

    name: str
    values: Values
    kind: str = "line"
    tone: str = "primary"
    stroke: str = "solid"
    high: Values = ()

    @property
    def columns(self) -> list[tuple[str, Values]]:
        """The heads and amounts of its columns in the table: one, for a band two."""
        if self.kind != "band":
            return [(self.name, self.values)]
        return [(f"{self.name}（低）", self.values), (f"{self.name}（高）", self.high)]


@dataclass(frozen=True)
class Chart:
    """Series over the same labels in one unit. `summary` tells in a sentence what the picture shows; `heading` heads the labels."""

    name: str
    unit: str
    heading: str
    labels: Sequence[str]
    series: Sequence[Series]
    summary: str = ""

    @property
    def columns(self) -> list[tuple[str, Values]]:
        return [column for one in self.series for column in one.columns]

    @property
    def rows(self) -> list[tuple[str, list[Decimal | None]]]:
        """The table: each label with its amounts in the order of the columns."""
        columns = [values for _, values in self.columns]
        return [(label, [values[at] for values in columns]) for at, label in enumerate(self.labels)]

    @property
    def data(self) -> dict[str, Any]:
        """What the script draws from."""
        return {
            "unit": self.unit,
            "labels": list(self.labels),
            "series": [
                {"name": one.name, "kind": one.kind, "tone": one.tone, "stroke": one.stroke,
                 "values": _drawn(one.values), "high": _drawn(one.high)}
                for one in self.series
            ],
        }  # fmt: skip


def _drawn(values: Values) -> list[float | None]:
    return [None if value is None else float(value) for value in values]
