"""The only reader of the environment. Every value may also come from a file named by NAME_FILE (for secrets)."""

import base64
import ipaddress
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
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


ADDRESS, SECRET = "address", "secret-key"
DEPLOYMENT_KEY = Path("keys") / "deployment-key"
"""What lies in the folder of a one-machine portal: where people find it, and its secrets."""


def is_told(name: str) -> bool:
    """Whether the environment says VIG_<name>, by itself or by a file."""
    return bool(os.environ.get(f"VIG_{name}") or os.environ.get(f"VIG_{name}_FILE"))


def data_dir(default: Path) -> Path:
    """The folder of this portal's data, where nobody names one on the command line."""
    return Path(text("DATA_DIR") or default)


@dataclass(frozen=True)
class OneMachine:
    """A portal on one machine: its folder, and the address that people type."""

    folder: Path
    address: str
    is_behind_proxy: bool = False

    def is_there(self) -> bool:
        """Whether a portal was ever started in this folder, or the environment holds its secrets."""
        return (self.folder / SECRET).is_file() or (self.folder.is_dir() and is_told("SECRET_KEY"))


OF_THE_MACHINE = {"VIG_FFMPEG_BINARY", "VIG_LOG_LEVEL", "VIG_SCRATCH_DIR", "VIG_STATIC_FROM_SOURCE"}


def forget_places() -> None:
    """Forget all that the environment says of a portal, but for what is true of the machine whatever runs on it."""
    for name in [name for name in os.environ if name.startswith("VIG_") and name not in OF_THE_MACHINE]:
        del os.environ[name]


def furnish(wish: OneMachine) -> None:
    """Give a one-machine portal its folder and its secrets (made once, readable by their owner alone).

    What the environment says already stands, but for the folder. Raises CannotStart where nothing can be made there.
    """
    make_folder(wish.folder)
    with suppress(OSError):  # somebody else's folder: then its owner sees to it
        wish.folder.chmod(0o700)
    for path in (SECRET, DEPLOYMENT_KEY):
        _make_secret(wish.folder / path)
    _tell_settings(wish)


def find(wish: OneMachine) -> None:
    """Point the settings at a portal that is there already, at the address where it was last started; make nothing.

    Raises CannotStart where there is none.
    """
    if not wish.is_there():
        raise CannotStart(
            f"There is no portal in {wish.folder}. Name its folder with --data; on a server, set VIG_SECRET_KEY "
            "and the other secrets in the environment. See .env.example."
        )
    last = wish.folder / ADDRESS
    _tell_settings(replace(wish, address=last.read_text().strip()) if last.is_file() else wish)


def furnish_for_reading() -> None:
    """Let help be read where there is no portal: secrets for this process alone, and nothing on the disk."""
    for name in ("SECRET_KEY", "VAULT_DEPLOYMENT_KEY"):
        if not is_told(name):
            os.environ[f"VIG_{name}"] = _new_secret()


def make_folder(folder: Path) -> None:
    """Make a folder that its owner alone may read. Raises CannotStart, in words, where that can't be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise CannotStart(f"The data folder {folder} can't be made: {fault.strerror}. Name another: --data.") from fault


def take_deployment_key(folder: Path, source: Path | None) -> None:
    """Put the key that a backup was made with where this portal looks for it.

    Raises CannotStart where neither the folder, nor `source`, nor the environment has one, or where two differ.
    """
    place = folder / DEPLOYMENT_KEY
    if source is None:
        if not (place.is_file() or is_told("VAULT_DEPLOYMENT_KEY")):
            raise CannotStart("A backup opens with the key it was made with. Name its file with --deployment-key.")
        return
    try:
        key = source.read_text().strip()
    except OSError as fault:
        raise CannotStart(f"{source} can't be read: {fault.strerror}.") from fault
    if place.is_file() and place.read_text().strip() != key:
        raise CannotStart(f"{place} holds another deployment key. Restore into a folder of its own: --data.")
    make_folder(folder)
    _make_secret(place, key)


def _tell_settings(wish: OneMachine) -> None:
    told = {
        "VIG_SECRET_KEY_FILE": str(wish.folder / SECRET),
        "VIG_VAULT_DEPLOYMENT_KEY_FILE": str(wish.folder / DEPLOYMENT_KEY),
        "VIG_ORIGIN": wish.address,
        "VIG_ALLOWED_HOSTS": ",".join(dict.fromkeys([urlsplit(wish.address).hostname or "localhost", "localhost"])),
        "VIG_BEHIND_PROXY": "1" if wish.is_behind_proxy else "",
        "VIG_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    }
    os.environ["VIG_DATA_DIR"] = str(wish.folder)
    for name, value in told.items():
        if name.removesuffix("_FILE") not in os.environ:
            os.environ.setdefault(name, value)


def _make_secret(path: Path, secret: str | None = None) -> None:
    """A file with this secret, else with 32 random bytes in base64, made if it is missing: whole or not at all.

    Of two at once one makes it. An empty one is what a full disk or an older version left of a first start: it is made
    anew while there is no portal.
    """
    make_folder(path.parent)
    try:
        if path.exists() and not path.stat().st_size:
            _require_no_portal(path)
            path.unlink()
        if not path.exists():
            _write_whole(path, secret or _new_secret())
    except OSError as fault:
        raise CannotStart(f"{path} can't be made: {fault.strerror}. Name another folder: --data.") from fault


def _require_no_portal(path: Path) -> None:
    if any((folder / DATABASE).exists() for folder in (path.parent, path.parent.parent)):
        raise CannotStart(f"{path} is empty. Put it back from your copy of the keys.")


def _write_whole(path: Path, secret: str) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(descriptor)
    with suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()


def _new_secret() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
