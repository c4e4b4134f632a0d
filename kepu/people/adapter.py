"""How allauth behaves here: accounts are made by administrators, and administrators keep their second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from kepu.people.access import needs_second_factor
from kepu.people.crypto import Unreadable, seal, unseal
from kepu.people.models import Account
from kepu.people.sign_ins import client_address

PURPOSE = "second_factor"
_UNREADABLE = "读不出您的动态口令，可能是服务器换过密钥。请安全管理员重置动态口令，再登录后重新启用。"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "登录名或密码不正确。请检查大小写和输入法；连续输错会暂时锁定。",
        "enter_current_password": "原密码不正确。",
        "incorrect_password": "密码不正确。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 — an address to note, not to listen on

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse(settings.LOGIN_REDIRECT_URL)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "验证码不正确。请等下一个6位数字出现后再输入；也可以输入一个未用过的恢复码。",
        "cannot_delete_authenticator": "管理员必须使用动态口令，不能停用。如更换手机，请安全管理员重置。",
        "unverified_email": "请先联系系统管理员。",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needs_second_factor(authenticator.user)

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; without it nothing is let pass. Raises PermissionDenied, which says what to do."""
        try:
            return unseal(encrypted_text, purpose=PURPOSE)
        except Unreadable as wrong:
            raise PermissionDenied(_UNREADABLE) from wrong

    def get_totp_label(self, user: Account) -> str:
        return user.username
