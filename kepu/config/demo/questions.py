"""The sample county's telephones and letters: invented, as everything in it is, and the letters say so."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from kepu.inbox.contacts import Contact
from kepu.inbox.verbs import (
    LineValues,
    QuestionValues,
    ReleaseValues,
    answer_question,
    ask,
    assign_question,
    decline_question,
    release_question,
    set_help_lines,
)
from kepu.methods.workdays import add_workdays
from kepu.people.models import Account, Region, Unit
from kepu.people.queries import townships_of, workday_table

HOURS = "工作日 9:00—12:00、14:30—17:30"


@dataclass(frozen=True)
class Letter:
    """One invented letter: how many working days ago it came, what it asks, what becomes of it."""

    ago: int
    text: str
    place: int = 0
    kind: str = "question"
    contact: Contact = field(default_factory=Contact)
    unit: str = ""
    answer: str = ""
    declined: bool = False
    public: tuple[str, str] | None = None


LETTERS = (
    Letter(
        12, "（虚构来信）老人记不住手机怎么用，村里教智能手机的课还办不办？", 1, unit="民政局",
        answer="办的。每个乡镇每月至少一场，下个月的时间可以打本乡镇的科普服务电话问，不收费，带上手机就行。",
        public=("（虚构来信）村里教老年人用智能手机的课还办不办？",
                "办的。每个乡镇每月至少一场，不收费，带上手机就行，时间可以打本乡镇的科普服务电话问。"),
    ),
    Letter(
        9, "（虚构来信）建议农闲的时候把果树修剪的课开到组上，年轻人白天不在家，晚上讲更好。", 2, "suggestion", unit="农业农村局",
        answer="这个建议好。今年冬天的果树修剪课改到晚上七点，先在两个村试办。",
    ),
    Letter(8, "（虚构来信）隔壁装修太吵，你们能不能管一管？", 3, declined=True,
           answer="装修噪声由县住房和城乡建设局受理，不属于科普工作，请打12345反映。"),
    Letter(6, "（虚构来信）科普大篷车什么时候到我们中学来？去年来过一次，孩子们都盼着。", 4,
           contact=Contact("何老师", "13900000000"), unit="教育体育局"),
    Letter(3, "（虚构来信）自来水烧开有一层白的，喝了会不会得结石？想请懂的人讲一讲。", 5),
    Letter(0, "（虚构来信）建议在街道的电子屏上放一点防诈骗的科普，联系电话13900000001。", 1, "suggestion"),
)  # fmt: skip


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Give the county and its townships telephones, and the box six letters in every state of their way."""
    region = Region.objects.get(code=settings.HOME_REGION)
    towns = list(townships_of(region))
    set_help_lines(region=region, lines=_lines(region, towns), by=by, at=at)
    for letter in LETTERS:
        _put_in(letter, region, towns, by, at)
    say(f"已登记{1 + len(towns)}个科普服务电话，意见箱中有{len(LETTERS)}封来信（均为虚构）。")


def _lines(region: Region, towns: list[Region]) -> dict[str, LineValues]:
    county = {region.pk: LineValues(settings.HOTLINE or "0990-0000000", "县科协（虚构）", HOURS)}
    return county | {
        town.pk: LineValues(f"0990-00001{n:02d}", f"{town.name}科协（虚构）", HOURS) for n, town in enumerate(towns, 1)
    }


def _put_in(letter: Letter, region: Region, towns: list[Region], by: Account, at: datetime) -> None:
    asked = at - timedelta(
        days=(timezone.localdate(at) - add_workdays(timezone.localdate(at), -letter.ago, workday_table())).days
    )
    place = towns[letter.place % len(towns)] if letter.place and towns else None
    values = QuestionValues(letter.text, letter.kind, place, letter.contact)
    question = ask(region=region, values=values, at=asked)
    later = min(asked + timedelta(days=2), at)
    if letter.unit and (unit := Unit.objects.filter(region=region, name__contains=letter.unit, until=None).first()):
        question = assign_question(question=question, unit=unit, revision=question.revision, by=by, at=asked)
    if letter.declined:
        decline_question(question=question, reason=letter.answer, revision=question.revision, by=by, at=later)
    elif letter.answer:
        question = answer_question(question=question, text=letter.answer, revision=question.revision, by=by, at=later)
    if letter.public:
        words = ReleaseValues(*letter.public, statement=True)
        release_question(question=question, values=words, revision=question.revision, by=by, at=later)
