"""The ledger in 待办: records to review or to mend, deeds told twice, a recount that found something."""

from typing import Any

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from kepu.ledger.models import CellCheck, WorkRecord
from kepu.ledger.queries import checks
from kepu.ledger.queries.doubts import open_duplicates
from kepu.ledger.queries.evidence import open_lookalikes
from kepu.people.access import holdings
from kepu.people.models import UNIT_ROLES, Account, Role
from kepu.ui.shapes import Todo

KIND = "工作记录"
HANDED, DEEDS, PICTURES, CHECK = "records", "deeds", "pictures", "check"
State = WorkRecord.State


def todo(user: Account) -> list[Todo]:
    """Return what the ledger asks of a person; one query of the office and one of a unit, unless a recount found something."""
    held = holdings(user)
    offices = [h.region_id for h in held if h.role == Role.SECRETARIAT]
    units = [h.unit_id for h in held if h.role in UNIT_ROLES and h.unit_id]
    waiting = dict(_counts(user, offices)) if offices else {CHECK: 1}
    found = checks.todo(user) if waiting[CHECK] else []
    return [*found, *_of_office(waiting), *(_of_unit(units) if units else [])]


def _counts(user: Account, offices: list[str | None]) -> QuerySet[Any, Any]:
    """Return how much waits of each, in one query: records, pairs of deeds, pairs of photographs, the last recount if wrong."""
    pair = Concat("first__source", Value(" "), "second__source")
    handed = WorkRecord.objects.filter(region__in=offices, state=State.HANDED)
    last = CellCheck.objects.order_by("-at").values("pk")[:1]
    wrong = CellCheck.objects.filter(pk__in=last).exclude(wrong=[])
    parts = [
        _counted(HANDED, handed, Count("pk")), _counted(DEEDS, open_duplicates(user), Count(pair, distinct=True)),
        _counted(PICTURES, open_lookalikes(user), Count("pk", distinct=True)), _counted(CHECK, wrong, Count("pk")),
    ]  # fmt: skip
    return parts[0].union(*parts[1:], all=True)


def _counted(name: str, rows: QuerySet[Any], number: Count) -> QuerySet[Any, Any]:
    return rows.order_by().values(name=Value(name)).annotate(number=number).values_list("name", "number")


def _of_office(waiting: dict[str, int]) -> list[Todo]:
    handed, doubts = waiting.get(HANDED, 0), waiting.get(DEEDS, 0) + waiting.get(PICTURES, 0)
    page = f"{reverse('ledger:records')}?state={State.HANDED.value}"
    why = "可能是同一件事由几家各记了一次，核对之前都计在内。"
    return [
        *([Todo(f"审核{handed}条工作记录", page, KIND, "审核通过以后才计入。", count=handed)] if handed else []),
        *([Todo(f"核对{doubts}处疑似重复", reverse("ledger:duplicates"), KIND, why, count=doubts)] if doubts else []),
    ]


def _of_unit(units: list[int]) -> list[Todo]:
    returned = list(WorkRecord.objects.filter(unit__in=units, state=State.RETURNED).order_by("-pk")[:2])
    if len(returned) > 1:
        page = f"{reverse('ledger:records')}?state={State.RETURNED.value}"
        return [Todo("修改退回的工作记录", page, KIND, "改好再提交，审核通过以后才计入。")]
    return [
        Todo(f"修改退回的工作记录：{row.what[:30]}", reverse("ledger:record", args=[row.pk]), KIND, row.remark)
        for row in returned
    ]
