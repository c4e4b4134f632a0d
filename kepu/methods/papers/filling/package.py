"""The .docx package of a template, looked over before anything in it is opened."""

import io
import re
import zipfile
import zlib
from html import unescape
from typing import Final

from kepu.methods.papers.filling.errors import BadTemplate

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_XML: Final = 4 * 1024 * 1024
MAX_PARTS: Final = 400
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0"
_CHUNK: Final = 256 * 1024
_SAYS: Final = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml|docProps/(?:core|app|custom)\.xml"
)
_LINE: Final = re.compile(r"</w:p>|</dc:\w+>|</cp:\w+>")
_TAG: Final = re.compile(r"<[^>]*>")
_ACTIVE: Final = re.compile(r"vbaproject|activex|embeddings/|afchunk", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE: Final = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
_FIELDS: Final = re.compile(rb"<w:instrText[^>]*>[^<]*\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE)


def words_of(template: bytes) -> str:
    """Return all that a checked package says anywhere: its parts one after the other, a paragraph a line."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        parts = [package.read(name) for name in package.namelist() if _SAYS.fullmatch(name)]
    texts = (_TAG.sub("", _LINE.sub("\n", part.decode("utf-8", "replace"))) for part in parts)
    return unescape("\n".join(texts))


def check_package(data: bytes) -> None:
    """Raise BadTemplate for what is no .docx, too large, damaged, or holds more than text, tables and pictures."""
    if not data:
        raise BadTemplate("文件是空的，请重新选择。")
    if len(data) > MAX_BYTES:
        raise BadTemplate("模板超过 5 MB。请压缩其中的图片后再上传。")
    if data.startswith(_OLD_WORD):
        raise BadTemplate("这是旧版 Word（.doc）或设了密码的文件。请在文字处理软件中另存为 .docx，不设密码，再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        if isinstance(error, BadTemplate):
            raise
        raise BadTemplate("文件不是 Word 文档（.docx），或者已损坏。请用文字处理软件另存为 .docx 后再上传。") from error


def _check_parts(package: zipfile.ZipFile) -> None:
    infos = package.infolist()
    if len(infos) > MAX_PARTS:
        raise BadTemplate("文件内部的部件过多，不像是一份普通的模板。请新建文档，只保留文字、表格和少量图片。")
    names = [info.filename for info in infos]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise BadTemplate("文件不是 Word 文档（.docx）。请用文字处理软件另存为 .docx 后再上传。")
    if any(_ACTIVE.search(name) for name in names):
        raise BadTemplate("模板中有宏、控件或嵌入的对象。请删去后另存为 .docx 再上传。")
    left = MAX_UNPACKED
    for info in infos:
        part = _unpacked(package, info, left)
        left -= len(part)
        if info.filename.endswith((".xml", ".rels")):
            _check_xml(info.filename, part)


def _unpacked(package: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack one part, and stop at the limit: what a zip says of its sizes may be a lie."""
    limit = min(left, MAX_XML) if info.filename.endswith((".xml", ".rels")) else left
    out = bytearray()
    with package.open(info) as part:
        while chunk := part.read(_CHUNK):
            out += chunk
            if len(out) > limit:
                raise BadTemplate("文件展开后过大，不像是一份普通的模板，没有收下。请在系统模板的基础上修改后再上传。")
    return bytes(out)


def _check_xml(name: str, part: bytes) -> None:
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or _DOCTYPE.search(part):
        raise BadTemplate("文件内部的写法不合规范，没有收下。请用文字处理软件另存为 .docx 后再上传。")
    if name.endswith(".rels"):
        for link in _OUTSIDE.findall(part):
            if b'External"' in link and b"/hyperlink" not in link:
                raise BadTemplate("模板引用了文件以外的内容（链接的图片、模板或对象）。请改为直接插入，再上传。")
    if _FIELDS.search(part):
        raise BadTemplate("模板中有引用外部内容的域（DDE、INCLUDETEXT、INCLUDEPICTURE）。请删去后再上传。")
