"""Photographs and files as evidence: made safe to keep as scans are, with the day and place they tell and their hash.

No Django here; the reading runs in a child process. Day and place are read before what came with the picture is gone.
"""

import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from kepu.files.pictures import PDF, cleaned, in_a_child
from kepu.methods.photographs import ACROSS, DOWN, difference_hash

_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_EXIF, _GPS = 0x8769, 0x8825  # the parts of a picture's notes: the camera's, the place's (EXIF 2.32, 4.6.3)
_ORIGINAL, _DIGITISED = 0x9003, 0x9004
_ODD: Final = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError)
_PLAINEST: Final = 8  # greys between the darkest and the brightest; below it a picture shows nothing to be known by


@dataclass(frozen=True)
class Photograph:
    """A photograph or file as it is kept: bytes, media type, pages; when (``2026-11-18 09:12``) and where it was taken
    (``30.123,104.456``, north and east in degrees, to some 100 m), empty if not told; its difference hash, None if it
    has none (a PDF, a plain surface).
    """

    data: bytes
    media_type: str
    pages: int = 1
    taken: str = ""
    spot: str = ""
    mark: int | None = None


def photographed(data: bytes) -> Photograph:
    """Return an upload as it may be kept. Raises Refused, whose message is for the person who sent it."""
    return Photograph(*in_a_child(data, f"{__name__}.read_here"))


def read_here(data: bytes, name: str) -> tuple[bytes, str, int, str, str, int | None]:
    """Do the work in this very process; only the child calls it."""
    kept, media_type, pages, _ = cleaned(data, lambda page: [])
    if media_type == PDF:
        return kept, media_type, pages, "", "", None
    return kept, media_type, pages, *_told(data), _mark(kept)


def _told(data: bytes) -> tuple[str, str]:
    """Return when and where a picture says that it was taken; notes that make no sense count as none."""
    taken = spot = ""
    with suppress(*_ODD, UnidentifiedImageError):
        notes = Image.open(io.BytesIO(data), formats=_FORMATS).getexif()
        with suppress(*_ODD):
            camera = notes.get_ifd(_EXIF)
            taken = _moment(camera.get(_ORIGINAL) or camera.get(_DIGITISED))
        with suppress(*_ODD):
            spot = _spot(notes.get_ifd(_GPS))
    return taken, spot


def _moment(text: Any) -> str:
    told = datetime.strptime(str(text).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 — the camera tells no zone
    return f"{told:%Y-%m-%d %H:%M}" if told.year >= 1990 else ""


def _spot(place: dict[int, Any]) -> str:
    """Return the place of the tags GPSLatitudeRef, GPSLatitude, GPSLongitudeRef and GPSLongitude (1 to 4)."""
    north, east = _degrees(place[2]), _degrees(place[4])
    north, east = (-north if place[1] == "S" else north), (-east if place[3] == "W" else east)
    told = -90 <= north <= 90 and -180 <= east <= 180 and (north, east) != (0, 0)
    return f"{north:.3f},{east:.3f}" if told else ""


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _mark(kept: bytes) -> int | None:
    drawn = Image.open(io.BytesIO(kept), formats=_FORMATS).convert("L").resize((ACROSS, DOWN), Image.Resampling.BOX)
    greys = list(drawn.tobytes())
    return difference_hash(greys) if max(greys) - min(greys) >= _PLAINEST else None
