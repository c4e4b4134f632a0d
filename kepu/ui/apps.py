from django.apps import AppConfig
from django.forms import Field


class UIConfig(AppConfig):
    name = "kepu.ui"

    def ready(self) -> None:
        """Say what to do instead of Django's 这个字段是必填项, on every form."""
        Field.default_error_messages["required"] = "请填写这一项。"
