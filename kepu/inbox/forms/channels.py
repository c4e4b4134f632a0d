"""Forms about how persons are told and by which channels."""

from typing import Any

from django import forms

from kepu.inbox.models import Channel, Preference
from kepu.inbox.verbs import ChannelValues, PreferenceValues

HELP = {
    Channel.Kind.MAIL: "smtps://账号:授权码@smtp.example.cn:465",
    Channel.Kind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    Channel.Kind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…（启用加签的，末尾加 &secret=密钥）",
    Channel.Kind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    Channel.Kind.WEBHOOK: "https://…（以 JSON 接收 id、title、message）",
}


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


class ChannelForm(forms.Form):
    """A channel: its kind is chosen once; its address is typed, never shown."""

    kind = forms.ChoiceField(label="类别", choices=Channel.Kind.choices)
    name = forms.CharField(label="名称", max_length=40, help_text="如“联络员工作群”。")
    address = forms.CharField(
        label="地址", max_length=500, help_text="加密保存，保存后不再显示。",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "data-nokeep": True}),
    )  # fmt: skip
    enabled = forms.BooleanField(label="启用", required=False, initial=True)

    def __init__(self, *args: Any, channel: Channel | None = None, **kwargs: Any) -> None:
        if channel:
            kwargs.setdefault("initial", {"name": channel.name, "enabled": channel.enabled})
        super().__init__(*args, **kwargs)
        self.channel = channel
        if channel:
            del self.fields["kind"]
            address = self.fields["address"]
            address.required, address.help_text = False, "已加密保存，不再显示。要更换就填新地址，不换请留空。"

    def values(self) -> ChannelValues:
        kind = self.channel.kind if self.channel else self.cleaned_data["kind"]
        return ChannelValues(**{"kind": kind, **self.cleaned_data})
