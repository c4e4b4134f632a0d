"""People who hold the right role and stand elsewhere: in another unit, above, below, before or after their time.

What is decided for them follows from `access_decisions` and the sets here: see `is_open`.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from kepu.people.models import Account, Holding, Region, Role, Unit
from tests.architecture.access_decisions import DECISIONS, PUBLIC, SIGNED_IN
from tests.architecture.access_map import Address, Sample

# Things of one unit: nobody of another unit finds them, though the role is the same.
OF_ONE_UNIT = {
    "files:scan", "files:scan_file", "files:scan_page", "ledger:correct_record", "ledger:record", "ledger:record_deed",
    "ledger:add_evidence", "ledger:drop_evidence", "ledger:evidence", "ledger:evidence_file", "api:work_record",
    "plans:correct_deed", "plans:deed", "plans:deed_from_record", "plans:deed_step", "plans:tell_deed",
    "accountability:report", "accountability:save_report", "accountability:report_docx", "accountability:report_pdf",
    "accountability:report_original", "accountability:report_step",
    "plans:give_opinion", "plans:letter", "plans:letter_docx", "plans:letter_pdf", "questions:question",
}  # fmt: skip
# Of the unit that answers for the sample's promise, which is the other one; the own unit's people do not find it.
OF_THE_OTHER_UNIT = {"plans:target_course"}
# Of the county, and open to the office of a township in it: public names of regions, and figures.
OF_TOWNSHIPS_TOO = {"api:region", "ledger:figure", "ledger:figure_workbook"}
# Of the installation: every office reads it; who may change it is asked by the test of what is posted.
OF_THE_INSTALLATION = {"people:holiday_year"}


@dataclass(frozen=True)
class Stranger:
    """Where somebody stands: a role, over a place by name, for so many days before and after today."""

    role: Role
    place: str
    since: int = 0
    until: int | None = None


STRANGERS = {
    "liaison of another unit": Stranger(Role.LIAISON, "unit"),
    "head of section of another unit": Stranger(Role.SECTION_HEAD, "unit"),
    "leader of another unit": Stranger(Role.LEADER, "unit"),
    "liaison of a township": Stranger(Role.LIAISON, "town's unit"),
    "office of the city above": Stranger(Role.SECRETARIAT, "city"),
    "office of a township": Stranger(Role.SECRETARIAT, "town"),
    "reader of the county": Stranger(Role.READER, "county"),
    "reader of another city": Stranger(Role.READER, "other city"),
    "reader of a township": Stranger(Role.READER, "town"),
    "office until yesterday": Stranger(Role.SECRETARIAT, "county", since=-9, until=-1),
    "office from tomorrow": Stranger(Role.SECRETARIAT, "county", since=1),
    "liaison until yesterday": Stranger(Role.LIAISON, "own unit", since=-9, until=-1),
    "reader until yesterday": Stranger(Role.READER, "city", since=-9, until=-1),
    "auditor until yesterday": Stranger(Role.AUDITOR, "", since=-9, until=-1),
}
AWAY = {
    "office of the city above", "office of a township", "reader of another city", "reader of a township",
    "office until yesterday", "office from tomorrow", "liaison until yesterday", "reader until yesterday",
    "auditor until yesterday",
}  # fmt: skip


def is_open(name: str, address: Address) -> bool | None:
    """Return what is decided for a stranger at an address; None where another test says it: it leads to no thing of ours."""
    stranger, decision = STRANGERS[name], DECISIONS[address.name]
    if decision in (PUBLIC, SIGNED_IN):
        return True
    if name in AWAY:
        gone = stranger.since > 0 or stranger.until is not None
        if not gone and (not address.parts or address.name in OF_THE_INSTALLATION):
            return None
        return name == "office of a township" and address.name in OF_TOWNSHIPS_TOO
    if stranger.place == "town's unit" and not address.parts:
        return None
    if stranger.place == "unit" and address.name in OF_THE_OTHER_UNIT:
        return True
    other = stranger.place in ("unit", "town's unit")
    return stranger.role in decision and not (other and address.name in OF_ONE_UNIT)


class Places:
    """The places and units around the sample's own."""

    def __init__(self, sample: Sample) -> None:
        city = Region.objects.get(code="990100000000")
        province = Region.objects.get(code="990000000000")
        town = Region.objects.create(code="990123001000", name="城关街道", parent=sample.home, level="township")
        other = Region.objects.create(code="990200000000", name="邻安市", parent=province, level="prefecture")
        self.regions = {"city": city, "town": town, "other city": other, "county": sample.home}
        self.units = {
            "unit": sample.units["县民政局"], "own unit": sample.unit,
            "town's unit": Unit.objects.create(region=town, name="城关街道办事处", kind="township"),
        }  # fmt: skip

    def account(self, name: str) -> Account:
        """Return an account of a stranger."""
        who, today = STRANGERS[name], timezone.localdate()
        account = Account.objects.create(username=f"stranger{len(name)}", name="某某", created_at=timezone.now())
        Holding.objects.create(
            account=account, role=who.role, unit=self.units.get(who.place), region=self.regions.get(who.place),
            since=today + timedelta(days=who.since),
            until=None if who.until is None else today + timedelta(days=who.until),
        )  # fmt: skip
        return account
