"""What spans the apps: everything a person has to do, everything a search finds."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from django.apps import apps

from kepu.people.models import Account
from kepu.ui.shapes import Found, Todo

T = TypeVar("T", Todo, Found)


def _offered(name: str) -> Iterator[Callable[..., Any]]:
    """Yield the function `name` of every app's ``queries`` that has one, in the order of the installed apps."""
    for app in apps.get_app_configs():
        if not app.name.startswith("kepu.") or app.name == "kepu.desk" or not find_spec(f"{app.name}.queries"):
            continue
        if function := getattr(import_module(f"{app.name}.queries"), name, None):
            yield function


def _by_kind(items: Iterable[T]) -> list[tuple[str, list[T]]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(item.kind, []).append(item)
    return list(groups.items())


def todo(user: Account) -> list[tuple[str, list[Todo]]]:
    """Return all that is the person's to do by kind: what is due first on top, undated things last."""
    found = [item for ask in _offered("todo") for item in ask(user)]
    return _by_kind(sorted(found, key=lambda item: item.due or date.max))


def mine(user: Account) -> list[tuple[str, list[Found]]]:
    """Return the pages that are the person's own whatever waits, such as the list of the unit's tasks, by kind."""
    return _by_kind(page for ask in _offered("mine") for page in ask(user))


def search(user: Account, text: str) -> list[tuple[str, list[Found]]]:
    """Return what the apps find for `text`, by kind in the order of the apps; nothing for an empty text."""
    if not (text := text.strip()):
        return []
    return _by_kind(hit for ask in _offered("search") for hit in ask(user, text))
