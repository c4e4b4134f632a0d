"""Pages of lists that may be very long."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

MOST = 10_000


class LatestPaginator(Paginator[Any]):
    """Pages of the first `MOST` rows of a queryset; it counts no further, so that it takes as long for millions.

    `count` is at most MOST; `more` tells that there are rows behind the last page.
    """

    def __init__(self, rows: QuerySet[Any], per_page: int) -> None:
        super().__init__(rows, per_page)
        self.rows = rows

    @cached_property
    def count(self) -> int:
        """The rows that are paged."""
        return min(MOST, self._counted)

    @property
    def more(self) -> bool:
        return self._counted > MOST

    @cached_property
    def _counted(self) -> int:
        return self.rows.order_by()[: MOST + 1].count()
