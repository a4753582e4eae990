"""The only reader of the environment. Every value may also come from a file named by NAME_FILE (for secrets)."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


class MissingSecret(RuntimeError):
    """A secret that has no safe default is not set."""


def text(name: str, default: str = "") -> str:
    """The value of VIG_<name>, or the content of the file named by VIG_<name>_FILE, or `default`."""
    file = os.environ.get(f"VIG_{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(f"VIG_{name}", default)


def secret(name: str) -> str:
    """Like `text`, but raises MissingSecret when nothing is set: a portal without secrets must not start."""
    value = text(name)
    if not value:
        raise MissingSecret(
            f"VIG_{name} (or VIG_{name}_FILE) is not set. `python3 manage.py portal` makes one for you; "
            "on a server, put it into the unit's environment. See .env.example."
        )
    return value


def flag(name: str) -> bool:
    """True only for an explicit 1, true or yes. Anything else is off."""
    return text(name).lower() in {"1", "true", "yes"}


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A whole number."""
    return int(text(name, str(default)))


def database(url: str, data_dir: Path) -> dict[str, object]:
    """Django's DATABASES entry for a postgres:// URL, or SQLite in WAL mode inside the data folder."""
    return _postgres(url) if url else _sqlite(data_dir / "portal.sqlite3")


def _postgres(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON",
        },
    }
