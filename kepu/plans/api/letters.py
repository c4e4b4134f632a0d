"""目标责任书: who has a letter for which year, and how it stands; not what it says."""

from datetime import date
from typing import Any

from ninja import Field, Query, Router, Schema

from kepu.people.api import UnitRef, unit_ref
from kepu.people.requests import SignedIn
from kepu.plans import access
from kepu.plans.models import Letter
from kepu.ui.api import Moment, Page, Window, chosen, one_of, page_of, said

router = Router(tags=["目标责任书"])


class LetterOut(Schema):
    """The state of one letter."""

    id: int = Field(description="责任书编号")
    plan: int = Field(description="方案编号")
    annual: int = Field(description="年度编号")
    year: int = Field(description="年度")
    unit: UnitRef = Field(description="责任单位")
    number: str = Field(description="文书编号")
    state: str = one_of(Letter.State, "状态")
    adjusts: int | None = Field(description="由它调整的那一份的编号")
    consulted_at: Moment | None = Field(description="征求意见时间")
    consult_until: date | None = Field(description="反馈期限")
    printed_at: Moment | None = Field(description="印制时间")
    signed_on: date | None = Field(description="签订日期")


class LetterFilter(Window):
    """Which letters are asked for."""

    annual: int = Field(0, ge=0, le=2**31 - 1, description="只要这个年度（编号）的")
    unit: int = Field(0, ge=0, le=2**31 - 1, description="只要这个单位（编号）的")
    state: str = chosen(Letter.State, "状态")


def _letter_out(letter: Letter) -> LetterOut:
    return LetterOut(
        id=letter.pk, plan=letter.annual.plan_id, annual=letter.annual_id, year=letter.annual.year,
        unit=unit_ref(letter.unit), number=letter.number, state=letter.state, adjusts=letter.adjusts_id,
        consulted_at=letter.consulted_at, consult_until=letter.consult_until, printed_at=letter.printed_at,
        signed_on=letter.signed_on,
    )  # fmt: skip


@router.get(
    "/letters", response=said(Page[LetterOut]), summary="目标责任书的状态",
    description="可以查看的目标责任书办到哪一步；各单位只有自己的，上级只有已审定的。",
)  # fmt: skip
def letters(request: SignedIn, asked: Query[LetterFilter]) -> dict[str, Any]:
    rows = (
        Letter.objects.filter(access.visible_letters(request.user)).select_related("annual", "unit").defer("snapshot")
    )
    wanted = {"annual": asked.annual, "unit": asked.unit, "state": asked.state}
    return page_of(
        rows.filter(**{n: v for n, v in wanted.items() if v}).order_by("-annual__year", "unit__order", "pk"),
        asked,
        _letter_out,
    )
