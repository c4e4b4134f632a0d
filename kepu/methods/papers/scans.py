"""Finding the check codes on a photograph or a scan of a signed paper."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from kepu.methods.papers.codes import normal

MEDIA_TYPES: Final = {
    "image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "application/pdf": "PDF",
}  # fmt: skip
MAX_PIXELS: Final = 120_000_000  # what telephones take today
MAX_PAGES: Final = 20
_TOO_LARGE: Final = "照片的像素过多。请用手机的普通模式重拍，或缩小后再上传。"
_SIDE: Final = 3200  # a larger picture is made smaller first
_PAGE_SIDE: Final = 2400
_MODULES_A_PAGE: Final = 200 / 72  # pixels a point: a QR code of 13 mm has about five pixels a module


class BadScan(ValueError):
    """The file cannot be read as a scan; the message says why and what to do, in Chinese."""


def read_codes(data: bytes, media_type: str) -> list[str]:
    """Return the check codes on a PNG, JPEG or WebP picture or on the pages of a PDF, each once, in order.

    An empty list says that no code could be read. Raises BadScan for a file that is damaged, of another kind, larger
    than `MAX_PIXELS` or longer than `MAX_PAGES`.
    """
    if media_type not in MEDIA_TYPES:
        raise BadScan("请上传照片（JPG、PNG、WebP）或扫描的 PDF。")
    pictures = _pages(data) if media_type == "application/pdf" else iter([_picture(data, MEDIA_TYPES[media_type])])
    found: dict[str, None] = {}
    for picture in pictures:
        found |= dict.fromkeys(codes_on(picture))
    return list(found)


def _picture(data: bytes, form: str) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BadScan(_TOO_LARGE)
            picture.draft("L", (_SIDE, _SIDE))
            return _small(picture.convert("L"), _SIDE)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadScan(_TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        if isinstance(error, BadScan):
            raise
        raise BadScan("照片打不开，可能没有传完整，或者不是照片。请重新拍照上传。") from error


def _pages(data: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise BadScan("PDF 打不开，可能已损坏或设了密码。请重新扫描后上传。") from error
    with document:
        if len(document) > MAX_PAGES:
            raise BadScan(f"PDF 超过 {MAX_PAGES} 页。请只上传需要归档的这一份文书。")
        for page in document:
            with suppress(pypdfium2.PdfiumError):  # one page that cannot be drawn does not spoil the others
                scale = min(_MODULES_A_PAGE, _PAGE_SIDE / max(*page.get_size(), 1))
                yield page.render(scale=scale, grayscale=True).to_pil().convert("L")


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
