"""What the tests of letters stand on: an issued year of the small plan, letters brought to a state through the verbs."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from kepu.files.pictures import Picture
from kepu.files.verbs import Taken, take_scan
from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import AnnualPlan, Letter
from kepu.plans.queries.letters.content import drafted as said_now
from kepu.plans.queries.letters.content import mark_of
from kepu.plans.tests import builders, years
from kepu.plans.tests.builders import AT
from kepu.plans.verbs.letters.terms import FIELDS
from kepu.plans.wording.letters import offered_terms

UNTIL = timezone.localdate(AT) + timedelta(days=7)
SIGNED_ON = date(2026, 11, 22)
_pictures = count(1)


def year(office: Account, *, issued: bool = True) -> AnnualPlan:
    """The year 2026 of the small plan: five units, two lines, a yearly floor of 12 and a cell of 1200 for the county."""
    version = builders.adopted(office)
    annual = years.opened(version, office)
    years.cell(version, "培训老年人", 1200)
    return years.issued(annual, office) if issued else annual


def drafts(annual: AnnualPlan, office: Account) -> list[Letter]:
    return verbs.draft_letters(annual=annual, by=office, at=AT)


def draft(annual: AnnualPlan, office: Account, unit: Unit) -> Letter:
    return verbs.draft_letters(annual=annual, units=[unit], by=office, at=AT)[0]


def consulted(letter: Letter, office: Account) -> Letter:
    (done,) = verbs.consult_letters(letters=[letter], until=UNTIL, by=office, at=AT).done
    return done


def approved(letter: Letter, office: Account) -> Letter:
    return verbs.approve_letter(letter=letter, seen=mark_of(said_now(letter)), by=office, at=AT)


def printed(letter: Letter, office: Account) -> Letter:
    (done,) = verbs.print_letters(letters=[letter], by=office, at=AT).done
    return done


def picture(*codes: str) -> Picture:
    """A picture unlike every other, on which these codes were read."""
    return Picture(f"picture {next(_pictures)}".encode(), "image/jpeg", 1, codes)


def scanned(letter: Letter, by: Account) -> Taken:
    """A photograph of the letter's signed page comes in."""
    letter.refresh_from_db()
    assert letter.sheet
    return take_scan(
        region=letter.annual.plan.region, picture=picture(letter.sheet.code), name="IMG_0001.jpg", by=by, at=AT
    )


def signed(letter: Letter, office: Account) -> Letter:
    scanned(letter, office)
    return verbs.sign_letter(letter=letter, signed_on=SIGNED_ON, by=office, at=AT)


def brought(letter: Letter, state: str, office: Account) -> Letter:
    """A drafted letter brought to a state."""
    steps = {"consulted": consulted, "approved": approved, "printed": printed, "signed": signed}
    ways = {
        "draft": [], "consulted": ["consulted"], "approved": ["approved"], "printed": ["approved", "printed"],
        "signed": ["approved", "printed", "signed"], "expired": ["approved", "printed", "signed"],
        "adjusted": ["approved", "printed", "signed"],
    }  # fmt: skip
    for step in ways[state]:
        letter = steps[step](letter, office)
    if state == "expired":
        letter = verbs.expire_letter(letter=letter, by=office, at=AT.replace(year=2027))
    if state == "adjusted":
        new = verbs.adjust_letter(letter=letter, reason="任务调整", by=office, at=AT)
        brought(new, "signed", office)
    return Letter.objects.select_related("annual__plan__region", "unit__region", "sheet").get(pk=letter.pk)


def terms(annual: AnnualPlan) -> dict[str, object]:
    """The clauses offered for a year, as a form gives them back."""
    offered = offered_terms(annual)
    return {name: getattr(offered, name) for name in FIELDS}
