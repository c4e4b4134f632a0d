"""Rows for every table that the sample county leaves empty, made as people make them: by the verbs and by signing in.

The restore drill runs this in a process of its own over the sample county and then asserts that no table is empty: a new
model gets its row here, or in the sample county.
"""

import sys
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

WORDS = "引号\" ' 反斜杠\\N \\t 换行\n竖线| 行分隔\u2028 表情🧪 NULL"


def fill(username: str, password: str) -> None:
    """Fill the tables; the name and password are those of the secretariat."""
    from kepu.people.models import Account, Unit

    _sign_in_and_fail(username, password)
    office = Account.objects.get(username=username)
    unit = Unit.objects.get(name="县图书馆")
    _people(office, unit)
    _messages(office)
    _plans(office)
    _of_libraries(office)
    _ledger(office, unit)
    _reporting(office)


def _sign_in_and_fail(username: str, password: str) -> None:
    """Leave a session, a row of the log, and a failed try behind."""
    Client().post("/account/login/", {"login": "xitong", "password": "no"})
    client = Client()
    client.post("/account/login/", {"login": username, "password": password})
    assert client.get("/desk/").status_code == 200


def _reporting(office: Any) -> None:
    from kepu.accountability import verbs
    from kepu.accountability.models import Report
    from kepu.accountability.verbs import CycleValues
    from kepu.accountability.verbs.reports.writing import Answers, Typed, save_report
    from kepu.plans.models import Plan

    at, today = timezone.now(), timezone.localdate()
    plan = Plan.objects.filter(status=Plan.Status.ISSUED).latest("pk")
    values = CycleValues(title=WORDS[:40], since=today, cutoff=today, due=today + timedelta(days=30), notice=WORDS)
    cycle = verbs.draft_cycle(
        plan=plan, year=today.year, kind="special", paper="检查〔2026〕1号", values=values, by=office, at=at
    )
    cycle = verbs.open_cycle(cycle=cycle, seen=cycle.revision, by=office, at=at)
    report = Report.objects.filter(cycle=cycle, form="page", lines__isnull=False).first()
    prompt = cycle.prompts.filter(form="page").first()
    assert report is not None
    assert prompt is not None
    save_report(report=report, answers=Answers(texts={("page", prompt.key): Typed(WORDS, 0)}), by=office, at=at)


def _ledger(office: Any, unit: Any) -> None:
    from kepu.files.photographs import Photograph
    from kepu.ledger.models import Measure, WorkRecord
    from kepu.ledger.verbs import (
        Entry,
        MeasureValues,
        Published,
        Work,
        add_evidence,
        add_measure,
        drain,
        imports,
        keep_year,
        post,
        record_reading,
        restore_measure,
        retire_measure,
        set_record_policy,
    )
    from kepu.ledger.verbs.handing_in import hand_in
    from kepu.ledger.verbs.readings import ReadingValues

    at, home = timezone.now(), office.holdings.get().region
    own = add_measure(values=MeasureValues("大集讲座", WORDS, unit="场次", kind="flow", block="资源"), by=office, at=at)
    retire_measure(measure=own, why=WORDS, by=office, at=at)
    restore_measure(measure=own, why=WORDS, by=office, at=at)
    data = f"统计指标,时间,地点,数量\n科普竞赛次数,2025年1月,{home.pk},2".encode()
    said = Published(WORDS, WORDS, "全国调查", 1400, 1680, 1200, 2, "全市8个县", 1450, "全市")
    values = ReadingValues(home, date(2025, 4, 2), 1540, said)
    rate = Measure.objects.get(code="literacy.rate")
    record_reading(region=home, measure=rate, values=values, once="one", by=office, at=at)
    keep_year(region=home, year=2019, figures={"experts": {"": 3}}, paper=WORDS, seen=0, by=office, at=at)
    imports.upload(kind="values", name="台账.csv", data=data, paper=WORDS, region=home, by=office, at=at)
    set_record_policy(region=home, review=False, by=office, at=at)
    hand_in(
        unit=unit, work=Work(date(2026, 3, 5), home, "lecture", WORDS[:90], "elderly", 3), key="one", by=office, at=at
    )
    record = WorkRecord.objects.filter(state="counted").first()
    for row in WorkRecord.objects.filter(state="counted")[:2]:
        picture = Photograph(b"picture" + WORDS.encode(), "image/jpeg", 1, "2026-11-18 09:12", "30.123,104.456", 2**40)
        add_evidence(record=row, photographs=[(WORDS, picture)], by=office, at=at)
    entry = Entry(
        rate, 1540, date(2025, 4, 1), home.pk, published=Published(WORDS, WORDS, "全国调查", 1400, 1680, 1200)
    )
    post(source=f"ledger.record:{record.pk}", entries=[entry], by=office, at=at)
    drain(at=at)
    entry = Entry(Measure.objects.get(code="media.books"), 3, date(2025, 4, 1), home.pk, credits=((unit.pk, "host"),))
    post(source=f"ledger.record:{record.pk}", entries=[entry], by=office, at=at)


def _people(office: Any, unit: Any) -> None:
    from kepu.people.models import RegionSuccession, Unit
    from kepu.people.verbs import ReformValues, issue_link, make_token, reform, set_holidays

    at = timezone.now()
    issue_link(unit=unit, subject=f"people.liaison:{unit.pk}", by=office, at=at)
    make_token(name=WORDS[:40], by=office, at=at)
    values = ReformValues("renamed", timezone.localdate(), "清编发〔2026〕3号", new_name="县气象中心", remark=WORDS)
    reform(unit=Unit.objects.get(name="县气象局"), values=values, by=office, at=at)
    set_holidays(year=2026, text=f"建县纪念日：6月1日放假。\n{WORDS}", paper=WORDS, by=office, at=at)
    RegionSuccession.objects.create(old_id="990123100000", new_id="990123101000", on=date(2020, 1, 1), paper=WORDS)


def _messages(office: Any) -> None:
    from kepu.inbox.models import Channel, Question
    from kepu.inbox.verbs import (
        ChannelValues,
        PreferenceValues,
        add_channel,
        draft_answer,
        post_reminder,
        save_preference,
    )
    from kepu.people.models import Account

    at, home = timezone.now(), office.holdings.get().region
    group = add_channel(
        region=home, values=ChannelValues("webhook", "联络员群", "https://oa.example.cn/in"), by=office, at=at
    )
    post_reminder(channel=group, text=WORDS, by=office, at=at)
    Channel.objects.filter(pk=group.pk).update(enabled=False)
    save_preference(values=PreferenceValues(mail="office@example.cn"), by=office, at=at)
    question = Question.objects.filter(state="open", unit__isnull=False).first()
    liaison = Account.objects.filter(holdings__unit=question.unit, holdings__role="liaison").get()
    draft_answer(question=question, text=WORDS, revision=question.revision, by=liaison, at=at)


def _plans(office: Any) -> None:
    from kepu.plans import verbs
    from kepu.plans.jobs.letters import make_letter_archive
    from kepu.plans.models import AnnualPlan, Letter
    from kepu.plans.tests import builders
    from kepu.plans.verbs.letters.terms import FIELDS
    from kepu.plans.wording.letters import offered_terms

    at, annual = timezone.now(), AnnualPlan.objects.latest("year")
    task = annual.version.task_set.filter(removed=False).first()
    verbs.intend(plan=annual.plan, key=task.key, verdict="ended", reason=WORDS, revision=0, by=office, at=at)
    builders.paper_template(office, at=annual.plan.region)
    values = {name: getattr(offered_terms(annual), name) for name in FIELDS} | {"others": WORDS}
    verbs.edit_letter_terms(annual=annual, values=values, revision=0, by=office, at=at)
    letters = list(Letter.objects.filter(annual=annual, state="signed")[:2])
    archive = verbs.ask_archive(annual=annual, letters=letters, by=office, at=at)
    assert verbs.start_archive(archive=archive, at=at)
    verbs.make_archive(archive=archive, at=at)
    make_letter_archive.enqueue(archive.pk)


def _of_libraries(office: Any) -> None:
    """Tables of the libraries that kepu does not write, or only in circumstances that cannot be had here."""
    from allauth.account.models import EmailAddress, EmailConfirmation
    from allauth.mfa.models import Authenticator
    from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
    from django.contrib.auth.models import Group, Permission

    from kepu.people.models import Account

    at = timezone.now()
    mail = EmailAddress.objects.create(user=office, email="office@example.cn")
    EmailConfirmation.objects.create(email_address=mail, created=at, key="k" * 64)
    Group.objects.create(name=WORDS[:100]).permissions.add(Permission.objects.first())
    AccessLog.objects.create(username="a", user_agent=WORDS[:255], attempt_time=at, ip_address="2001:db8::7")
    AccessFailureLog.objects.create(username="a", user_agent="x", attempt_time=at, locked_out=True)
    tried = AccessAttempt.objects.first()
    AccessAttemptExpiration.objects.get_or_create(access_attempt=tried, defaults={"expires_at": at + timedelta(days=1)})
    auditor = Account.objects.get(holdings__role="auditor")  # whose sign-in nobody here needs
    Authenticator.objects.create(user=auditor, type="totp", data={"secret": "x", "深": [1, 2.5, None, {"a": True}]})


def go_on(username: str, password: str) -> None:
    """A day's further work: a session, a letter to the question box, a file, a link, a target parted anew."""
    from kepu.files.verbs import store
    from kepu.inbox.verbs import QuestionValues, ask
    from kepu.people.models import Account, Unit
    from kepu.people.verbs import issue_link
    from kepu.plans import verbs
    from kepu.plans.models import AnnualPlan, Breakdown

    _sign_in_and_fail(username, password)
    at, office = timezone.now(), Account.objects.get(username=username)
    annual = AnnualPlan.objects.latest("year")
    ask(region=annual.plan.region, values=QuestionValues(WORDS), at=at)
    store(data=WORDS.encode() * 999, media_type="text/plain", at=at)
    unit = Unit.objects.get(name="县博物馆")
    issue_link(unit=unit, subject=f"people.liaison:{unit.pk}", by=office, at=at)
    parted = Breakdown.objects.filter(over="years", adding="rate", plan=annual.plan).first()
    assert verbs.part_equally(breakdown=parted, start=Decimal("7.5"), seen=parted.revision, by=office, at=at)


if __name__ == "__main__":
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    {"fill": fill, "go_on": go_on}[sys.argv[1]](*sys.argv[2:])
