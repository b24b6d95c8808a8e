"""Django's settings; what an operator may change is read in `environment.py`."""

import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy

from kck.config.embedded_home import embedded_home
from kck.config.environment import read_environment

ENV = read_environment()
BASE_DIR = Path(__file__).resolve().parents[3]
PACKAGE_DIR = Path(__file__).resolve().parents[1]

KCK_HOME = ENV.home.resolve()
KCK_DEMO = ENV.demo
KCK_TRIAGE_LEARNS = ENV.triage_learns
# for so many seconds what was written to somebody can be taken back; 0: it leaves at once
KCK_TAKE_BACK_SECONDS = ENV.take_back_seconds
KCK_NEWS_WAIT_MINUTES = ENV.news_wait_minutes
KCK_TAKE_BACK_CLOSING_SECONDS = ENV.take_back_closing_seconds
KCK_CITY_DIR = Path(ENV.city) if "/" in ENV.city else BASE_DIR / "cities" / ENV.city
SITE_URL = (ENV.site_url or f"http://localhost:{ENV.port}").rstrip("/")


def _secret_key() -> str:
    if ENV.secret_key:
        return ENV.secret_key
    path = KCK_HOME / "keys" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # two processes may start at once: the first one wins
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()


# who cannot get a connection in ten seconds is told so; the page may be asked for again
_POOL = {"min_size": 1, "max_size": ENV.database_pool, "timeout": 10}


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        "CONN_HEALTH_CHECKS": True,  # the database may have been restarted meanwhile
        "OPTIONS": {"pool": _POOL, **options},
    }


SECRET_KEY = _secret_key()
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.hosts)
# without an address: the embedded server of this KCK_HOME
DATABASES = {"default": _database(ENV.database_url or embedded_home(KCK_HOME).url)}
AUTH_USER_MODEL = "accounts.Staff"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "kck.desk",  # before allauth, whose pages it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
    "kck.foundation",
    "kck.files",
    "kck.places",
    "kck.directory",
    "kck.accounts",
    "kck.people",
    "kck.notices",
    "kck.triage",
    "kck.messaging",
    "kck.replies",
    "kck.cases",
    "kck.handover",
    "kck.staffmail",
    "kck.unitlinks",
    "kck.entrances",
    "kck.queues",
    "kck.quality",
    "kck.intake",
    "kck.conversations",
    "kck.privacy",
    "kck.channels.email",
    "kck.channels.sms",
    "kck.channels.webhooks",
    "kck.channels.open311_out",
    "kck.channels.ezd",
    "kck.channels.edoreczenia",
    "kck.ui",
    "kck.portal",
    "kck.backoffice",
    "kck.open311",
    "kck.worklink",
    "kck.field",
    "kck.api",
    "kck.demo",
    "kck.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kck.portal.frames.frames",  # before everything that reads or checks cookies
    "kck.api.doors.ApiDoor",  # a call of the API has no session, no cookie, no form
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kck.foundation.http.Utf8Only",  # before anything reads a form, after the language is known
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kck.desk.doors.StaffDoor",
]
ROOT_URLCONF = "kck.config.urls"
_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "kck.ui.templatetags.drawing",  # some components are drawn without a template
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "kck.ui.templatetags.remembered",  # its `translate`, cheaper
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kck.ui.context.site",
            ],
        },
    }
]

LANGUAGE_CODE = "pl"
LANGUAGES = [
    ("pl", gettext_lazy("polski")),
    ("en", gettext_lazy("angielski")),
    ("uk", gettext_lazy("ukraiński")),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "frontend" / "dist" / "collected"
STATICFILES_DIRS = [path for path in [BASE_DIR / "frontend" / "dist" / "static"] if path.exists()]
# names that carry a hash of their content: ours from collectstatic, and esbuild's chunks
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/(.+\.[0-9a-f]{12}\.\w+|chunks/.+)$"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(KCK_HOME / "files"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "kck.ui.staticfiles.Storage"},
}
MEDIA_ROOT = str(KCK_HOME / "files")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"]
        + (
            [f"{urlsplit(ENV.map_tiles).scheme}://{urlsplit(ENV.map_tiles).netloc}"]
            if ENV.map_tiles
            else []
        ),
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        # a browser follows where a form leads: to the city's sign-in server and back
        "form-action": [SELF]
        + (
            [f"{urlsplit(ENV.oidc_url).scheme}://{urlsplit(ENV.oidc_url).netloc}"]
            if ENV.oidc_url
            else []
        ),
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kck.portal.views.again.csrf_failure"
KCK_ERROR_FRAME = "portal/base.html"  # error pages are in `kck.ui`, which knows no face's menu
SESSION_COOKIE_SAMESITE = "Lax"
if ENV.secure:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

# what strangers send is limited before anything reads it
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = 3600 * ENV.session_hours
ACCOUNT_FORMS = {
    "login": "kck.desk.forms.sign_in.SignInForm",
    "change_password": "kck.desk.forms.sign_in.NewPasswordForm",
    "reauthenticate": "kck.desk.forms.sign_in.PasswordAgainForm",
}
ACCOUNT_ADAPTER = "kck.accounts.adapter.StaffAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip"}  # an office in the morning; failures: see the adapter
# the city's own sign-in server; without one nothing of this is offered
SOCIALACCOUNT_ADAPTER = "kck.accounts.sign_on.SignOnAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "oidc"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "city",
                    "name": ENV.oidc_name,
                    "client_id": ENV.oidc_client_id,
                    "secret": ENV.oidc_secret,
                    "settings": {"server_url": ENV.oidc_url},
                }
            ],
        }
    }
    if ENV.oidc_url
    else {}
)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "kck.desk.forms.sign_in.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENV.demo
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kck.config.discretion.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
    "loggers": {
        # it would write down every address it asks, and keys of units' systems stand in those
        "httpx2": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING" if ENV.log_level == "INFO" else ENV.log_level},
    },
}
