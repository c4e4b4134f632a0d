"""The zip package of a .docx, opened with limits: no bombs, no passwords, no entities, no network."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kepu.methods.planread.extract.refused import Refused

MEGABYTE: Final = 1024 * 1024
PART_LIMIT: Final = 96 * MEGABYTE
TOTAL_LIMIT: Final = 512 * MEGABYTE
RATIO_LIMIT: Final = 200
ENTRY_LIMIT: Final = 10_000

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OTHER_KINDS: Final = (
    ("ofd.xml", "ofd"),
    ("xl/", "excel"),
    ("ppt/", "slides"),
    ("meta-inf/manifest.xml", "odf"),
    ("uof.xml", "odf"),
)


class Package:
    """The parts of a zip package by their names, compared without regard to case."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:
            raise Refused("broken") from error
        self._entries = {_normal(info.filename): info for info in self._zip.infolist()}
        self._check()

    def _check(self) -> None:
        entries = self._entries.values()
        if any(info.flag_bits & 1 for info in entries):
            raise Refused("encrypted")
        if len(entries) > ENTRY_LIMIT or sum(info.file_size for info in entries) > TOTAL_LIMIT:
            raise Refused("bomb")

    def kind_refused(self) -> str:
        """Why a package without a Word document is refused, as a code of `Refused`."""
        for mark, code in _OTHER_KINDS:
            if any(name.startswith(mark) for name in self._entries):
                return code
        return "archive"

    def names(self) -> Iterator[str]:
        """The names of all parts, in small letters."""
        return iter(self._entries)

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None if the package has no such part."""
        info = self._entries.get(_normal(name))
        if info is None:
            return None
        if info.file_size > PART_LIMIT or _is_bomb(info):
            raise Refused("bomb")
        try:
            return self._zip.read(info)
        except Exception as error:
            raise Refused("broken") from error

    def targets(self, part: str) -> dict[str, str]:
        """The parts that ``part`` ("" for the package) points to, by the last word of the relation's type."""
        folder, name = posixpath.split(part)
        data = self.read(posixpath.join(folder, "_rels", name + ".rels"))
        if data is None:
            return {}
        root = parse(data)
        found: dict[str, str] = {}
        for relation in root.iterchildren(_RELATIONSHIP):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                found.setdefault(kind, target)
        return found


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 4 * MEGABYTE and info.file_size > RATIO_LIMIT * max(info.compress_size, 1)


def parse(data: bytes) -> etree._Element:
    """Parse a part's XML without entities, network or huge trees; bring any Word namespace to the usual one."""
    root = _parse(data)
    name = etree.QName(root)
    if name.localname in ("document", "styles", "numbering") and name.namespace and f"{{{name.namespace}}}" != W:
        xml = etree.tostring(root, encoding="utf-8")
        root = _parse(xml.replace(name.namespace.encode(), W.strip("{}").encode()))
    return root


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("broken") from error


def chosen(alternate: etree._Element) -> etree._Element:
    """The branch of a ``mc:AlternateContent`` that is read: the first choice, else the fallback."""
    choice = alternate.find(_CHOICE)
    return choice if choice is not None else next(iter(alternate), alternate)
