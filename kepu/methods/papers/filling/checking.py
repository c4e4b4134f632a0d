"""Trying a template out before it is used: with invented values, and with everything empty."""

import io
import re
from dataclasses import dataclass

import docx
from docx.oxml.ns import qn

from kepu.methods.papers.filling.errors import BadTemplate
from kepu.methods.papers.filling.fill import fill, placeholders
from kepu.methods.papers.filling.package import words_of
from kepu.methods.papers.kinds import complete, known_names, sample_values


@dataclass(frozen=True)
class Checked:
    """A template that works: the names it uses, those of its kind that it does not, itself filled as a sample.

    `words` is everything it says, running heads, notes and properties included.
    """

    used: tuple[str, ...]
    unused: tuple[str, ...]
    preview: bytes
    words: str


def check_template(template: bytes, kind: str) -> Checked:
    """Fill a template of a kind with the sample values, and with none. Raises BadTemplate."""
    preview = fill(template, complete(kind, sample_values(kind)))
    _check_slips(preview, kind)
    fill(template, complete(kind, {}))
    used = placeholders(template)
    if not used:
        raise BadTemplate("模板中没有占位符（如 {{标题}}），填写后每一份都会一样。请下载系统模板，在它的基础上修改。")
    unused = [name.name for name in known_names(kind) if name.name not in used]
    return Checked(tuple(used), tuple(unused), preview, words_of(template))


def _check_slips(preview: bytes, kind: str) -> None:
    """Raise BadTemplate where a name still stands between brackets: typed full-width, or one bracket for two."""
    body = docx.Document(io.BytesIO(preview)).element.body
    text = "\n".join("".join(p.itertext()) for p in body.iter(qn("w:p")))
    names = "|".join(re.escape(name.name) for name in known_names(kind))
    if slip := re.search(rf"[{{｛]+\s*({names})\s*[}}｝]+", text):
        raise BadTemplate(f"“{slip[0]}”没有被认作占位符。请改用英文半角的两个花括号，写成 {{{{{slip[1]}}}}}。")
