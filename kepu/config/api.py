"""The JSON API under ``/api/v1/``: the apps' routers put together, who may ask, how a refusal reads.

Each app's ``api`` holds its router and the shapes of its answers; here stand the object, its addresses and its security.
All operations read but one, which asks for a token that may write and for no session (decision 0018).
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from ninja.security import APIKeyCookie, HttpBearer

from kepu.config.api_page import Reference
from kepu.ledger.api import router as ledger
from kepu.ledger.api import writing
from kepu.people.api import router as people
from kepu.people.models import Account
from kepu.people.tokens import may_write
from kepu.plans.api import router as plans
from kepu.portal.api import router as released
from kepu.ui.problems import problem

VERSION = "1"
UNREAD = "提交的内容不是正确的 JSON（UTF-8 编码），没有办理。"
READS_ONLY = "填报要用“读取和填报工作记录”的令牌，只读的令牌和浏览器登录都不能填报。请在“个人信息 → 访问令牌”中生成。"
DESCRIPTION = (
    "读取接口，另有一项填报工作记录。除“开放数据”外，须登录或在请求头中给出访问令牌：Authorization: Bearer kepu_…；能读到什么，由本人的角色决定。"
    "列表用 limit、offset 分段，count 是总条数。出错时返回 code、message、errors。"
)  # fmt: skip

# What the validator finds wrong, in words; `{…}` is filled from what it says of the bound.
WRONG = {
    "missing": "必须填写", "int_parsing": "应为整数", "int_parsing_size": "数字过大", "int_type": "应为整数",
    "greater_than_equal": "不能小于{ge}", "less_than_equal": "不能大于{le}", "string_too_long": "最多{max_length}个字",
    "string_pattern_mismatch": "不是可用的取值", "string_too_short": "不能为空", "string_type": "应为文字",
    "extra_forbidden": "没有这个字段", "too_long": "最多{max_length}个", "list_type": "应为列表",
    "value_error": "应为日期，写成 2026-03-05 的样子",
}  # fmt: skip


class Chinese(JSONRenderer):
    """JSON with Chinese as it is."""

    json_dumps_params = {"ensure_ascii": False}


class AccessToken(HttpBearer):
    """A personal access token; the middleware has found whose it is."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        return _asking(request)


class WritingToken(HttpBearer):
    """A personal access token that may hand in; a session may not, so that no form of another site can."""

    def __call__(self, request: HttpRequest) -> Account | None:
        if _asking(request) and not may_write(request):
            raise PermissionDenied(READS_ONLY)
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        return _asking(request)


class SignIn(APIKeyCookie):
    """The session of a browser that is signed in."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:
        return _asking(request)


def _asking(request: HttpRequest) -> Account | None:
    return request.user if isinstance(request.user, Account) and request.user.is_authenticated else None


class Api(NinjaAPI):
    """The library's object with our names for operations."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function, as the address has it."""
        return str(operation.view_func.__name__)

    @cache  # noqa: B019  there is one such object a process, and its description never changes
    def _described(self) -> OpenAPISchema:
        return super().get_openapi_schema()

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:
        """Return the description, made once: it takes a third of a second, and anybody may ask for it."""
        return self._described()


def _only_read(view: Callable[..., Any]) -> Callable[..., Any]:
    return require_safe(conditional_page(view))


def built() -> Api:
    """Return the API of this installation: without a desk it offers what is released and nothing else."""
    made = Api(
        title="全民科学素质工作平台接口", version=VERSION, description=DESCRIPTION, urls_namespace="api", renderer=Chinese(),
        docs=Reference(), docs_url="/",
        docs_decorator=_only_read, auth=[AccessToken(), SignIn()],
    )  # fmt: skip
    made.add_decorator(conditional_page, mode="view")
    if "desk" in settings.FACES:
        made.add_router("", people)
        made.add_router("", plans)
        made.add_router("", ledger)
        made.add_router("", writing, auth=[WritingToken()])
    made.add_router("/open", released, auth=None)
    made.add_exception_handler(AuthenticationError, lambda request, error: problem(401))
    made.add_exception_handler(Http404, lambda request, error: problem(404))
    made.add_exception_handler(PermissionDenied, lambda request, error: problem(403, str(error)))
    made.add_exception_handler(ValidationError, _wrong)
    made.add_exception_handler(HttpError, _unread)
    return made


def _unread(request: HttpRequest, error: Any) -> HttpResponse:
    """Refuse a body that the library could not take apart."""
    return problem(int(error.status_code), UNREAD)


def _wrong(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, errors=[(str(one["loc"][-1]), _words(one)) for one in error.errors])


def _words(one: dict[str, Any]) -> str:
    return WRONG.get(one["type"], "不是可用的取值").format(**one.get("ctx", {}))


api = built()
