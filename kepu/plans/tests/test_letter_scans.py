"""Photographs of signed letters: where they land, what is said of those that do not, who may bring and see which."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from kepu.files.forms import MOST_FILES, MOST_TOGETHER_MB
from kepu.files.models import Scan, StoredFile
from kepu.files.pictures import Picture
from kepu.files.queries import todo
from kepu.files.verbs import AlreadyThere, NotThisSheet, assign_scan, drop_scan, load, make_sheet, take_scan
from kepu.methods.papers.codes import new_code, qr_png
from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import Role, UnitSuccession
from kepu.people.tests.pouring import Pouring
from kepu.plans import verbs
from kepu.plans.models import Letter
from kepu.plans.queries.letters.archives import letter_pdf
from kepu.plans.tests import builders, letters
from kepu.plans.tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
URL = "/desk/scans/"
NO_SUCH = new_code(lambda below: 7)


@pytest.fixture
def annual(office, units):
    return letters.year(office)


@pytest.fixture
def letter(annual, office, units):
    return letters.printed(letters.approved(letters.draft(annual, office, units["县民政局"]), office), office)


@pytest.fixture
def liaison(units):
    return builders.liaison(units["县民政局"])


def photograph(*codes, shade=255):
    """A photograph of a page with codes in its foot."""
    page = Image.new("RGB", (1240, 1754), (shade, shade, shade))
    for at, code in enumerate(codes):
        symbol = Image.open(io.BytesIO(qr_png(code))).convert("RGB")
        symbol.thumbnail((160, 160))
        page.paste(symbol, (1000, 1500 - 300 * at))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    return out.getvalue()


def send(client, *pictures, name="IMG_1234.jpg"):
    return client.post(URL, {"pictures": [SimpleUploadedFile(name, data, "image/jpeg") for data in pictures]})


def take(by, *codes, picture=None):
    return take_scan(region=builders.region(), picture=picture or letters.picture(*codes), name="a.jpg", by=by, at=AT)


def test_a_photograph_from_a_phone_finds_its_letter(desk, letter, office):
    answer = send(desk, photograph(letter.sheet.code))
    (scan,) = Scan.objects.all()
    assert (answer.status_code, scan.sheet, scan.found, scan.uploaded_by) == (200, letter.sheet, "code", office)
    assert "已归入" in answer.text
    assert reverse("plans:letter", args=[letter.pk]) in answer.text
    page = desk.get(reverse("plans:letter", args=[letter.pk])).text
    assert reverse("files:scan_page", args=[scan.pk, 1]) in page
    picture = reverse("files:scan_page", args=[scan.pk, 1])
    assert desk.get(picture).headers["Content-Type"] == "image/jpeg"
    sizes = {side: len(desk.get(f"{picture}?side={side}").content) for side in ("192", "800", "", "7", "x")}
    assert sizes["192"] < sizes["800"] < sizes[""] == sizes["7"] == sizes["x"]
    assert f"{picture}?side=192" in desk.get(URL).text  # a list of scans weighs little


def test_our_own_pdf_scanned_again_finds_its_letter(desk, letter):
    answer = send(desk, letter_pdf(letter), name="责任书.pdf")
    assert answer.status_code == 200
    (scan,) = Scan.objects.all()
    assert scan.sheet == letter.sheet
    assert scan.pages > 1
    assert desk.get(reverse("files:scan_page", args=[scan.pk, 2])).status_code == 200
    assert desk.get(reverse("files:scan_page", args=[scan.pk, scan.pages + 1])).status_code == 404


def test_one_paper_with_several_letters_goes_to_each(annual, letter, office, units):
    other = letters.approved(letters.draft(annual, office, units["县科协"]), office)
    made = take(office, letter.sheet.code, other.sheet.code)
    assert {scan.sheet for scan in made.filed} == {letter.sheet, other.sheet}
    assert StoredFile.objects.filter(media_type="image/jpeg").count() == 1


def test_the_same_photograph_twice_is_kept_once(desk, letter):
    data = photograph(letter.sheet.code)
    send(desk, data)
    again = send(desk, data)
    assert again.status_code == 422
    assert "已经上传过" in again.text
    assert Scan.objects.count() == 1


def test_without_a_code_it_waits_and_is_named_by_hand(desk, letter, office):
    answer = send(desk, photograph())
    (scan,) = Scan.objects.all()
    assert "没有识别到校验码" in answer.text
    assert [item.count for item in todo(office)] == [1]
    page = desk.get(reverse("files:scan", args=[scan.pk]))
    assert [sheet for sheet, _ in page.context["choices"]] == [letter.sheet]
    typed = f" {letter.sheet.code[:5].lower()} - {letter.sheet.code[5:].lower()}"
    done = desk.post(reverse("files:assign_scan", args=[scan.pk]), {"code": typed})
    scan.refresh_from_db()
    assert (scan.sheet, scan.found) == (letter.sheet, "hand")
    assert done.url == reverse("plans:letter", args=[letter.pk])
    assert todo(office) == []


def test_it_is_chosen_from_the_list_by_the_units_name(desk, letter):
    send(desk, photograph())
    (scan,) = Scan.objects.all()
    address = reverse("files:scan", args=[scan.pk])
    assert desk.get(address, {"q": "教育"}).context["choices"] == []
    assert len(desk.get(address, {"q": "民政"}).context["choices"]) == 1
    desk.post(reverse("files:assign_scan", args=[scan.pk]), {"sheet": letter.sheet.pk})
    scan.refresh_from_db()
    assert scan.sheet == letter.sheet


@pytest.mark.parametrize(
    ("data", "words"),
    [({}, "请输入校验码"), ({"code": "12345"}, "校验码不对"), ({"code": NO_SUCH}, "没有这份文书"), ({"sheet": "9" * 9}, "没有这份文书"),
     ({"sheet": "abc"}, "整数")],
)  # fmt: skip
def test_a_wrong_name_for_a_scan_is_told(desk, letter, data, words):
    send(desk, photograph())
    (scan,) = Scan.objects.all()
    answer = desk.post(reverse("files:assign_scan", args=[scan.pk]), data)
    assert answer.status_code == 422
    assert words in answer.text
    scan.refresh_from_db()
    assert scan.sheet is None


def test_an_unknown_code_is_told_and_the_picture_waits(letter, office):
    made = take(office, NO_SUCH)
    assert made.waiting is not None
    assert "不在本系统中" in made.problems[0]
    again = Picture(load(made.waiting.file), "image/jpeg", 1, ())
    with pytest.raises(AlreadyThere, match="待认领"):
        take(office, picture=again)


def test_a_code_of_another_county_is_told_and_nothing_is_kept(letter, office):
    far = builders.region("990124000000", "邻县")
    sheet = make_sheet(subject="plans.letter:999", title="邻县的责任书", region=far, at=AT)
    made = take(office, sheet.code)
    assert (made.filed, made.waiting) == ((), None)
    assert "其他地区的文书" in made.problems[0]
    assert "邻县的责任书" not in made.problems[0]
    assert Scan.objects.count() == 0


def test_a_paper_printed_before_it_was_taken_back_is_told(annual, office, units):
    letter = letters.approved(letters.draft(annual, office, units["县民政局"]), office)
    old = letter.sheet.code
    verbs.return_letter(letter=letter, by=office, at=AT)
    letters.approved(letter, office)
    made = take(office, old)
    assert "退回修改以前的打印件" in made.problems[0]
    assert Scan.objects.count() == 0


def test_a_paper_of_a_deleted_draft_is_told(annual, office, units):
    letter = letters.approved(letters.draft(annual, office, units["县民政局"]), office)
    old = letter.sheet.code
    verbs.delete_letter(letter=verbs.return_letter(letter=letter, by=office, at=AT), by=office, at=AT)
    assert "拟稿已经删除" in take(office, old).problems[0]


def test_a_paper_that_was_adjusted_is_told_by_the_number_of_the_new_one(annual, office, units):
    letter = letters.brought(letters.draft(annual, office, units["县民政局"]), "adjusted", office)
    made = take(office, letter.sheet.code)
    assert "已调整为云科责〔2026〕2号" in made.problems[0]


def test_the_liaison_brings_scans_of_the_own_unit_alone(client, letter, annual, office, units, liaison):
    other = letters.approved(letters.draft(annual, office, units["县科协"]), office)
    client.force_login(liaison)
    assert "已归入" in send(client, photograph(letter.sheet.code)).text
    refused = send(client, photograph(other.sheet.code))
    assert refused.status_code == 422
    assert "其他单位的文书" in refused.text
    assert "县科协" not in refused.text
    (scan,) = Scan.objects.all()
    assert client.get(reverse("files:scan", args=[scan.pk])).status_code == 200
    client.force_login(builders.liaison(units["县教育局"], "other"))
    for name in ("scan", "scan_file"):
        assert client.get(reverse(f"files:{name}", args=[scan.pk])).status_code == 404


def test_the_successor_brings_the_letter_of_the_unit_that_is_no_more(letter, units):
    heir = builders.liaison(units["县科协"], "heir")
    with pytest.raises(NotAllowed):
        assign_scan(scan=take(heir).waiting, sheet=letter.sheet, by=heir, at=AT)
    type(letter.unit).objects.filter(pk=letter.unit_id).update(until="2026-06-01")
    UnitSuccession.objects.create(
        old=letter.unit, new=units["县科协"], change="merged", on="2026-06-01", paper="云编〔2026〕5号"
    )
    assert len(take(heir, letter.sheet.code).filed) == 1


def test_a_waiting_scan_is_for_the_office_and_who_sent_it(letter, office, liaison, units):
    scan = take(liaison).waiting
    other = builders.liaison(units["县科协"], "other")
    with pytest.raises(NotAllowed):
        assign_scan(scan=scan, sheet=letter.sheet, by=other, at=AT)
    assert assign_scan(scan=scan, sheet=letter.sheet, by=liaison, at=AT).found == "hand"
    with pytest.raises(WrongState):
        assign_scan(scan=scan, sheet=letter.sheet, by=office, at=AT)


def test_a_wrong_scan_is_dropped_with_a_reason_and_stays_to_be_seen(desk, letter):
    send(desk, photograph(letter.sheet.code))
    (scan,) = Scan.objects.all()
    drop = reverse("files:drop_scan", args=[scan.pk])
    assert desk.post(drop, {"reason": " "}).status_code == 422
    desk.post(drop, {"reason": "拍的是封面"})
    scan.refresh_from_db()
    assert (scan.drop_reason, scan.dropped_at is not None) == ("拍的是封面", True)
    page = desk.get(reverse("plans:letter", args=[letter.pk])).text
    assert "拍的是封面" in page
    assert "扫描件（0）" in page
    assert "已归入" in send(desk, photograph(letter.sheet.code)).text


def test_who_sent_a_picture_takes_it_back_while_it_waits_and_not_later(letter, office, liaison):
    mine = take(liaison)
    drop_scan(scan=mine.waiting, reason="误传", by=liaison, at=AT)
    filed = take(liaison, letter.sheet.code).filed[0]
    with pytest.raises(NotAllowed):
        drop_scan(scan=filed, reason="误传", by=liaison, at=AT)
    with pytest.raises(NotAllowed):
        drop_scan(scan=take(office).waiting, reason="误传", by=liaison, at=AT)


def test_several_at_once_are_each_told(desk, letter):
    answer = send(desk, photograph(letter.sheet.code), photograph(shade=200), b"no picture")
    outcomes = answer.context["outcomes"]
    assert [(len(o.filed), bool(o.waiting), bool(o.problems)) for o in outcomes] == [
        (1, False, False), (0, True, False), (0, False, True),
    ]  # fmt: skip
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("pictures", "words"),
    [([], "请先拍照或选择文件"), ([b"x"] * (MOST_FILES + 1), f"一次最多{MOST_FILES}个"), ([b"%PDF-broken"], "已损坏")],
)
def test_what_cannot_be_taken_is_told(desk, letter, pictures, words):
    answer = send(desk, *pictures)
    assert answer.status_code == 422
    assert words in answer.text
    assert Scan.objects.count() == 0


def test_a_body_far_too_large_is_poured_away_unparsed(desk, letter):
    body = Pouring()
    body.left = 70 * 1024 * 1024
    answer = desk.generic("POST", URL, b"x", "multipart/form-data; boundary=b", **{
        "CONTENT_LENGTH": str(body.left), "wsgi.input": body,
    })  # fmt: skip
    assert answer.status_code == 422
    assert f"不能超过 {MOST_TOGETHER_MB} MB" in answer.text
    assert (body.left, body.largest) == (0, 1024 * 1024)


def test_who_works_for_nobody_here_has_no_such_page(client, letter):
    client.force_login(builders.account("above", Role.READER))
    assert client.get(URL).status_code == 403


def test_the_page_without_any_scan_says_what_it_is_for(desk, letter):
    text = desk.get(URL).text
    assert "没有待认领的扫描件" in text
    assert "还没有扫描件" in text
    assert 'capture="environment"' in text


def test_the_page_takes_the_same_queries_for_few_and_many(desk, annual, office, django_assert_num_queries):
    made = verbs.approve_letters(letters=letters.drafts(annual, office), by=office, at=AT).done
    take(office, made[0].sheet.code)
    take(office)
    with CaptureQueriesContext(connection) as few:
        desk.get(URL)
    for letter in made:
        take(office, letter.sheet.code)
    for _ in range(25):
        take(office)
    with django_assert_num_queries(len(few)):
        desk.get(URL)
    assert Letter.objects.filter(state="printed").count() == 5


def test_a_letter_whose_paper_takes_no_scan_by_hand_says_why(office, annual, units):
    letter = letters.brought(letters.draft(annual, office, units["县民政局"]), "adjusted", office)
    scan = take(office).waiting
    with pytest.raises(NotThisSheet, match="已调整为"):
        assign_scan(scan=scan, sheet=letter.sheet, by=office, at=AT)
    scan.refresh_from_db()
    assert scan.sheet is None
