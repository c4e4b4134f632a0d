"""The pages for what went wrong: each says what and what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the request could not be understood."""
    return render(
        request,
        "ui/error.html",
        {"title": "请求有误", "text": "提交的内容无法识别，没有保存。请返回上一页重新操作。"},
        status=400,
    )


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: the reason given by the check stands on the page."""
    text = str(exception) if exception and str(exception) else "您的角色没有这项权限，如需办理请联系系统管理员。"
    return render(request, "ui/error.html", {"title": "没有权限", "text": text}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    text = "页面不存在，或您无权查看。请从首页重新进入。"
    return render(request, "ui/error.html", {"title": "找不到页面", "text": text}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without context processors, since one of them may be what failed; what was typed stays as a draft."""
    text = "系统出错了，您刚才提交的内容可能没有保存。请返回上一页重试；再次出错请告知系统管理员。"
    return HttpResponse(render_to_string("ui/server_error.html", {"title": "系统出错", "text": text}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is gone: signed in elsewhere, or the page stood open too long."""
    text = "页面停留时间过长或已重新登录，表单已失效。请返回上一页，刷新后重新提交，已填写的内容一般仍在。"
    return render(request, "ui/error.html", {"title": "表单已失效", "text": text}, status=403)
