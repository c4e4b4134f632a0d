"""The desk's own pages: what is mine to do, search, the parts that pages are made of."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kepu.desk import doors, queries
from kepu.desk.forms import PartsForm
from kepu.people import access
from kepu.people.requests import SignedIn
from kepu.ui.charts import Chart, Series

UNITS = (
    "县科协", "县委组织部", "县委宣传部", "县发展和改革局", "县教育局", "县科学技术局",
    "县人力资源和社会保障局", "县农业农村局", "县卫生健康局", "各乡镇（街道）",
)  # fmt: skip
TASKS = (
    "提升基础教育阶段科学教育水平",
    "开展校外科技教育活动",
    "实施农村科普骨干培训",
    "加强产业工人技能培训",
    "推进智慧助老行动",
)
CHART = Chart(
    "科普讲座场次", "场次", "月份", ["1月", "2月", "3月", "4月"],
    [
        Series("累计完成", [Decimal(3), Decimal(8), None, None]),
        Series("按进度应完成", [Decimal(number) for number in (3, 6, 9, 12)], tone="grey", stroke="dashed"),
        Series("八成可能", [None, Decimal(8), Decimal(9), Decimal(11)], kind="band", tone="blue",
               high=[None, Decimal(8), Decimal(12), Decimal(16)]),
    ],
    "到2月累计8场次，到4月八成可能在11至16场次之间。",
)  # fmt: skip
ROLES = ("lead", "support", "", "joint", "")


@login_required
def home(request: SignedIn) -> HttpResponse:
    """待办: what is the person's to do; when there is nothing, the doors to daily work."""
    ways = [link for link in doors.rail(request.user, request.path) if not link.current]
    facts = {"today": timezone.localdate(), "doors": ways, "roles": access.roles(request.user)}
    own = {"groups": queries.todo(request.user), "mine": queries.mine(request.user)}
    return render(request, "desk/home.html", own | facts)


@login_required
def search(request: SignedIn) -> HttpResponse:
    """Search over everything; the dialog asks for the same as a fragment."""
    text = request.GET.get("q", "")[:100].strip()
    template = "desk/found.html" if request.htmx else "desk/search.html"
    return render(request, template, {"q": text, "groups": queries.search(request.user, text)})


@login_required
def parts(request: SignedIn) -> HttpResponse:
    """Every part of the design system in every state, for those who write pages."""
    return render(
        request,
        "desk/parts.html",
        {
            "page": Paginator(range(1, 1001), 50).get_page(request.GET.get("page", 7)),
            "form": PartsForm(request.GET if "try" in request.GET else None),
            "units": UNITS,
            "chart": CHART,
            "today": timezone.localdate(),
            "dues": [timezone.localdate() + timedelta(days=n) for n in (-9, 0, 1, 14)],
            "rows": [
                (task, [ROLES[(row + column) % 5] for column in range(len(UNITS))]) for row, task in enumerate(TASKS)
            ],
        },
    )
