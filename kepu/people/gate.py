"""First things first: a first password is changed, and an administrator sets up a second factor, before any other page."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kepu.people.access import needs_second_factor

_FREE = ("account_logout", "account_change_password", "account_reauthenticate")
_SETTING_UP = ("mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate")

Respond = Callable[[HttpRequest], HttpResponse]


def first_things_first(get_response: Respond) -> Respond:
    """Send a person to what must be done first; everything else waits."""

    def respond(request: HttpRequest) -> HttpResponse:
        first = _first(request)
        return HttpResponseRedirect(first) if first else get_response(request)

    return respond


def _first(request: HttpRequest) -> str | None:
    user = request.user
    if not user.is_authenticated or request.path.startswith("/static/"):
        return None
    if user.must_change_password:
        return _unless_there(request, "account_change_password", _FREE, "请先设置自己的密码，再使用系统。")
    if needs_second_factor(user) and not Authenticator.objects.filter(user=user, type="totp").exists():
        return _unless_there(request, "mfa_activate_totp", _FREE + _SETTING_UP, "管理员须先启用动态口令。")
    return None


def _unless_there(request: HttpRequest, page: str, free: tuple[str, ...], text: str) -> str | None:
    if request.path in [reverse(name) for name in free]:
        return None
    messages.info(request, text)
    return reverse(page)
