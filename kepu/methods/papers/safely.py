"""A template that a stranger sends is opened in a child process with limits of time and memory."""

from typing import Any, Final

from kepu.methods.papers.filling import BadTemplate, checking
from kepu.methods.planread.extract.refused import Refused
from kepu.methods.planread.sandbox import read_safely

_SECONDS: Final = 20
_MEGABYTES: Final = 1536


def check_template_safely(template: bytes, kind: str) -> checking.Checked:
    """As `check_template`, in a child process. Raises BadTemplate also where it takes too long or breaks the child."""
    try:
        answer = read_safely(template, kind, run=f"{__name__}.answer_check", seconds=_SECONDS, megabytes=_MEGABYTES)
    except Refused as refused:
        raise BadTemplate(
            "检查模板时用时过长或出错，已停止。请用文字处理软件另存为 .docx，去掉复杂的内容后再上传。"
        ) from refused
    if isinstance(answer, str):
        raise BadTemplate(answer)
    used, unused, preview, words = answer
    return checking.Checked(tuple(used), tuple(unused), preview, words)


def answer_check(template: bytes, kind: str) -> Any:
    """In the child: the result as plain values, or the message of what is wrong."""
    try:
        checked = checking.check_template(template, kind)
    except BadTemplate as error:
        return str(error)
    return list(checked.used), list(checked.unused), checked.preview, checked.words
