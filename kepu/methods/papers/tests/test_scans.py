"""Codes are found on what comes back: scans, photographs turned, aslant, blurred, dark, creased by compression."""

import io
import random

import pypdfium2
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from kepu.methods import papers
from kepu.methods.papers.scans import codes_on

CODE = "7H3K9PQ2XW"


@pytest.fixture(scope="module")
def pdf():
    return papers.to_pdf(papers.compose("prompt", papers.sample_values("prompt")))


@pytest.fixture(scope="module")
def page(pdf):
    """The first page as a photograph of 12 million pixels would show it: 3024 × 4032, the sheet filling most of it."""
    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[0].render(scale=300 / 72).to_pil().convert("RGB")
    desk = Image.new("RGB", (3024, 4032), (92, 70, 52))
    desk.paste(sheet, (270, 260))
    return desk


def as_bytes(picture: Image.Image, form: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def read(data: bytes) -> list[str]:
    return codes_on(Image.open(io.BytesIO(data)))


def read_pages(data: bytes) -> list[str]:
    """The codes on the pages of a PDF, each once, as it is drawn when it comes in."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.render(scale=200 / 72).to_pil() for page in document]
    return list(dict.fromkeys(code for page in pages for code in codes_on(page)))


def aslant(picture: Image.Image, by: float) -> Image.Image:
    """The sheet seen from below: its upper edge is shorter than its lower one by this share."""
    width, height = picture.size
    lean = int(width * by)
    box = (-lean, 0, 0, height, width, height, width + lean, 0)
    return picture.transform(picture.size, Image.Transform.QUAD, box, Image.Resampling.BICUBIC)


def noisy(picture: Image.Image, seed: int = 7) -> Image.Image:
    noise = Image.frombytes("L", picture.size, random.Random(seed).randbytes(picture.width * picture.height))
    return Image.blend(picture, noise.convert("RGB"), 0.18)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_each_kind(page, form):
    assert read(as_bytes(page, form)) == [CODE]


@pytest.mark.parametrize("angle", [3, 17, 45, 90, 133, 180, 270])
def test_turned(page, angle):
    turned = page.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(92, 70, 52))
    assert read(as_bytes(turned)) == [CODE]


@pytest.mark.parametrize("by", [0.05, 0.1, 0.18])
def test_aslant(page, by):
    assert read(as_bytes(aslant(page, by))) == [CODE]


@pytest.mark.parametrize("radius", [2, 3, 4])
def test_blurred(page, radius):
    assert read(as_bytes(page.filter(ImageFilter.GaussianBlur(radius)))) == [CODE]


@pytest.mark.parametrize("light", [0.5, 0.25, 0.12])
def test_in_low_light_with_noise(page, light):
    dark = noisy(ImageEnhance.Brightness(page).enhance(light))
    assert read(as_bytes(dark, quality=60)) == [CODE]


def test_all_at_once(page):
    photograph = aslant(page, 0.08).rotate(94, expand=True, fillcolor=(92, 70, 52)).filter(ImageFilter.GaussianBlur(2))
    photograph = ImageEnhance.Brightness(photograph).enhance(0.5)
    assert read(as_bytes(photograph, quality=45)) == [CODE]


def test_sent_through_a_chat_and_made_small(page):
    small = page.resize((1080, 1440), Image.Resampling.BICUBIC)
    assert read(as_bytes(small, quality=50)) == [CODE]


def test_a_shadow_over_half_the_sheet(page):
    shadow = Image.new("L", page.size, 255)
    shadow.paste(70, (0, 0, page.width // 3, page.height))
    shaded = Image.composite(page, Image.new("RGB", page.size), shadow.filter(ImageFilter.GaussianBlur(60)))
    assert read(as_bytes(shaded)) == [CODE]


def test_a_pdf_with_text_and_one_of_pictures(pdf, page):
    assert read_pages(pdf) == [CODE]
    assert read_pages(as_bytes(page, "PDF", resolution=150)) == [CODE]


def test_several_papers_in_one_file_each_once():
    one = papers.compose("prompt", papers.sample_values("prompt"))
    other = papers.compose("prompt", {**papers.sample_values("prompt"), "校验码": "222222223W"})
    with pypdfium2.PdfDocument.new() as both:
        for paper in (one, other):
            with pypdfium2.PdfDocument(papers.to_pdf(paper)) as part:
                both.import_pages(part)
        out = io.BytesIO()
        both.save(out)
    assert read_pages(out.getvalue()) == [CODE, "222222223W"]


def test_a_picture_without_a_code_has_none(page):
    assert read(as_bytes(Image.new("RGB", (900, 1200), "white"))) == []
    assert read(as_bytes(page.crop((0, 0, 3024, 2500)))) == []


def test_another_qr_code_is_not_taken_for_ours():
    other = Image.open(io.BytesIO(papers.qr_png("https://example.org/")))
    assert read(as_bytes(other.convert("L"), "PNG")) == []
