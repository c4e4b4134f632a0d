"""Reads of the question box: the office's list, what is due, what a code tells, what is public."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from kepu.inbox.access.questions import readable_questions
from kepu.inbox.models import Question
from kepu.methods.workdays import add_workdays
from kepu.people.access import holdings
from kepu.people.models import UNIT_ROLES, Account, Region, Role
from kepu.people.queries import workday_table
from kepu.ui.shapes import Found, Todo

SOON = 2  # working days
MOST_FOUND = 10
KIND = "意见箱"


@dataclass(frozen=True)
class Wanted:
    """Which questions a list shows: in a state (empty: all), with a word or a code in them, of a place, given to a unit,
    and of the open ones only those that are late or due soon."""

    state: str = Question.State.OPEN.value
    text: str = ""
    place: str = ""
    unit: str = ""
    due: str = ""


def listed(by: Account, wanted: Wanted, today: date) -> QuerySet[Question]:
    """Return the questions the person may see and wants: open ones by their due day, others by the day of the answer."""
    found = readable_questions(by)
    if wanted.text:
        digits = digits_of(wanted.text)
        found = found.filter(Q(text__icontains=wanted.text) | (Q(code=digits) if digits else Q(pk__in=[])))
    if wanted.place:
        found = found.filter(place=wanted.place)
    if wanted.unit == "none":
        found = found.filter(unit=None)
    elif wanted.unit:
        found = found.filter(unit=int(wanted.unit))
    found = found.filter(_due(wanted.due, today))
    if wanted.state:
        found = found.filter(state=wanted.state)
    return found.order_by(*(("due", "id") if wanted.state == Question.State.OPEN else ("-answered_at", "-id")))


def _due(name: str, today: date) -> Q:
    if name == "late":
        return Q(state=Question.State.OPEN, due__lt=today)
    if name == "soon":
        return Q(state=Question.State.OPEN, due__range=(today, add_workdays(today, SOON, workday_table())))
    return Q()


def counts(by: Account) -> dict[str, int]:
    """Return how many questions the person may see in each state, and in all under the empty name."""
    rows = dict(readable_questions(by).order_by().values_list("state").annotate(n=Count("pk")))
    return {state: rows.get(state, 0) for state in Question.State.values} | {"": sum(rows.values())}


def digits_of(code: str) -> str:
    """Return the ASCII digits of a code as typed: blanks, dashes and full-width digits do not matter."""
    return "".join(str(int(c)) for c in code if c.isdecimal())


def found_by_code(region: Region, code: str) -> Question | None:
    """Return the question of a region that a code belongs to; None for a wrong code as for one of another region."""
    digits = digits_of(code)[:16]
    return Question.objects.select_related("region", "place", "unit").filter(region=region, code=digits).first()


def released_questions(region: Region, text: str = "") -> QuerySet[Question]:
    """Return what of a region's question box is public, newest first; with a word in it, where one is given.

    Only what was released is loaded: neither what was asked nor who asked.
    """
    found = Question.objects.filter(region=region, released_at__isnull=False).select_related("unit")
    if text:
        found = found.filter(Q(public_text__icontains=text) | Q(public_answer__icontains=text))
    shown = ("kind", "public_text", "public_answer", "released_at", "unit__name")
    return found.only(*shown).order_by("-released_at", "-id")


def todo(user: Account) -> list[Todo]:
    """Return what the office has to answer within two working days or is late with, what came in and waits to be given
    out; for a unit what it was asked to draft. Three queries at most."""
    roles = {Role(h.role) for h in holdings(user)}
    today = timezone.localdate()
    found: list[Todo] = []
    if Role.SECRETARIAT in roles:
        found += _office(user, today)
    if roles & set(UNIT_ROLES):
        found += _unit(user)
    return found


def _office(user: Account, today: date) -> list[Todo]:
    own = [h.region_id for h in holdings(user) if h.role == Role.SECRETARIAT]
    rows = Question.objects.filter(region__in=own, state=Question.State.OPEN)
    late, soon = _due("late", today), _due("soon", today)
    fresh = ~late & ~soon & Q(unit=None, drafted_at=None)
    kinds = (
        ("late", late, "答复已逾期的来信", "超过了向居民承诺的5个工作日，请尽快答复。", "?due=late"),
        ("soon", soon, f"答复{SOON}个工作日内到期的来信", "居民凭查询码查看答复。", "?due=soon"),
        ("fresh", fresh, "查看新来信", "由本办答复，或转有关单位代拟。", "?unit=none"),
    )
    numbers = rows.aggregate(
        **{name: Count("pk", filter=q) for name, q, *_ in kinds},
        **{f"{name}_due": Min("due", filter=q) for name, q, *_ in kinds},
        **{f"{name}_one": Min("pk", filter=q) for name, q, *_ in kinds},
    )
    return [
        Todo(
            title,
            _way(numbers[name], numbers[f"{name}_one"], query),
            KIND,
            why,
            numbers[f"{name}_due"],
            numbers[name],
            in_workdays=True,
        )
        for name, _, title, why, query in kinds
        if numbers[name]
    ]


def _unit(user: Account) -> list[Todo]:
    rows = readable_questions(user).filter(state=Question.State.OPEN, unit__isnull=False, drafted_at=None)
    units = [h.unit_id for h in holdings(user) if h.unit_id]
    rows = rows.exclude(Q(entered_by=user) & ~Q(unit__in=units)).order_by()
    numbers = rows.aggregate(count=Count("pk"), due=Min("due"), one=Min("pk"))
    if not numbers["count"]:
        return []
    why = "代拟后由纲要办审核答复居民。"
    url = _way(numbers["count"], numbers["one"], "")
    return [Todo("代拟来信答复", url, KIND, why, numbers["due"], numbers["count"], in_workdays=True)]


def _way(count: int, one: int, query: str) -> str:
    return reverse("questions:question", args=[one]) if count == 1 else reverse("questions:list") + query


def search(user: Account, text: str) -> list[Found]:
    """Return questions the person may see with the text in them, or with it as their code."""
    if not (text := text.strip()):
        return []
    hits = listed(user, Wanted(state="", text=text), timezone.localdate())[:MOST_FOUND]
    return [
        Found(hit.text[:40], reverse("questions:question", args=[hit.pk]), "来信", hit.get_state_display())
        for hit in hits
    ]
