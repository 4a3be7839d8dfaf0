"""All settings.

Everything that differs between installations comes from the environment: ``docs/operations/environment.md``.
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from moondesk.config import env, logging, places
from moondesk.config.sign_in import *  # noqa: F403 - its names are settings
from moondesk.kit.errors import StartupError

PREPARE_AFTER = 4  # how often a connection runs a hot read before PostgreSQL prepares it (kit.prepared)

PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = env.text("MOONDESK_SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise StartupError("MOONDESK_SECRET_KEY is missing or short. Give at least 32 random characters.")
HEADLESS_JWT_PRIVATE_KEY = hashlib.sha256(f"moondesk.access tokens {SECRET_KEY}".encode()).hexdigest()

DEBUG = False
HOST = env.text("MOONDESK_HOST", "127.0.0.1")
PORT = env.number("MOONDESK_PORT", 8000)
BASE_URL = env.text("MOONDESK_BASE_URL", f"http://{HOST}:{PORT}").rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")
DATA_DIR = Path(env.text("MOONDESK_DATA_DIR", "var")).absolute()
EMBEDDED = env.flag("MOONDESK_EMBEDDED")
MAIL_CATCHER_DIR = env.text("MOONDESK_MAIL_CATCHER_DIR")
SMTP_PORT = env.number("MOONDESK_SMTP_PORT", 2525)
METRICS_TOKEN = env.text("MOONDESK_METRICS_TOKEN")
TRUSTED_PROXIES = env.words("MOONDESK_TRUSTED_PROXIES")
WEB_THREADS = env.number("MOONDESK_WEB_THREADS", 8)
DATA_REGION = env.text("MOONDESK_DATA_REGION")
API_RATE_LIMIT = env.number("MOONDESK_API_RATE_LIMIT", 60_000)

FILES_ORIGIN = places.files_origin(env.text("MOONDESK_FILES_ORIGIN"), BASE_URL)
ALLOWED_HOSTS = env.words("MOONDESK_ALLOWED_HOSTS") or env.hosts(HOST, BASE_URL)
if FILES_ORIGIN:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, str(urlsplit(FILES_ORIGIN).hostname)]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "moondesk.config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

DATABASE_URL = (env.text("MOONDESK_MIGRATING") and env.text("DATABASE_OWNER_URL")) or env.text("DATABASE_URL")
if not DATABASE_URL:
    raise StartupError("DATABASE_URL is missing. Start with 'moondesk up', or name a PostgreSQL database.")
DATABASES = {"default": env.database(DATABASE_URL)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"] |= {"connect_timeout": 5, "keepalives_idle": 15, "tcp_user_timeout": 20_000}
DATABASE_DIRECT_URL = env.text("DATABASE_DIRECT_URL") or DATABASE_URL  # past a pooler, for what listens
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = PREPARE_AFTER if DATABASE_DIRECT_URL == DATABASE_URL else None
if not os.environ.get("MOONDESK_MIGRATING"):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": WEB_THREADS + 4}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.apple",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.headless",
    "procrastinate.contrib.django",
    "moondesk.limits",
    "moondesk.events",
    "moondesk.realtime",
    "moondesk.accounts",
    "moondesk.organizations",
    "moondesk.audit",
    "moondesk.files",
    "moondesk.branding",
    "moondesk.fields",
    "moondesk.contacts",
    "moondesk.portals",
    "moondesk.tickets",
    "moondesk.conversations",
    "moondesk.channels",
    "moondesk.bulk",
    "moondesk.exports",
    "moondesk.operating",
    "moondesk.timekeeping",
    "moondesk.macros",
    "moondesk.webforms",
    "moondesk.views",
    "moondesk.search",
    "moondesk.handover",
    "moondesk.notifications",
    "moondesk.directory",
    "moondesk.api",
    "moondesk.web",
]

MIDDLEWARE = [
    "moondesk.web.middleware.RequestContextMiddleware",
    "moondesk.web.measuring.MeasuringMiddleware",
    "moondesk.web.own_host.OwnDomainMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "moondesk.web.files_host.FilesHostMiddleware",
    "moondesk.api.door.ApiDoorMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "moondesk.web.middleware.SignedInMiddleware",
    "moondesk.web.middleware.LanguageMiddleware",
    "moondesk.web.looking.guard.OnlyLookingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "moondesk.web.middleware.ErrorPagesMiddleware",
]

_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.csp",
    "django.contrib.messages.context_processors.messages",
    "moondesk.web.fragments.one_token",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "moondesk.config.jinja.environment", "context_processors": _CONTEXT_PROCESSORS},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [*_CONTEXT_PROCESSORS, "django.contrib.auth.context_processors.auth"],
        },
    },
]

# Cookies
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
SESSION_COOKIE_NAME = "__Host-moondesk" if IS_HTTPS else "moondesk"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-moondesk_csrf" if IS_HTTPS else "moondesk_csrf"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "moondesk.web.errors.csrf_failed"

# What browsers are told
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# Files of the interface: built with hashed names, compressed ahead
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "static" / "dist"
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_ADD_HEADERS_FUNCTION = None

# Languages
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LANGUAGE_COOKIE_NAME = "moondesk_language"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Mail
MAIL_SERVER = env.mail_server(env.text("MOONDESK_MAIL_URL", "smtp://127.0.0.1:25"))
MAIL_FROM = env.text("MOONDESK_MAIL_FROM", "moondesk@localhost")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_SERVER.host,
            "port": MAIL_SERVER.port,
            "username": MAIL_SERVER.username,
            "password": MAIL_SERVER.password,
            "use_tls": MAIL_SERVER.tls == "starttls",
            "use_ssl": MAIL_SERVER.tls == "tls",
            "timeout": 15,
        },
    }
}
MAIL_AUTHSERV_IDS = env.words("MOONDESK_MAIL_AUTHSERV_IDS")
MAIL_ARC_SEALERS = env.words("MOONDESK_MAIL_ARC_SEALERS")
MAIL_RELAYS = env.networks("MOONDESK_MAIL_RELAYS")
MAIL_OAUTH = {
    "google": env.application("MOONDESK_MAIL_GOOGLE"),
    "microsoft": env.application("MOONDESK_MAIL_MICROSOFT"),
    "oauth": env.application("MOONDESK_MAIL_OAUTH"),
}
MAIL_DOMAIN_PROOF = env.flag("MOONDESK_MAIL_DOMAIN_PROOF")
MAIL_SIZE_LIMIT = 25 * 1024 * 1024
MAIL_SENDER_LIMIT = env.number("MOONDESK_MAIL_SENDER_LIMIT", 120)
MAIL_ORGANIZATION_LIMIT = env.number("MOONDESK_MAIL_ORGANIZATION_LIMIT", 3000)
MAIL_MEGABYTE_LIMIT = env.number("MOONDESK_MAIL_MEGABYTE_LIMIT", 2000)
MAIL_CONNECTION_LIMIT = env.number("MOONDESK_MAIL_CONNECTION_LIMIT", 10)
MAILBOX_LIMIT = env.number("MOONDESK_MAILBOX_LIMIT", 100)

# Where this desk may connect to when somebody else says where to
EGRESS_NETWORKS = env.networks("MOONDESK_EGRESS_NETWORKS")
EGRESS_CLOSED = env.networks("MOONDESK_EGRESS_CLOSED")
EGRESS_PORTS = env.ports("MOONDESK_EGRESS_PORTS")
DNS_SERVERS = env.words("MOONDESK_DNS_SERVERS")

# Files of people
FILE_LIMIT = env.number("MOONDESK_FILE_LIMIT_MB", 50) * 1024 * 1024
FILE_SCANNER = places.scanner(env.text("MOONDESK_CLAMD_URL"))
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": places.file_storage(env.text("MOONDESK_FILES_URL"), DATA_DIR),
}
FILE_UPLOAD_PERMISSIONS = 0o600

# What a request may weigh
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Sign-in attempts are counted here. Django keeps 300 entries unless told: filling them would forget the attempts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "limits_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

LOGGING_CONFIG = None
logging.configure(json=env.text("MOONDESK_LOG_FORMAT", "text") == "json", level=env.text("MOONDESK_LOG_LEVEL", "INFO"))
