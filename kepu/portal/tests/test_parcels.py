"""What is public leaves as a signed file and comes in where there is no desk: checked, whole, newest, and nothing else."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kepu.audit.models import Entry
from kepu.inbox.tests.box import AT, Box
from kepu.inbox.verbs import LineValues, set_help_lines, take_back_question
from kepu.plans import verbs as plan_verbs
from kepu.plans.models import Release
from kepu.plans.tests import builders, years
from kepu.portal import sources
from kepu.portal.models import Parcel, ParcelItem
from kepu.portal.signing import MAGIC, NotSigned, private_key, public_key, public_text, signed
from kepu.portal.verbs import Refused, export_released, import_released

pytestmark = pytest.mark.django_db
NOW = timezone.now()
CODE = "990123000000"


class Crossing:
    """A county with a released plan, a public answer and a telephone; `out` exports, `come_in` imports without a desk."""

    def __init__(self, settings: Any, folder: Path) -> None:
        self.settings, self.folder = settings, folder
        self.key = private_key(folder / "key")
        self.box = Box()
        builders.units()
        version = builders.adopted(self.box.office)
        self.release: Release = builders.released(version, self.box.office)
        annual = years.opened(version, self.box.office)
        years.deed(annual, self.box.office, "送健康知识下乡")
        self.year: Release = years.released(years.issued(annual, self.box.office), self.box.office)
        self.question = self.box.released()
        line = LineValues("0990-7654321", "县科协", "工作日9:00—17:00")
        set_help_lines(region=self.box.home, lines={CODE: line}, by=self.box.office, at=AT)

    def out(self, at: Any = NOW) -> bytes:
        self.settings.FACES = frozenset({"desk"})
        return export_released(region=self.box.home, key=self.key, at=at)[0]

    def come_in(self, data: bytes, *, at: Any = NOW, keys: Any = None) -> Any:
        self.settings.FACES = frozenset({"portal"})
        return import_released(data=data, keys=keys or [self.key.public_key()], at=at)

    @property
    def plan_url(self) -> str:
        return f"/r/{CODE}/plans/{self.release.version.plan_id}/"


@pytest.fixture
def crossing(settings: Any, tmp_path: Path) -> Crossing:
    return Crossing(settings, tmp_path)


def payload_of(data: bytes) -> dict[str, Any]:
    return dict(json.loads(data[len(MAGIC) :].partition(b"\n")[2]))


def changed(data: bytes, key: Ed25519PrivateKey, **values: Any) -> bytes:
    """The same file with other values, signed properly."""
    return signed(json.dumps(payload_of(data) | values, ensure_ascii=False).encode(), key)


def test_residents_read_the_same_with_and_without_a_desk_beside(crossing: Crossing, client: Any) -> None:
    pages = [crossing.plan_url, f"/r/{CODE}/deeds/?year=2026", f"/r/{CODE}/answers/", f"/r/{CODE}/phones/"]
    before = [client.get(url).content.decode() for url in pages]
    taken = crossing.come_in(crossing.out())
    assert (taken.changed, taken.counts) == (True, {"方案": 1, "年度科普实事": 1, "问答": 1, "电话": 1})
    assert "送健康知识下乡" in before[1]
    after = [client.get(url).content.decode() for url in pages]
    assert "怎么提问" in after[1]  # the button leads to where to ask: nobody reads a box here
    assert [html.replace("怎么提问", "我要提问") for html in after] == before


def test_without_a_desk_nothing_is_read_from_its_tables(crossing: Crossing, client: Any) -> None:
    data = crossing.out()
    crossing.settings.FACES = frozenset({"portal"})
    assert client.get(crossing.plan_url).status_code == 404
    assert sources.plans(crossing.box.home) == []
    crossing.come_in(data)
    assert client.get(crossing.plan_url).status_code == 200


def test_a_word_finds_an_answer_and_only_that(crossing: Crossing, client: Any) -> None:
    crossing.box.released(text="蘑菇能不能采？")
    crossing.come_in(crossing.out())
    html = client.get(f"/r/{CODE}/answers/", {"q": "蘑菇"}).content.decode()
    assert ("蘑菇能不能采" in html, "水垢" in html) == (True, False)


def test_the_same_file_again_changes_nothing(crossing: Crossing) -> None:
    data = crossing.out()
    crossing.come_in(data)
    entries = Entry.objects.count()
    assert crossing.come_in(data, at=NOW + timedelta(days=1)).changed is False
    assert (Parcel.objects.count(), Entry.objects.count()) == (1, entries)


def test_what_was_withdrawn_disappears(crossing: Crossing, client: Any) -> None:
    crossing.come_in(crossing.out())
    crossing.settings.FACES = frozenset({"desk"})
    for release in (crossing.release, crossing.year):
        plan_verbs.withdraw(release=release, remark="数字有误", by=crossing.box.office, at=AT)
    take_back_question(question=crossing.question, revision=crossing.question.revision, by=crossing.box.office, at=AT)
    set_help_lines(region=crossing.box.home, lines={CODE: LineValues()}, by=crossing.box.office, at=AT)
    crossing.come_in(crossing.out(NOW + timedelta(minutes=1)), at=NOW + timedelta(minutes=2))
    assert client.get(crossing.plan_url).status_code == 404
    assert "送健康知识下乡" not in client.get(f"/r/{CODE}/deeds/?year=2026").content.decode()
    assert "水垢" not in client.get(f"/r/{CODE}/answers/").content.decode()
    assert "0990-7654321" not in client.get(f"/r/{CODE}/phones/").content.decode()
    assert (Parcel.objects.count(), ParcelItem.objects.count()) == (1, 0)


def test_a_file_changed_by_one_byte_anywhere_is_refused(crossing: Crossing) -> None:
    data = crossing.out()
    for at in (0, len(MAGIC) + 2, len(MAGIC) + 30, len(data) // 2, len(data) - 1):
        with pytest.raises((NotSigned, Refused)):
            crossing.come_in(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(NotSigned, match="改动过"):
        crossing.come_in(data[:-10])
    assert Parcel.objects.count() == 0


def test_unsigned_and_foreign_files_are_refused(crossing: Crossing) -> None:
    data = crossing.out()
    for other in (b"", b"{}", json.dumps(payload_of(data)).encode(), MAGIC, MAGIC + b"\xff\xfe \n{}"):
        with pytest.raises(NotSigned):
            crossing.come_in(other)
    with pytest.raises(NotSigned, match="信任的密钥"):
        crossing.come_in(changed(data, Ed25519PrivateKey.generate()))
    assert Parcel.objects.count() == 0


def test_a_key_may_be_changed_while_both_are_trusted(crossing: Crossing) -> None:
    old, new = crossing.key.public_key(), Ed25519PrivateKey.generate()
    crossing.come_in(crossing.out(), keys=[old, new.public_key()])
    crossing.key = new
    later = NOW + timedelta(minutes=1)
    assert crossing.come_in(crossing.out(later), at=later, keys=[old, new.public_key()]).changed


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"region": "990124000000"}, "本机是990123000000"),
        ({"made_at": (NOW + timedelta(days=2)).isoformat()}, "时钟"),
        ({"made_at": "昨天"}, "不完整"),
        ({"items": [{"sort": "plan"}]}, "不完整"),
        ({"items": "x"}, "不完整"),
    ],
)
def test_what_a_known_key_signed_and_is_still_wrong_is_refused(
    crossing: Crossing, values: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        crossing.come_in(changed(crossing.out(), crossing.key, **values))
    assert Parcel.objects.count() == 0


def test_an_item_whose_content_does_not_fit_its_hash_is_refused(crossing: Crossing) -> None:
    data = crossing.out()
    items = payload_of(data)["items"]
    items[0]["content"]["title"] = "另一个标题"
    with pytest.raises(Refused, match="不完整"):
        crossing.come_in(changed(data, crossing.key, items=items))


def test_a_file_older_than_what_is_shown_is_refused(crossing: Crossing) -> None:
    old, new = crossing.out(NOW - timedelta(days=1)), crossing.out()
    crossing.come_in(new)
    with pytest.raises(Refused, match="不能用旧内容替换新内容"):
        crossing.come_in(old)
    assert Parcel.objects.get().made_at == NOW


def test_beside_a_desk_nothing_is_taken_in(crossing: Crossing) -> None:
    data = crossing.out()
    with pytest.raises(Refused, match="本机有工作台"):
        import_released(data=data, keys=[crossing.key.public_key()], at=NOW)


def test_the_first_screen_costs_the_same_with_more_behind_it(crossing: Crossing, client: Any) -> None:
    counts = []
    for minute in range(2):
        at = NOW + timedelta(minutes=minute)
        crossing.come_in(crossing.out(at), at=at)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/r/{CODE}/").status_code == 200
        counts.append(len(queries))
        crossing.settings.FACES = frozenset({"desk"})
        builders.released(builders.adopted(crossing.box.office), crossing.box.office)
    assert counts[0] == counts[1] <= 10


def test_the_key_is_made_once_for_its_owner_and_its_public_half_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "key"
    first, again = private_key(path), private_key(path)
    assert public_text(first) == public_text(again) == public_text(first)
    assert path.stat().st_mode & 0o077 == 0
    public_key(f" {public_text(first)}\n").verify(first.sign(b"x"), b"x")
    for wrong in ("", "abc", "!!!!", "AAAA" * 11):
        with pytest.raises(ValueError, match="not a public key"):
            public_key(wrong)
