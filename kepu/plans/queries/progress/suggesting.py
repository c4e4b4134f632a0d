"""Which measures a target may mean: suggestions for a person to confirm."""

from dataclasses import dataclass

from kepu.ledger.catalogue import shipped
from kepu.ledger.models import Measure
from kepu.methods.measurematch import Candidate, suggest
from kepu.people.models import Population
from kepu.plans.models import Binding, Target
from kepu.plans.queries.breakdown.rules import is_share

Span = Binding.Span


@dataclass(frozen=True)
class Offer:
    """A measure offered, and what the rest of the form then begins with."""

    measure: Measure
    span: str
    audience: str
    per_head: str


def candidates(*, published: bool = False) -> list[Candidate]:
    """Return every measure in use (those that are `published` alone) with the words by which plans call it; one query."""
    words = {line.code: tuple(line.words.split()) for line in shipped()}
    rows = Measure.objects.filter(retired=None, **({"kind": Measure.Kind.READING} if published else {}))
    return [Candidate(row.code, row.name, row.unit, words.get(row.code, ())) for row in rows]


def offers_for(target: Target, most: int = 3) -> list[Offer]:
    """Return the likeliest measures for a target, the first first; two queries."""
    unit = target.unit.removesuffix("/人")
    codes = suggest(target.subject, target.quote, unit, candidates(published=target.kind == Target.Kind.RANK), most)
    rows = {row.code: row for row in Measure.objects.filter(code__in=codes)}
    return [default_counting(target, rows[code]) for code in codes]


def default_counting(target: Target, measure: Measure) -> Offer:
    """Return how a target is counted by a measure, as its kind and wording suggest."""
    part = target.task.part if target.task else None
    audience = part.audience if part and measure.kind == Measure.Kind.FLOW else ""
    per_head = Population.Basis.RESIDENT.value if target.unit.endswith("/人") else ""
    return Offer(measure, span_of(target, measure, bool(per_head)), audience or "", per_head)


def span_of(target: Target, measure: Measure, per_head: bool) -> str:
    """Return the span that suits: yearly for floors and money per head, the whole period for what adds up."""
    if measure.kind == Measure.Kind.READING or is_share(target):
        return Span.LATEST.value
    if measure.kind == Measure.Kind.STOCK:
        return Span.STANDING.value
    yearly = target.kind == Target.Kind.FLOOR or bool(target.per) or per_head
    return (Span.YEAR if yearly else Span.PERIOD).value
