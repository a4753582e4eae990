"""Faults of a start on one machine: a fork that can hang, a child that stays, a start that never ends."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "start")
SERVING = "tests/management/test_serving.py"
OPEN = "".join(
    f"    {line}\n"
    for line in (
        "from vigportal.wsgi import application",
        "from django.db import connection",
        "connection.ensure_connection()",
    )
)
FORK = f"{SERVING}::test_that_the_web_server_forks_without_threads_and_without_a_database"
SILENT = f"{SERVING}::test_that_a_web_server_that_hangs_ends_the_start_with_its_stacks"

FAULTS = (
    fault(
        "a thread runs in the process that forks",
        "vigportal/management/web_server.py",
        '"control_socket_disable": True,',
        '"control_socket_disable": False,',
        (FORK,),
    ),
    fault(
        "a database is open in the process that forks",
        "vigportal/management/web_server.py",
        "    be_child_of(told.parent)\n",
        "    be_child_of(told.parent)\n" + OPEN,
        (FORK,),
    ),
    fault(
        "a child outlives its parent",
        "vigportal/management/processes.py",
        "        prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)\n",
        "        pass\n",
        (f"{SERVING}::test_that_a_child_is_gone_with_its_parent",),
    ),
    fault(
        "a child whose parent has ended before runs on",
        "vigportal/management/processes.py",
        "    if os.getppid() != parent:\n",
        "    if not os.getppid():\n",
        (f"{SERVING}::test_that_a_child_whose_parent_has_ended_already_ends_at_once",),
    ),
    fault(
        "two portals share a folder",
        "vigportal/management/serving.py",
        "        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)\n",
        "        pass\n",
        (f"{SERVING}::test_that_two_portals_never_share_a_folder",),
    ),
    fault(
        "a start waits for ever for an answer",
        "vigportal/management/serving.py",
        "        if time.monotonic() > until:\n",
        "        if until is None:\n",
        (SILENT,),
    ),
    fault(
        "a web server that answers with an error has started",
        "vigportal/management/serving.py",
        "        if status >= 500:\n",
        "        if status > 599:\n",
        (f"{SERVING}::test_that_an_answer_that_is_an_error_ends_the_start",),
    ),
)
