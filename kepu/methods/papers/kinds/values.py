"""What a caller puts into a paper: texts and lists by their Chinese names, checked against the names of the kind."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from kepu.methods.papers.kinds.names import Name, known_names
from kepu.methods.papers.wording import plain

Value: TypeAlias = "str | int | Sequence[str] | Sequence[Mapping[str, Value]]"
Values: TypeAlias = Mapping[str, Value]


def complete(kind: str, values: Values) -> dict[str, object]:
    """Return the values of a kind whole: what is missing is empty, texts are printable.

    Raises KeyError for a name that the kind does not have, TypeError for a text where a list belongs and the reverse.
    """
    return _complete(known_names(kind), values, kind)


def _complete(names: tuple[Name, ...], values: Values, where: str) -> dict[str, object]:
    if unknown := values.keys() - {n.name for n in names}:
        raise KeyError(f"{where}: {'、'.join(sorted(unknown))}")
    return {n.name: _value(n, values.get(n.name), f"{where}.{n.name}") for n in names}


def _value(name: Name, value: "Value | None", where: str) -> object:
    if name.sort != "list":
        if not isinstance(value, str | int | None):
            raise TypeError(f"{where}: a text is wanted")
        return "" if value is None else plain(str(value))
    if isinstance(value, str | int):
        raise TypeError(f"{where}: a list is wanted")
    return [_item(name, item, where) for item in value or ()]


def _item(name: Name, item: "str | Mapping[str, Value]", where: str) -> object:
    if isinstance(item, str) != (not name.fields):
        raise TypeError(f"{where}: {'fields' if name.fields else 'a text'} wanted")
    return plain(item) if isinstance(item, str) else _complete(name.fields, item, where)
