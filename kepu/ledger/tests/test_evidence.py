"""Photographs on work records: added, seen as the record is, taken away for good, told when two look alike."""

import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from kepu.audit.lasting import Deed
from kepu.audit.models import Entry as AuditEntry
from kepu.files.models import StoredFile
from kepu.files.photographs import Photograph
from kepu.files.verbs.store import path_of
from kepu.ledger.models import Evidence, Lookalike, WorkRecord
from kepu.ledger.queries.evidence import open_lookalikes, remarks_on
from kepu.ledger.tests.books import Books
from kepu.ledger.tests.test_records import AT, form, liaison, told, work
from kepu.ledger.verbs import (
    add_evidence,
    drop_evidence,
    drop_evidence_again,
    load_catalogue,
    record_work,
    settle_lookalike,
    void_work,
)
from kepu.ledger.verbs.evidence import alike
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Account, Role
from kepu.people.verbs import BadInput


@pytest.fixture(autouse=True)
def ready(db: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    load_catalogue(at=AT)


def photo(number: int = 1, **more: Any) -> tuple[str, Photograph]:
    fields = {"mark": random.Random(number).getrandbits(64)} | more
    return f"讲座{number}.jpg", Photograph(f"bytes {number}".encode(), "image/jpeg", **fields)


def recorded(books: Books, by: Account, once: str = "a", *photos: tuple[str, Photograph], **more: Any) -> WorkRecord:
    return record_work(
        unit=books.county.education, work=work(books, **more), once=once, photographs=photos, by=by, at=AT
    )


def jpeg(seed: int = 1, **more: Any) -> bytes:
    image = Image.new("L", (7, 5))
    image.putdata([(37 * seed * n * n + 61 * n) % 251 for n in range(35)])
    out = io.BytesIO()
    image.resize((320, 240), Image.Resampling.BICUBIC).convert("RGB").save(out, "JPEG", **more)
    return out.getvalue()


def test_handed_in_again_a_record_and_its_photographs_are_there_once(books: Books) -> None:
    by = liaison(books)
    rows = [recorded(books, by, "a", photo(1), photo(2)) for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    assert [one.name for one in rows[0].evidence.all()] == ["讲座1.jpg", "讲座2.jpg"]
    assert told(books) == 40
    first = recorded(books, by, "b")  # the photographs were lost on the way, and come with the second try
    assert recorded(books, by, "b", photo(3)).pk == first.pk
    assert first.evidence.get().name == "讲座3.jpg"


def test_no_more_than_nine_and_the_same_one_once(books: Books) -> None:
    by = liaison(books)
    row = recorded(books, by, "a", *(photo(n) for n in range(8)))
    assert len(add_evidence(record=row, photographs=[photo(3), photo(9)], by=by, at=AT)) == 1
    with pytest.raises(BadInput, match="最多9张照片或文件，已有9张，这次选了1张"):
        add_evidence(record=row, photographs=[photo(10)], by=by, at=AT)
    assert row.evidence.count() == 9
    with pytest.raises(BadInput):
        recorded(books, by, "b", *(photo(n) for n in range(10)))
    assert WorkRecord.objects.count() == 1


def test_only_who_may_correct_the_record_adds_and_takes_away(books: Books) -> None:
    row = recorded(books, liaison(books), "a", photo(1))
    stranger = books.county.account(Role.LIAISON, unit=books.county.health)
    for deed in (
        lambda: add_evidence(record=row, photographs=[photo(2)], by=stranger, at=AT),
        lambda: drop_evidence(evidence=row.evidence.get(), why="不该有", by=stranger, at=AT),
    ):
        with pytest.raises(NotAllowed):
            deed()
    void_work(record=row, why="误记", seen=0, by=books.county.secretary(), at=AT)
    with pytest.raises(WrongState):
        add_evidence(record=row, photographs=[photo(2)], by=books.county.secretary(), at=AT)


def test_taken_away_the_content_is_gone_unless_another_record_has_it(
    books: Books, django_capture_on_commit_callbacks: Any
) -> None:
    by = liaison(books)
    first, second = recorded(books, by, "a", photo(1, spot="30.1,104.2")), recorded(books, by, "b", photo(1), people=7)
    file = StoredFile.objects.get()
    with pytest.raises(BadInput, match="原因"):
        drop_evidence(evidence=first.evidence.get(), why=" ", by=by, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        gone = drop_evidence(evidence=first.evidence.get(), why="照到了儿童正脸", by=by, at=AT)
    assert (gone.drop_reason, gone.dropped_by, gone.spot) == ("照到了儿童正脸", by, "")
    assert path_of(file.sha256).exists()
    with pytest.raises(WrongState, match="已经撤下"):
        drop_evidence(evidence=gone, why="再撤一次", by=by, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        drop_evidence(evidence=second.evidence.get(), why="同上", by=by, at=AT)
    assert not path_of(file.sha256).exists()
    file.refresh_from_db()
    assert file.erased_at == AT
    entry = AuditEntry.objects.filter(verb="ledger.drop_evidence").first()
    assert entry
    assert "儿童" not in str(vars(entry))


def test_an_older_backup_does_not_bring_it_back(books: Books) -> None:
    row = recorded(books, liaison(books), "a", photo(1))
    deed = Deed(AT, None, "ledger.drop_evidence", f"ledger.evidence:{row.evidence.get().pk}")
    assert [drop_evidence_again(deed), drop_evidence_again(deed)] == [True, False]
    assert row.evidence.get().dropped_at == AT


def test_photographs_that_look_alike_are_told_to_the_office_alone_and_settled_once(books: Books) -> None:
    by, office = liaison(books), books.county.secretary()
    mark = random.Random(5).getrandbits(64)
    first = recorded(books, by, "a", photo(1, mark=mark))
    recorded(books, by, "b", photo(2, mark=mark ^ 0b1111111), people=7)
    recorded(books, by, "c", photo(3, mark=mark ^ 0b11111111 << 20), people=8)  # eight bits: another picture
    pair = open_lookalikes(office).get()
    assert (pair.first.record_id, pair.distance) == (first.pk, 7)
    assert not open_lookalikes(by).exists()
    with pytest.raises(NotAllowed):
        settle_lookalike(likeness=pair, by=by, at=AT)
    settle_lookalike(likeness=pair, by=office, at=AT)
    assert not open_lookalikes(office).exists()
    with pytest.raises(WrongState):
        settle_lookalike(likeness=pair, by=office, at=AT)


def test_what_was_taken_back_or_away_is_no_likeness_any_more(books: Books) -> None:
    by, office = liaison(books), books.county.secretary()
    first = recorded(books, by, "a", photo(1))
    recorded(books, by, "b", photo(1), people=7)
    assert open_lookalikes(office).count() == 1
    drop_evidence(evidence=first.evidence.get(), why="拍错", by=by, at=AT)
    assert not open_lookalikes(office).exists()
    assert Lookalike.objects.count() == 1


def test_the_search_finds_what_comparing_with_each_finds_and_asks_the_indexes(books: Books) -> None:
    by, chance = liaison(books), random.Random(11)
    mark = chance.getrandbits(64)
    rows = [recorded(books, by, f"{n}", people=n) for n in range(2)]
    near = [mark ^ sum(1 << bit for bit in chance.sample(range(64), n % 12)) for n in range(60)]
    for n, other in enumerate(near):
        file = StoredFile.objects.create(sha256=f"{n:064}", size=1, media_type="image/jpeg", stored_at=AT)
        parts = {f"part_{name}": other >> 16 * (3 - at) & 0xFFFF for at, name in enumerate("abcd")}
        Evidence.objects.create(record=rows[0], file=file, name="x", added_by=by, added_at=AT, **parts)
    add_evidence(record=rows[1], photographs=[photo(1, mark=mark)], by=by, at=AT)
    found = alike(rows[1].evidence.get())
    assert sorted(apart for apart, _ in found) == sorted(n % 12 for n in range(60) if n % 12 <= 7)
    if connection.vendor == "sqlite":
        near_ = Evidence.objects.filter(part_a__in=[1, 2]) | Evidence.objects.filter(part_d__in=[3, 4])
        assert "SCAN" not in near_.order_by().explain()


def test_a_day_or_place_far_off_is_told_to_the_reviewer_mildly(books: Books) -> None:
    by, office = liaison(books), books.county.secretary()
    for n in range(3):
        recorded(books, by, f"{n}", photo(n, spot=f"30.{n}00,104.000"), people=n)
    here = photo(10, taken="2026-11-17 23:50", spot="30.100,104.001")
    far = photo(11, taken="2026-11-08 10:00", spot="31.100,104.000")  # a degree of latitude: 6371 km × π / 180 = 111 km
    row = recorded(books, by, "x", here, far, photo(12), people=50)
    assert list(remarks_on(row, list(row.evidence.all())).values()) == [
        "拍摄于2026年11月8日，与记录的日期相差10天；拍摄地点距本地其他记录的照片约111公里"
    ]
    page = f"/desk/ledger/records/{row.pk}/"
    client = Client()
    client.force_login(office)
    assert client.get(page).content.decode().count("供核对") == 1
    client.force_login(by)
    assert "供核对" not in client.get(page).content.decode()


def test_on_the_page_photographs_come_with_the_form_and_lead_from_the_figure_to_the_record(books: Books) -> None:
    client, by, office = Client(), liaison(books), books.county.secretary()
    client.force_login(by)
    fields = form(books, photos=[SimpleUploadedFile("现场.jpg", jpeg()), SimpleUploadedFile("签到.jpg", jpeg(3))])
    answer = client.post("/desk/ledger/records/new/", fields)
    row = WorkRecord.objects.get()
    assert answer["Location"] == f"/desk/ledger/records/{row.pk}/"
    first = row.evidence.first()
    assert first
    address = f"/desk/ledger/evidence/{first.pk}/"
    for page in (answer["Location"], "/desk/ledger/records/"):
        assert f"{address}?side=192" in client.get(page).content.decode()
    figure = "/desk/ledger/figures/990123000000/lecture.person_times/?since=2026-01-01&until=2026-12-31"
    client.force_login(office)
    assert f"{address}?side=192" in client.get(figure).content.decode()
    shown = client.get(f"{address}?side=192")
    assert (shown["Content-Type"], Image.open(io.BytesIO(shown.content)).size) == ("image/jpeg", (192, 144))
    for stranger in (books.county.account(Role.SECRETARIAT, region=books.county.other),):
        client.force_login(stranger)
        assert client.get(address).status_code == client.get(f"{address}file/").status_code == 404


def test_a_broken_picture_is_named_and_nothing_is_lost(books: Books, client: Client) -> None:
    client.force_login(liaison(books))
    broken = SimpleUploadedFile("坏的.jpg", b"\xff\xd8\xff" + b"\0" * 99)
    fields = form(books, what="防诈骗讲座", photos=[SimpleUploadedFile("好的.jpg", jpeg()), broken])
    answer = client.post("/desk/ledger/records/new/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“坏的.jpg”" in page
    assert "已损坏" in page
    assert "防诈骗讲座" in page
    assert not WorkRecord.objects.exists()
    ten = form(books, photos=[SimpleUploadedFile(f"{n}.jpg", jpeg()) for n in range(10)])
    assert "一次最多9个文件" in client.post("/desk/ledger/records/new/", ten).content.decode()


def test_added_and_taken_away_on_the_record_page(books: Books, client: Client) -> None:
    by = liaison(books)
    row = recorded(books, by)
    client.force_login(by)
    page = f"/desk/ledger/records/{row.pk}/"
    said = client.post(f"{page}evidence/", {"photos": SimpleUploadedFile("a.jpg", jpeg())}, follow=True)
    assert "已添加1张。" in said.content.decode()
    assert client.post(f"{page}evidence/", {}).status_code == 422
    drop = f"/desk/ledger/evidence/{row.evidence.get().pk}/drop/"
    assert client.post(drop, {"why": ""}).status_code == 422
    assert "照到了儿童正脸" in client.post(drop, {"why": "照到了儿童正脸"}, follow=True).content.decode()
    assert client.post(drop, {"why": "再来"}).status_code == 404


def test_the_office_settles_alike_photographs_on_the_page_of_duplicates(books: Books, client: Client) -> None:
    by = liaison(books)
    recorded(books, by, "a", photo(1))
    recorded(books, by, "b", photo(1), people=7)
    client.force_login(books.county.secretary())
    page = client.get("/desk/ledger/duplicates/").content.decode()
    assert "看起来一样的照片" in page
    pair = Lookalike.objects.get()
    settle = f"/desk/ledger/lookalikes/{pair.pk}/settle/"
    assert "已核对，不再提示" in client.post(settle, follow=True).content.decode()
    assert "看起来一样的照片" not in client.get("/desk/ledger/duplicates/").content.decode()
    assert client.post(settle, follow=True).status_code == 200  # a second click says so
    client.force_login(by)
    assert client.post(settle).status_code == 404


def test_lists_and_figures_ask_as_often_for_many_photographs(books: Books, client: Client) -> None:
    office = books.county.secretary()
    client.force_login(office)
    figure = "/desk/ledger/figures/990123000000/lecture.person_times/?since=2026-01-01&until=2026-12-31"
    counts = []
    for batch in (1, 12):
        for n in range(batch):
            recorded(books, office, f"{batch}-{n}", photo(100 * batch + n), people=100 * batch + n)
        client.get(figure)
        with CaptureQueriesContext(connection) as asked:
            for page in ("/desk/ledger/records/", figure, "/desk/ledger/duplicates/"):
                assert client.get(page).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
