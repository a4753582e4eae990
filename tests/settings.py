"""The portal's own settings page, read in an environment made for tests. Nothing here reaches a real portal.

A server that the test command started is named by VIG_DATABASE_URL and VIG_REDIS_URL; without them it is SQLite and
no Redis. Each xdist worker has a data folder of its own.
"""

import os
import tempfile
from pathlib import Path

FOLDER = Path(
    os.environ.setdefault("VIG_TEST_FOLDER", f"{tempfile.gettempdir()}/vigportal-tests-{os.getpid()}")
)
MADE_UP = {
    "VIG_SECRET_KEY": "only-for-tests-and-never-anywhere-else-0123456789",
    "VIG_VAULT_DEPLOYMENT_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "VIG_ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "VIG_EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "VIG_STATIC_FROM_SOURCE": "1",
}
os.environ["VIG_DATA_DIR"] = str(FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "alone"))
for name, value in MADE_UP.items():
    os.environ.setdefault(name, value)

from vigportal.settings import *  # noqa: E402, F403 -- the environment has to stand before the page is read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; argon2 has a test of its own
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
