"""Places as north and east in degrees: how far apart, and the middle of several."""

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from statistics import median

Spot = tuple[float, float]
_EARTH = 6371.0  # kilometres, the mean radius


def kilometres(one: Spot, other: Spot) -> float:
    """Return the distance along the ground by the haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984, p. 159)."""
    (north, east), (south, west) = ((radians(degrees) for degrees in spot) for spot in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin((east - west) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))


def middle(spots: Iterable[Spot]) -> Spot:
    """Return the median north and the median east, which one far off does not move. Raises StatisticsError for none."""
    norths, easts = zip(*spots, strict=True)
    return median(norths), median(easts)
