"""What forms say of a wrong value, in the office's words instead of Django's (确保该变量包含不超过 4 字符)."""

from django.core import validators
from django.forms import fields, models

FIELDS: dict[type[fields.Field], dict[str, str]] = {
    fields.Field: {"required": "请填写这一项。"},
    fields.IntegerField: {"invalid": "请填写整数，如 12。"},
    fields.DecimalField: {"invalid": "请填写数字，如 12、0.5。"},
    fields.DateField: {"invalid": "日期请写成 2026-03-05 的样子。"},
    fields.ChoiceField: {"invalid_choice": "没有“%(value)s”这一项，请从列出的选项中选择。"},
    fields.MultipleChoiceField: {"invalid_choice": "请从列出的选项中选择。", "invalid_list": "请从列出的选项中选择。"},
    models.ModelChoiceField: {"invalid_choice": "请从列出的选项中选择。"},
    models.ModelMultipleChoiceField: {
        "invalid_choice": "请从列出的选项中选择。", "invalid_list": "请从列出的选项中选择。",
        "invalid_pk_value": "请从列出的选项中选择。",
    },
    fields.FileField: {"invalid": "没有收到文件，请重新选择。", "missing": "没有收到文件，请重新选择。",
                       "empty": "这个文件是空的，请重新选择。"},
}  # fmt: skip
LIMITS: dict[type[validators.BaseValidator], str] = {
    validators.MaxValueValidator: "请填写不大于%(limit_value)s的数。",
    validators.MinValueValidator: "请填写不小于%(limit_value)s的数。",
    validators.MaxLengthValidator: "最多%(limit_value)d个字，现在有%(show_value)d个，请删减。",
    validators.MinLengthValidator: "至少%(limit_value)d个字，现在只有%(show_value)d个。",
}
DIGITS = {
    "invalid": "请填写数字，如 12、0.5。",
    "max_digits": "数字太长，最多%(max)s位。",
    "max_decimal_places": "小数最多%(max)s位。",
    "max_whole_digits": "数字过大，整数部分最多%(max)s位。",
}


def replace() -> None:
    """Put the words in the place of Django's, for every form that is made afterwards."""
    for field, words in FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for limit, message in LIMITS.items():
        limit.message = message
    validators.DecimalValidator.messages = DIGITS
