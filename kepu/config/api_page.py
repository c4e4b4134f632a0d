"""接口说明: the addresses and fields of the API as a plain page, made from the same description that programs read."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

Schema = dict[str, Any]
WORDS = {"string": "文字", "integer": "整数", "number": "数", "boolean": "是或否", "object": "对象", "array": "列表"}
_PAGE = "Page_"
FORMATS = {"date": "日期", "date-time": "时间"}


@dataclass(frozen=True)
class Field:
    """One parameter or one field of an answer."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True)
class Operation:
    """One address. `body` names the shape of what is handed in, if anything is."""

    method: str
    address: str
    title: str
    text: str
    parameters: list[Field]
    answer: str
    paged: bool
    body: str = ""


@dataclass(frozen=True)
class Shape:
    """One object that answers hold."""

    name: str
    fields: list[Field]


class Reference(DocsBase):
    """The page that the library lets stand at the root of the API."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Answer with the page; it loads nothing but our own styles."""
        return render(request, "ui/api.html", {**_facts(api), "openapi": self.get_openapi_url(api, {})})


@cache
def _facts(api: NinjaAPI) -> dict[str, object]:
    described: Schema = api.get_openapi_schema()
    return {"text": described["info"]["description"], "groups": groups(described), "shapes": shapes(described)}


def groups(described: Schema) -> dict[str, list[Operation]]:
    """Return the operations under their headings, in the order of the description."""
    found: dict[str, list[Operation]] = {}
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(method.upper(), address, operation))
    return found


def _operation(method: str, address: str, told: Schema) -> Operation:
    paged = {"limit", "offset"} <= {parameter["name"] for parameter in told["parameters"]}
    shown = [p for p in told["parameters"] if p["name"] not in ("limit", "offset")]  # said once for all lists
    parameters = [Field(p["name"], kind_of(p["schema"]), p.get("description", "")) for p in shown]
    done = next(told["responses"][status] for status in (200, 201) if status in told["responses"])
    answer = kind_of(done["content"]["application/json"]["schema"])
    name = answer.removeprefix(_PAGE).removesuffix("_") if paged else answer
    body = kind_of(told["requestBody"]["content"]["application/json"]["schema"]) if "requestBody" in told else ""
    return Operation(method, address, told["summary"], told["description"], parameters, name, paged, body)


def shapes(described: Schema) -> list[Shape]:
    """Return the objects that answers hold, by name; the pieces of lists, which are all alike, are left out."""
    found = described["components"]["schemas"].items()
    return [
        _shape(name, shape) for name, shape in sorted(found) if "properties" in shape and not name.startswith(_PAGE)
    ]


def _shape(name: str, told: Schema) -> Shape:
    fields = [Field(n, kind_of(f), f.get("description", "")) for n, f in told["properties"].items()]
    return Shape(name, fields)


def kind_of(told: Schema) -> str:
    """Return what a value is, in words: 文字, 日期, UnitRef, UnitRef 的列表; 可为空 where it may be missing."""
    if "$ref" in told:
        return str(told["$ref"].rpartition("/")[2])
    if "anyOf" in told:
        kinds = [kind_of(one) for one in told["anyOf"] if one.get("type") != "null"]
        return "或".join(kinds) + ("，可为空" if len(kinds) < len(told["anyOf"]) else "")
    if told.get("type") == "array" and "items" in told:
        return f"{kind_of(told['items'])} 的列表"
    return FORMATS.get(told.get("format", ""), WORDS.get(told.get("type", ""), "任意"))
