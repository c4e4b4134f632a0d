"""What a unit sent on paper or by file, made safe to keep: looked through in a child process, stopped at marks of secrecy."""

from dataclasses import dataclass

from kepu.files.pictures import taken
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.sandbox import read_safely
from kepu.methods.secrecy import first_mark
from kepu.plans.reader import text_of
from kepu.plans.verbs.documents import Secret
from kepu.ui.downloads import EXCEL, WORD

_TABLE = "kepu.methods.sheets.safely.answer_lines"
_BROKEN = "这份文件已损坏或无法读取，没有保存。请另存为 .docx 或 .xlsx 后再传，或者拍照上传。"


@dataclass(frozen=True)
class Original:
    """What is kept of a file: its bytes and media type."""

    data: bytes
    media_type: str


def kept(data: bytes, name: str) -> Original:
    """Return a unit's file as it may be kept. Raises Refused and Secret, whose messages are for the person who sent it.

    Word and Excel are kept as they came, once they could be read; pictures and PDF as one sees them.
    """
    if name.lower().endswith(".docx"):
        text, _, elsewhere = text_of(data, name)
        _check(text, elsewhere)
        return Original(data, WORD)
    if name.lower().endswith(".xlsx"):
        try:
            lines = read_safely(data, run=_TABLE, seconds=30, megabytes=1024)
        except Refused as refused:
            raise Refused(refused.code, _BROKEN) from refused
        if not any(cell.strip() for line in lines for cell in line):
            raise Refused("empty", "这份表格是空的，没有保存。请核对后重新选择，或者拍照上传。")
        _check("\n".join(cell for line in lines for cell in line), "")
        return Original(data, EXCEL)
    picture = taken(data)
    return Original(picture.data, picture.media_type)


def _check(text: str, elsewhere: str) -> None:
    if mark := first_mark(text):
        raise Secret(mark)
    if mark := first_mark(elsewhere):
        raise Secret(mark, beside=True)
