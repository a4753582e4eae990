"""One machine: `portal`, `demo` and `smoke` are furnished before the settings load; all else finds them."""

import argparse
import atexit
import ipaddress
import shutil
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from vigportal import env
from vigportal.env import CannotStart, text

HERE = Path(__file__).resolve().parent.parent
FOLDERS = {"portal": HERE / "data", "demo": HERE / "data-demo", "smoke": None}
"""Where each keeps its data unless told otherwise. None: a folder that is thrown away."""
APART = {"demo", "smoke"}
"""What is only shown or tried: whatever the environment says of databases and places is somebody else's."""
DEMO_MARK = "this-is-a-demo"
OF_A_FIRST_START = {"secret-key", "keys", "running.lock", "this-is-a-demo.draft"}
"""What stands in a demonstration's folder before its mark does."""
PORTS = {"http": 80, "https": 443}
USUAL_PORT = 8000
LOCAL = "http://localhost:8000"
RESTORE = "restore"
"""The one command beside these that may make a folder: a backup comes back where no portal was."""
READING = frozenset({"help", "version", "--help", "-h", "--version"})


def add_place(parser: argparse.ArgumentParser) -> None:
    """What can be said on the command line about the place and the address."""
    parser.add_argument("--data", type=Path, help="the folder of this portal's data")
    parser.add_argument("--at", default="", help="the address that people type, such as https://portal.example:8443")
    parser.add_argument("--port", type=int, default=None, help="the port to listen on (default: that of --at, or 8000)")
    parser.add_argument("--listen", default="", help="the network address to listen on (default: by --at)")
    parser.add_argument("--behind-proxy", action="store_true", help="TLS ends at your reverse proxy (VIG_PROXIES)")


def add_folder(parser: argparse.ArgumentParser) -> None:
    """How a command that looks after a portal is told which: the folder was read before the settings."""
    parser.add_argument("--data", type=Path, help="the folder of a one-machine portal (default: where `portal` has it)")


def add_deployment_key(parser: argparse.ArgumentParser) -> None:
    """How a backup's own deployment key comes into a new folder."""
    words = "the file that holds the deployment key of the backup, where this folder has none yet"
    parser.add_argument("--deployment-key", type=Path, help=words)


def furnish_for(line: Sequence[str]) -> list[str]:
    """Furnish what `line` needs before the settings load; return the line as Django is to read it.

    Raises CannotStart where there is no portal to look after, or none can be made.
    """
    command = line[0] if line else "help"
    if command in APART:
        env.forget_places()
    if command in READING or READING & {*line}:
        env.furnish_for_reading()
        return list(line)
    return _started(command, line) if command in FOLDERS else _looked_after(command, line)


def _started(command: str, line: Sequence[str]) -> list[str]:
    said = _read(line)
    address = address_of(said.at, said.port or 0, is_free=FOLDERS[command] is None)
    if command == "demo" and urlsplit(address).scheme == "https" and not said.behind_proxy:
        raise CannotStart("The demonstration speaks http alone. For https put a proxy in front: --behind-proxy.")
    folder = _folder_for(command, said.data)
    if command == "demo":
        require_demonstration(folder)
    env.furnish(env.OneMachine(folder, address, said.behind_proxy))
    return list(line)


def _looked_after(command: str, line: Sequence[str]) -> list[str]:
    """Where nobody names a folder, secrets in the environment mean a server: it is left as its settings say."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add_folder(parser)
    if command == RESTORE:
        add_deployment_key(parser)
    said, rest = parser.parse_known_args(line)
    folder = (said.data or env.data_dir(HERE / "data")).resolve()
    portal = env.OneMachine(folder, LOCAL)
    if said.data is None and env.is_told("SECRET_KEY"):
        env.make_folder(folder)
    elif command == RESTORE:
        env.take_deployment_key(folder, said.deployment_key)
        env.furnish(portal)
    else:
        env.find(portal)
    return rest


def _read(line: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(add_help=False)
    add_place(parser)
    said, _others = parser.parse_known_args(line[1:])
    if said.port is not None and not 0 <= said.port < 2**16:
        raise CannotStart(f"There is no port {said.port}: a port is a number from 1 to 65535, or 0 for a free one.")
    return said


def address_of(at: str, port: int, *, is_free: bool = False) -> str:
    """The address that people type: as said, or this machine's own. Raises CannotStart where it is none."""
    if not at:
        return f"http://localhost:{port or (_free_port() if is_free else USUAL_PORT)}"
    try:
        parts = urlsplit(at)
        is_one = parts.scheme in PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise CannotStart(f"{at} is no address. It begins with http:// or https://, as in --at http://localhost:8000.")
    return at.rstrip("/")


def port_of(address: str, port: int | None, *, is_behind_proxy: bool) -> int:
    """The port to listen on: as said, else that of the address; behind a proxy the usual one."""
    parts = urlsplit(address)
    return port or (USUAL_PORT if is_behind_proxy else parts.port or PORTS[parts.scheme])


def host_of(address: str, listen: str, *, is_behind_proxy: bool) -> str:
    """The network address to listen on: as said, else this machine only, unless people type another name."""
    if listen:
        return listen
    name = urlsplit(address).hostname or ""
    return name if _is_loopback(name) else "127.0.0.1" if name == "localhost" or is_behind_proxy else "0.0.0.0"  # noqa: S104 # nosec B104


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _folder_for(command: str, said: Path | None) -> Path:
    set_already = text("DATA_DIR")
    if said and set_already and said.resolve() != Path(set_already).resolve():
        raise CannotStart(f"VIG_DATA_DIR says {set_already}, and --data says {said}. Leave one of them out.")
    chosen = said or (Path(set_already) if set_already else None) or FOLDERS[command]
    return chosen.resolve() if chosen else _throw_away()


def require_demonstration(folder: Path) -> None:
    """Raise CannotStart where the folder holds anything that no demonstration has put there: it would be cleared."""
    try:
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    except OSError as why:
        raise CannotStart(f"{folder} can't be read: {why.strerror}.") from why
    if DEMO_MARK not in names and (others := names - OF_A_FIRST_START):
        raise CannotStart(
            f"{folder} holds something that is no demonstration ({min(others)}). Name another folder: --data."
        )


def _throw_away() -> Path:
    """A folder that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="vigportal-")).resolve()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])
