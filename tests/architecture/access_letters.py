"""Of letters, one thing of each kind in the home county: a printed letter with scan and opinion, an archive."""

import io
from typing import Any

from django.utils import timezone
from PIL import Image

from kepu.files.models import Scan
from kepu.files.pictures import JPEG, Picture
from kepu.files.verbs import take_scan
from kepu.people.models import Account, Unit
from kepu.plans import verbs
from kepu.plans.models import Letter
from kepu.plans.tests import letters


def letter_things(office: Account, unit: Unit) -> dict[str, Any]:
    """Return the parts of addresses that lead to them."""
    annual = letters.year(office)
    letter = letters.consulted(letters.draft(annual, office, unit), office)
    opinion = verbs.give_opinion(letter=letter, agrees=True, signer="某某", by=None, at=letters.AT)
    letter = letters.printed(letters.approved(letter, office), office)
    assert letter.sheet
    picture = Picture(_photograph(), JPEG, 1, (letter.sheet.code,))
    take_scan(region=annual.plan.region, picture=picture, name="签章页.jpg", by=office, at=timezone.now())
    archive = verbs.ask_archive(annual=annual, letters=[letter], by=office, at=timezone.now())
    verbs.start_archive(archive=archive, at=timezone.now())
    verbs.make_archive(archive=archive, at=timezone.now())
    return {
        "annual_id": annual.pk, "letter_id": Letter.objects.get(pk=letter.pk).pk, "opinion_id": opinion.pk,
        "archive_id": archive.pk, "scan_id": Scan.objects.get(sheet=letter.sheet).pk, "number": 1,
    }  # fmt: skip


def _photograph() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG")
    return out.getvalue()
