"""One flat page. Nothing set means production: no debug, secure cookies, and a loud stop where a secret is missing."""

from pathlib import Path

from csp.constants import NONE, SELF

from vigportal import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data"))).resolve()

# Who may talk to this portal
SECRET_KEY = env.secret("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1")
ORIGIN = env.text("ORIGIN", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [ORIGIN]
OVER_TLS = ORIGIN.startswith("https://")
PROXIES = env.networks("PROXIES", "127.0.0.1,::1") if env.flag("BEHIND_PROXY") else []  # whose X-Forwarded-* counts

# The building
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "vigportal.urls"
WSGI_APPLICATION = "vigportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "vigportal",
    "vigportal.ledger",
    "vigportal.retention",
    "vigportal.notices",
    "vigportal.accounts",
    "vigportal.web",
    "families",
    "sessions.apps.SessionsConfig",
    "consent",
    "videos",
    "vigportal.home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "vigportal.web.proxies.OnlyNamedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vigportal.web.squeezed.Squeezed",
    "vigportal.web.headers.PrivateHeaders",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vigportal.accounts.middleware.SignInNeeded",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vigportal.accounts.middleware.Browsers",
    "vigportal.accounts.middleware.OwnSeats",
    "vigportal.accounts.middleware.SittingTimeouts",
    "vigportal.accounts.middleware.SecondFactorForStaff",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "vigportal.web.templatetags.look"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Truth: one database, nothing else
DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA_DIR)}

# The doorbell: with a Redis, Celery rings; without one, the worker reads the Job table
REDIS_URL = env.text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or None
JOB_SECONDS = {"quick": 30 * 60, "films": 12 * 60 * 60}  # the longest that one job of a lane may take
JOB_GRACE_SECONDS = 5 * 60  # from being asked to stop to being ended
CELERY_TASK_SOFT_TIME_LIMIT = max(JOB_SECONDS.values())
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + JOB_GRACE_SECONDS
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {lane: {} for lane in JOB_SECONDS}  # a worker for each
CELERY_TASK_DEFAULT_QUEUE = "quick"
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT,  # beyond the longest job: it is never rung for twice at once
    "queue_order_strategy": "priority",
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {  # a lost ring loses nothing
    "sweep": {"task": "videos.sweep", "schedule": 30.0, "options": {"expires": 25.0}}
}
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Bytes at rest: sealed objects, and the keys in a folder (better: a volume) of their own
VAULT_DIR = Path(env.text("VAULT_DIR", str(DATA_DIR / "vault")))
VAULT_KEYS_DIR = Path(env.text("VAULT_KEYS_DIR", str(DATA_DIR / "keys")))
VAULT_KEYS_COPY_DIR = Path(env.text("VAULT_KEYS_COPY_DIR")) if env.text("VAULT_KEYS_COPY_DIR") else None
VAULT_KEYS_COPY_DAYS = env.number("VAULT_KEYS_COPY_DAYS", 7)  # a copy still opens what was erased after it was made
WITNESS_DIR = Path(env.text("WITNESS_DIR")) if env.text("WITNESS_DIR") else None  # apart from database, films and keys
VAULT_DEPLOYMENT_KEY = env.secret("VAULT_DEPLOYMENT_KEY")
VAULT_DEPLOYMENT_KEY_NEXT = env.text("VAULT_DEPLOYMENT_KEY_NEXT")  # only while the key is rotated: `manage.py vault`
VAULT_KMS_KEY = env.text("VAULT_KMS_KEY")  # these only where the deployment key begins with kms:
VAULT_KMS_ENDPOINT = env.text("VAULT_KMS_ENDPOINT")
VAULT_KMS_REGION = env.text("VAULT_KMS_REGION")
VAULT_KMS_ACCESS_KEY = env.text("VAULT_KMS_ACCESS_KEY")
VAULT_KMS_SECRET_KEY = env.text("VAULT_KMS_SECRET_KEY")
SCRATCH_DIR = Path(env.text("SCRATCH_DIR", str(DATA_DIR / "scratch")))
FFMPEG_BINARY = env.text("FFMPEG_BINARY")
VAULT_S3_BUCKET = env.text("VAULT_S3_BUCKET")
IN_BUCKET = {
    "bucket_name": VAULT_S3_BUCKET,
    "location": env.text("VAULT_S3_FOLDER"),
    "endpoint_url": env.text("VAULT_S3_ENDPOINT") or None,
    "region_name": env.text("VAULT_S3_REGION") or None,
    "access_key": env.text("VAULT_S3_ACCESS_KEY") or None,
    "secret_key": env.text("VAULT_S3_SECRET_KEY") or None,
    "object_parameters": env.sealed_again(env.text("VAULT_S3_SSE", "AES256"), env.text("VAULT_S3_SSE_KEY")),
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "vault": (
        {"BACKEND": "vigportal.vault.bucket.Bucket", "OPTIONS": IN_BUCKET}
        if VAULT_S3_BUCKET
        else {"BACKEND": "vigportal.vault.disk.Disk", "OPTIONS": {"location": VAULT_DIR}}
    ),
    "staticfiles": {"BACKEND": "vigportal.web.hashed.Hashed"},
}
UPLOAD_LONGEST_BYTES = env.number("UPLOAD_LONGEST_BYTES", 8 * 1024**3)
# How much room footage has: what each service gets, and what one person of it may send; its manager may set less
FOOTAGE_GB = env.number("FOOTAGE_GB", 500)
GB_A_DAY = env.number("GB_A_DAY", 60)
FILMS_AT_ONCE = env.number("FILMS_AT_ONCE", 8)
DISK_FLOOR_BYTES = env.number("DISK_FLOOR_BYTES", 256 * 1024**2)  # left free for the portal's own notes
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Signing in (OWASP ASVS 5.0, V6 and V7)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "vigportal.accounts.passwords.HardToGuess"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:start"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation that was opened has proved the address
ACCOUNT_SESSION_REMEMBER = False  # a sitting ends with the browser, or with the time-outs below
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "vigportal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_PREVENT_ENUMERATION = True
GUESSES_OF_AN_ADDRESS = "10/m/ip"  # wrong passwords; those for one account are slowed down (`accounts/guesses.py`)
DEVICE_COOKIE_NAME = "__Host-device" if OVER_TLS else "device"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PROXIES else 0  # the last word of X-Forwarded-For is a named proxy's own
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "vigportal.accounts.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "VIGPortal"
USERSESSIONS_ADAPTER = "vigportal.accounts.adapter.SittingsAdapter"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = OVER_TLS
SESSION_COOKIE_NAME = "__Host-portal" if OVER_TLS else "portal"
SESSION_COOKIE_AGE = 12 * 60 * 60  # absolute
SESSION_IDLE_SECONDS = 30 * 60
SESSION_IDLE_SECONDS_FAMILY = 60 * 60  # a phone on a sofa: shorter would sign a parent out in mid-review
CSRF_COOKIE_SECURE = OVER_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-form" if OVER_TLS else "form"
CSRF_COOKIE_AGE = None  # it goes with the browser; in the sitting it would make a row for each passer-by
CSRF_FAILURE_VIEW = "vigportal.web.errors.stale_form"

# HTTP manners
SECURE_SSL_REDIRECT = OVER_TLS and not PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = OVER_TLS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the browsers' preload list: the owner's own step, hard to undo
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LEAVE_QUICKLY_URL = env.text("LEAVE_QUICKLY_URL", "https://www.bbc.co.uk/weather")  # says nothing about its reader

# Files of the page
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = env.flag("STATIC_FROM_SOURCE")
WHITENOISE_AUTOREFRESH = False

# Words and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]  # none without a whole catalogue: a page half in it would be in no language
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # stored; shown in the service's own zone

# Mail: nothing personal in it, ever
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "VIGPortal <no-reply@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},  # each paper tells its steps
}
