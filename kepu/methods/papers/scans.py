"""Finding the check codes on a photograph or a scan of a signed paper."""

from collections.abc import Iterator
from typing import Final

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from kepu.methods.papers.codes import normal

_SIDE: Final = 3200  # a larger picture is made smaller first


def _small(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    picture.thumbnail((side, side), Image.Resampling.BOX)
    return picture


def codes_on(picture: Image.Image) -> list[str]:
    """Return the codes of one opened picture, in greys or colours: what the first look that finds one finds."""
    picture = _small(picture.convert("L"), _SIDE)
    for look in _looks(picture):
        read = zxingcpp.read_barcodes(look, formats=zxingcpp.BarcodeFormat.QRCode)
        if codes := [code for one in read if (code := normal(one.text))]:
            return codes
    return []


def _looks(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture in several lights and sizes, the cheapest first; parts of it last, since codes stand at the edge."""
    yield picture
    bright = ImageOps.autocontrast(picture, cutoff=2)
    yield bright
    for factor in (0.5, 1.6):
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        if max(size) <= 2 * _SIDE:
            yield bright.resize(size, Image.Resampling.BICUBIC)
    for radius in (4, 8):
        yield bright.filter(ImageFilter.UnsharpMask(radius, percent=400, threshold=0))
    for part in _parts(picture):
        yield ImageOps.autocontrast(part.resize((part.width * 2, part.height * 2), Image.Resampling.BICUBIC), cutoff=2)


def _parts(picture: Image.Image) -> Iterator[Image.Image]:
    """Nine overlapping parts, half as wide and half as high."""
    width, height = picture.width // 2, picture.height // 2
    for top in (2, 0, 1):
        for left in (0, 2, 1):
            box = (left * width // 2, top * height // 2, left * width // 2 + width, top * height // 2 + height)
            yield picture.crop(box)
