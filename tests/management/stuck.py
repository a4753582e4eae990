"""Stands for a web server that hangs: it waits for a lock that nobody lets go."""

import sys
import threading

from vigportal.management.processes import be_child_of


def wait_for_ever() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


if __name__ == "__main__":
    be_child_of(int(sys.argv[1]))
    wait_for_ever()
