"""Photographs as evidence: what they tell is read before it is taken off; what cannot be read is told clearly."""

import io

import pytest
from PIL import Image

from kepu.files.photographs import photographed
from kepu.methods.photographs import NEAR, distance
from kepu.methods.planread.extract.refused import Refused


def scene(size=(1200, 900), seed=1):
    """A picture with something on it: bright and dark bands, other ones for another seed."""
    image = Image.new("L", (7, 5))
    image.putdata([(37 * seed * n * n + 61 * n) % 251 for n in range(35)])
    return image.resize(size, Image.Resampling.BICUBIC).convert("RGB")


def saved(image, format="JPEG", **more):
    out = io.BytesIO()
    image.save(out, format, **more)
    return out.getvalue()


def notes(taken="2026:11:18 09:12:30", place=True):
    told = Image.Exif()
    told[0x010F] = "SECRETPHONE"
    if taken:
        told.get_ifd(0x8769)[0x9003] = taken
    if place:
        told.get_ifd(0x8825).update({1: "N", 2: (30.0, 7.0, 24.0), 3: "E", 4: (104.0, 30.0, 0.0)})
    return told


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_day_and_place_are_read_and_taken_off(format):
    kept = photographed(saved(scene(), format, exif=notes()))
    assert (kept.taken, kept.spot) == ("2026-11-18 09:12", "30.123,104.500")
    assert b"SECRETPHONE" not in kept.data
    assert not dict(Image.open(io.BytesIO(kept.data)).getexif())


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "yesterday", "1900:01:01 00:00:00"])
def test_without_notes_or_with_odd_ones_a_photograph_is_kept_all_the_same(taken):
    kept = photographed(saved(scene(), exif=notes(taken, place=False)))
    assert (kept.taken, kept.spot, kept.pages) == ("", "", 1)


def test_a_place_that_cannot_be_counts_as_none():
    told = notes()
    told.get_ifd(0x8825).update({2: (95.0, 0.0, 0.0)})
    assert photographed(saved(scene(), exif=told)).spot == ""


def test_smaller_and_compressed_again_is_near_and_another_scene_is_not():
    mark = photographed(saved(scene(), quality=95)).mark
    sent_on = photographed(saved(scene().resize((640, 480)), quality=40)).mark
    other = photographed(saved(scene(seed=3))).mark
    assert distance(mark, sent_on) <= NEAR < distance(mark, other)


def test_a_plain_surface_and_a_pdf_have_no_hash():
    assert photographed(saved(Image.new("RGB", (300, 200), "white"))).mark is None
    kept = photographed(saved(scene(), "PDF"))
    assert (kept.media_type, kept.pages, kept.mark) == ("application/pdf", 1, None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\0\0\0\x18ftypheic" + b"\0" * 99, "HEIC"), (b"", "空文件"), (b"\xff\xd8\xff" + b"\0" * 99, "损坏"),
        (b"MZ" + b"\0" * 99, "只能上传"), (saved(Image.new("1", (30_000, 3_000)), "PNG"), "像素过多"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_clearly(data, words):
    with pytest.raises(Refused, match=words):
        photographed(data)
