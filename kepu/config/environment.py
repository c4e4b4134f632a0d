"""Read settings from the environment: each also from a file named by ``…_FILE``; loud on nonsense."""

import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()

KNOWN = {
    "KEPU_VAR": "运行数据目录（数据库、上传文件、密钥），默认为程序目录下的 var/",
    "KEPU_PRODUCTION": "生产环境开关：要求显式给出密钥和主机名，禁止载入演示数据",
    "KEPU_DEBUG": "调试开关，生产环境不得打开",
    "KEPU_SECRET_KEY": "签名密钥；非生产环境缺省时自动生成并保存在 var/secret_key",
    "KEPU_HOSTS": "允许访问的主机名，逗号分隔",
    "KEPU_ORIGINS": "反向代理后的来源地址，如 https://kepu.example.cn，逗号分隔",
    "KEPU_REGION": "本级行政区划的12位代码",
    "KEPU_OFFICE": "办公室名称：纲要办、素质办、科素办等",
    "KEPU_SMALL_OFFICE": "小机构模式：系统管理员与安全管理员可为同一人（审计员始终另设）",
    "KEPU_FACES": "本机提供哪一侧：desk,portal（两侧都有，默认）、desk（只有工作台）、portal（只有公众端）",
    "KEPU_RELEASE_KEY": "公众端单独安装时：工作台一侧的公钥，换钥期间可写两个，逗号分隔",
    "KEPU_HOTLINE": "公众端显示的咨询电话",
    "KEPU_SECOND_FACTOR": "管理员是否必须使用动态口令",
    "KEPU_SMS_URL": "短信网关地址，留空则不发短信",
    "KEPU_INTRANET_HOOKS": "通知可以发往内网的邮件服务器、群机器人中转和其他系统，也可以不加密；默认不允许",
    "KEPU_BACKUP_DIR": "每夜自动备份存放的目录，留空则不自动备份",
    "KEPU_BACKUP_KEEP": "保留最近多少份每夜备份，默认14",
    "KEPU_TEST_DATABASE_URL": "测试所用的 PostgreSQL 地址",
}


def check_names() -> None:
    """Raise ImproperlyConfigured for a ``KEPU_…`` variable that no setting reads: a misspelt one is silent otherwise."""
    unknown = [n for n in os.environ if n.startswith("KEPU_") and n.removesuffix("_FILE") not in KNOWN]
    ours = [n for n in unknown if n not in {"KEPU_PLANS", "KEPU_CHROMIUM", "KEPU_PORT", "KEPU_PICTURES"}]
    if ours:
        raise ImproperlyConfigured(f"不认识的环境变量：{'、'.join(sorted(ours))}。可用的变量：{'、'.join(KNOWN)}。")


def secret_key(folder: Path, *, production: bool) -> str:
    """Return the signing key: from the environment, else (never in production) one made once and kept in `folder`."""
    if key := env.str("KEPU_SECRET_KEY", default=""):
        if len(key) < 32:
            raise ImproperlyConfigured("KEPU_SECRET_KEY 至少需要32个字符。")
        return key
    if production:
        raise ImproperlyConfigured("生产环境必须设置 KEPU_SECRET_KEY（或 KEPU_SECRET_KEY_FILE）。")
    path = folder / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


FACES = frozenset({"desk", "portal"})


def faces() -> frozenset[str]:
    """Return which faces this installation has: the desk, the portal, or both."""
    asked = frozenset(name.strip() for name in env.list("KEPU_FACES", default=["desk", "portal"]) if name.strip())
    if not asked or not asked <= FACES:
        raise ImproperlyConfigured(f"KEPU_FACES 应为 desk,portal、desk 或 portal，现在是“{','.join(sorted(asked))}”。")
    return asked


def region_code() -> str:
    """Return the home region's code; a code that is not 12 digits is refused."""
    code = env.str("KEPU_REGION", default="990123000000")
    if len(code) != 12 or not code.isdigit():
        raise ImproperlyConfigured(f"KEPU_REGION 应为12位行政区划代码，现在是“{code}”。")
    return code


def database(folder: Path) -> dict[str, object]:
    """Return Django's settings of the one database; SQLite in `folder` unless ``DATABASE_URL`` names another."""
    default = f"sqlite:///{folder / 'kepu.sqlite3'}"
    config: dict[str, object] = dict(env.db("DATABASE_URL", default=default))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        config["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    elif config["ENGINE"] == "django.db.backends.postgresql":
        if not config["NAME"]:
            raise ImproperlyConfigured("DATABASE_URL 缺少库名，应写作 postgres://用户:密码@主机/库名。")
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured("DATABASE_URL 只支持 sqlite:/// 与 postgres://。")
    return config
