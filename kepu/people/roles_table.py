"""``docs/roles.md``: who may do what, written from the very rules that every check enforces."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.models import Choices

from kepu.people.access import Rule
from kepu.people.models import ADMIN_ROLES, Role

PATH = Path("docs") / "roles.md"
_SCOPES = {"region": "本级", "inside": "本级及以下", "unit": "本单位", "installation": "全部"}
_APPS = {
    "people": "区划、单位与账号",
    "plans": "方案任务",
    "inbox": "消息与意见箱",
    "files": "文件",
    "ledger": "工作记录与台账",
    "accountability": "报送与督办",
}
_HEAD = """\
# 角色权限表

<!-- 由 `kepu roles` 从各应用的 access 规则生成，请勿手工修改；测试会核对它与程序一致。 -->

格中写的是范围：**本级** 即角色所在的区域（联络员等单位角色指单位所属区域）；**本单位** 只限自己的单位；**本级及以下** 含所辖区域；
**全部** 指整个安装。空格表示不能办理。“状态”一栏列出可以办理时所处的状态，“—”表示不分状态。

- 上级查阅只读，不办理任何事项；人人可看自己的消息、改自己的密码、管理自己的动态口令和登录设备。
- 审计员不得兼任系统管理员或安全管理员；小机构模式下，系统管理员与安全管理员可为同一人。
- 任何人不得停用、注销自己的账号，不得给自己授予或收回角色。
"""


def write_roles(root: Path | None = None) -> Path:
    """Write the table under `root` (the working directory) and return its path."""
    path = (root or Path.cwd()) / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(), encoding="utf-8")
    return path


def render() -> str:
    """Return the text of the page for the apps installed."""
    parts = [_section(app, rules) for app, rules in collected()]
    return "\n".join([_HEAD, *parts])


def collected() -> list[tuple[AppConfig, tuple[Rule, ...]]]:
    """Return each installed app of ours that has an ``access`` module, with its ``RULES``, in the order of settings."""
    ours = [app for app in apps.get_app_configs() if app.name.startswith("kepu.") and find_spec(f"{app.name}.access")]
    found = [(app, getattr(import_module(f"{app.name}.access"), "RULES", ())) for app in ours]
    return [(app, tuple(rules)) for app, rules in found if rules]


def _section(app: AppConfig, rules: tuple[Rule, ...]) -> str:
    words = _states(app)
    lines = [
        f"## {_APPS.get(app.label, app.label)}（`{app.label}`）\n",
        "| 事项 | " + " | ".join(role.label for role in Role) + " | 状态 |",
        "|" + "---|" * (len(Role) + 2),
        *(_line(rule, words) for rule in rules),
    ]
    return "\n".join(lines) + "\n"


def _line(rule: Rule, words: dict[str, str]) -> str:
    cells = [_cell(rule, role) for role in Role]
    states = "、".join(words.get(s, s) for s in rule.states) if rule.states else "—"
    return f"| {rule.title}<br>`{rule.verb}` | " + " | ".join(cells) + f" | {states} |"


def _cell(rule: Rule, role: Role) -> str:
    if role not in rule.roles:
        return ""
    return "全部" if role in ADMIN_ROLES else _SCOPES[rule.scope]


def _states(app: AppConfig) -> dict[str, str]:
    """Return the words of all states that the app's models know: their nested choices."""
    nested = (value for model in app.get_models() for value in vars(model).values())
    choices = [c for c in nested if isinstance(c, type) and issubclass(c, Choices)]
    return {str(member.value): str(member.label) for one in choices for member in one}
