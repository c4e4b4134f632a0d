"""What strangers send is opened in a child process with limits of time and memory: templates, scans and photographs."""

from typing import Any, Final

from kepu.methods.papers.filling import BadTemplate, checking
from kepu.methods.papers.scans import BadScan, read_codes
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.sandbox import read_safely

_HERE: Final = __name__
_SECONDS: Final = 20
_MEGABYTES: Final = 1536


def check_template_safely(template: bytes, kind: str) -> checking.Checked:
    """As `check_template`, in a child process. Raises BadTemplate also where it takes too long or breaks the child."""
    try:
        answer = _asked("answer_check", template, kind)
    except Refused as refused:
        raise BadTemplate(
            "检查模板时用时过长或出错，已停止。请用文字处理软件另存为 .docx，去掉复杂的内容后再上传。"
        ) from refused
    if isinstance(answer, str):
        raise BadTemplate(answer)
    used, unused, preview, words = answer
    return checking.Checked(tuple(used), tuple(unused), preview, words)


def read_codes_safely(data: bytes, media_type: str) -> list[str]:
    """As `read_codes`, in a child process. Raises BadScan also where it takes too long or breaks the child."""
    try:
        answer = _asked("answer_codes", data, media_type)
    except Refused as refused:
        raise BadScan("读取用时过长或出错，已停止。请重新拍照或扫描后上传。") from refused
    if isinstance(answer, str):
        raise BadScan(answer)
    return [str(code) for code in answer]


def _asked(function: str, data: bytes, name: str) -> Any:
    return read_safely(data, name, run=f"{_HERE}.{function}", seconds=_SECONDS, megabytes=_MEGABYTES)


def answer_check(template: bytes, kind: str) -> Any:
    """In the child: the result as plain values, or the message of what is wrong."""
    try:
        checked = checking.check_template(template, kind)
    except BadTemplate as error:
        return str(error)
    return list(checked.used), list(checked.unused), checked.preview, checked.words


def answer_codes(data: bytes, media_type: str) -> Any:
    """In the child: the codes, or the message of what is wrong."""
    try:
        return read_codes(data, media_type)
    except BadScan as error:
        return str(error)
