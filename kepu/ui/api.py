"""What all answers of the API share: pages of a list, the shape of a problem, words that stand for choices, moments."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Choices, QuerySet
from django.utils import timezone
from ninja import Field, Schema
from pydantic import PlainSerializer, WithJsonSchema

MOST, FURTHEST = 200, 1_000_000
LARGEST = 2**31 - 1  # a number in an address; larger ones no row has
Out = TypeVar("Out")

Moment = Annotated[
    datetime,
    PlainSerializer(lambda at: timezone.localtime(at).isoformat(timespec="seconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Amount = Annotated[
    Decimal,
    PlainSerializer(lambda value: format(value.normalize(), "f"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}),
]


class Window(Schema):
    """Which piece of a list is asked for."""

    limit: int = Field(50, ge=1, le=MOST, description=f"一次最多返回多少条，1至{MOST}")
    offset: int = Field(0, ge=0, le=FURTHEST, description="跳过前面多少条")


class Page(Schema, Generic[Out]):
    """A piece of a list, with the number of all that there is."""

    items: list[Out] = Field(description="本次返回的内容")
    count: int = Field(description="符合条件的总条数")
    limit: int = Field(description="本次的 limit")
    offset: int = Field(description="本次的 offset")


class WrongField(Schema):
    """One wrong parameter."""

    field: str = Field(description="参数名")
    message: str = Field(description="哪里不对")


class Problem(Schema):
    """What is answered in place of what was asked for."""

    code: str = Field(description="给程序判断用的代码")
    message: str = Field(description="原因和处理办法")
    errors: list[WrongField] = Field(description="参数逐项的错误，没有则为空")


def page_of(rows: "QuerySet[Any] | Sequence[Any]", window: Window, make: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a `Page` of what `make` gives for each row; of a queryset two queries, and what it prefetches."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    shown = rows[window.offset : window.offset + window.limit]
    return {
        "items": [make(row) for row in shown], "count": count, "limit": window.limit, "offset": window.offset,
    }  # fmt: skip


def said(model: Any, *, public: bool = False) -> dict[Any, Any]:
    """Return the answers of an operation: the model, and the one shape of every problem."""
    refusals = {400, 404, 422, 429} | (set() if public else {401, 403})
    return {200: model, frozenset(refusals): Problem}


def one_of(choices: type[Choices], what: str, *, blank: bool = False) -> Any:
    """Return the field of an answer that holds one of the choices; `blank` where it may hold none."""
    values = [*([""] if blank else []), *choices.values]
    return Field(description=f"{what}：{_words(choices)}", json_schema_extra={"enum": values})


def _words(choices: type[Choices]) -> str:
    return "、".join(f"{value} {label}" for value, label in choices.choices)


def chosen(choices: type[Choices], what: str) -> Any:
    """Return the parameter that narrows a list to one of the choices; empty for all."""
    pattern = f"^({'|'.join(map(str, choices.values))})?$"
    return Field("", pattern=pattern, description=f"{what}：{_words(choices)}；不填为全部")
