"""The second kind of film: practitioner and mother watch a clip together and talk about it, in turns.

The screen plays, stops; one wonders, the other thinks and tells, and is received with a nod.
"""

from vigportal.demo.brush import Point
from vigportal.demo.score import (
    DELIGHT,
    HUMMING,
    LAUGH,
    NAMING,
    TELLING,
    WARM,
    WONDERING,
    Score,
    Teller,
    Turn,
    at_rest,
)

PRACTITIONER, MOTHER = "practitioner", "mother"
NECK: dict[str, Point] = {PRACTITIONER: 262 + 376j, MOTHER: 646 + 388j}
FACE: dict[str, Point] = {PRACTITIONER: 270 + 266j, MOTHER: 650 + 280j}
REST: dict[str, Point] = {PRACTITIONER: 384 + 618j, MOTHER: 760 + 624j}
OTHER_REST: dict[str, Point] = {PRACTITIONER: 158 + 624j, MOTHER: 540 + 630j}
SCREEN: Point = 1070 + 330j
CHIN: Point = 690 + 396j
HEART: Point = 640 + 486j
POINTING: Point = 842 + 402j
CLIP_SECONDS = 4.0


def tell_review(seconds: float) -> Score:
    teller = Teller(_beginnings())
    now, played = 1.2, 0
    teller.say(PRACTITIONER, 0.3, HUMMING)
    while now < seconds:
        played += 1
        now = _watch(teller, now, played)
        now = _wonder(teller, now)
        now = _tell(teller, now) if played % 2 else _point(teller, now)
    return teller.score(seconds)


def _beginnings() -> dict[str, complex]:
    still = at_rest(PRACTITIONER, FACE[MOTHER], REST[PRACTITIONER], OTHER_REST[PRACTITIONER])
    still |= at_rest(MOTHER, FACE[PRACTITIONER], REST[MOTHER], OTHER_REST[MOTHER])
    return still | {"screen": 0, "screen.stopped": 1}


def _both_look(teller: Teller, at: float, to: Point) -> None:
    teller.look(PRACTITIONER, at, to)
    teller.look(MOTHER, at + 0.3, to)


def _watch(teller: Teller, now: float, played: int) -> float:
    """The clip runs, and the mother's smile grows while it does."""
    _both_look(teller, now, SCREEN)
    teller.move("screen.stopped", now + 0.6, 0, 0.1)
    teller.run("screen", now + 0.6, CLIP_SECONDS * played, CLIP_SECONDS)
    teller.feel(MOTHER, now + 1.8, 0.8)
    teller.feel(PRACTITIONER, now + 2.6, 0.8)
    teller.move("screen.stopped", now + 0.6 + CLIP_SECONDS, 1, 0.1)
    return now + 1.0 + CLIP_SECONDS


def _wonder(teller: Teller, now: float) -> float:
    """An open question, and time to think."""
    teller.look(PRACTITIONER, now, FACE[MOTHER])
    teller.look(MOTHER, now + 0.5, FACE[PRACTITIONER])
    teller.feel(PRACTITIONER, now, 0.6, 0.7)
    heard = teller.say(PRACTITIONER, now + 0.4, WONDERING)
    teller.lean(PRACTITIONER, heard - 0.5, 3 + 4j)
    teller.look(MOTHER, heard + 0.1, SCREEN)
    teller.move("mother.hand", heard + 0.1, CHIN, 0.8, 10)
    teller.feel(MOTHER, heard + 0.2, 0.45, 0.4)
    return heard + 1.8


def _tell(teller: Teller, now: float) -> float:
    """She says what she saw; it is received."""
    begins = now - 3.4
    teller.look(MOTHER, now, FACE[PRACTITIONER])
    teller.move("mother.hand", now, REST[MOTHER], 0.8)
    teller.feel(MOTHER, now + 0.1, 0.8, 0.3)
    heard = teller.say(MOTHER, now + 0.3, TELLING)
    teller.nod(PRACTITIONER, heard - 0.5)
    heard = teller.say(MOTHER, heard + 0.2, NAMING)
    teller.move("mother.hand", heard - 0.2, HEART, 0.7, 10)
    return _receive(teller, begins, heard)


def _point(teller: Teller, now: float) -> float:
    """She shows it on the screen, and both are glad."""
    begins = now - 3.4
    teller.move("mother.hand", now, POINTING, 0.6, 20)
    teller.feel(MOTHER, now, 1, 0.8)
    heard = teller.say(MOTHER, now + 0.3, DELIGHT)
    teller.look(PRACTITIONER, now + 0.5, SCREEN)
    teller.look(MOTHER, heard + 0.2, FACE[PRACTITIONER])
    heard = teller.say(MOTHER, heard + 0.3, TELLING)
    teller.move("mother.hand", heard - 0.3, REST[MOTHER])
    return _receive(teller, begins, heard)


def _receive(teller: Teller, begins: float, now: float) -> float:
    teller.look(PRACTITIONER, now - 0.3, FACE[MOTHER])
    teller.move("practitioner.hand", now, 360 + 524j, 0.6)
    teller.feel(PRACTITIONER, now, 1, 0.4)
    teller.nod(PRACTITIONER, now)
    heard = teller.say(PRACTITIONER, now + 0.2, WARM)
    teller.feel(MOTHER, heard - 0.4, 1)
    heard = teller.say(MOTHER, heard + 0.1, LAUGH)
    teller.lean(PRACTITIONER, heard, 0)
    teller.move("practitioner.hand", heard - 0.4, REST[PRACTITIONER])
    teller.move("mother.hand", heard + 0.2, REST[MOTHER])
    for who in (PRACTITIONER, MOTHER):
        teller.feel(who, heard + 0.6, 0.6)
    teller.turns.append(Turn(round(begins, 2), round(heard + 0.6, 2), PRACTITIONER, "wonder"))
    return heard + 1.4
