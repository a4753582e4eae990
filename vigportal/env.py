"""The only reader of the environment. Every value may also come from a file named by NAME_FILE (for secrets)."""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class CannotStart(RuntimeError):
    """A command can't begin; the message says why, and what to do."""


class MissingSecret(CannotStart):
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


def sealed_again(kind: str, key: str) -> dict[str, str]:
    """What an object store is told about sealing by itself: AES256, aws:kms with a key of its own, or nothing ("none").

    Raises ValueError for any other word, at start-up: a slip of the pen must not mean that nothing is sealed.
    """
    if kind not in {"AES256", "aws:kms", "none"}:
        raise ValueError(f"VIG_VAULT_S3_SSE is AES256, aws:kms or none, not {kind!r}.")
    told = {"ServerSideEncryption": kind, "SSEKMSKeyId": key if kind == "aws:kms" else ""}
    return {name: value for name, value in told.items() if value not in {"", "none"}}


def of_child() -> dict[str, str]:
    """The environment of a child process: this one's, with the folder of the source where Python looks for modules."""
    source = str(Path(__file__).resolve().parent.parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))}


@dataclass(frozen=True)
class OneMachine:
    """How a portal on one machine was asked for: its folder, and the address that people type."""

    folder: Path
    address: str
    is_behind_proxy: bool


def furnish(wish: OneMachine) -> None:
    """Gives a one-machine portal its folder and its secrets (made once, readable by their owner alone).

    What the environment says already stands.
    """
    wish.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = {
        "VIG_DATA_DIR": str(wish.folder),
        "VIG_SECRET_KEY_FILE": str(_secret_file(wish.folder / "secret-key")),
        "VIG_VAULT_DEPLOYMENT_KEY_FILE": str(_secret_file(wish.folder / "keys" / "deployment-key")),
        "VIG_ORIGIN": wish.address,
        "VIG_ALLOWED_HOSTS": ",".join(dict.fromkeys([urlsplit(wish.address).hostname or "localhost", "localhost"])),
        "VIG_BEHIND_PROXY": "1" if wish.is_behind_proxy else "",
        "VIG_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    }
    for name, value in made.items():
        if name.removesuffix("_FILE") not in os.environ:
            os.environ.setdefault(name, value)


def _secret_file(path: Path) -> Path:
    """A file with 32 random bytes in base64, made if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)))
    return path
