from django.apps import AppConfig
from django.forms import Field

# Say what to do instead of Django's 这个字段是必填项, on every form. Here and not in `ready()`: a form class takes the
# words when it is made, and other apps' `ready()` may come first and import forms.
Field.default_error_messages["required"] = "请填写这一项。"


class UIConfig(AppConfig):
    name = "kepu.ui"
