"""Letters in 待办 and in the search."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from kepu.files.models import Scan
from kepu.people.access import holdings
from kepu.people.models import UNIT_ROLES, Account, Role, Unit
from kepu.people.queries import predecessors_of
from kepu.plans import access
from kepu.plans.models import AnnualPlan, Letter, LetterOpinion
from kepu.ui.shapes import Found, Todo

State = Letter.State
LIMIT = 6
KIND = "目标责任书"


def letters_todo(account: Account) -> list[Todo]:
    """Return what letters ask of a person: of a unit its answers; of the office what waits at each step of each year."""
    held = holdings(account)
    units = [h.unit for h in held if h.unit and h.role in UNIT_ROLES]
    offices = [h.region_id for h in held if h.role == Role.SECRETARIAT]
    found = list(_to_answer([unit.pk for unit in units] + _before(units))) if units else []
    return found + (list(_of_office(offices)) if offices else [])


def _before(units: list[Unit]) -> list[int]:
    today = timezone.localdate()
    return [before.pk for unit in units for before in predecessors_of(unit, today)]


def _to_answer(units: list[int]) -> Iterator[Todo]:
    answers = LetterOpinion.objects.filter(letter=OuterRef("pk"), at__gte=OuterRef("consulted_at"))
    rows = Letter.objects.filter(~Exists(answers), unit__in=units, state=State.CONSULTED)
    for letter in rows.select_related("annual", "unit").defer("snapshot"):
        title = f"对{letter.unit.name}{letter.annual.year}年度目标责任书反馈意见"
        url = reverse("plans:letter", args=[letter.pk])
        yield Todo(title, url, KIND, "答复“同意”或提出意见；逾期仍可反馈，会注明逾期。", due=letter.consult_until)


def _of_office(offices: list[str | None]) -> Iterator[Todo]:
    """Yield a line for each step of a year at which letters wait; four queries."""
    mine = Q(annual__plan__region__in=offices)
    scans = Scan.objects.filter(sheet=OuterRef("sheet"), dropped_at__isnull=True)
    open_objections = LetterOpinion.objects.filter(letter=OuterRef("pk"), agrees=False, reply="")
    rows = Letter.objects.filter(mine, state__in=(State.CONSULTED, State.APPROVED, State.PRINTED)).annotate(
        has_scan=Exists(scans), objected=Exists(open_objections)
    )
    today = timezone.localdate()
    counts: Counter[tuple[int, str]] = Counter()
    for letter in rows.only("annual_id", "state", "consult_until"):
        if step := _step(letter, today):
            counts[letter.annual_id, step] += 1
    years = AnnualPlan.objects.in_bulk({annual for annual, _ in counts})
    for (annual, step), count in sorted(counts.items()):
        title, why, state = STEPS[step]
        url = reverse("plans:letters", args=[annual]) + f"?state={state}"
        yield Todo(title.format(n=count, year=years[annual].year), url, KIND, why, count=count)


STEPS = {
    "reply": ("答复{n}份责任书的意见（{year}年度）", "写明采纳情况后才能审定。", State.CONSULTED.value),
    "approve": ("审定{n}份征求过意见的责任书（{year}年度）", "反馈期限已到。", State.CONSULTED.value),
    "print": ("印制{n}份已审定的责任书（{year}年度）", "印制后送各单位签字盖章。", State.APPROVED.value),
    "sign": ("登记{n}份责任书签订（{year}年度）", "签章页已经上传，核对后登记签订日期。", State.PRINTED.value),
}


def _step(letter: Letter, today: date) -> str:
    """Return at which step a letter waits for the office; '' while it waits for the unit."""
    if letter.state == State.CONSULTED:
        if letter.objected:  # type: ignore[attr-defined]
            return "reply"
        return "approve" if letter.consult_until and letter.consult_until < today else ""
    if letter.state == State.APPROVED:
        return "print"
    return "sign" if letter.has_scan else ""  # type: ignore[attr-defined]


def search_letters(account: Account, text: str) -> list[Found]:
    """Return letters that the person reads whose number or unit holds the words; the newest year first."""
    named = Q(number__icontains=text) | Q(unit__name__icontains=text)
    rows = Letter.objects.filter(access.visible_letters(account), named).select_related("annual", "unit")
    return [
        Found(
            f"{letter.unit.name}{letter.annual.year}年度目标责任书", reverse("plans:letter", args=[letter.pk]), KIND,
            f"{letter.number} · {letter.get_state_display()}",
        )
        for letter in rows.defer("snapshot").order_by("-annual__year", "unit__order", "-pk")[:LIMIT]
    ]  # fmt: skip
