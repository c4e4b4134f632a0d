"""What is public crosses from a desk to a portal that runs as an installation of its own: out as a signed file, and in."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kepu.audit.verbs import record
from kepu.inbox.queries import help_lines
from kepu.inbox.verbs import LineValues, set_help_lines
from kepu.methods.sheets import Row
from kepu.people.models import Region
from kepu.people.verbs import import_regions
from kepu.plans.models import Release
from kepu.portal import sources
from kepu.portal.models import Parcel, ParcelItem
from kepu.portal.signing import opened, signed

Content = dict[str, Any]
CLOCKS_DIFFER = timedelta(hours=1)
SORTS = {str(sort.value): sort for sort in ParcelItem.Sort}


class Refused(Exception):
    """The file may not be shown here; the message says why, in Chinese."""


@dataclass(frozen=True)
class Taken:
    """What an import did: whether anything changed, when the file was made, how many things of each sort it holds."""

    changed: bool
    made_at: datetime
    counts: dict[str, int]


@transaction.atomic
def export_released(*, region: Region, key: Ed25519PrivateKey, at: datetime) -> tuple[bytes, dict[str, int]]:
    """Return all that is public of a region and what is inside it as a signed file, and how many things of each sort."""
    items = [_item(i, entry) for i, entry in enumerate(_entries(region))]
    lines = [{"region": line.region_id, **_line(line)} for line in help_lines(region)]
    payload = {
        "region": region.pk, "made_at": at.isoformat(), "regions": [_place(r) for r in _places(region)],
        "items": items, "help_lines": lines,
    }  # fmt: skip
    record(verb="portal.export_released", thing=region, by=None, at=at)
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return signed(text.encode("utf-8"), key), _counts(items, lines)


def _entries(region: Region) -> Iterator[Content]:
    something = Q(plans__versions__releases__state=Release.State.RELEASED) | Q(questions__released_at__isnull=False)
    for place in Region.objects.inside(region).filter(something).distinct().order_by("code"):
        for shown in sources.plans(place):
            yield _entry(place, ParcelItem.Sort.PLAN, str(shown.plan_id), shown.released_at, shown.snapshot)
        for shown in sources.years(place):
            key = f"{shown.plan_id}-{shown.snapshot['year']}"
            yield _entry(place, ParcelItem.Sort.YEAR, key, shown.released_at, shown.snapshot)
        for shown in sources.progress(place):
            key = f"{shown.plan_id}-{shown.snapshot['as_of']}"
            yield _entry(place, ParcelItem.Sort.PROGRESS, key, shown.released_at, shown.snapshot)
        for row in sources.answers(place):
            answer = sources.answer_of(row)
            content = {"kind": answer.kind, "text": answer.text, "answer": answer.answer, "unit": answer.unit}
            yield _entry(place, ParcelItem.Sort.ANSWER, str(row.pk), answer.released_at, content)


def _entry(place: Region, sort: ParcelItem.Sort, key: str, released_at: datetime, content: Content) -> Content:
    return {
        "region": place.pk, "sort": sort.value, "key": key, "released_at": released_at.isoformat(), "content": content,
    }  # fmt: skip


def _item(order: int, entry: Content) -> Content:
    return {**entry, "order": order, "sha256": _hash(entry["content"])}


def _hash(content: Content) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def _line(line: Any) -> Content:
    return {"phone": line.phone, "staffed_by": line.staffed_by, "hours": line.hours}


def _places(region: Region) -> list[Region]:
    """Return a region, what it lies in, and its townships: what the other side has to know by name."""
    above, place = [], region.parent
    while place is not None:
        above.append(place)
        place = place.parent
    inside = Region.objects.inside(region).exclude(level=Region.Level.VILLAGE).order_by("code")
    return [*reversed(above), *inside]


def _place(region: Region) -> dict[str, str]:
    return {
        "code": region.pk, "name": region.name, "parent": region.parent_id or "", "level": region.level,
        "kind": region.kind,
    }  # fmt: skip


def _counts(items: Iterable[Content], lines: Iterable[Content]) -> dict[str, int]:
    found = {str(sort.label): sum(i["sort"] == sort.value for i in items) for sort in ParcelItem.Sort}
    return {word: number for word, number in found.items() if number} | {"电话": len(list(lines))}


@transaction.atomic
def import_released(*, data: bytes, keys: Iterable[Ed25519PublicKey], at: datetime) -> Taken:
    """Show what a signed file holds, and nothing else: what it no longer holds is gone. The same file again is nothing.

    Raises NotSigned; Refused in an installation with a desk, for another region, a file older than what is shown, one
    made in the future, or one that is not whole.
    """
    if sources.has_desk():
        raise Refused("本机有工作台，发布的内容直接显示，不需要导入。")
    payload, key_id = opened(data, keys)
    content = _understood(payload)
    made_at = datetime.fromisoformat(content["made_at"])
    counts = _counts(content["items"], content["help_lines"])
    sha256 = hashlib.sha256(data).hexdigest()
    if Parcel.objects.filter(sha256=sha256).exists():
        return Taken(False, made_at, counts)
    _check(content, made_at, at)
    region = _learnt(content, at)
    parcel = Parcel.objects.create(region_code=region.pk, made_at=made_at, taken_in_at=at, sha256=sha256, key_id=key_id)
    ParcelItem.objects.bulk_create(_row(parcel, item) for item in content["items"])
    Parcel.objects.filter(region_code=region.pk).exclude(pk=parcel.pk).delete()
    _lines(region, content["help_lines"], at)
    record(verb="portal.import_released", thing=parcel, by=None, at=at)
    return Taken(True, made_at, counts)


def _understood(payload: bytes) -> Content:
    try:
        content = json.loads(payload)
        whole = all(item["sha256"] == _hash(item["content"]) and item["sort"] in SORTS for item in content["items"])
        datetime.fromisoformat(content["made_at"]).astimezone()
        named = {"region", "regions", "help_lines"} <= content.keys()
    except (ValueError, KeyError, TypeError) as wrong:
        raise Refused("文件内容不完整，可能由更新版本的程序导出。请先升级本机程序。") from wrong
    if not whole or not named:
        raise Refused("文件内容不完整，可能由更新版本的程序导出。请先升级本机程序。")
    return dict(content)


def _check(content: Content, made_at: datetime, at: datetime) -> None:
    if content["region"] != settings.HOME_REGION:
        raise Refused(f"这是区划{content['region']}的公开内容，本机是{settings.HOME_REGION}。")
    if made_at > at + CLOCKS_DIFFER:
        raise Refused(f"文件的生成时间（{_moment(made_at)}）晚于本机时间，请核对两台机器的时钟。")
    newest = Parcel.objects.filter(region_code=settings.HOME_REGION).first()
    if newest and made_at <= newest.made_at:
        raise Refused(
            f"文件生成于{_moment(made_at)}，公众端现有内容生成于{_moment(newest.made_at)}，不能用旧内容替换新内容。"
        )


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _learnt(content: Content, at: datetime) -> Region:
    """Bring in the regions that this installation does not know yet; return its own, locked."""
    known = dict(Region.objects.filter(pk__in=[r["code"] for r in content["regions"]]).values_list("code", "name"))
    new = [Row(i, r) for i, r in enumerate(content["regions"], 1) if known.get(r["code"]) != r["name"]]
    if new:
        import_regions(inside=None, rows=new, by=None, at=at)
    return Region.objects.select_for_update(no_key=True).get(pk=content["region"])


def _row(parcel: Parcel, item: Content) -> ParcelItem:
    content = item["content"]
    words = f"{content['text']}\n{content['answer']}" if item["sort"] == ParcelItem.Sort.ANSWER else ""
    return ParcelItem(
        parcel=parcel, region_code=item["region"], sort=SORTS[item["sort"]], key=item["key"], order=item["order"],
        released_at=datetime.fromisoformat(item["released_at"]), content=content, words=words,
    )  # fmt: skip


def _lines(region: Region, lines: Iterable[Content], at: datetime) -> None:
    """Set the telephones as the file has them; those that it does not name are taken away."""
    values = {line.region_id: LineValues() for line in help_lines(region)}
    values |= {line["region"]: LineValues(line["phone"], line["staffed_by"], line["hours"]) for line in lines}
    set_help_lines(region=region, lines=values, by=None, at=at)
