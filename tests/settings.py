"""The portal's own settings page, read in an environment made for tests. Nothing here reaches a real portal.

A server that the test command started is named by VIG_DATABASE_URL and VIG_REDIS_URL; without them it is
SQLite and no Redis. Each xdist worker has a data folder of its own; conftest makes the folders and removes them.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

# Removed with all that is in it when a run ends: an empty name would be the folder the run was started in.
FOLDER = Path(os.environ.get("VIG_TEST_FOLDER") or f"{tempfile.gettempdir()}/vigportal-{os.getpid()}")
os.environ["VIG_TEST_FOLDER"] = str(FOLDER)
MADE_UP = {
    "VIG_SECRET_KEY": "only-for-tests-and-never-anywhere-else-0123456789",
    "VIG_VAULT_DEPLOYMENT_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "VIG_ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "VIG_EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
}
os.environ["VIG_DATA_DIR"] = str(FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "alone"))
if redis := os.environ.get("VIG_REDIS_URL"):  # a database for each worker of a run: none answers another's bell
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["VIG_REDIS_URL"] = f"{redis.rpartition('/')[0]}/{number}"
for name, value in MADE_UP.items():
    os.environ.setdefault(name, value)

from vigportal.settings import *  # noqa: E402, F403 -- the environment has to stand before the page is read
from vigportal.settings import DATABASES, STORAGES  # noqa: E402

database: dict[str, Any] = DATABASES["default"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; argon2 has a test of its own
# One Redis serves both workers of a run, and clearing it would clear the other worker's counters too.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
database["CONN_MAX_AGE"] = 0  # a connection kept by a live server's thread bars the clearing up

if database["ENGINE"].endswith("sqlite3"):
    # A file, not memory: a live server's threads and a worker process each need a connection of their own.
    # It has the portal's own name, so that a child process with the same environment reads the same database.
    database["TEST"] = {"NAME": str(database["NAME"])}
    database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON"
