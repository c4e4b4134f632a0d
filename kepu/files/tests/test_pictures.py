"""Pictures as they come from telephones and scanners: what is kept of them, which codes are read, what is refused."""

import io

import pypdfium2
import pytest
from PIL import Image

from kepu.files.pictures import MAX_MB, MOST_PAGES, page_of, small_page_of, taken
from kepu.methods.papers import Head, Paper, Paragraph, to_pdf
from kepu.methods.papers.codes import new_code, qr_png
from kepu.methods.planread.extract.refused import Refused

CODE = new_code(lambda below: below - 1)
OTHER = new_code(lambda below: 0)


def sheet(*codes, size=(1240, 1754)):
    """A page with codes in its corner, as a photograph would show it."""
    page = Image.new("RGB", size, "white")
    for at, code in enumerate(codes):
        symbol = Image.open(io.BytesIO(qr_png(code))).convert("RGB")
        symbol.thumbnail((150, 150))
        page.paste(symbol, (size[0] - 250, size[1] - 250 - 300 * at))
    return page


def saved(image, format="JPEG", **more):
    out = io.BytesIO()
    image.save(out, format, **more)
    return out.getvalue()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "PDF"])
@pytest.mark.parametrize(("side", "size"), [(192, (136, 192)), (800, (566, 800))])
def test_a_page_is_drawn_small_for_a_list(format, side, size):
    picture = taken(saved(sheet(CODE), format))
    data, media_type = small_page_of(picture.data, picture.media_type, 0, side)
    drawn = Image.open(io.BytesIO(data))
    assert (media_type, drawn.format) == ("image/jpeg", "JPEG")
    assert abs(drawn.width - size[0]) <= 1
    assert abs(drawn.height - size[1]) <= 1
    for number in (1, -1):
        with pytest.raises(IndexError):
            small_page_of(picture.data, picture.media_type, number, side)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "PDF"])
def test_the_code_is_read_from_every_kind_of_picture(format):
    picture = taken(saved(sheet(CODE), format))
    assert picture.codes == (CODE,)
    assert picture.media_type == {"PNG": "image/png", "PDF": "application/pdf"}.get(format, "image/jpeg")


@pytest.mark.parametrize("turn", [90, 180, 270, 7])
def test_a_code_is_read_however_the_paper_lay(turn):
    assert taken(saved(sheet(CODE).rotate(turn, expand=True, fillcolor="white"))).codes == (CODE,)


def test_a_small_dim_photograph_as_a_messenger_sends_it_is_read():
    page = sheet(CODE).resize((620, 877)).point(lambda value: 60 + value // 3)
    assert taken(saved(page, quality=60)).codes == (CODE,)


def test_a_page_of_our_own_pdf_photographed_is_read():
    paper = to_pdf(Paper(Head("责任书"), (Paragraph("正文。"),), code=CODE))
    page = pypdfium2.PdfDocument(paper)[0].render(scale=150 / 72).to_pil()
    assert taken(saved(page, quality=70)).codes == (CODE,)


def test_a_picture_without_a_code_has_none():
    assert taken(saved(Image.new("RGB", (800, 600), "grey"))).codes == ()


def test_other_symbols_are_not_our_codes():
    page = sheet("https://example.com/")
    assert taken(saved(page)).codes == ()


def test_each_page_of_a_pdf_is_looked_at_and_each_code_told_once():
    pages = [sheet(CODE), sheet(OTHER), sheet(CODE)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    picture = taken(out.getvalue())
    assert (picture.codes, picture.pages) == ((CODE, OTHER), 3)
    assert page_of(picture.data, picture.media_type, 2)[1] == "image/jpeg"
    with pytest.raises(IndexError):
        page_of(picture.data, picture.media_type, 3)


def test_place_time_and_device_do_not_stay():
    exif = Image.Exif()
    exif[0x010F] = "Phone of Wang"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 27.0)
    data = saved(sheet(CODE), exif=exif)
    assert b"Phone of Wang" in data
    kept = taken(data).data
    assert b"Phone" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_photograph_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° to the right
    kept = taken(saved(sheet(CODE).rotate(90, expand=True), exif=exif)).data
    assert Image.open(io.BytesIO(kept)).size == (1240, 1754)


def test_what_hides_in_a_pdf_does_not_stay():
    hidden = saved(sheet(CODE), "PDF", author="Wang", title="secret")
    hidden = hidden.replace(b"%%EOF", b"%%EOF\n% app.alert('x')")
    kept = taken(hidden).data
    for word in (b"Wang", b"secret", b"alert"):
        assert word not in kept


@pytest.mark.parametrize("format", ["JPEG", "PNG", "PDF"])
def test_the_same_picture_twice_gives_the_same_bytes(format):
    data = saved(sheet(CODE), format)
    assert taken(data).data == taken(data).data


def test_transparent_pictures_stand_on_white():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    kept = Image.open(io.BytesIO(taken(saved(clear, "PNG")).data))
    assert kept.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_huge_photograph_is_kept_smaller():
    kept = taken(saved(sheet(CODE, size=(6000, 5000)), quality=30))
    assert max(Image.open(io.BytesIO(kept.data)).size) == 4096
    assert kept.codes == (CODE,)


def many_pages(number):
    document = pypdfium2.PdfDocument.new()
    for _ in range(number):
        document.new_page(100, 100)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"MZ\x90\x00 program", "只能上传照片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "只能上传照片"),
        (b"GIF89a" + b"\0" * 50, "只能上传照片"),
        (b"PK\x03\x04 word", "只能上传照片"),
        (b"\xff\xd8\xff\xe0 half a photograph", "已损坏"),
        (b"%PDF-1.7 half a paper", "已损坏"),
        (b"\xff\xd8\xff" + b"0" * (MAX_MB * 1024 * 1024), f"超过 {MAX_MB} MB"),
        (many_pages(MOST_PAGES + 1), f"有{MOST_PAGES + 1}页"),
    ],
    ids=["empty", "program", "svg", "gif", "zip", "broken jpeg", "broken pdf", "too large", "too many pages"],
)
def test_what_is_no_scan_is_refused_in_words(data, words):
    with pytest.raises(Refused, match=words):
        taken(data)


def test_a_picture_of_very_many_points_in_few_bytes_is_refused():
    with pytest.raises(Refused, match="像素过多"):
        taken(saved(Image.new("1", (20_000, 20_000)), "PNG"))
