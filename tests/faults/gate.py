"""Faults of the gate in front of every byte, and of what it sends."""

from functools import partial

from tests.faults.fault import Fault

fault = partial(Fault, "gate")
GATE = "tests/videos/test_gate.py"
REACHED = f"{GATE}::test_that_a_purpose_is_out_of_reach_for_everybody_it_is_not_meant_for"
SHARING = "tests/videos/test_sharing.py"
LONG = "tests/videos/test_long_answers.py"

FAULTS = (
    fault(
        "the decision is made and not looked at",
        "videos/access.py",
        "    if not decision.allowed:\n        raise NotOpen(asset, purpose, decision)\n    return Opened",
        "    return Opened",
        (f"{GATE}::test_that_nobody_watches_without_a_yes_and_everybody_meant_does_with_one",),
    ),
    fault(
        "a purpose that nobody listed reaches the own cases",
        "videos/access.py",
        "REACH.get(purpose, _nobody)",
        "REACH.get(purpose, _own_cases)",
        (REACHED,),
    ),
    fault(
        "everything sealed is served",
        "videos/access.py",
        "Rendition.objects.filter(kind__in=SERVED)",
        "Rendition.objects.all()",
        (f"{GATE}::test_that_an_original_is_served_to_nobody",),
    ),
    fault(
        "a seat that was ended still has its shares",
        "videos/access.py",
        '        in_force(now, "to__"),\n        clip__asset__in',
        "        clip__asset__in",
        (f"{SHARING}::test_that_what_a_seat_was_shown_is_not_shown_to_the_next_seat_of_the_same_person",),
    ),
    fault(
        "whoever is of the family sees every clip",
        "videos/access.py",
        "return family.exists() and _shared_with(viewer, asset, Purpose.FAMILY_VIEWING, now)",
        "return family.exists()",
        (REACHED,),
    ),
    fault(
        "another site may embed the bytes",
        "videos/views/gate.py",
        'not in {"same-origin", "none"}',
        'not in {"same-origin", "same-site", "cross-site", "none"}',
        (f"{GATE}::test_that_another_site_gets_nothing",),
    ),
    fault(
        "a long answer is not asked about again",
        "videos/player/stream.py",
        "            if start > reply.start and not still_open():\n                raise GoneDark\n",
        "",
        (LONG,),
    ),
    fault(
        "whoever began a long answer may end it",
        "videos/views/gate.py",
        "    except (NotOpen, Http404):\n        return False\n",
        "    except (NotOpen, Http404):\n        return True\n",
        (LONG,),
    ),
    fault(
        "an open player is told to go on after a no",
        "videos/views/gate.py",
        "        return _dark()\n    played =",
        "        return HttpResponse(status=204)\n    played =",
        (f"{GATE}::test_that_an_open_player_is_told_to_go_dark_and_its_seconds_are_kept",),
    ),
    fault(
        "a view is served without its entry",
        "videos/views/gate.py",
        "    watching.keep_watch(actor=request.user, opened=opened, rendition=rendition, now=now)\n    try:\n",
        "    try:\n",
        (f"{GATE}::test_that_a_sitting_is_entered_once_and_a_refusal_once",),
    ),
    fault(
        "one answer may hold a whole film",
        "videos/player/ranges.py",
        "LARGEST_PART = 1024 * 1024",
        "LARGEST_PART = 1024 * 1024 * 1024",
        ("tests/videos/player/test_ranges.py",),
    ),
)
