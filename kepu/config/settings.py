"""The one settings file; every value that differs between installations comes from the environment."""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from kepu.config.environment import ROOT, check_names, database, env, faces, region_code, secret_key

check_names()

VAR = Path(env.str("KEPU_VAR", default=str(ROOT / "var"))).resolve()
VAR.mkdir(mode=0o750, parents=True, exist_ok=True)

PRODUCTION = env.bool("KEPU_PRODUCTION", default=False)
DEBUG = env.bool("KEPU_DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("生产环境不得打开 KEPU_DEBUG。")
SECRET_KEY = secret_key(VAR, production=PRODUCTION)
ALLOWED_HOSTS = env.list("KEPU_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("生产环境必须设置 KEPU_HOSTS，例如 kepu.example.cn。")
CSRF_TRUSTED_ORIGINS = env.list("KEPU_ORIGINS", default=[])

HOME_REGION = region_code()
FACES = faces()
RELEASE_KEYS = env.list("KEPU_RELEASE_KEY", default=[])
OFFICE_NAME = env.str("KEPU_OFFICE", default="纲要办")
SMALL_OFFICE_SAID = env.str("KEPU_SMALL_OFFICE", default="") != ""
SMALL_OFFICE = (
    env.bool("KEPU_SMALL_OFFICE") if SMALL_OFFICE_SAID else not PRODUCTION
)  # there it is decided, not assumed
HOTLINE = env.str("KEPU_HOTLINE", default="0990-0000000" if HOME_REGION.startswith("99") else "")  # 99: invented
SECOND_FACTOR = env.bool("KEPU_SECOND_FACTOR", default=PRODUCTION)
SMS_URL = env.str("KEPU_SMS_URL", default="")
INTRANET_HOOKS = env.bool("KEPU_INTRANET_HOOKS", default=False)
BACKUP_DIR = env.str("KEPU_BACKUP_DIR", default="")
BACKUP_KEEP = env.int("KEPU_BACKUP_KEEP", default=14)
if BACKUP_KEEP < 1:
    raise ImproperlyConfigured("KEPU_BACKUP_KEEP 至少为1。")

INSTALLED_APPS = [
    "kepu.people",  # before allauth, whose templates it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_cotton",
    "django_htmx",
    "django_tasks_db",
    "kepu.ui",
    "kepu.audit",
    "kepu.files",
    "kepu.inbox",
    "kepu.ledger",
    "kepu.plans",
    "kepu.accountability",
    "kepu.desk",
    "kepu.portal",
]

MIDDLEWARE = [
    "kepu.config.health.probes",
    "kepu.config.requests.numbered",
    "kepu.ui.problems.in_json",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kepu.config.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kepu.people.tokens.by_token",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kepu.config.middleware.small_bodies",
    "kepu.people.gate.back_to_the_form",
    "kepu.config.middleware.without_null",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kepu.config.limits.limited",
    "kepu.config.middleware.head_like_get",
    "kepu.config.middleware.kept_private",
    "kepu.people.gate.first_things_first",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kepu.config.urls"
WSGI_APPLICATION = "kepu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kepu.ui.context.installation",
                "kepu.people.context.place",
                "kepu.inbox.context.help_phone",
                "kepu.desk.context.shell",
            ],
            "builtins": ["kepu.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_ROOT = VAR / "files"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "kepu.ui.finders.ChartScript",
]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
if PRODUCTION:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home" if "portal" in FACES else "account_login"
ACCOUNT_ADAPTER = "kepu.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "kepu.people.forms.SignInForm", "change_password": "kepu.people.forms.ChangePasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = False  # axes counts failures, in the database, for all processes together
MFA_ADAPTER = "kepu.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "kepu.people.forms.SecondFactorForm",
    "reauthenticate": "kepu.people.forms.ConfirmBySecondFactorForm",
    "activate_totp": "kepu.people.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "kepu"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: the clocks of telephones and offices differ
USERSESSIONS_TRACK_ACTIVITY = False  # one write and four queries a page, for a time nobody asks for
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "kepu.people.sign_ins.lock_name"
AXES_CLIENT_IP_CALLABLE = "kepu.people.sign_ins.client_address"
AXES_LOCKOUT_CALLABLE = "kepu.people.sign_ins.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the time left that the page tells must be true
AXES_DISABLE_ACCESS_LOG = True  # audit.SignIn is the log, and it expires
AXES_VERBOSE = False
# A whole county sits behind one address, so a lock by address would lock everyone: the account is locked.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

SESSION_SERIALIZER = "kepu.people.sealed_sessions.SealedSerializer"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "kepu.ui.errors.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
LIMIT_REQUESTS = PRODUCTION
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # A browser takes a name that begins so over TLS alone, for this very host, for every path.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "kepu.config.logs.WithRequest"}},
    "formatters": {
        "lines": {"()": "kepu.config.logs.JsonLines"},
        "plain": {
            "()": "kepu.config.logs.Plain",
            "format": "{levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "lines" if PRODUCTION else "plain",
            "filters": ["request"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "kepu": {"level": "INFO" if PRODUCTION else "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "axes": {"level": "ERROR"},
        "apprise": {"handlers": ["nowhere"], "propagate": False},  # names addresses of persons and of robots
        "urllib3": {"level": "ERROR"},
    },
}
