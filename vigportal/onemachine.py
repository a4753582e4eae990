"""`portal`, `demo` and `smoke` run on one machine: what they need is made before the settings load."""

import argparse
import atexit
import shutil
import socket
import tempfile
from collections.abc import Sequence
from pathlib import Path

from vigportal.env import OneMachine, furnish

HERE = Path(__file__).resolve().parent.parent
FOLDERS = {"portal": HERE / "data", "demo": HERE / "data-demo", "smoke": None}
"""Where each keeps its data unless told otherwise. None: a folder that is thrown away."""


def add_place(parser: argparse.ArgumentParser) -> None:
    """What can be said on the command line about the place and the address."""
    parser.add_argument("--data", type=Path, help="the folder of this portal's data")
    parser.add_argument("--at", default="", help="the address that people type, such as https://portal.example:8443")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default 8000)")
    parser.add_argument("--behind-proxy", action="store_true", help="TLS ends at a reverse proxy of yours")


def furnish_for(line: Sequence[str]) -> None:
    """Furnishes a one-machine portal where `line` names one; leaves every other command alone."""
    command = line[0] if line else ""
    if command not in FOLDERS:
        return
    parser = argparse.ArgumentParser(add_help=False)
    add_place(parser)
    parser.set_defaults(port=8000 if FOLDERS[command] else 0)
    said, _others = parser.parse_known_args(line[1:])
    folder = said.data or FOLDERS[command] or _throw_away()
    address = said.at or f"http://localhost:{said.port or _free_port()}"
    furnish(OneMachine(folder.resolve(), address.rstrip("/"), said.behind_proxy))


def _throw_away() -> Path:
    """A folder that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="vigportal-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])
