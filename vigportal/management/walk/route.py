"""The way, in order. Each step says in one line what was so."""

from __future__ import annotations

from collections.abc import Callable

from vigportal.management.walk import casework, ending, filming, joining, watching
from vigportal.management.walk.walk import Walk

Step = Callable[[Walk], str]
ROUTE: tuple[tuple[str, Step], ...] = (
    ("A film", filming.bring_the_film),
    ("A service opens", joining.open_the_service),
    ("Colleagues come in", joining.invite_colleagues),
    ("Signing in with a code", joining.sign_in_with_code),
    ("A case with its people", casework.open_the_case),
    ("Who may decide", casework.verify_guardianships),
    ("The mother comes in", casework.invite_the_mother),
    ("Goals", casework.agree_goals),
    ("Consent to filming", casework.ask_before_filming),
    ("A cycle, filmed", casework.hold_the_filming),
    ("Upload over a bad line", filming.upload_over_a_bad_line),
    ("Making the film ready", filming.wait_until_ready),
    ("Who is in the film", filming.confirm_the_people),
    ("Three moments", filming.mark_moments),
    ("Who is in each moment", filming.confirm_moments),
    ("Consent to watching", casework.ask_for_viewing),
    ("Sharing and offering", filming.share_and_offer),
    ("The mother watches", watching.mother_watches),
    ("The mother looks", watching.mother_looks),
    ("The mother stops one", watching.mother_stops),
    ("The supervisor comments", watching.supervisor_comments),
    ("The shared review", ending.hold_the_review),
    ("Goals rated", ending.rate_the_goals),
    ("The ledger", ending.verify_the_ledger),
    ("Erasing the film", ending.erase_the_film),
)
