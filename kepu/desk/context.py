"""What the desk's frame shows on each of its pages."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kepu.desk.doors import address, rail
from kepu.people import access
from kepu.people.models import Account, Role
from kepu.ui.shapes import Link

OWN = (
    ("个人信息", "people:me"),
    ("通知设置", "inbox:settings"),
    ("修改密码", "account_change_password"),
    ("动态口令", "mfa_index"),
    ("登录设备", "usersessions_list"),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the frame: rail, search, own links; made when a template asks, so that other pages cost nothing."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, object]:
    user = request.user
    if not isinstance(user, Account):
        return {}
    return {
        "rail": rail(user, request.path),
        "search_url": address("desk:search"),
        "roles": access.labels(sorted(access.roles(user), key=list(Role).index)),
        "inbox": _inbox(user),
        "own_links": [Link(label, address(view)) for label, view in OWN if address(view)],
    }


def _inbox(user: Account) -> Link | None:
    """Return the link to the messages with the number of unread ones, once the inbox has a page."""
    if not (url := address("inbox:list")):
        return None
    return Link("消息", url, count=user.messages.filter(read_at=None).count())
