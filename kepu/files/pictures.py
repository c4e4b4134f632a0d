"""Scans and photographs, made safe to keep: only what one sees stays. No Django here; runs in a child process.

The kind is told by the content, never by the name. Pictures are drawn anew, upright, so that places, times and devices
(EXIF, GPS) and anything hidden are gone; a PDF becomes one picture a page, so that scripts and attachments are gone.
"""

import io
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageOps

from kepu.methods.papers.scans import codes_on
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.sandbox import read_safely

MAX_MB: Final = 20
MOST_PAGES: Final = 40
_MOST_PIXELS: Final = 60_000_000
_LONGEST: Final = 4096  # pixels of the longer side that are kept
_DPI: Final = 200
_QUALITY: Final = 88
_HEIC: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
_WORDS: Final = {
    "too_slow": "这份文件处理时间过长，没有保存。请减少页数或降低清晰度后再传。",
    "too_complex": "这份文件过大，没有保存。请降低清晰度后再传。",
    "crashed": "这份文件已损坏，没有保存。请重新拍照或扫描。",
}


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: its bytes, media type, number of pages, and the check codes that were read on it."""

    data: bytes
    media_type: str
    pages: int
    codes: tuple[str, ...]


def taken(data: bytes) -> Picture:
    """Return an uploaded picture or PDF as it may be kept. Raises Refused, whose message is for the person who sent it."""
    kept, media_type, pages, codes = in_a_child(data, f"{__name__}.clean_here")
    return Picture(kept, media_type, pages, tuple(codes))


def in_a_child(data: bytes, run: str) -> Any:
    """Return what the function named `run` makes of an upload, in a child process. Raises Refused, in Chinese."""
    if not data:
        raise Refused("empty", "这是空文件，没有保存。请重新拍照或选择。")
    if len(data) > MAX_MB * 1024 * 1024:
        raise Refused("too_large", f"文件超过 {MAX_MB} MB，没有保存。请降低清晰度或分开上传。")
    try:
        return read_safely(data, run=run, seconds=60, megabytes=2048)
    except Refused as refused:
        raise Refused(refused.code, _WORDS.get(refused.code, refused.message)) from refused


def clean_here(data: bytes, name: str) -> tuple[bytes, str, int, list[str]]:
    """Do the work in this very process; only the child calls it."""
    return cleaned(data, codes_on)


def cleaned(data: bytes, read: Callable[[Image.Image], list[str]]) -> tuple[bytes, str, int, list[str]]:
    """Return what is kept of an upload, its media type, its pages, and what `read` finds on them."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(data, read)
    if data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return _image(data, read)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Refused(
            "kind", "这是 HEIC 格式的照片，本平台不能读取，没有保存。请在手机“设置—相机—格式”中选“兼容性最佳”后重拍。"
        )
    raise Refused("kind", "只能上传照片（JPEG、PNG、WebP）或 PDF 扫描件，没有保存。手机请用“兼容性最佳”格式拍照。")


def _image(data: bytes, read: Callable[[Image.Image], list[str]]) -> tuple[bytes, str, int, list[str]]:
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # counted here, in words that a person understands
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        if image.width * image.height > _MOST_PIXELS:
            raise Refused("too_large", "照片的像素过多，没有保存。请降低清晰度后再拍。")
        lossless = image.format == "PNG"
        upright = _plain(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("crashed") from error
    codes = read(upright)
    upright.thumbnail((_LONGEST, _LONGEST))
    out = io.BytesIO()
    upright.save(out, "PNG", optimize=False) if lossless else upright.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue(), PNG if lossless else JPEG, 1, list(codes)


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture alone, on white, without anything that came with it."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    drawn = image.convert("L" if image.mode in {"1", "L"} else "RGB")
    bare = Image.new(drawn.mode, drawn.size)
    bare.paste(drawn)
    return bare


def _pdf(data: bytes, read: Callable[[Image.Image], list[str]]) -> tuple[bytes, str, int, list[str]]:
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise (
            Refused("encrypted", "PDF 设有密码，没有保存。请取消密码后再传。") if locked else Refused("crashed")
        ) from error
    if not 1 <= pages <= MOST_PAGES:
        raise Refused("pages", f"PDF 有{pages}页，一次最多{MOST_PAGES}页，没有保存。请分开上传。")
    drawn = [_page(document, number) for number in range(pages)]
    codes = list(dict.fromkeys(code for page in drawn for code in read(page)))
    return _bound(drawn), PDF, pages, codes


def _page(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """Draw one page; a sheet larger than A3 is drawn smaller."""
    page = document[number]
    scale = min(_DPI / 72, _LONGEST / max(*page.get_size(), 1))
    return page.render(scale=scale).to_pil().convert("RGB")


def _bound(pages: Iterable[Image.Image]) -> bytes:
    """Return pictures as a PDF; the same pictures give the same bytes, so that one sent twice is known again."""
    first, *others = pages
    out, never = io.BytesIO(), time.gmtime(0)
    first.save(
        out, "PDF", save_all=True, append_images=others, resolution=_DPI, quality=_QUALITY, producer="kepu",
        creationDate=never, modDate=never,
    )  # fmt: skip
    return out.getvalue()


def page_of(data: bytes, media_type: str, number: int) -> tuple[bytes, str]:
    """Return one page (from 0) of a kept picture, and its media type, to be shown. Raises IndexError."""
    if media_type != PDF:
        if number:
            raise IndexError(number)
        return data, media_type
    document = pypdfium2.PdfDocument(data)
    if not 0 <= number < len(document):
        raise IndexError(number)
    out = io.BytesIO()
    document[number].render(scale=130 / 72).to_pil().convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue(), JPEG


def small_page_of(data: bytes, media_type: str, number: int, side: int) -> tuple[bytes, str]:
    """Return one page (from 0) drawn small, as JPEG: its longer side is `side` pixels at most. Raises IndexError."""
    if media_type == PDF:
        document = pypdfium2.PdfDocument(data)
        if not 0 <= number < len(document):
            raise IndexError(number)
        page = document[number]
        drawn = page.render(scale=side / max(*page.get_size(), 1)).to_pil().convert("RGB")
    elif number:
        raise IndexError(number)
    else:
        drawn = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        drawn.draft(drawn.mode, (side, side))
    drawn.thumbnail((side, side))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=75)
    return out.getvalue(), JPEG
