"""The settings of a practice. What differs between practices comes from GLABELLA_*.

GLABELLA_HOME      folder of the database, keys, files and anchors
GLABELLA_DATABASE  postgresql://...; left out, SQLite in the home folder
GLABELLA_HOSTS     the names the server answers to, separated by commas
GLABELLA_HTTPS     "no" only on the own machine
GLABELLA_SECOND_FACTOR  "required", or "relaxed" in a demo
GLABELLA_PROXY     "yes" if exactly one proxy of your own stands before the server
GLABELLA_DESIGN    "yes" shows the component page at /design
GLABELLA_ADDRESS   https://..., where people reach the practice; links in messages
GLABELLA_MAIL      smtp://user:password@host:587, or smtps://; left out, none goes out
GLABELLA_MAIL_FROM the address that e-mail comes from
GLABELLA_SMS       a gateway for text messages, by its dotted name in Python
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from glabella.web.environment import (
    read_address,
    read_choice,
    read_database,
    read_flag,
    read_folder,
    read_mail,
    read_text,
)

HERE = Path(__file__).resolve().parent

GLABELLA_HOME = read_folder("HOME", Path.cwd() / "glabella-home")
GLABELLA_FILES = GLABELLA_HOME / "files"
GLABELLA_KEYS = GLABELLA_HOME / "keys"
GLABELLA_ANCHORS = GLABELLA_HOME / "anchors"
GLABELLA_TRAIL_KEY_FILE = GLABELLA_KEYS / "trail.key"
GLABELLA_FILE_KEY_FILE = GLABELLA_KEYS / "files.key"
GLABELLA_SECOND_FACTOR = read_choice("SECOND_FACTOR", ("required", "relaxed"))
GLABELLA_DESIGN = read_flag("DESIGN", default=False)
GLABELLA_IDLE_MINUTES = 15  # then the screen asks for the password again
GLABELLA_SESSION_HOURS = 12  # then a session ends, however busy it is
# Only behind a proxy of one's own do the headers of a proxy say anything true.
GLABELLA_PROXY = read_flag("PROXY", default=False)

_SECRET_FILE = GLABELLA_KEYS / "secret.key"
# Without a key Django refuses to start; `glabella setup` makes one.
SECRET_KEY = _SECRET_FILE.read_text("ascii").strip() if _SECRET_FILE.exists() else ""
DEBUG = False
HTTPS = read_flag("HTTPS", default=True)
ALLOWED_HOSTS = read_text("HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "lucide",
    "glabella.web",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "glabella.clinic.audit",
    "glabella.clinic.accounts",
    "glabella.clinic.practice",
    "glabella.clinic.people",
    "glabella.clinic.messages",
    "glabella.clinic.record",
    "glabella.clinic.folder",
    "glabella.clinic.stock",
    "glabella.clinic.assessment",
    "glabella.clinic.planning",
    "glabella.clinic.consent",
    "glabella.clinic.treatment",
    "glabella.clinic.followup",
    "glabella.clinic.photos",
    "glabella.clinic.booking",
    "glabella.clinic.imports",
    "glabella.clinic.desk",
    "glabella.clinic.library",
    "glabella.clinic.public",
    "glabella.clinic.portal",
    "glabella.clinic.online",
    "glabella.clinic.diary",
    "glabella.clinic.checkin",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "glabella.web.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "glabella.web.urls"
WSGI_APPLICATION = "glabella.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "glabella.web.context.frame",
            ],
            "builtins": ["glabella.web.templatetags.ui", "lucide.templatetags.lucide"],
        },
    }
]

DATABASES = {"default": read_database(GLABELLA_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Holds how often codes were tried and which were used; all workers must see the same.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": GLABELLA_HOME / "cache",
    }
}

# --- people ---------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# NIST SP 800-63B: length and a list of common passwords, no rules of composition.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the administrator
ACCOUNT_ADAPTER = "glabella.web.adapter.StaffAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A new password ends every other session; the one that set it goes on.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# The lock-out is that of axes, which counts in the database; this one only stops a
# flood, and is wider, so that people meet one rule and one page.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,15/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if GLABELLA_PROXY else 0
MFA_ADAPTER = "glabella.web.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "glabella.web.adapter.CountedCodeForm",
    "login_webauthn": "glabella.web.adapter.ToldPasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # a demo on the own machine
MFA_TOTP_TOLERANCE = 1  # one step of 30 s, for clocks that differ
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Glabella"
# Kept by the access middleware, once a minute instead of with every request.
USERSESSIONS_TRACK_ACTIVITY = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "glabella.clinic.accounts.lockout.name_of"
AXES_CLIENT_IP_CALLABLE = "glabella.clinic.accounts.origin.address_of"
AXES_RESET_ON_SUCCESS = True
# The lock ends when the page says so, also if somebody goes on trying.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are on the trail, by opaque id
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "login",
    "code",
    "credential",
    "csrfmiddlewaretoken",
    "next",
]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# --- what browsers may do -------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
GLABELLA_DEVICE_COOKIE = "glabella_device"  # of a phone that a patient has remembered
if HTTPS:
    # Browsers let no other host and no plain page set a cookie of this name.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    GLABELLA_DEVICE_COOKIE = "__Host-device"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = GLABELLA_SESSION_HOURS * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Public pages set it too, before anybody has agreed: it ends with the visit.
CSRF_COOKIE_AGE = None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and GLABELLA_PROXY else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- languages, files, mail, logs -----------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LANGUAGE_COOKIE_NAME = "glabella_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # each page is shown in the zone of its outlet
FORMAT_MODULE_PATH = ["glabella.web.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True  # files are served from the package itself
WHITENOISE_AUTOREFRESH = False
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- messages -------------------------------------------------------------------------

# Links in messages lead here.
GLABELLA_ADDRESS = read_address(",".join(ALLOWED_HOSTS), https=HTTPS)
GLABELLA_MAIL_FROM = read_text("MAIL_FROM", "practice@glabella.invalid")
GLABELLA_MAIL_DOMAIN = GLABELLA_MAIL_FROM.rpartition("@")[2]  # of message ids
globals().update(read_mail())  # EMAIL_BACKEND and the rest, by one address
# Who takes text messages over, see `messages.gateways`.
GLABELLA_SMS_GATEWAY = read_text("SMS", "glabella.clinic.messages.gateways.Console")
# The queue lies in the same database: what is written and what is to be sent are one
# transaction. `glabella work` empties it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# A line names an event and opaque ids, never a person.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"discreet": {"()": "glabella.web.discreet.Discreet"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["discreet"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
