"""The portal of the walk: web server and worker in processes of their own, ended whatever happens."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from vigportal.management.walk.browser import Browser, Stuck

READY_WITHIN_SECONDS = 60
ENDS_WITHIN_SECONDS = 20
LAST_LINES = 20


@contextmanager
def portal(port: int, said: Path) -> Iterator[None]:
    """The portal on this port, for as long as the block lasts. What it says goes into the file `said`."""
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(port, str(said)), name="portal")
    process.start()
    try:
        _wait(process, port)
        yield
    except Exception as why:
        why.add_note(last_words(said))
        raise
    finally:
        _end(process)


def last_words(said: Path) -> str:
    """The end of what the portal said."""
    lines = said.read_text(errors="replace").splitlines() if said.exists() else []
    return "\n".join(["The portal's own last words:", *lines[-LAST_LINES:]]) if lines else ""


def _wait(process: BaseProcess, port: int) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    nobody = Browser("somebody", port)
    while process.is_alive() and time.monotonic() < until:
        try:
            if nobody.ask("GET", "/account/login/").status == 200:
                return
        except OSError:
            process.join(0.2)
    raise Stuck("The portal did not start.")


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join(ENDS_WITHIN_SECONDS)
    if process.is_alive():
        process.kill()
        process.join(ENDS_WITHIN_SECONDS)


def _serve(port: int, said: str) -> None:
    import django

    with Path(said).open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    django.setup()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from vigportal.management.serving import serve

    serve(port)


def _end_with_parent() -> None:
    """Whoever walked is gone, however it ended: the portal goes too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
