"""Server time and queries of each page at 50 plans × 60 tasks × 60 units, in a fresh SQLite database, against the limit.

The limit: at most 30 queries and 150 ms at the median. Times are of the Django test client: middleware, view, template.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator

UNITS, TASKS, PARTS, QUERIES, LIMIT = 60, 60, 6, 30, 0.150
AUDIENCES = ("youth", "farmers", "workers", "elderly", "officials", "general")


def main() -> None:
    """Build the database in a folder of its own, time the pages, print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=50, help="how many plans")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(KEPU_VAR=folder, KEPU_PRODUCTION="0", KEPU_SECOND_FACTOR="0", KEPU_REGION="990123000000")
        os.environ.update(DATABASE_URL="", KEPU_DATABASE_URL="", DJANGO_SETTINGS_MODULE="kepu.config.settings")
        for name in ("DATABASE_URL", "KEPU_DATABASE_URL"):
            os.environ.pop(name)
        import django

        django.setup()
        measure(size)


def measure(size: int) -> None:
    """Build `size` plans and time every page."""
    from django.core.management import call_command

    from benchmarks.measure import report

    call_command("migrate", verbosity=0)
    office, plan = build(size)
    pages = {name: timed(office, url) for name, url in addresses(plan)}
    for name, (seconds, queries, size_kb) in pages.items():
        print(f"{name:12} {seconds * 1000:7.1f} ms {queries:3} queries {size_kb:6.0f} KB")
    slowest = max(pages.values())
    report(
        "pages", f"slowest of {len(pages)} pages, {size} plans × {TASKS} tasks × {UNITS} units, SQLite", slowest[0],
        "limit of 150 ms", LIMIT, queries=max(q for _, q, _ in pages.values()), queries_limit=QUERIES,
        pages={name: [round(s * 1000, 1), q, round(kb)] for name, (s, q, kb) in pages.items()},
    )  # fmt: skip


def addresses(plan) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of each page of one plan among all."""
    from django.urls import reverse

    from kepu.people.models import Unit

    task = plan.versions.get().task_set.all()[30]
    for name in ("plan", "tasks", "targets", "matrix", "matrix_workbook", "targets_workbook", "source", "versions"):
        yield name, reverse(f"plans:{name}", args=[plan.pk])
    yield "list", reverse("plans:plans")
    yield "task", reverse("plans:task", args=[plan.pk, task.key])
    yield "unit", reverse("plans:unit", args=[plan.pk, Unit.objects.first().pk])
    yield "search", f"{reverse('desk:search')}?q=科普"
    yield "todo", reverse("desk:home")
    yield "public", reverse("portal:plan", args=[plan.region_id, plan.pk])


def timed(account, url: str) -> tuple[float, int, float]:
    """Return the median seconds of 15 requests, the number of queries, the size of the page in KB."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.measure import median

    client = Client()
    client.force_login(account)
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    queries = len(caught)
    return median(lambda: client.get(url), 15), queries, len(response.content) / 1024


def build(size: int):
    """Insert `size` plans in bulk, all of one county, the first of them released; return the secretariat and that plan."""
    from django.utils import timezone

    from kepu.people.models import Account, Holding, Region, Role, Unit
    from kepu.plans import verbs

    region, _ = Region.objects.get_or_create(code="990123000000", defaults={"name": "云汀县", "level": "county"})
    office = Account.objects.create(username="office", name="纲要办", created_at=timezone.now())
    Holding.objects.create(account=office, role=Role.SECRETARIAT, region=region, since=timezone.localdate())
    Unit.objects.bulk_create(
        Unit(region=region, name=f"县第{n:02}部门", kind="government", order=n) for n in range(1, UNITS + 1)
    )
    units = list(Unit.objects.all())
    versions = [build_plan(region, office, units, n) for n in range(size)]
    step = verbs.draft_release(version=versions[0], by=office, at=timezone.now())
    step = verbs.check_secrecy(release=step, statement=True, by=office, at=timezone.now())
    verbs.release(release=step, by=office, at=timezone.now())
    return office, versions[0].plan


def build_plan(region, office, units, n: int):
    """Insert one adopted plan of 60 tasks, each with six units and, for every second, a target."""
    from kepu.plans.models import Duty, Part, Task

    version, text = build_version(region, office, n)
    parts = Part.objects.bulk_create(
        Part(version=version, kind="action", title=f"第{i + 1}项科学素质提升行动", audience=AUDIENCES[i], order=i)
        for i in range(PARTS)
    )
    tasks = Task.objects.bulk_create(
        Task(version=version, part=parts[i * PARTS // TASKS], title=f"第{i + 1}项科普任务", order=i, start=start, end=end, body=body)
        for i, ((start, end), body) in enumerate(zip(text["tasks"], text["body"], strict=True))
    )  # fmt: skip
    build_items(version, tasks, units, text)
    Duty.objects.bulk_create(
        Duty(version=version, unit=unit, printed=unit.name, text="负责本领域科普工作，完成方案分解的任务。", where="list", order=i)
        for i, unit in enumerate(units)
    )  # fmt: skip
    return version


def build_items(version, tasks, units, text) -> None:
    """Insert who answers for the tasks and what they promise."""
    from kepu.plans.models import Responsibility, Target

    Responsibility.objects.bulk_create(
        Responsibility(version=version, task=task, role="support" if k else "lead", printed=name, start=at,
                       unit=units[(i * 7 + k * 5) % UNITS], end=at + len(name), order=i * 6 + k)
        for i, task in enumerate(tasks)
        for k, name, at in text["names"][i]
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(version=version, task=task, kind="floor", quote=quote, subject="开展科普活动", value=12 + i, unit="场次",
               comparator=">=", per="year", due="2030", start=at, end=at + len(quote), order=i)
        for i, (task, (quote, at)) in enumerate(zip(tasks, text["quotes"], strict=True))
        if i % 2 == 0
    )  # fmt: skip


def build_version(region, office, n: int):
    """Insert document, plan and version; return the version and where everything stands in its text."""
    from django.utils import timezone

    from kepu.files.models import StoredFile
    from kepu.plans.models import Document, Plan, Version

    text = printed()
    now = timezone.now()
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 1, "media_type": "text/plain", "stored_at": now}
    )
    document = Document.objects.create(
        region=region, file=file, name="实施方案.txt", format="txt", text=text["text"], state="read", reading={},
        reader_version="1", uploaded_by=office, uploaded_at=now,
    )  # fmt: skip
    plan = Plan.objects.create(region=region, status="issued", created_at=now)
    version = Version.objects.create(
        plan=plan, number=1, state="adopted", document=document, title=f"云汀县全民科学素质行动实施方案之{n + 1}",
        period_from=2026, period_to=2030, publicity="public", created_at=now, adopted_at=now, adopted_by=office,
        summary={"counts": {}, "lines": [], "total": 0},
    )  # fmt: skip
    return version, text


def printed() -> dict:
    """Return a text of some 30 KB with the places of tasks, names and quotes in it."""
    text, tasks, names, quotes, body = "实施方案\n", [], [], [], []
    for i in range(TASKS):
        start = len(text)
        quote = f"每年开展科普活动不少于{12 + i}场次"
        filling = "面向城乡居民普及健康、安全、环保和数字技能知识，建设科普阵地，培育科普队伍，完善工作机制。" * 2
        body.append(f"{quote}。{filling}")
        text += f"{i + 1}.第{i + 1}项科普任务。"
        quotes.append((quote, len(text)))
        text += f"{body[-1]}（"
        mine = []
        for k in range(6):
            name = f"县第{(i * 7 + k * 5) % UNITS + 1:02}部门"
            text += "牵头单位：" if k == 0 else "责任单位：" if k == 1 else "、"
            mine.append((k, name, len(text)))
            text += name + ("；" if k == 0 else "")
        text += "）"
        names.append(mine)
        tasks.append((start, len(text)))
        text += "\n"
    return {"text": text, "tasks": tasks, "names": names, "quotes": quotes, "body": body}


if __name__ == "__main__":
    main()
