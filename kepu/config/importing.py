"""Bringing a plan in from the command line: the verbs of an upload, one after the other, without a queue."""

from datetime import datetime
from pathlib import Path

from django.utils import timezone

from kepu.people.access import NotAllowed
from kepu.people.models import Account, Holding, Region, Role
from kepu.plans import reader, verbs
from kepu.plans.models import Version


class Refused(Exception):
    """The document was not imported; the message says why."""


def import_plan(*, path: Path, code: str, username: str | None) -> Version:
    """Upload, read and open a plan. Raises Refused for an unknown region or person, or a mark of secrecy; OSError."""
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise Refused(f"没有代码为 {code} 的区域。请先运行 kepu migrate 与 kepu demo，或导入区划。")
    by = _account(region, username)
    try:
        return bring_in(region=region, path=path, by=by, at=timezone.now())
    except (verbs.Secret, verbs.AlreadyUploaded, NotAllowed) as error:
        raise Refused(str(error)) from None


def bring_in(*, region: Region, path: Path, by: Account, at: datetime) -> Version:
    """Upload, read and open the plan in a file at once; return its version to be proofread.

    Raises OSError, reader.Refused, and what `verbs.upload` raises.
    """
    data = path.read_bytes()
    text, kind, elsewhere = reader.text_of(data, path.name)
    document = verbs.upload(
        region=region, name=path.name, data=data, text=text, format=kind, elsewhere=elsewhere, by=by, at=at
    )
    verbs.start_reading(document=document, at=at)
    verbs.finish_reading(document=document, reading=reader.reading(data, path.name, lambda done, of: None))
    return verbs.open_plan(document=document, by=by, at=at)


def _account(region: Region, username: str | None) -> Account:
    if username:
        account = Account.objects.filter(username=username).first()
    else:
        holding = (
            Holding.objects.filter(region=region, role=Role.SECRETARIAT, until=None).select_related("account").first()
        )
        account = holding.account if holding else None
    if account is None:
        raise Refused(
            f"{region}还没有纲要办账号。请先运行：kepu user add 登录名 --name 姓名 --role 纲要办 --region {region.code}"
        )
    return account
