"""x"""

import time, os, sys, tempfile
from pathlib import Path
from contextlib import contextmanager
from datetime import timedelta
from django.core.management import call_command
from django.db import connection, connections
from tests import servers
from tests.bench import crowd
from vigportal import env


@contextmanager
def on_postgres(folder):
    with servers.postgres(folder / "postgres") as url:
        usual = connections.settings["default"]
        connections["default"].close()
        connections.settings["default"] = connections.configure_settings({"default": env.database(url, folder)})[
            "default"
        ]
        del connections["default"]
        try:
            yield
        finally:
            connections["default"].close()
            connections.settings["default"] = usual
            del connections["default"]


def run():
    return []
