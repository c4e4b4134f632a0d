"""What the proofreading page draws by the hundred, made without a template for each piece."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kepu.plans.models import Item, Responsibility, Target
from kepu.plans.queries import changes
from kepu.plans.queries.marks import CONTAINERS
from kepu.plans.queries.proofreading import Paragraph, Piece
from kepu.plans.wording import MEANINGS

register = template.Library()

SIGNS = {"lead": ("牵", "头"), "support": ("配", "合"), "joint": ("责", "任")}


@register.simple_tag
def kind_meanings() -> list[tuple[str, str]]:
    """What each of the ten kinds of target means, by its word."""
    return [(str(kind.label), MEANINGS[kind]) for kind in Target.Kind]


@register.simple_tag
def printed_text(paragraphs: Iterable[Paragraph]) -> SafeString:
    """The document's lines as <p data-start>, each piece with what was found in it as <mark data-k>; blank lines out."""
    lines = (_line(p) for p in paragraphs if any(piece.text.strip() for piece in p.pieces))
    return mark_safe("".join(lines))  # noqa: S308 — every text below is escaped


def _line(paragraph: Paragraph) -> str:
    around = _containers(paragraph.pieces[0])
    inner = "".join(_piece(piece, around) for piece in paragraph.pieces)
    inside = ' class="in"' if any(kind == "task" for kind, _ in paragraph.pieces[0].marks) else ""
    return f'<p data-start="{paragraph.start}" data-k="{around}"{inside}>{inner}</p>'


def _containers(piece: Piece) -> str:
    return " ".join(key for kind, key in piece.marks if kind in CONTAINERS)


def _piece(piece: Piece, around: str) -> str:
    text = escape(piece.text)
    kinds = [f"m-{kind}" for kind, _ in piece.marks if kind not in CONTAINERS]
    kinds = [kind for kind in kinds if kind != "m-clause"] or kinds
    if not kinds and _containers(piece) == around:
        return text
    keys = " ".join(dict.fromkeys(key for _, key in piece.marks))
    return f'<mark class="{" ".join(dict.fromkeys(kinds))}" data-k="{keys}">{text}</mark>'


@register.simple_tag
def unit_chips(rows: Iterable[Responsibility]) -> SafeString:
    """Who answers, as chips in the order of the clause; a broken edge where no unit is tied to the name."""
    return mark_safe("".join(_chip(row) for row in rows))  # noqa: S308 — escaped


def _chip(row: Responsibility) -> str:
    sign, rest = SIGNS[row.role]
    tied = row.unit_id is not None or row.collective
    meant = row.unit.name if row.unit else "集合单位" if row.collective else ""
    hint = f' title="{escape(meant)}"' if meant and meant != row.printed else ""
    return (
        f'<li class="duty-chip{"" if tied else " unmatched"}" data-chip="{row.key}"{hint}>'
        f'<span class="duty {row.role}">{sign}<span class="hidden">{rest}：</span></span>'
        f'<span class="song">{escape(row.printed)}</span></li>'
    )


@register.filter
def by_hand(item: Item) -> str:
    """What a person did to an item since it was read, in words: 新增, 已改：标题、人群; '' when it is as it was read."""
    change = changes.change_of(item)
    if change is None:
        return ""
    return f"已改：{'、'.join(change.fields)}" if change.fields else change.what


@register.filter
def kind_name(item: Item) -> str:
    """The name under which an item's kind is addressed: task, target …"""
    return item._meta.model_name or ""


@register.filter
def kind_word(item: Item) -> str:
    """The word for an item's kind: 任务, 目标任务 …"""
    return changes.NAMES.get(kind_name(item), "提示")
