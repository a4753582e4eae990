"""Faults of the door for saying who is in a film."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "confirming")
DOOR = "tests/consent/test_confirming.py"
GATE = "tests/videos/test_gate.py"
HANDS = "tests/consent/test_second_hand.py"
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
        "whoever said they are in it is taken off by one hand",
        "consent/hands.py",
        ' | Q(pk__in=asset.objections.values("person")))',
        ")",
        (HANDS,),
    ),
    fault(
        "one hand leaves out whoever said no to the frames",
        "consent/hands.py",
        "    concerned = tuple(dict.fromkeys([*off, *out]))\n",
        "    concerned = tuple(off)\n",
        (HANDS,),
    ),
    fault(
        "a colleague removes whoever said no",
        "consent/hands.py",
        "colleagues = [] if noed else [",
        "colleagues = [",
        (HANDS,),
    ),
    fault(
        "an answer to what was replaced counts",
        "consent/settling.py",
        "    replace_waiting(asset, actor, now)\n    if said.need",
        "    if said.need",
        (HANDS,),
    ),
    fault(
        "the family is let in where another hand is asked for",
        "consent/hands.py",
        "return waiting is not None and actor in waiting.colleagues",
        "return waiting is not None",
        (HANDS,),
    ),
    fault(
        "an objection leaves the confirming door open",
        "consent/access.py",
        "confirmations=(asset.made_at,), objections=())",
        "confirmations=(asset.made_at,))",
        (HANDS,),
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
