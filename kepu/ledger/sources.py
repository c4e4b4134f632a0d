"""What stands behind facts: each app tells of its own records, the ledger only asks.

An app registers one resolver a kind in ``AppConfig.ready()``: ``register("ledger.record", describe)``, for facts whose
source is ``ledger.record:<id>``. Facts of a kind without a resolver are refused.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kepu.people.models import Account


@dataclass(frozen=True)
class Described:
    """A source record as one person may know it: its title, its page, its pictures (addresses), all empty if withheld."""

    title: str
    url: str = ""
    evidence: tuple[str, ...] = ()


Resolver = Callable[[Account, list[int]], dict[int, Described]]
WITHHELD = Described("（该记录不在您的查看范围内）")

_resolvers: dict[str, Resolver] = {}


class UnknownSource(ValueError):
    """The source is not ``app.kind:id``, or nobody can tell of its kind."""


def register(kind: str, describe: Resolver) -> Resolver:
    """Add who tells of the records of a kind: ``describe(by, ids)`` returns those that `by` may see, by id.

    Whatever the number of ids, it makes the same number of queries. Registering again replaces it.
    """
    _resolvers[kind] = describe
    return describe


def parse(source: str) -> tuple[str, int]:
    """Return kind and id of a source. Raises UnknownSource."""
    kind, _, number = source.partition(":")
    if kind not in _resolvers or not number.isdecimal():
        raise UnknownSource(f"来源 {source} 没有对应的记录类别")
    return kind, int(number)


def described(by: Account, sources: Iterable[str]) -> dict[str, Described]:
    """Return what `by` may know of each source, by source; one round of queries a kind."""
    groups: dict[str, set[int]] = defaultdict(set)
    for source in sources:
        kind, number = parse(source)
        groups[kind].add(number)
    found: dict[str, Described] = {}
    for kind, numbers in groups.items():
        known = _resolvers[kind](by, sorted(numbers))
        found |= {f"{kind}:{number}": known.get(number, WITHHELD) for number in numbers}
    return found
