"""The zip packages that .docx files are: without the hour they were made at, so that the same paper gives the same bytes."""

import io
import struct
import zipfile
from typing import Final

_STAMP: Final = struct.pack("<HH", 0, (0 << 9) | (1 << 5) | 1)  # 1 January 1980, the beginning of zip's calendar
_CENTRAL: Final = b"PK\x01\x02"


def timeless(package: bytes) -> bytes:
    """Return the package with every part's date set to the beginning of the calendar."""
    out = bytearray(package)
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        at = zipped.start_dir
        for info in zipped.infolist():
            out[info.header_offset + 10 : info.header_offset + 14] = _STAMP
            assert out[at : at + 4] == _CENTRAL
            out[at + 12 : at + 16] = _STAMP
            at += 46 + sum(struct.unpack_from("<HHH", out, at + 28))
    return bytes(out)
