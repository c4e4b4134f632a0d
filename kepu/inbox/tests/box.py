"""A county with its office, a liaison and a question box, for tests."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from kepu.inbox.contacts import Contact
from kepu.inbox.models import Question
from kepu.inbox.verbs import QuestionValues, ReleaseValues, answer_question, ask, decline_question, release_question
from kepu.people.models import Account, Region, Role
from kepu.people.tests.county import County

AT = datetime(2026, 9, 29, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday, two days before National Day
TEXT = "自来水烧开有一层白的，喝了会不会得结石？"
ANSWER = "那是水垢，主要是碳酸钙，煮沸后喝不会得结石。"
PHONE = "13912345678"


class Box:
    """清禾县 with its office, the liaison of its education office, and the neighbouring county's office."""

    def __init__(self) -> None:
        self.county = County()
        self.home, self.town, self.other = self.county.home, self.county.town, self.county.other
        self.unit = self.county.education
        self.office = self.county.account(Role.SECRETARIAT, name="程望")
        self.liaison = self.county.account(Role.LIAISON, unit=self.unit, name="许青")
        self.abroad = self.county.account(Role.SECRETARIAT, region=self.other, name="邻县")

    def asked(self, text: str = TEXT, *, at: datetime = AT, region: Region | None = None, **values: Any) -> Question:
        """A question from a resident."""
        return ask(region=region or self.home, values=QuestionValues(text, **values), at=at)

    def with_contact(self, **values: Any) -> Question:
        return self.asked(contact=Contact("何女士", PHONE), **values)

    def answered(self, question: Question | None = None, *, at: datetime = AT) -> Question:
        question = question or self.asked()
        return answer_question(question=question, text=ANSWER, revision=question.revision, by=self.office, at=at)

    def declined(self, question: Question | None = None, *, at: datetime = AT) -> Question:
        question = question or self.asked()
        return decline_question(
            question=question, reason="不属于科普工作。", revision=question.revision, by=self.office, at=at
        )

    def released(
        self, question: Question | None = None, *, at: datetime = AT, text: str = "水垢会不会致病？"
    ) -> Question:
        question = self.answered(question)
        values = ReleaseValues(text, "不会。", statement=True)
        return release_question(question=question, values=values, revision=question.revision, by=self.office, at=at)

    def in_state(self, state: str) -> Question:
        return {"open": self.asked, "answered": self.answered, "declined": self.declined}[state]()

    def browser(self, account: Account) -> Client:
        """A browser in which the account is signed in."""
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client
