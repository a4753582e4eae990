"""Faults of the door for saying who is in a film."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "confirming")
DOOR = "tests/consent/test_confirming.py"
GATE = "tests/videos/test_gate.py"
FORGOTTEN = (
    ("a dissent leaves the confirming door open", "DISSENT"),
    ("a refusal leaves the confirming door open", "REFUSED"),
    ("a film that is set apart can be confirmed", "ASSET_STATE"),
    ("what stands in a broken tree can be confirmed", "ERROR"),
)
"""What the door has to be shut by, dropped from its list."""

FAULTS = (
    *(fault(name, "consent/access.py", f"        Reason.{reason},\n", "", (DOOR,)) for name, reason in FORGOTTEN),
    fault(
        "a no of somebody who isn't said to be absent doesn't count",
        "consent/access.py",
        "people = noted | _not_absent(family, film)",
        "people = noted",
        (DOOR,),
    ),
    fault(
        "the confirming door never shuts by itself",
        "consent/access.py",
        "        against.append(Finding(Reason.EXPIRED))\n",
        "        pass\n",
        (DOOR,),
    ),
    fault(
        "each new clip opens the confirming door for its own days",
        "consent/access.py",
        "if now >= film.made_at + timedelta",
        "if now >= asset.made_at + timedelta",
        (f"{GATE}::test_that_confirming_ends_with_the_films_days_also_for_what_was_cut_later",),
    ),
)
