"""Filters and tags that every template may use without loading them."""

import datetime as dt
from decimal import ROUND_DOWN, Decimal

from django import template
from django.core.paginator import Page
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from kepu.methods.workdays import Table, workdays_between
from kepu.ui.diff import Part
from kepu.ui.diff import diff as compare

register = template.Library()

LIGHTS = {"grey": "未启动", "green": "正常推进", "amber": "进度滞后", "red": "难以完成", "blue": "已完成"}
DUTIES = {"lead": ("牵", "牵头"), "support": ("配", "配合"), "joint": ("责", "按职责分工")}
FORMATS = {
    ".docx": "Word",
    ".doc": "Word",
    ".wps": "WPS",
    ".pdf": "PDF（文字版）",
    ".html": "网页",
    ".htm": "网页",
    ".txt": "纯文本",
    ".md": "纯文本",
    ".xlsx": "Excel",
    ".xls": "Excel",
}


class PageTitle(template.Node):
    def render(self, context: Context) -> SafeString:
        """The text of the page's `title` block, without markup: one title serves the heading and the browser's tab."""
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        block = blocks.get_block("title") if blocks else None
        text = strip_tags(block.render(context)) if block else ""
        return mark_safe(" ".join(text.split()))  # noqa: S308 — rendered with autoescape, tags stripped


@register.tag
def page_title(parser: Parser, token: Token) -> PageTitle:
    """``{% page_title %}``: the title of the page for <title>."""
    return PageTitle()


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A date as officials write it: 2026年3月5日. Nothing for None."""
    if not value:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A moment in local time: 2026年3月5日 14:07. Nothing for None."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


@register.filter
def wan(value: int | Decimal | None) -> str:
    """A count for the public: 12345 is 1.23万, 30000 is 3万, 9999 stays; cut, never rounded up."""
    if value is None or value == "":
        return ""
    number = Decimal(value)
    if abs(number) < 10000:
        return f"{number.normalize():f}"
    cut = (number / 10000).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    return f"{cut.normalize():f}万"


@register.filter
def amount_drawn(value: Decimal | None) -> str:
    """An amount of a chart as its table tells it: without idle zeros, a dash where there is none."""
    return "–" if value is None else f"{value.normalize():f}"


@register.filter
def light_word(state: str) -> str:
    """The word that always stands beside a light."""
    return LIGHTS[state]


@register.filter
def duty_mark(role: str) -> str:
    """The one sign of a duty role: 牵, 配 or 责."""
    return DUTIES[role][0]


@register.filter
def duty_word(role: str) -> str:
    """The whole word of a duty role, read aloud in place of its sign."""
    return DUTIES[role][1]


@register.filter
def diff(old: str, new: str) -> list[Part]:
    """The runs that stayed, left and came between two texts."""
    return compare(old, new)


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """The numbers a pager shows: first, last, three around the current one, … for what is left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def page_address(context: Context, name: str, number: int) -> str:
    """The present address with another page number; all filters stay."""
    query = context["request"].GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def accept_words(accept: str) -> str:
    """The formats of a file field in words: ``.docx,.doc,.pdf`` is 可以是 Word、PDF（文字版）."""
    words = dict.fromkeys(FORMATS.get(ending.strip(), ending.strip()) for ending in accept.split(",") if ending.strip())
    return f"可以是 {'、'.join(words)}" if words else "任何格式"


@register.filter
def due_state(due: dt.date, today: dt.date) -> str:
    """How near a due day is: ``late``, ``soon`` (three days or fewer) or nothing."""
    left = (due - today).days
    return "late" if left < 0 else "soon" if left <= 3 else ""


@register.filter
def due_words(due: dt.date, today: dt.date) -> str:
    """A due day in words: 已逾期2天, 今天截止, 还有3天, otherwise the date."""
    left = (due - today).days
    if left < 0:
        return f"已逾期{-left}天"
    if left == 0:
        return "今天截止"
    return f"还有{left}天（{day(due)}）" if left <= 10 else f"{day(due)}截止"


def _workdays(context: Context) -> Table:
    """The office's own table of days off, which a context processor gives to every page."""
    table: Table = context.get("workdays") or {}
    return table


@register.simple_tag(takes_context=True)
def clock_state(context: Context, due: dt.date, today: dt.date) -> str:
    """How near a due day is in working days: ``late``, ``soon`` (two or fewer) or nothing."""
    if due < today:
        return "late"
    return "soon" if workdays_between(today, due, _workdays(context)) <= 2 else ""


@register.simple_tag(takes_context=True)
def clock_words(context: Context, due: dt.date, today: dt.date) -> str:
    """The working days left: 还有3个工作日, 今天到期, 已逾期2个工作日; 已逾期 where only days off have passed."""
    left = workdays_between(today, due, _workdays(context))
    if due < today:
        return f"已逾期{-left}个工作日" if left else "已逾期"
    return f"还有{left}个工作日" if left else "今天到期"
