"""Forms of the sign-in library in our words; a wrong second factor counts towards the lock-out like a wrong password."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as LibraryChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.utils import timezone

from kepu.people import sms
from kepu.people.sign_ins import minutes_left


def _say(form: forms.Form, **labels: str) -> None:
    """Give fields their Chinese labels and drop the placeholders, which are no labels."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login="登录名", password="密码")  # noqa: S106 — a label
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"].help_text = ""


class ChangePasswordForm(LibraryChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, oldpassword="原密码", password1="新密码", password2="再输一次新密码")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = "至少10位，不能只用数字，不能是常见密码，不能与登录名或姓名相近。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password1") and data.get("password1") == data.get("oldpassword"):
            self.add_error("password1", "新密码不能与原密码相同。")
        return data


class _CountedCode(forms.Form):
    """A code that is not even looked at while the account is locked."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code="验证码")
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "text", "autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        name = self.user.get_username().lower()
        if not AxesProxyHandler.is_allowed(context.request, {"username": name}):
            raise forms.ValidationError(f"连续输错次数过多，已暂时锁定，请{max(1, minutes_left(name))}分钟后再试。")
        if stand_in := self.find_authenticator(self.cleaned_data["code"].strip()):
            self.authenticator = stand_in
            return str(self.cleaned_data["code"])
        return str(super().clean_code())  # type: ignore[misc]

    def find_authenticator(self, code: str) -> Authenticator | None:
        """Return what a code other than the library's stands in for: nothing, here."""
        return None


class SecondFactorForm(_CountedCode, AuthenticateForm):
    """The second step of signing in: six digits from the telephone (by application or SMS), or a recovery code."""

    def find_authenticator(self, code: str) -> Authenticator | None:
        """Return the second factor that a code by SMS stands in for."""
        session, at = context.request.session, timezone.now()
        if not sms.accepts(account=self.user, session=session, code=code, at=at):
            return None
        return Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()


class ConfirmBySecondFactorForm(_CountedCode, ReauthenticateForm):
    """Confirming who one is before changing what guards the account."""


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code="手机上显示的6位验证码")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
