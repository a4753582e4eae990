"""A person on the stage: where body, head and hands are at a moment, from the score; and how that is drawn."""

import math
from dataclasses import dataclass

from vigportal.demo.bodies import SHOULDER, Limb, draw_arm, draw_body
from vigportal.demo.brush import Brush, Point
from vigportal.demo.faces import Mood, draw_back, draw_head
from vigportal.demo.looks import Person
from vigportal.demo.moves import is_blinking, sway
from vigportal.demo.score import Score

HIP = 330
HIGH = {False: 113, True: 106}
FAR_AWAY = 330


@dataclass(frozen=True)
class Puppet:
    """Somebody on the stage. ``side`` is where the hand is that does things: 1 at the right, −1 at the left."""

    name: str
    person: Person
    neck: Point
    size: float
    side: int
    rhythm: float


@dataclass(frozen=True)
class Stance:
    """One puppet at one moment, ready to be drawn."""

    puppet: Puppet
    body: Brush
    head: Brush
    mood: Mood
    hands: dict[int, Point]
    is_holding: bool

    def draw_behind(self) -> None:
        draw_back(self.head, self.puppet.person, self.mood)

    def draw(self) -> None:
        draw_body(self.body, self.puppet.person)
        draw_head(self.head, self.puppet.person, self.mood)

    def draw_arms(self) -> None:
        person, side = self.puppet.person, self.puppet.side
        shoulder = SHOULDER[person.is_child]
        for arm in (-side, side):
            joint = complex(arm * shoulder.real, shoulder.imag)
            limb = Limb(joint, self.hands[arm], self.is_holding and arm == side)
            draw_arm(self.body, person, limb, arm)


def stance(root: Brush, puppet: Puppet, score: Score, now: float) -> Stance:
    idle = sway(now, puppet.rhythm)
    lean = score.value(f"{puppet.name}.lean", now)
    breath = 1.6 * math.sin(math.tau * now / (3.1 if puppet.person.is_child else 3.9) + puppet.rhythm)
    hip = root.at(puppet.neck + 1j * HIP * puppet.size, size=puppet.size, turned=lean.real + idle.real * 0.35)
    body = hip.at(-1j * (HIP + breath - lean.imag))
    nod = score.value(f"{puppet.name}.nod", now).real
    head = body.at(
        complex(idle.real * 0.8, nod - HIGH[puppet.person.is_child] + idle.imag * 0.8), turned=idle.real * 1.1
    )
    return Stance(
        puppet,
        body,
        head,
        _mood(root, head, puppet, score, now),
        _hands(root, body, puppet, score, now),
        score.value(f"{puppet.name}.grip", now).real > 0.5,
    )


def _mood(root: Brush, head: Brush, puppet: Puppet, score: Score, now: float) -> Mood:
    name = puppet.name
    wanted = root.place + score.value(f"{name}.look", now) * root.reach - head.place
    look = wanted / abs(root.reach) / FAR_AWAY
    return Mood(
        look=look / max(1, abs(look)),
        smile=score.value(f"{name}.smile", now).real,
        open=score.openness(name, now),
        brow=score.value(f"{name}.brow", now).real,
        is_blinking=is_blinking(now, puppet.rhythm),
    )


def _hands(root: Brush, body: Brush, puppet: Puppet, score: Score, now: float) -> dict[int, Point]:
    places = {
        puppet.side: score.value(f"{puppet.name}.hand", now),
        -puppet.side: score.value(f"{puppet.name}.other", now),
    }
    return {arm: (root.place + place * root.reach - body.place) / body.reach for arm, place in places.items()}
