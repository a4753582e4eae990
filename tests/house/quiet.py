"""The import-linter contract of the quiet rooms: the standard library without its noisy part, and each other."""

import sys
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

# Clock, disk, network, processes, chance: a quiet room is handed what it needs from these.
NOISY = {
    "asyncio", "concurrent", "ctypes", "ftplib", "glob", "http", "io", "logging", "mmap", "multiprocessing", "os",
    "pathlib", "queue", "random", "secrets", "select", "shelve", "shutil", "signal", "smtplib", "socket",
    "socketserver", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "webbrowser",
}  # fmt: skip
SILENT = sys.stdlib_module_names - NOISY


class QuietContract(Contract):
    """`rooms` may import the silent part of the standard library, other rooms, and what `besides` says."""

    rooms = fields.SetField(subfield=fields.StringField())
    besides = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 -- import-linter's own
        """Look at each import of each room that stands already."""
        rooms, besides = cast("set[str]", self.rooms), cast("set[str] | None", self.besides) or set()
        loud = [
            f"{room} -> {imported}"
            for room in sorted(rooms & graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(room))
            if imported not in rooms | SILENT and f"{room} -> {imported}" not in besides
        ]
        return ContractCheck(kept=not loud, metadata={"loud": loud})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that a quiet room may not have."""
        for line in check.metadata["loud"]:
            output.print_error(f"- {line}")
