"""Before any other page: a first password is changed, an administrator sets up a second factor; and whoever has to sign
in again in the middle of typing comes back to the form."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from kepu.people.access import needs_second_factor
from kepu.ui.problems import is_api, problem

_FREE = ("account_logout", "account_change_password", "account_reauthenticate")
_SETTING_UP = ("mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate")

Respond = Callable[[HttpRequest], HttpResponse]


def first_things_first(get_response: Respond) -> Respond:
    """Send a person to what must be done first; everything else waits."""

    def respond(request: HttpRequest) -> HttpResponse:
        first = _first(request)
        if first and is_api(request):
            return problem(403, "请先用浏览器登录工作台，按提示设置密码或启用动态口令，再使用接口。")
        return HttpResponseRedirect(first) if first else get_response(request)

    return respond


_EXPIRED = "登录已过期，刚才的内容没有保存。重新登录后回到原来的页面，填写的内容还在，核对后再提交。"
_ONLY_SENT = "这个地址只用来提交表单，不能直接打开。请从“待办”或原来的页面重新进入；填写过的内容会在那里恢复。"


def back_to_the_form(get_response: Respond) -> Respond:
    """Send who posts a form after the session has expired through sign-in to the page of the form, not to its address.

    Many forms are sent to an address that cannot be opened; there, a page says so instead of an empty one.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and _leads_to_sign_in(response) and not request.user.is_authenticated:
            if not request.headers.get("HX-Request"):
                messages.warning(request, _EXPIRED)
            return redirect_to_login(_page_of_form(request))
        if response.status_code == 405 and request.method == "GET" and not is_api(request):
            page = render(request, "ui/error.html", {"title": "不能这样打开", "text": _ONLY_SENT}, status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    return respond


def _leads_to_sign_in(response: HttpResponse) -> bool:
    goal = urlsplit(response.headers.get("Location", ""))
    return response.status_code == 302 and "next" in parse_qs(goal.query) and goal.path == reverse("account_login")


def _page_of_form(request: HttpRequest) -> str:
    """Return the page that the form stood on, as the browser tells it; the form's own address where it does not."""
    told = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    if not told or not ours:
        return request.get_full_path()
    page = urlsplit(told)
    return page.path + (f"?{page.query}" if page.query else "")


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
