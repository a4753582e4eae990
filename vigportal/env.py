"""The only reader of the environment. Every value may also come from a file named by NAME_FILE (for secrets)."""

import base64
import ipaddress
import os
import secrets
import tempfile
from contextlib import suppress
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
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as why:
            raise CannotStart(f"VIG_{name}_FILE names {file}, which can't be read: {why.strerror}.") from why
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


def networks(name: str, default: str = "") -> list[str]:
    """A comma-separated list of addresses or networks. Raises CannotStart where one is none."""
    try:
        return [str(ipaddress.ip_network(each, strict=False)) for each in words(name, default)]
    except ValueError as why:
        raise CannotStart(f"VIG_{name} names addresses or networks, such as 127.0.0.1,10.0.0.0/24: {why}.") from why


def number(name: str, default: int) -> int:
    """A whole number."""
    return int(text(name, str(default)))


def database(url: str, data_dir: Path) -> dict[str, object]:
    """Django's DATABASES entry for a postgres:// URL, or SQLite in WAL mode inside the data folder."""
    return _postgres(url) if url else _sqlite(data_dir / DATABASE)


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


DATABASE = "portal.sqlite3"


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


OF_THE_MACHINE = {"VIG_FFMPEG_BINARY", "VIG_LOG_LEVEL", "VIG_SCRATCH_DIR", "VIG_STATIC_FROM_SOURCE"}


def forget_places() -> None:
    """Forget all that the environment says of a portal, but for what is true of the machine whatever runs on it."""
    for name in [name for name in os.environ if name.startswith("VIG_") and name not in OF_THE_MACHINE]:
        del os.environ[name]


def furnish(wish: OneMachine) -> None:
    """Give a one-machine portal its folder and its secrets (made once, readable by their owner alone).

    What the environment says already stands. Raises CannotStart where the folder can't be used.
    """
    try:
        wish.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        wish.folder.chmod(0o700)
        secret_key, deployment_key = (_secret_file(wish.folder, name) for name in ("secret-key", "keys/deployment-key"))
    except OSError as why:
        raise CannotStart(f"{wish.folder} can't be used: {why.strerror}. Name another folder: --data.") from why
    made = {
        "VIG_DATA_DIR": str(wish.folder),
        "VIG_SECRET_KEY_FILE": str(secret_key),
        "VIG_VAULT_DEPLOYMENT_KEY_FILE": str(deployment_key),
        "VIG_ORIGIN": wish.address,
        "VIG_ALLOWED_HOSTS": ",".join(dict.fromkeys([urlsplit(wish.address).hostname or "localhost", "localhost"])),
        "VIG_BEHIND_PROXY": "1" if wish.is_behind_proxy else "",
        "VIG_EMAIL_BACKEND": "vigportal.private.MailFiles",
    }
    for name, value in made.items():
        if name.removesuffix("_FILE") not in os.environ:
            os.environ.setdefault(name, value)


def furnish_nothing() -> None:
    """Let the settings load where no portal is meant, for `--help`: with keys that nothing is made with."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    for name in ("SECRET_KEY", "VAULT_DEPLOYMENT_KEY"):
        if not os.environ.get(f"VIG_{name}_FILE"):
            os.environ.setdefault(f"VIG_{name}", key)


def _secret_file(folder: Path, name: str) -> Path:
    """A file with 32 random bytes in base64, made if it is missing: whole or not at all, and by one of two at once.

    An empty one is what a full disk or an older version left of a first start: made anew while there is no portal.
    """
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and not path.stat().st_size:
        if (folder / DATABASE).exists():
            raise CannotStart(f"{path} is empty. Put it back from your copy of the keys.")
        path.unlink()
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)))
            file.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path
