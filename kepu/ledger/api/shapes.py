"""The shapes of work records in the API: what is handed in, checked to the letter, and what is answered."""

import re
from datetime import date
from typing import Annotated, Any

from ninja import Field, P, PathEx, Schema
from pydantic import BeforeValidator, ConfigDict, StrictInt, StrictStr

from kepu.ledger.kinds import CHOICES
from kepu.ledger.models import Audience, WorkRecord
from kepu.ledger.verbs.records import MOST_PERSON_TIMES
from kepu.people.api import RegionRef, UnitRef, region_ref, unit_ref
from kepu.ui.api import LARGEST, one_of

RecordId = PathEx[int, P(ge=1, le=LARGEST, description="工作记录编号")]
UnitNumber = Annotated[StrictInt, Field(ge=1, le=LARGEST)]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written(value: Any) -> Any:
    """Let through a day as it is written, 2026-03-05, and nothing that could be meant for one."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("not a day")
    return value


class WorkIn(Schema):
    """One piece of work: the six things of the form, who did it, and who did it together with the unit."""

    model_config = ConfigDict(extra="forbid")

    unit: UnitNumber = Field(description="主办单位编号，见 /units；只能是本人可以代为填写的单位")
    day: Annotated[date, BeforeValidator(_written)] = Field(description="哪一天，如 2026-03-05；不能是将来，不超过两年")
    place: StrictStr = Field(pattern="^[0-9]{12}$", description="地点的12位代码，见 /regions")
    kind: StrictStr = Field(
        pattern=f"^({'|'.join(name for name, _ in CHOICES)})$",
        description="类型：" + "、".join(f"{name} {label}" for name, label in CHOICES),
    )
    what: StrictStr = Field(min_length=1, max_length=100, pattern="^[^\\x00]*$", description="一句话写明做了什么")
    audience: StrictStr = Field(
        pattern=f"^({'|'.join(Audience.values)})$",
        description="主要对象：" + "、".join(f"{value} {label}" for value, label in Audience.choices),
    )
    person_times: StrictInt = Field(ge=0, le=MOST_PERSON_TIMES, description="到场或在线参加的人次")
    partners: list[UnitNumber] = Field(default=[], max_length=20, description="一起办的单位的编号；没有则不填")


class HandedIn(Schema):
    """What became of a record when it was handed in: the same answer however often the same is handed in."""

    id: int = Field(description="工作记录编号")
    state: str = one_of(WorkRecord.State, "提交时的状态，先审核后计入的为 handed")


class RecordOut(Schema):
    """A work record as it stands."""

    id: int = Field(description="工作记录编号")
    state: str = one_of(WorkRecord.State, "状态")
    remark: str = Field(description="更正、退回或作废的说明")
    unit: UnitRef = Field(description="主办单位")
    partners: list[UnitRef] = Field(description="协办单位")
    day: date = Field(description="日期")
    place: RegionRef = Field(description="地点")
    kind: str = Field(description="类型")
    what: str = Field(description="做了什么")
    audience: str = one_of(Audience, "主要对象")
    person_times: int = Field(description="人次")


def record_out(row: WorkRecord) -> RecordOut:
    """Shape a record that was loaded with its partners."""
    return RecordOut(
        id=row.pk, state=row.state, remark=row.remark, unit=unit_ref(row.unit), day=row.day, place=region_ref(row.place),
        partners=[unit_ref(one.unit) for one in row.partnerships.all()], kind=row.kind, what=row.what,
        audience=row.audience, person_times=row.person_times,
    )  # fmt: skip
