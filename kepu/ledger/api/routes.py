"""The addresses of `ledger` in the API. `writing` holds the one that writes: it asks for a token that may."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import HeaderEx, P, Router, Status

from kepu.ledger.access import get_record_for, recording_units
from kepu.ledger.api.shapes import HandedIn, RecordId, RecordOut, WorkIn, record_out
from kepu.ledger.verbs import BadEntry, Work
from kepu.ledger.verbs.handing_in import KeyTaken, hand_in
from kepu.people.access import office_region
from kepu.people.models import Region, Unit
from kepu.people.requests import SignedIn
from kepu.people.verbs import BadInput
from kepu.ui.api import Problem, said
from kepu.ui.problems import problem

router, writing = Router(tags=["工作记录"]), Router(tags=["工作记录"])
REPLAYED = "Idempotency-Replayed"
KEY = "这一条的编号，由填报的程序自定（如本系统的记录号），1至64个可见的英文字符；同一令牌主人名下不重复"
_ANSWERS = {201: HandedIn, frozenset({400, 401, 403, 404, 409, 413, 422, 429}): Problem}


@router.get(
    "/work-records/{record_id}", response=said(RecordOut), summary="一条工作记录",
    description="一条可以查看的工作记录：办到哪一步，退回的为什么退回。",
)  # fmt: skip
def work_record(request: SignedIn, record_id: RecordId) -> RecordOut:
    return record_out(get_record_for(request.user, record_id))


@writing.post(
    "/work-records", response=_ANSWERS, summary="填报一条工作记录",
    description="以本人名义填报，与网页上“记一笔”相同。须用“读取和填报”的令牌，并在请求头 Idempotency-Key 中给出这一条的编号："
    "同一编号、同一内容不论提交几次只算一条，返回相同的内容；同一编号而内容不同，返回 409。",
)  # fmt: skip
def hand_in_work_record(
    request: SignedIn, response: HttpResponse, handed: WorkIn,
    key: HeaderEx[str, P(alias="Idempotency-Key", min_length=1, max_length=64, pattern="^[!-~]+$", description=KEY)],
) -> Status[HandedIn] | HttpResponse:  # fmt: skip
    unit = recording_units(request.user).filter(pk=handed.unit).first()
    if unit is None:
        return problem(422, errors=[("unit", "没有这个单位，或者不由您填写")])
    work = _work(handed, unit)
    if isinstance(work, str):
        return problem(422, errors=[(work, "不在本区域内，或没有这个编号")])
    try:
        kept, replayed = hand_in(unit=unit, work=work, key=key, by=request.user, at=timezone.now())
    except KeyTaken as error:
        return problem(409, str(error))
    except (BadInput, BadEntry) as error:
        return problem(422, str(error))
    response.headers[REPLAYED] = "true" if replayed else "false"
    return Status(201, HandedIn(id=kept.record_id, state=kept.state))


def _work(handed: WorkIn, unit: Unit) -> Work | str:
    """Return the piece of work, or the name of the field that names a place or a unit beyond the unit's region."""
    inside = Region.objects.inside(office_region(unit.region))
    place = inside.filter(pk=handed.place).exclude(kind=Region.Kind.PLACEHOLDER).first()
    partners = Unit.objects.filter(pk__in=set(handed.partners), region__in=inside)
    if place is None:
        return "place"
    if len(partners) < len(set(handed.partners)):
        return "partners"
    return Work(handed.day, place, handed.kind, handed.what, handed.audience, handed.person_times, tuple(partners))
