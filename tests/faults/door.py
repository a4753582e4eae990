"""Faults at the portal's own door: a thread for whoever says nothing, a stranger who is believed."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "door")
ARRIVING = "tests/web/test_arriving.py::test_that_a_page_answers_beside_clients_who_do_not_say_all"
TURNS = "tests/web/test_turns.py"

FAULTS = (
    fault(
        "half a head has a thread",
        "vigportal/web/heads.py",
        "            raise TooLong\n        return None\n",
        "            raise TooLong\n        return Head(0, has_body=False, forwarded_for='')\n",
        (ARRIVING, f"{TURNS}::test_that_a_head_is_known_when_it_is_whole"),
    ),
    fault(
        "bodies take every thread",
        "vigportal/web/turns.py",
        '[("bodies", None)] if turn.has_body else []',
        "[]",
        (f"{TURNS}::test_that_a_share_is_kept_and_the_others_pass",),
    ),
    fault(
        "who is silent stays for ever",
        "vigportal/web/arrivals.py",
        "if each.until <= now]",
        "if each.until < 0]",
        (f"{TURNS}::test_that_time_runs_from_the_beginning_not_from_the_last_word",),
    ),
    fault(
        "anybody is believed who names an address",
        "vigportal/web/proxies.py",
        'if not is_named(request.META.get("REMOTE_ADDR", UNIX_SOCKET)):',
        "if not settings.PROXIES:",
        ("tests/web/test_proxies.py::test_that_only_a_named_proxy_is_believed",),
    ),
)
