"""Forms about how persons are told and by which channels."""

from typing import Any
from urllib.parse import quote, urlencode

from django import forms

from kepu.inbox.models import Channel, Preference
from kepu.inbox.verbs import ChannelValues, PreferenceValues

HELP = {
    Channel.Kind.MAIL: "在邮箱网页的设置里开启 SMTP 服务，照那里写的服务器、端口、账号和授权码填。",
    Channel.Kind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    Channel.Kind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…（启用加签的，末尾加 &secret=密钥）",
    Channel.Kind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    Channel.Kind.WEBHOOK: "https://…（以 JSON 接收 id、title、message）",
}
SECURE = (("ssl", "SSL（端口 465）"), ("starttls", "STARTTLS（端口 587）"), ("insecure", "不加密（只限内网）"))
PORTS = {"ssl": 465, "starttls": 587, "insecure": 25}
MAIL_FIELDS = ("host", "secure", "port", "user", "password", "sender")


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PreferenceForm(forms.Form):
    """How the person wants to be told."""

    rhythm = forms.ChoiceField(label="发送方式", choices=Preference.Rhythm.choices, widget=forms.RadioSelect)
    mail = forms.EmailField(
        label="邮箱", required=False, max_length=120, help_text="只用于给您发通知，加密保存，别人看不到。",
        widget=forms.EmailInput({"autocomplete": "email", "data-nokeep": True}),
    )  # fmt: skip
    quiet_from = forms.TimeField(label="免打扰从", required=False, widget=Clock())
    quiet_to = forms.TimeField(
        label="免打扰到", required=False, widget=Clock(), help_text="可以跨夜，如 22:00 到 7:00。其间的通知到时再发。"
    )

    def values(self) -> PreferenceValues:
        return PreferenceValues(**self.cleaned_data)


def _secret(label: str, help_text: str, **more: Any) -> forms.CharField:
    """A field whose content is never shown again: not after saving, not in a draft that the browser keeps."""
    quiet = {"autocomplete": "off", "spellcheck": "false", "data-nokeep": True}
    return forms.CharField(label=label, help_text=help_text, required=False, widget=forms.TextInput(quiet), **more)


class ChannelForm(forms.Form):
    """A channel: its kind is chosen once; what leads to it is typed, never shown.

    A mail server is told in plain fields, which `clean` makes the address of, or by the whole address (`whole`); all
    others by their `address`.
    """

    kind = forms.ChoiceField(label="类别", choices=Channel.Kind.choices, widget=forms.HiddenInput)
    name = forms.CharField(label="名称", max_length=40, help_text="如“联络员工作群”。")
    host = forms.CharField(label="服务器", max_length=200, required=False, help_text="如 smtp.example.cn。")
    secure = forms.ChoiceField(label="加密方式", choices=SECURE, required=False, help_text="不清楚的选 SSL。")
    port = forms.IntegerField(
        label="端口", min_value=1, max_value=65535, required=False, help_text="留空即为 465（SSL）、587（STARTTLS）或 25。",
        error_messages={"invalid": "端口请填数字。"},
    )  # fmt: skip
    user = forms.CharField(label="账号", max_length=120, required=False)
    password = forms.CharField(
        label="授权码", max_length=200, required=False, help_text="不是邮箱密码，在邮箱网页的设置里生成。",
        widget=forms.PasswordInput({"autocomplete": "new-password", "data-nokeep": True}),
    )  # fmt: skip
    sender = forms.EmailField(
        label="发件地址", max_length=120, required=False, help_text="账号就是邮箱的，可以留空。",
        error_messages={"invalid": "发件地址应是一个邮箱。"},
    )  # fmt: skip
    whole = _secret("整个地址", "写了整个地址，上面几项留空。", max_length=500)
    address = _secret("地址", "加密保存，保存后不再显示。", max_length=500)
    enabled = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, *args: Any, channel: Channel | None = None, kind: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"name": channel.name, "enabled": channel.enabled} if channel else {"kind": kind}
        super().__init__(*args, **kwargs)
        self.channel = channel
        self.chosen = channel.kind if channel else str(self["kind"].value() or "")
        if channel:
            del self.fields["kind"]
            self.fields["address"].help_text = "已加密保存，不再显示。要更换就填新地址，不换请留空。"
        for name in ("address",) if self.chosen == Channel.Kind.MAIL else (*MAIL_FIELDS, "whole"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Bring what leads to the channel into `address`; empty for a channel that keeps what it has."""
        data = self.cleaned_data
        if self.chosen == Channel.Kind.MAIL:
            data["address"] = self._mail_address(data)
        elif not self.channel and not data.get("address") and "address" not in self.errors:
            self.add_error("address", "请填写地址。")
        return data

    def _mail_address(self, data: dict[str, Any]) -> str:
        plain = [name for name in MAIL_FIELDS if name != "secure" and data.get(name)]
        whole = str(data.get("whole") or "")
        if whole and plain:
            self.add_error("whole", "写了整个地址的，服务器、账号等几项请留空；或者只填那几项。")
        elif plain or not (whole or self.channel):
            for name, error in (("host", "请填写服务器。"), ("user", "请填写账号。"), ("password", "请填写授权码。")):
                if not data.get(name) and name not in self.errors and (name == "host" or not data.get("sender")):
                    self.add_error(name, error)
            return "" if self.errors else mail_address(**{name: data.get(name) or "" for name in MAIL_FIELDS})
        return whole

    def values(self) -> ChannelValues:
        return ChannelValues(
            kind=self.chosen, **{name: self.cleaned_data[name] for name in ("name", "address", "enabled")}
        )


def mail_address(*, host: str, secure: str, port: int | str, user: str, password: str, sender: str) -> str:
    """Return the address of a mail server as `outgoing.addresses` takes it apart; each piece percent-encoded."""
    scheme = "smtps" if secure in ("", "ssl") else "smtp"
    options = {"from": sender} if sender else {}
    options |= {"tls": "no"} if secure == "insecure" else {}
    account = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    number = port or PORTS[secure or "ssl"]
    return f"{scheme}://{account}{host.strip()}:{number}" + (f"?{urlencode(options)}" if options else "")
