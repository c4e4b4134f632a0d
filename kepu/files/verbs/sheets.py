"""Papers that bear a check code."""

import secrets
from datetime import datetime

from django.db import transaction

from kepu.files.models import Sheet
from kepu.methods.papers.codes import new_code
from kepu.people.models import Region


@transaction.atomic
def make_sheet(*, subject: str, title: str, region: Region, at: datetime) -> Sheet:
    """Give a paper its check code. Called by the verb that settles the paper, which has checked who may and is audited.

    `subject` is ``app.model:id``. A code that is taken (one in 10¹³) is drawn again.
    """
    code = new_code(secrets.randbelow)
    while Sheet.objects.filter(code=code).exists():
        code = new_code(secrets.randbelow)
    return Sheet.objects.create(code=code, subject=subject, title=title[:120], region=region, made_at=at)
