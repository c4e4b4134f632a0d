"""Opening the target board, a target, townships × targets and one explained figure over `--size` facts, against the limit.

The limit: at most 30 queries and 150 ms at the median, however many facts. Times are of the Django test client: middleware,
view, template. `--sqlite` measures on SQLite instead of PostgreSQL.
"""

import argparse
import os

LIMIT, QUERIES = 0.150, 30


def main() -> None:
    """Measure in a process of its own over a fresh database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="how many facts")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite")
    parser.add_argument("--here", help="(used by this program itself)")
    arguments = parser.parse_args()
    if arguments.here:
        return measure(arguments.size)
    from benchmarks.databases import child
    from tests.everything import postgresql

    if arguments.sqlite:
        child("board", None, "--size", str(arguments.size))
        return None
    with postgresql() as url:
        child("board", url, "--size", str(arguments.size))
    return None


def measure(size: int) -> None:
    """Fill, sum up, open the pages."""
    from benchmarks.databases import fill, start
    from benchmarks.measure import report
    from benchmarks.pages import build, timed

    start()
    from django.db import connection

    from kepu.ledger.verbs import rebuild

    fill(size)
    rebuild()
    office, plan = build(1)
    bind(plan, office)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {name: timed(office, url) for name, url in addresses(plan)}
    for name, (seconds, queries, size_kb) in pages.items():
        print(f"{name:12} {seconds * 1000:7.1f} ms {queries:3} queries {size_kb:6.0f} KB")
    slowest = max(pages.values())
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    report(
        "board", f"slowest of {len(pages)} pages over {size} facts, {engine}", slowest[0], "limit of 150 ms", LIMIT,
        queries=max(q for _, q, _ in pages.values()), queries_limit=QUERIES, load=round(os.getloadavg()[0], 1),
        pages={name: [round(s * 1000, 1), q, round(kb)] for name, (s, q, kb) in pages.items()},
    )  # fmt: skip


def bind(plan, office) -> None:
    """Let every target of the plan be counted by a measure, one after another, each for itself."""
    from django.utils import timezone

    from kepu.ledger.models import Fact, Measure
    from kepu.plans.models import Binding, Target

    measures = list(Measure.objects.filter(pk__in=Fact.objects.values("measure")).order_by("pk"))
    version = plan.versions.get()
    Binding.objects.bulk_create(
        Binding(plan=plan, version=version, target_key=target.key, measure=measures[n % len(measures)], span="year",
                region=plan.region, confirmed_by=office, confirmed_at=timezone.now())
        for n, target in enumerate(Target.objects.filter(version=version).order_by("order"))
    )  # fmt: skip


def addresses(plan):
    """Yield the name and the address of each page."""
    from django.urls import reverse

    from kepu.plans.models import Binding

    binding = Binding.objects.filter(plan=plan).select_related("measure").first()
    region = plan.region_id
    village = f"{region[:6]}100001"
    yield "board", reverse("plans:board", args=[plan.pk])
    yield "target", reverse("plans:target", args=[plan.pk, binding.target_key])
    yield "towns", reverse("plans:towns", args=[plan.pk])
    yield "figure", reverse("ledger:figure", args=[region, binding.measure.code])
    yield "village", reverse("ledger:figure", args=[village, binding.measure.code])


if __name__ == "__main__":
    main()
