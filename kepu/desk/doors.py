"""The rail: one door for each job; a door appears with its app's address and the person's role."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from kepu.people import access
from kepu.people.models import UNIT_ROLES, Account, Role
from kepu.ui.shapes import Link

ANYONE = tuple(Role)
WORKING = (Role.LIAISON, Role.SECTION_HEAD, Role.LEADER, Role.SECRETARIAT, Role.READER)
ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


@dataclass(frozen=True)
class Door:
    """One entry: its word, the name of its first page, the roles that may open it; `apart` sets it off by a line."""

    label: str
    view: str
    roles: tuple[Role, ...]
    apart: bool = False


DOORS = (
    Door("待办", "desk:home", ANYONE),
    Door("方案任务", "plans:plans", WORKING),
    Door("工作记录", "ledger:records", WORKING),
    Door("报送", "accountability:cycles", WORKING),
    Door("意见箱", "questions:list", (Role.SECRETARIAT, *UNIT_ROLES)),
    Door("扫描件", "files:scans", (Role.LIAISON, Role.SECTION_HEAD, Role.LEADER, Role.SECRETARIAT)),
    Door("文书模板", "plans:templates", (Role.SECRETARIAT,)),
    Door("单位与联络员", "people:units", (*WORKING, *ADMINS)),
    Door("账号与权限", "people:accounts", ADMINS, apart=True),
    Door("设置", "people:settings", (Role.SECRETARIAT, Role.SYSTEM_ADMIN)),
    Door("审计", "desk:audit", (Role.AUDITOR,), apart=True),
    Door("登录日志", "desk:sign_ins", (Role.SECURITY_ADMIN,)),
)


def address(view: str) -> str:
    """Return the address of a page, or nothing if no app has it."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def rail(user: Account, path: str) -> list[Link]:
    """Return the doors that exist and that the person may open; the one that leads to the page at `path` is current."""
    held = access.roles(user)
    doors = [(door, address(door.view)) for door in DOORS if door.view == "desk:home" or held.intersection(door.roles)]
    open_doors = [(door, url) for door, url in doors if url]
    home = address("desk:home")
    own = path.startswith(address("people:me") or "-")  # the person's own pages lie below no entry
    inside = [] if own else [url for _, url in open_doors if path == url or (url != home and path.startswith(url))]
    current = max(inside, key=len, default="")
    return [Link(door.label, url, current=url == current, apart=door.apart) for door, url in open_doors]
