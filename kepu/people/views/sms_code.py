"""Asking for the code of the second step by SMS, between password and second factor."""

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kepu.people.sms import NotSent, send_code


@require_POST
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def send(request: HttpRequest) -> HttpResponse:
    """Send the code to whoever has just given the right password."""
    account = request._login_stage.login.user  # type: ignore[attr-defined]  # set by the decorator
    try:
        send_code(account=account, session=request.session, at=timezone.now())
    except NotSent as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"验证码已发到尾号{account.phone[-4:]}的手机，5分钟内有效。")
    return redirect("mfa_authenticate")
