"""The language of placeholders: a small part of Jinja. Names, fields, loops and conditions; no calls, no arithmetic.

Loops run over lists alone and are counted, so that no template can run without end or grow without bound.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kepu.methods.papers.filling.errors import BadTemplate
from kepu.methods.papers.titles import title_lines

MAX_TURNS: Final = 20_000
MAX_OUTPUT: Final = 12_000_000
MAX_DEPTH: Final = 4
_BUDGET: Final = "_turns"
_LOOP: Final = frozenset({"index", "index0", "revindex", "first", "last", "length"})
_NODES: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.For, nodes.If,
    nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Filter, nodes.Concat,
)  # fmt: skip
_RESERVED: Final = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_FILTERS: Final = frozenset({"default", "d", "length", "count", "join", "first", "last", "trim", "分行"})


@dataclass
class Budget:
    """How many more turns of loops a filling may take."""

    left: int = MAX_TURNS


class UnknownName(UndefinedError):
    """A name that no value has; `name` as written, `near` the names that the thing has."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.near = name, near


class _Unknown(StrictUndefined):
    """Raises `UnknownName` whatever is done with it."""

    __slots__ = ()

    def __init__(self, hint: Any = None, obj: Any = None, name: Any = None, exc: Any = None) -> None:
        super().__init__(hint=str(name), obj=obj, name=name, exc=_unknown_of(obj))


def _unknown_of(obj: object) -> type[UnknownName]:
    """The error for a name that `obj` lacks, made when jinja asks for it with the name alone."""

    class Of(UnknownName):
        def __init__(self, name: str) -> None:
            super().__init__(name, tuple(obj) if isinstance(obj, Mapping) else ())

    return Of


class _Measured(Template):
    """A template whose output has a limit."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the text. Raises BadTemplate when it grows too large."""
        pieces, size = [], 0
        for piece in self.generate(*args, **kwargs):
            size += len(piece)
            if size > MAX_OUTPUT:
                raise BadTemplate("填写后的文书过大。请检查循环是否套得过多。")
            pieces.append(piece)
        return "".join(pieces)


class Environment(ImmutableSandboxedEnvironment):
    """Jinja with the small language; values are texts, lists and mappings, and nothing of Python's shows through."""

    template_class = _Measured

    def __init__(self) -> None:
        super().__init__(undefined=_Unknown, autoescape=True, finalize=_shown)
        self.filters = {name: f for name, f in self.filters.items() if name in _FILTERS}
        self.filters |= {"分行": _title_lines, _EACH: _each}
        self.globals.clear()
        self._known: dict[str, Template] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check(tree)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _EACH, [], [], None, None, lineno=loop.lineno)
        tree.set_environment(self)
        return tree

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        """Compile a template, or return it as compiled before: one form is filled for sixty units in a row."""
        if source not in self._known:
            if len(self._known) >= 32:
                self._known.clear()
            self._known[source] = super().from_string(source, *args, **kwargs)
        return self._known[source]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a mapping, or what a loop says of itself; nothing else has attributes."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A field of a mapping, or the item of a list by its number."""
        if isinstance(obj, list) and isinstance(argument, int) and argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))


_EACH: Final = "逐个"


@pass_context
def _each(context: Context, value: object) -> Iterator[object]:
    if not isinstance(value, list):
        raise BadTemplate("循环只能用于列表（如“定量目标”），不能用于一段文字。")
    return _turns(value, context.parent[_BUDGET])


def _turns(value: list[object], budget: Budget) -> Iterator[object]:
    for item in value:
        budget.left -= 1
        if budget.left < 0:
            raise BadTemplate("循环次数过多。请检查是否把循环套在了循环里。")
        yield item


def _shown(value: object) -> object:
    """What a placeholder prints: a list is not printed, it is gone through."""
    if isinstance(value, list | tuple | Mapping):
        raise BadTemplate(
            "有一处占位符对应的是列表，不能直接写成 {{…}}。请写成循环，例如 {%p for 条 in 职责 %}、{{条}}、{%p endfor %} 三段。"
        )
    if isinstance(value, _Unknown):
        str(value)
    if (isinstance(value, str | int) and not isinstance(value, bool)) or hasattr(value, "__html__"):
        return value
    raise BadTemplate("有一处占位符对应的不是文字，不能填写。请对照占位符表改正。")


def _title_lines(value: object, limit: object = 19) -> str:
    return title_lines(str(value).replace("\a", "\n"), limit if isinstance(limit, int) else 19)


def context_of(values: Mapping[str, object]) -> dict[str, object]:
    """Return what a template is rendered with: the values and a fresh budget."""
    return {**values, _BUDGET: Budget()}


def _check(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        _check_node(node)
    _check_depth(tree, 0)


def _check_node(node: nodes.Node) -> None:
    what = ""
    if not isinstance(node, _NODES):
        what = "调用或运算" if isinstance(node, nodes.Expr) else "不支持的语句"
    elif isinstance(node, nodes.Name | nodes.Getattr):
        written = node.name if isinstance(node, nodes.Name) else node.attr
        what = f"“{written}”" if written.startswith("_") or written in _RESERVED else ""
    elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        what = f"“|{node.name}”"
    elif isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
        what = "这种写法的循环"
    elif isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
        what = "方括号里的运算"
    if what:
        raise TemplateSyntaxError(f"not allowed: {what}", node.lineno)


def _check_depth(node: nodes.Node, depth: int) -> None:
    for child in node.iter_child_nodes():
        inner = depth + isinstance(child, nodes.For)
        if inner > MAX_DEPTH:
            raise TemplateSyntaxError("not allowed: 套了太多层的循环", child.lineno)
        _check_depth(child, inner)
