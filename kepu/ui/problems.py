"""What an address of the API answers when it does not answer: one shape, with a sentence in Chinese.

``{"code": "not_found", "message": "…", "errors": [{"field": "limit", "message": "…"}]}``; `code` is for programs,
`message` for the person who looks after them, `errors` names wrong parameters and is empty otherwise.
"""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse

PREFIX = "/api/"
CODES = {
    400: ("bad_request", "请求无法识别，请核对地址和参数。"),
    401: ("not_signed_in", "没有登录，或访问令牌无效、已过期、已作废。请在请求头中写明 Authorization: Bearer 加令牌。"),
    403: ("not_allowed", "您的角色没有这项权限，如需办理请联系系统管理员。"),
    404: ("not_found", "没有这项内容，或您无权查看。请核对地址和编号。"),
    405: ("method_not_allowed", "这个地址不能这样访问。可用的方式见响应头 Allow。"),
    409: ("conflict", "与已有的内容冲突，没有办理。"),
    413: ("too_large", "提交的内容过大，没有办理。"),
    422: ("wrong_parameters", "参数有误，请按 errors 逐项核对。"),
    429: ("too_many_requests", "请求过于频繁，请一分钟后再试。"),
    500: ("server_error", "系统出错了，请稍后再试；再次出错请把响应头 X-Request-ID 告知系统管理员。"),
}  # fmt: skip

Respond = Callable[[HttpRequest], HttpResponse]


def is_api(request: HttpRequest) -> bool:
    """Answer whether a request is to the API, and so is answered in JSON whatever happens."""
    return request.path_info.startswith(PREFIX)


def problem(status: int, message: str = "", errors: Iterable[tuple[str, str]] = ()) -> JsonResponse:
    """Return the answer for a status; `errors` are pairs of a parameter's name and what is wrong with it."""
    code, usual = CODES.get(status) or CODES[400 if status < 500 else 500]
    wrong = [{"field": name, "message": text} for name, text in errors]
    told = {"code": code, "message": message or usual, "errors": wrong}
    response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def in_json(get_response: Respond) -> Respond:
    """Turn every page that says what went wrong, whoever wrote it, into the one shape, on addresses of the API."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        wrong = response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(
            "application/json"
        )
        return _translated(response) if wrong and is_api(request) else response

    return respond


def _translated(response: HttpResponse) -> HttpResponse:
    """Put the JSON in place of the page; every header that others set stays."""
    told = problem(response.status_code)
    response.content = told.content
    response.headers["Content-Type"] = told.headers["Content-Type"]
    response.headers["Content-Length"] = str(len(told.content))
    return response
