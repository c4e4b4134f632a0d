"""The measures of GB/T 9704: A4, a type area of 156 × 225 mm with 22 lines of 28 characters. Millimetres and points."""

from dataclasses import dataclass
from typing import Final

MM: Final = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True)
class Page:
    """A sheet with its margins; all in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def type_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def type_height(self) -> float:
        return self.height - self.top - self.bottom


PORTRAIT: Final = Page(210, 297, 37, 35, 28, 26)
LANDSCAPE: Final = Page(297, 210, 28, 26, 35, 37)  # the same sheet turned to the left

LINE: Final = 28.95  # the pitch of lines: 22 of them in 225 mm
BODY: Final = 16.0  # 三号
TITLE: Final = 22.0  # 二号
MARK: Final = 24.0  # 发文机关标志: 18 characters a line
COVER: Final = 32.0  # a cover's title: 13 characters a line
SMALL: Final = 14.0  # 四号: imprint, page number
TABLE: Final = 12.0  # 小四
TABLE_SMALL: Final = 10.5  # 五号
CELL_PAD: Final = 0.6  # above and below the text of a cell
TABLE_LINE: Final = 1.35  # the pitch of lines in a table, times the size
TRACKING: Final = -0.25  # between characters, so that 28 of 三号 stand in 156 mm
NUMBER_DROP: Final = 7.0  # from the type area to the page number
FOOTER_HEIGHT: Final = 15.0
CODE_SIZE: Final = 14.0  # the QR code's side
COVER_TOP: Final = 30.0  # above the title of a cover
COVER_FOOT: Final = 20.0  # above its last line
SEAL_ROOM: Final = {0: 1, 2: 2}  # lines left empty above a row of the signature page, for seals and signatures


def page_of(landscape: bool) -> Page:
    """Return the sheet, upright or lying."""
    return LANDSCAPE if landscape else PORTRAIT
