"""Bodies, arms and hands, about the pit of the neck, in the same points as the faces."""

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass

from vigportal.demo.brush import Brush, Colour, Point, mix
from vigportal.demo.looks import Person

BLACK: Colour = (30, 24, 28)


@dataclass(frozen=True)
class Limb:
    """One arm: where its hand is, and whether that hand holds on to something."""

    shoulder: Point
    hand: Point
    is_holding: bool = False


SHOULDER = {False: 108 + 67j, True: 90 + 57j}
LENGTHS = {False: (112, 106), True: (94, 90)}
SLEEVE = {False: (68, 46), True: (56, 40)}
PALM = {False: 25, True: 20}


def draw_body(brush: Brush, person: Person) -> None:
    outline = CHILD if person.is_child else GROWN
    neck = (-30 - 46j, -33 + 4j, -18 + 26j, 18 + 26j, 33 + 4j, 30 - 46j)
    brush.blob(outline, person.top)
    PATTERNS[person.pattern](brush, person)
    brush.blob(neck, person.shade)


GROWN = (
    -40 - 2j,
    -96 + 16j,
    -138 + 62j,
    -150 + 150j,
    -150 + 300j,
    -140 + 420j,
    140 + 420j,
    150 + 300j,
    150 + 150j,
    138 + 62j,
    96 + 16j,
    40 - 2j,
    14j,
)
CHILD = (
    -36 - 2j,
    -82 + 16j,
    -116 + 58j,
    -126 + 140j,
    -126 + 280j,
    -118 + 360j,
    118 + 360j,
    126 + 280j,
    126 + 140j,
    116 + 58j,
    82 + 16j,
    36 - 2j,
    14j,
)


def _plain(brush: Brush, person: Person) -> None:
    brush.curve((-44 + 0j, -24 + 26j, 34j, 24 + 26j, 44 + 0j), person.trim, 12)


def _stripes(brush: Brush, person: Person) -> None:
    for down in range(66, 360, 44):
        wide = 104 if down < 90 else 121 if person.is_child else 145
        brush.curve((complex(-wide, down), complex(0, down + 10), complex(wide, down)), person.trim, 13)
    _plain(brush, person)


def _dots(brush: Brush, person: Person) -> None:
    for row, down in enumerate(range(60, 340, 36)):
        for across in range(-96 + 24 * (row % 2), 120, 48):
            brush.disc(complex(across, down), 6, person.trim)
    _plain(brush, person)


def _dungarees(brush: Brush, person: Person) -> None:
    brush.curve((-44 + 0j, -24 + 26j, 34j, 24 + 26j, 44 + 0j), mix(person.top, BLACK, 0.18), 10)
    for side in (-1, 1):
        brush.stroke((complex(side * 62, 8), complex(side * 50, 110)), person.trim, 22)
    brush.block(-66 + 92j, 132 + 300j, 18, person.trim)
    for side in (-1, 1):
        brush.disc(complex(side * 50, 108), 8, mix(person.trim, BLACK, 0.35))
    brush.block(-28 + 130j, 56 + 40j, 10, mix(person.trim, BLACK, 0.12))


def _shirt(brush: Brush, person: Person) -> None:
    brush.blob((-26 + 2j, 60j, 26 + 2j, 20j), person.trim)
    for side in (-1, 1):
        lapel = (complex(side * 40, -10), complex(side * 54, 20), complex(side * 20, 50), complex(side * 8, 34))
        brush.blob(lapel, mix(person.top, (255, 255, 255), 0.22))
    brush.stroke((56j, 400j), mix(person.top, BLACK, 0.16), 3)
    for down in range(84, 360, 52):
        brush.disc(complex(0, down), 5, person.trim)


PATTERNS: dict[str, Callable[[Brush, Person], None]] = {
    "plain": _plain,
    "stripes": _stripes,
    "dots": _dots,
    "dungarees": _dungarees,
    "shirt": _shirt,
}


def draw_arm(brush: Brush, person: Person, limb: Limb, side: int) -> None:
    """From shoulder to fingertips; ``side`` is −1 for the arm at the left of the picture."""
    elbow = bend(limb, LENGTHS[person.is_child], side)
    wide, narrow = SLEEVE[person.is_child]
    along = (limb.hand - elbow) / (abs(limb.hand - elbow) or 1)
    wrist = limb.hand - along * PALM[person.is_child] * 0.9
    draw_hand(brush.at(limb.hand, turned=math.degrees(cmath.phase(along))), person, limb, side)
    path = (limb.shoulder, limb.shoulder + (elbow - limb.shoulder) * 0.78, elbow + (wrist - elbow) * 0.22, wrist)
    shadow = tuple(point + 5j for point in path[1:])
    brush.tube(shadow, mix(person.top, BLACK, 0.2), wide - (wide - narrow) / 3, narrow)
    brush.tube(path, person.top, wide, narrow)
    across = along * 1j * (narrow / 2 + 2)
    cuff = person.top if person.pattern == "dungarees" else person.trim
    brush.facets(
        (
            wrist - along * 8 - across,
            wrist + along * 6 - across,
            wrist + along * 6 + across,
            wrist - along * 8 + across,
        ),
        cuff,
    )


def bend(limb: Limb, lengths: tuple[float, float], side: int) -> Point:
    """The elbow: it hangs outwards and down; what is out of reach is reached by a longer sleeve."""
    upper, lower = lengths
    way = limb.hand - limb.shoulder
    far = max(abs(way), abs(upper - lower) + 1)
    stretch = max(1.0, far / (upper + lower) / 0.985)
    upper, lower = upper * stretch, lower * stretch
    cosine = (upper**2 + far**2 - lower**2) / (2 * upper * far)
    angle = math.acos(min(max(cosine, -1), 1))
    elbows = [limb.shoulder + cmath.rect(upper, cmath.phase(way) + turn * angle) for turn in (-1, 1)]
    return max(elbows, key=lambda elbow: elbow.imag + 0.35 * side * elbow.real)


def draw_hand(brush: Brush, person: Person, limb: Limb, side: int) -> None:
    hand = brush.at(0j, size=PALM[person.is_child] / 25)
    if limb.is_holding:
        _fist(hand, person)
        return
    hand.oval(6 + 0j, 25, 21, person.skin)
    for finger in range(4):
        across = complex(0, -14 + 9.5 * finger)
        hand.stroke((10 + across, 38 - abs(finger - 1.4) * 4 + across * 1.15), person.skin, 11)
    hand.stroke((2 - 12j * side, 24 - 28j * side), person.skin, 13, 11)


def _fist(hand: Brush, person: Person) -> None:
    hand.disc(4 + 0j, 24, person.skin)
    for finger in range(4):
        across = complex(0, -17 + 11.5 * finger)
        hand.stroke((6 + across, 27 + across * 0.9), person.skin, 12)
    for gap in (-11, 0.5, 12):
        hand.stroke((14 + 1j * gap, 28 + 0.9j * gap), mix(person.skin, person.shade, 0.8), 2)
