"""What was taken away after a backup stays away when that backup is restored; what was not, comes back."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kepu.audit import lasting
from kepu.audit.models import Entry
from kepu.config.archive import (
    Archive,
    Refused,
    backup,
    default_list,
    is_behind,
    note_restored,
    note_taken_away,
    restore,
)
from kepu.config.archive.taken_away import lines
from kepu.config.archive.tests.conftest import emptied
from kepu.config.archive.tests.content import silent
from kepu.desk.trail import titles
from kepu.files.models import StoredFile
from kepu.files.verbs import store
from kepu.inbox.contacts import Contact
from kepu.inbox.models import Question
from kepu.inbox.verbs import (
    QuestionValues,
    ReleaseValues,
    answer_question,
    ask,
    erase_contact,
    release_question,
    take_back_question,
)
from kepu.people import verbs as people
from kepu.people.models import Account, Holding, OneTimeLink, Region, Role, Unit
from kepu.plans import verbs as plans
from kepu.plans.models import Document, Release
from kepu.plans.tests import builders

SECRET = "机密★文字".encode()
# Deeds that end something and need not be done again: the thing is kept and can be worked on, or goes by itself.
COME_BACK = {
    "inbox.drop_delivery",  # a text that did not go out waits again
    "inbox.expire_contact",  # done by the scheduler within the hour
    "plans.expire_letter",  # the same
    "plans.take_back_answer",  # an answer that is settled anew
    "ledger.drop_import",  # nothing had come in
    "files.drop_scan",  # marked as void, and kept
    "files.drop_own_scan",
    "ledger.retire_measure",  # brought back with a reason
    "plans.retire_template",  # used again
    "accountability.drop_cycle",  # a draft that nobody was asked by
    "accountability.close_cycle",  # open again as the backup had it, and archived anew
}


def now() -> Any:
    return timezone.now()


class World:
    """An office with one thing of each kind that can be taken away, twice: one to take away, one to keep."""

    def __init__(self) -> None:
        self.office = builders.account()
        unit = builders.units()["县教育局"]
        self.asked = [self._asked(n) for n in range(2)]
        self.public = [self._public(n) for n in range(2)]
        self.accounts = [builders.liaison(unit, f"person{n}") for n in range(5)]
        Holding.objects.filter(role=Role.LIAISON).update(since=timezone.localdate())
        self.links = [
            people.issue_link(unit=u, subject=f"people.liaison:{u.pk}", by=self.office, at=now())
            for u in Unit.objects.order_by("pk")[:4]
        ]
        self.releases = [builders.released(builders.adopted(self.office), self.office) for _ in range(2)]
        StoredFile.objects.update(erased_at=now())  # the builders' file has no bytes
        self.document = builders.document(self.office)
        self.document.file = store(data=SECRET, media_type="txt", at=now())
        self.document.save()

    def _asked(self, n: int) -> Question:
        values = QuestionValues(f"第{n}个问题：孩子想学做实验。", contact=Contact("何女士", "13912345678"))
        return ask(region=builders.region(), values=values, at=now())

    def _public(self, n: int) -> Question:
        row = ask(region=builders.region(), values=QuestionValues(f"公开的第{n}个问题，请答复。"), at=now())
        row = answer_question(question=row, text="可以。", revision=0, by=self.office, at=now())
        words = ReleaseValues("问", "答", statement=True)
        return release_question(question=row, values=words, revision=row.revision, by=self.office, at=now())

    def take_away(self) -> None:
        """Take the first of each kind away, and let the rest see life."""
        erase_contact(question=self.asked[0], by=None, at=now())
        row = self.public[0]
        take_back_question(question=row, revision=row.revision, by=self.office, at=now())
        closed, stopped, back, moved, _ = self.accounts
        people.close(account=closed, by=None, at=now())
        people.disable(account=stopped, by=None, at=now())
        people.disable(account=back, by=None, at=now())
        people.enable(account=back, by=None, at=now())
        people.end_role(holding=moved.holdings.get(), by=None, at=now())
        people.revoke_link(link=self.links[0].link, by=self.office, at=now())
        for _ in range(5):
            people.give_code(link=self.links[1].link, code="wrong", at=now())
        people.finish_link(link=self.links[2].link, at=now())
        plans.withdraw(release=self.releases[0], remark="数字有误", by=self.office, at=now())
        plans.drop_secret(document=self.document, secret=plans.Secret("机密★"), at=now())


def standing() -> dict[str, Any]:
    """What there is, by kind: True for a thing that is still there, open, or to be seen."""
    at = now()
    return {
        "contacts": [bool(q.contact) for q in Question.objects.filter(text__contains="孩子").order_by("pk")],
        "public": [q.released_at is not None for q in Question.objects.exclude(public_text="").order_by("pk")],
        "names": [a.name for a in Account.objects.exclude(username="office").order_by("pk")],
        "active": [a.is_active for a in Account.objects.exclude(username="office").order_by("pk")],
        "roles": [h.until is None for h in Holding.objects.filter(role=Role.LIAISON).order_by("account_id")],
        "links": [link.is_open(at) for link in OneTimeLink.objects.order_by("pk")],
        "releases": [r.state for r in Release.objects.order_by("pk")],
        "secret": [d.text == "" for d in Document.objects.filter(pk=Document.objects.latest("pk").pk)],
    }


BEFORE = {
    "contacts": [True, True], "public": [True, True], "names": [f"person{n}" for n in range(5)], "active": [True] * 5,
    "roles": [True] * 5, "links": [True] * 4, "releases": ["released", "released"], "secret": [False],
}  # fmt: skip
# Roles that began today and ended are gone. A link that was used stands open again: what was handed in by it is not in
# the backup and must be handed in again.
AFTER = {
    "contacts": [False, True], "public": [False, True], "names": ["已注销", "person1", "person2", "person3", "person4"],
    "active": [False, False, True, True, True], "roles": [True] * 3, "links": [False, False, True, True],
    "releases": ["withdrawn", "released"], "secret": [True],
}  # fmt: skip


@pytest.fixture
def archive(own_database: None, settings: Any, tmp_path: Path) -> Path:
    """A backup, after which things were taken away."""
    settings.FILES_ROOT, settings.BACKUP_DIR = tmp_path / "files", str(tmp_path / "backups")
    world, path = World(), tmp_path / "older.zip"
    backup(path, at=now(), progress=silent)
    world.take_away()
    return path


@pytest.fixture
def restored(archive: Path, settings: Any, tmp_path: Path) -> Callable[..., list[lasting.Deed]]:
    """Restore into an empty database, with the list or without."""

    def bring_back(path: Path = archive, *, taken_away: Path | None = None) -> list[lasting.Deed]:
        with Archive(path) as opened:
            return restore(opened, progress=silent, taken_away=taken_away)

    return bring_back


def test_without_the_list_everything_comes_back(restored: Any, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        assert restored() == []
        assert standing() == BEFORE
        assert [p.read_bytes() for p in (tmp_path / "restored").rglob("*") if p.is_file()] == [SECRET]


def test_with_the_list_it_stays_away(restored: Any, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "restored"
    assert note_taken_away() == 11
    done = [(e.at, e.by, e.verb, e.object) for e in Entry.objects.filter(verb__in=lasting.verbs())]
    with emptied(tmp_path):
        again = restored(taken_away=default_list())
        assert standing() == AFTER
        assert [p for p in (tmp_path / "restored").rglob("*") if p.is_file()] == []
        anew = [(e.at, e.by, e.verb, e.object) for e in Entry.objects.filter(verb__in=lasting.verbs())]
        assert sorted(anew, key=str) == sorted(done, key=str)
        assert len(again) == 11
        assert note_taken_away() == 0
        assert "何女士" not in default_list().read_text()


def test_a_later_backup_is_not_touched(restored: Any, settings: Any, tmp_path: Path) -> None:
    """Lines older than the backup are in it, whatever ids were given out since."""
    note_taken_away()
    later = tmp_path / "later.zip"
    backup(later, at=now(), progress=silent)
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        assert restored(later, taken_away=default_list()) == []


def test_what_another_line_of_the_past_did_is_not_done_again(restored: Any, settings: Any, tmp_path: Path) -> None:
    """After a restore ids are given out anew: a deed on a row that the backup lacked is not done to another row."""
    gone = ask(region=builders.region(), values=QuestionValues("备份以后才来的问题，后来没有了。"), at=now())
    erase_contact(question=gone, by=None, at=now())
    extra = {"of": lines_of()[0]["of"], "at": now().isoformat(), "by": None, "verb": "inbox.erase_contact"}
    note_taken_away()
    with default_list().open("a") as out:
        out.write(json.dumps(extra | {"object": f"inbox.question:{gone.pk}", "changed": ["contact"]}) + "\n")
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        restored(taken_away=default_list())
        note_restored(now())
        values = QuestionValues("恢复以后的新问题，留了电话。", contact=Contact("赵先生", "13912345679"))
        new = ask(region=Region.objects.get(code="990123000000"), values=values, at=now())
        Question.objects.filter(pk=new.pk).update(code="1")
        assert new.pk == gone.pk
        backup(tmp_path / "second.zip", at=now(), progress=silent)
        (tmp_path / "again").mkdir()
    with emptied(tmp_path / "again"):
        restored(tmp_path / "second.zip", taken_away=default_list())
        assert Question.objects.get(pk=new.pk).contact


def lines_of() -> list[dict[str, Any]]:
    note_taken_away()
    return [json.loads(line) for line in default_list().read_text().splitlines()]


def test_a_list_of_another_database_does_nothing(restored: Any, settings: Any, tmp_path: Path) -> None:
    rows = [row | {"of": "2020-01-01T00:00:00+00:00"} for row in lines_of()]
    default_list().write_text("".join(json.dumps(row) + "\n" for row in rows))
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        assert restored(taken_away=default_list()) == []
        assert standing() == BEFORE


def test_a_line_that_was_cut_is_written_again_and_a_damaged_list_refused(
    restored: Any, settings: Any, tmp_path: Path
) -> None:
    note_taken_away()
    whole = default_list().read_bytes()
    default_list().write_bytes(whole[:-20])
    assert len(lines(default_list())) == 10
    assert note_taken_away() == 1
    assert default_list().read_bytes() == whole
    default_list().write_bytes(whole[1:])
    settings.FILES_ROOT = tmp_path / "restored"
    with emptied(tmp_path):
        with pytest.raises(Refused, match=r"第1行读不懂"):
            restored(taken_away=default_list())
        from django.db import connection

        assert connection.introspection.table_names() == []


def test_the_check_tells_when_the_list_is_behind(archive: Path) -> None:
    assert not is_behind(now())
    assert is_behind(now() + timedelta(hours=1))
    note_taken_away()
    assert not is_behind(now() + timedelta(hours=1))
    assert default_list().stat().st_mode & 0o077 == 0


def test_every_deed_that_ends_something_is_decided_on() -> None:
    words = (
        "erase",
        "expire",
        "close",
        "disable",
        "revoke",
        "withdraw",
        "drop",
        "take_back",
        "lock_link",
        "end_role",
        "retire",
    )
    ending = {verb for verb in titles() if verb.partition(".")[2].startswith(words)}
    assert ending - COME_BACK == set(lasting.verbs()) - {"people.enable"}
