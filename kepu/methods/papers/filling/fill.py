"""Filling a template with values, and what can go wrong, told in Chinese."""

import difflib
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final

import docx.opc.exceptions
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import meta
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from lxml import etree

from kepu.methods.papers import geometry
from kepu.methods.papers.codes import grouped, normal, qr_png
from kepu.methods.papers.filling.errors import BadTemplate
from kepu.methods.papers.filling.language import Environment, UnknownName, context_of
from kepu.methods.papers.filling.package import check_package
from kepu.methods.papers.kinds import blueprint
from kepu.methods.papers.word import to_docx
from kepu.methods.papers.wording import plain
from kepu.methods.papers.zipped import timeless

_TAG: Final = re.compile(r"<[^>]*>")
_ENVIRONMENT: Final = Environment()
_PARAGRAPH: Final = "\a"  # docxtpl's sign for: end this paragraph, begin another like it
_UNMAKE: Final = str.maketrans({"\a": None, "\f": None})


class _Form(DocxTemplate):
    """A template whose filled parts must be sound: docxtpl itself mends a broken tree by dropping text."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        made: str = super().render_xml_part(src_xml, part, context, jinja_env)
        try:
            etree.fromstring(made.encode())
        except etree.XMLSyntaxError as error:
            raise BadTemplate(
                "循环或条件的开头和结尾没有放在对应的位置。表格行请用 {%tr … %}，各占一行；段落请用 {%p … %}，各占一段。"
            ) from error
        return made


def default_template(kind: str) -> bytes:
    """Return the shipped template of a kind of paper as .docx. Raises KeyError for a kind that does not exist."""
    return _default(kind)


@cache
def _default(kind: str) -> bytes:
    return to_docx(blueprint(kind))


def fill(template: bytes, values: Mapping[str, object]) -> bytes:
    """Return the template with its placeholders filled, as .docx.

    `values` are those of `complete(kind, …)`: texts, lists of texts, lists of mappings. Whatever they hold is plain text.
    Raises BadTemplate.
    """
    if unknown := [name for name in placeholders(template) if name not in values and name != _PICTURE]:
        raise BadTemplate(_unknown(unknown, [*values, _PICTURE]))
    form = _opened(template)
    try:
        form.render(context_of(_ready(form, values)), _ENVIRONMENT, autoescape=True)
    except UnknownName as error:
        raise BadTemplate(_unknown([error.name], list(error.near or values))) from error
    except TemplateSyntaxError as error:
        raise BadTemplate(_syntax(error)) from error
    except TemplateError as error:
        raise BadTemplate(f"模板不能填写：{error}") from error
    out = io.BytesIO()
    form.save(out)
    return timeless(out.getvalue())


def placeholders(template: bytes) -> list[str]:
    """Return the names that a template asks for, in the order of the alphabet. Raises BadTemplate."""
    return list(_looked_over(template))


@lru_cache(maxsize=4)
def _looked_over(template: bytes) -> tuple[str, ...]:
    """Check the package and the language of a template, once for the sixty letters it is filled for."""
    check_package(template)
    try:
        return tuple(_names(_opened(template)))
    except TemplateSyntaxError as error:
        raise BadTemplate(_syntax(error)) from error


def _opened(template: bytes) -> _Form:
    form = _Form(io.BytesIO(template))
    try:
        form.init_docx()
        form.get_xml()
    except (
        docx.opc.exceptions.PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        etree.XMLSyntaxError,
    ) as error:
        raise BadTemplate("文件打不开，可能已损坏。请用文字处理软件另存为 .docx 后再上传。") from error
    return form


def _names(form: _Form) -> list[str]:
    found: set[str] = set()
    for source in _sources(form):
        found |= meta.find_undeclared_variables(_ENVIRONMENT.parse(source))
    return sorted(found)


def _sources(form: _Form) -> Iterator[str]:
    """What stands to be filled: the text, the headers, the footers."""
    sources = [form.get_xml()]
    for kind in (form.HEADER_URI, form.FOOTER_URI):
        sources += [form.get_part_xml(part) for _, part in form.get_headers_footers(kind)]
    for source in sources:
        yield re.sub(r"<w:p([ >])", r"\n<w:p\1", form.patch_xml(source))


_PICTURE: Final = "二维码"


def _ready(form: _Form, values: Mapping[str, object]) -> dict[str, object]:
    """The values as docxtpl takes them: a line feed begins a paragraph; the code is grouped, its picture made."""
    ready = {name: _prepared(value) for name, value in values.items()}
    code = normal(str(values.get("校验码", ""))) or ""
    ready["校验码"] = grouped(code) if code else ""
    picture = io.BytesIO(qr_png(code)) if code else None
    ready[_PICTURE] = InlineImage(form, picture, width=Mm(geometry.CODE_SIZE)) if picture else ""
    return ready


def _prepared(value: object) -> Any:
    if isinstance(value, Mapping):
        return {name: _prepared(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(item) for item in value]
    return plain(str(value)).translate(_UNMAKE).replace("\n", _PARAGRAPH)


def _unknown(names: list[str], known: list[str]) -> str:
    said = []
    for name in names:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
        said.append(f"“{name}”" + (f"（是不是“{'”或“'.join(near)}”？）" if near else ""))
    return f"模板中有不认识的占位符：{'；'.join(said)}。请对照占位符表改正。"


_SAYINGS: Final = (
    ("not allowed: ", "占位符里不能使用{}，只能写名称、循环和条件"),
    ("Unexpected end of template", "循环或条件没有写结尾（endfor、endif）"),
    ("Encountered unknown tag 'end", "循环或条件的结尾多了一个，或者没有开头"),
    ("Encountered unknown tag", "不认识的语句"),
    ("got 'end of print statement'", "占位符里没有写名称"),
    ("unexpected '}'", "占位符的括号不成对"),
)


def _syntax(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    said = next(
        (words for sign, words in _SAYINGS if sign in message), "占位符写法有误，请检查括号是否成对、是否为英文括号"
    )
    said = said.format(message.removeprefix("not allowed: "))
    near = _near(error)
    return f"模板{f'在“{near}”附近' if near else ''}有误：{said}。"


def _near(error: TemplateSyntaxError) -> str:
    lines = (error.source or "").split("\n")
    for line in lines[error.lineno - 1 : error.lineno] + lines[max(error.lineno - 2, 0) : error.lineno - 1]:
        if text := _TAG.sub("", line).strip():
            return text if len(text) <= 40 else text[:40] + "…"
    return ""
