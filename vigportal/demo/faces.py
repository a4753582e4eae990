"""Faces: drawn about their own middle, 100 points from there to the crown. Where they turn is where they look."""

from dataclasses import dataclass

from vigportal.demo.brush import Brush, Colour, Point, mix, rounded
from vigportal.demo.hair import BEFORE, BEHIND
from vigportal.demo.looks import Person

DARK: Colour = (48, 32, 30)
TONGUE: Colour = (222, 118, 110)
WHITE: Colour = (255, 252, 246)
COVERED = {"bob", "scarf", "curls"}


@dataclass(frozen=True)
class Mood:
    """What a face shows: where it looks (−1 to 1 each way), and how much it smiles, speaks and wonders."""

    look: Point = 0j
    smile: float = 0.4
    open: float = 0
    brow: float = 0
    is_blinking: bool = False


@dataclass(frozen=True)
class Build:
    """Where things are in a grown-up's face, and in a child's."""

    outline: tuple[Point, ...]
    eyes: Point
    eye: float
    brows: float
    nose: float
    mouth: Point
    cheeks: Point


def _mirrored(half: tuple[Point, ...]) -> tuple[Point, ...]:
    return half + tuple(-point.conjugate() for point in reversed(half) if point.real)


GROWN = Build(
    outline=_mirrored((-100j, 62 - 84j, 92 - 24j, 90 + 30j, 68 + 78j, 30 + 104j, 109j)),
    eyes=35 - 2j,
    eye=9.5,
    brows=-32,
    nose=26,
    mouth=25 + 56j,
    cheeks=58 + 34j,
)
SMALL = Build(
    outline=_mirrored((-94j, 66 - 78j, 98 - 18j, 101 + 32j, 80 + 76j, 38 + 99j, 104j)),
    eyes=39 + 13j,
    eye=11.5,
    brows=-9,
    nose=34,
    mouth=20 + 58j,
    cheeks=66 + 42j,
)


def draw_back(brush: Brush, person: Person, mood: Mood) -> None:
    """What lies behind neck and shoulders: long hair, a scarf."""
    BEHIND[person.style](brush, person.hair, mood.look)


def draw_head(brush: Brush, person: Person, mood: Mood) -> None:
    build = SMALL if person.is_child else GROWN
    turn = complex(mood.look.real * 29, mood.look.imag * 14)
    _ears(brush, person, turn)
    brush.facets((point + turn * 0.12 for point in rounded(build.outline)), person.skin)
    _cheeks(brush, person, build, mood, turn)
    _eyes(brush, build, mood, turn)
    _nose(brush, person, build, turn)
    _mouth(brush, person, build, mood, turn)
    BEFORE[person.style](brush, person.hair, mood.look)
    _brows(brush, person, build, mood, turn)


def _ears(brush: Brush, person: Person, turn: Point) -> None:
    if person.style in COVERED:
        return
    for side in (-1, 1):
        ear = complex(side * 95 - turn.real * 0.5, 14 - turn.imag * 0.8)
        brush.oval(ear, 17, 23, person.skin)
        brush.oval(ear + side * 2, 8, 13, person.shade)


def _cheeks(brush: Brush, person: Person, build: Build, mood: Mood, turn: Point) -> None:
    for side in (-1, 1):
        hidden = max(0, side * mood.look.real)
        across = side * build.cheeks.real * (1 - 0.1 * hidden) + turn.real * 0.62
        cheek = complex(across, build.cheeks.imag + turn.imag * 0.6 - 4 * mood.smile)
        brush.oval(cheek, (17 + 3 * mood.smile) * (1 - 0.4 * hidden), 11 + 2 * mood.smile, person.blush)


def _eyes(brush: Brush, build: Build, mood: Mood, turn: Point) -> None:
    for side in (-1, 1):
        narrow = 1 - 0.16 * max(0, side * mood.look.real)
        eye = complex(side * build.eyes.real * narrow, build.eyes.imag) + turn
        if mood.is_blinking:
            brush.curve((eye - 11, eye + 4j, eye + 11), DARK, 4.5)
            continue
        pupil = eye + mood.look * 3
        brush.oval(pupil, build.eye * narrow, build.eye * (1.28 - 0.22 * mood.smile), DARK)
        brush.disc(pupil + complex(2.6, -4.6), build.eye * 0.3, WHITE)


def _brows(brush: Brush, person: Person, build: Build, mood: Mood, turn: Point) -> None:
    colour = mix(DARK, person.hair, 0.55) if person.style != "scarf" else DARK
    colour = mix(colour, person.skin, 0.35) if person.is_child else colour
    high = build.brows - 8 * mood.brow
    for side in (-1, 1):
        brow = complex(side * (build.eyes.real + 1), high) + turn
        bow = (brow - 15 * side, brow - 5 * side - 4j, brow + 6 * side - 4j, brow + 15 * side + 2j)
        brush.curve(bow, colour, 5 if person.is_child else 6)


def _nose(brush: Brush, person: Person, build: Build, turn: Point) -> None:
    tip = complex(turn.real * 1.45, build.nose + turn.imag * 1.2)
    if person.is_child:
        brush.oval(tip, 8, 6, person.shade)
        return
    brush.curve((tip - 8 - 3j, tip - 4 + 4j, tip + 4 + 4j, tip + 8 - 3j), person.shade, 5)


def _mouth(brush: Brush, person: Person, build: Build, mood: Mood, turn: Point) -> None:
    middle = complex(turn.real * 1.2, build.mouth.imag + turn.imag)
    wide = build.mouth.real * (0.72 + 0.38 * mood.smile - 0.18 * mood.open)
    up = 9 * mood.smile
    left, right = middle - wide - 1j * up, middle + wide - 1j * up
    if mood.open >= 0.12 and mood.smile < 0.55:
        brush.oval(middle + 3j * mood.open, wide * 0.62, 5 + 11 * mood.open, person.lips)
        brush.oval(middle + 9j * mood.open, wide * 0.36, 5 * mood.open, TONGUE)
        return
    if mood.open < 0.12:
        brush.curve((left, middle - wide * 0.5 + 0.45j * up, middle + wide * 0.5 + 0.45j * up, right), person.lips, 5)
        return
    _open_mouth(brush, person.lips, (left, right), middle, (wide, mood.open))


def _open_mouth(
    brush: Brush, lips_colour: Colour, corners: tuple[Point, Point], middle: Point, size: tuple[float, float]
) -> None:
    wide, openness = size
    lower = middle + 1j * (4 + 24 * openness)
    upper = middle - 3j * openness
    left, right = corners
    lips = (
        left,
        (left + upper) / 2 + 1j,
        upper,
        (right + upper) / 2 + 1j,
        right,
        lower + wide * 0.62 - 4j,
        lower,
        lower - wide * 0.62 - 4j,
    )
    brush.blob(lips, lips_colour)
    brush.oval(lower - 5j * openness, wide * 0.5, 6.5 * openness, TONGUE)
