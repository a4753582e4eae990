"""The web server of a portal on one machine: gunicorn, as a program of its own (`serving.py` starts it).

Its first process takes the port and nothing else: no thread runs in it and no database is open when it forks the
process that answers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from gunicorn.app.base import BaseApplication

from vigportal.management.processes import be_child_of

THREADS = 64


class WebServer(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """gunicorn with many threads: no answer lives long, because every range is at most 1 MiB."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.wanted = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options as they are."""
        for name, value in self.wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Load the portal, in the process that answers."""
        from vigportal.wsgi import application

        return application


def main(words: Sequence[str]) -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parent", type=int)
    parser.add_argument("bind")
    parser.add_argument("--certificate", nargs=2, default=(None, None))
    told = parser.parse_args(words)
    be_child_of(told.parent)
    certfile, keyfile = told.certificate
    options = {
        "bind": told.bind,
        "workers": 1,
        "threads": THREADS,
        "worker_class": "vigportal.web.worker.Worker",
        "timeout": 120,
        "graceful_timeout": 3,
        "loglevel": "warning",
        "accesslog": None,
        "control_socket_disable": True,  # a thread in the process that forks, and a door that nobody asked for
        "certfile": certfile,
        "keyfile": keyfile,
    }
    WebServer(options).run()


if __name__ == "__main__":
    main(sys.argv[1:])
