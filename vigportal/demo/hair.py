"""Hair: what is drawn behind the shoulders and what is drawn over the face, per style, about the middle of a head.

A style is two drawings. Both take the brush, the hair's colour and where the face looks, so that a parting
travels a little with the face.
"""

from collections.abc import Callable

from vigportal.demo.brush import Brush, Colour, Point, mix

WHITE: Colour = (255, 250, 240)
Drawing = Callable[[Brush, Colour, Point], None]


def _light(hair: Colour) -> Colour:
    return mix(hair, WHITE, 0.13)


def _nothing(_brush: Brush, _hair: Colour, _look: Point) -> None:
    pass


def _cap(brush: Brush, hair: Colour, fringe: tuple[Point, ...]) -> None:
    crown = (-106 + 14j, -104 - 40j, -66 - 99j, -120j, 66 - 99j, 104 - 40j, 106 + 14j)
    brush.blob(crown + fringe, hair)
    brush.curve((-62 - 86j, -20 - 103j, 24 - 103j), _light(hair), 4, 9)


def _bob_behind(brush: Brush, hair: Colour, look: Point) -> None:
    shift = -6 * look.real
    brush.blob(
        (
            -100 - 60j,
            -116 + 20j,
            -122 + 84j + shift,
            -84 + 118j + shift,
            84 + 118j + shift,
            122 + 84j + shift,
            116 + 20j,
            100 - 60j,
            -112j,
        ),
        hair,
    )


def _bob(brush: Brush, hair: Colour, look: Point) -> None:
    part = 20 * look.real - 18
    _cap(brush, hair, (96 + 26j, 84 - 18j, 44 - 48j, part - 66j, -58 - 40j, -88 - 12j, -97 + 26j))
    for side in (-1, 1):
        lock = tuple(
            complex(side * point.real, point.imag) for point in (99 - 30j, 112 + 20j, 116 + 80j, 98 + 96j, 92 + 40j)
        )
        brush.blob(lock, hair)


def _short(brush: Brush, hair: Colour, look: Point) -> None:
    part = 20 * look.real + 34
    _cap(
        brush,
        hair,
        (97 + 16j, 90 - 24j, 76 - 50j, part - 74j, part - 34 - 56j, -40 - 44j, -76 - 34j, -92 - 16j, -97 + 16j),
    )
    shade = mix(hair, (0, 0, 0), 0.12)
    for bow in (0, 15, 30):
        brush.curve(
            (complex(part - 4, -80 - bow * 0.5), complex(part - 46, -70 - bow), complex(part - 92, -46 - bow)), shade, 3
        )
    brush.curve((complex(part + 4, -84), complex(part + 24, -78), complex(part + 44, -58)), shade, 3)


def _bun_behind(brush: Brush, hair: Colour, look: Point) -> None:
    brush.disc(-118j - 14 * look.real, 40, hair)
    brush.curve((-26 - 132j - 14 * look.real, -138j - 14 * look.real, 22 - 128j - 14 * look.real), _light(hair), 5)


def _bun(brush: Brush, hair: Colour, look: Point) -> None:
    part = 20 * look.real
    _cap(brush, hair, (93 - 2j, 76 - 40j, 36 - 66j, part - 72j, -36 - 66j, -76 - 40j, -93 - 2j))


def _curls_behind(brush: Brush, hair: Colour, look: Point) -> None:
    for point in (-98 + 40j, 98 + 40j, -112 - 6j, 112 - 6j, -92 + 80j, 92 + 80j, -100 - 56j, 100 - 56j):
        brush.disc(point - 5 * look.real, 42, hair)


def _curls(brush: Brush, hair: Colour, look: Point) -> None:
    for point in (-88 - 62j, -50 - 92j, -98j, 50 - 92j, 88 - 62j, -64 - 70j + 6 * look.real, -18 - 76j + 8 * look.real):
        brush.disc(point, 33, hair)
    for point in (30 - 74j + 8 * look.real, 66 - 66j + 6 * look.real):
        brush.disc(point, 29, hair)
    for point in (-44 - 100j, 8 - 106j, 56 - 94j):
        brush.curve((point - 11 + 3j, point - 6j, point + 11 + 2j), _light(hair), 5)


def _scarf_behind(brush: Brush, hair: Colour, _look: Point) -> None:
    brush.blob(
        (-108 - 30j, -114 + 50j, -104 + 128j, 104 + 128j, 114 + 50j, 108 - 30j, -124j), mix(hair, (0, 0, 0), 0.18)
    )


def _scarf(brush: Brush, hair: Colour, look: Point) -> None:
    shift = 9 * look.real
    half = (-122j, 52 - 112j, 100 - 64j, 113 + 10j, 104 + 80j, 62 + 128j)
    outside = (*half, 150j, *(-point.conjugate() for point in reversed(half[1:])))
    hole = (-66j, 46 - 56j, 82 - 16j, 88 + 30j, 72 + 72j, 34 + 101j)
    inside = (*hole, 110j, *(-point.conjugate() for point in reversed(hole[1:])))
    brush.ring(outside, tuple(point + shift for point in inside), hair)
    brush.curve((-70 - 78j, -24 - 99j, 30 - 100j), _light(hair), 4, 8)
    brush.curve((84 + 62j, 46 + 112j, -14 + 136j), mix(hair, (0, 0, 0), 0.16), 3, 5)


def _fringe(brush: Brush, hair: Colour, look: Point) -> None:
    part = 18 * look.real
    _cap(
        brush,
        hair,
        (
            97 + 8j,
            82 - 22j,
            52 - 30j + part * 0.5,
            16 - 24j + part,
            -24 - 30j + part,
            -60 - 24j + part * 0.5,
            -84 - 18j,
            -97 + 8j,
        ),
    )
    brush.curve((4 - 116j, 14 - 132j, 30 - 128j), hair, 9, 4)


def _mop(brush: Brush, hair: Colour, look: Point) -> None:
    for point in (-90 - 40j, -66 - 80j, -26 - 104j, 22 - 106j, 64 - 84j, 92 - 42j):
        brush.disc(point, 34, hair)
    for point in (-58 - 50j, -20 - 62j, 20 - 64j, 56 - 54j):
        brush.disc(point + 10 * look.real, 27, hair)
    brush.curve((-40 - 104j, -8 - 116j, 30 - 112j), _light(hair), 4, 8)


def _tails_behind(brush: Brush, hair: Colour, look: Point) -> None:
    for side in (-1, 1):
        root = complex(side * 92, -52) - 10 * look.real
        brush.blob(
            (
                root,
                root + complex(side * 44, -22),
                root + complex(side * 66, 26),
                root + complex(side * 48, 84),
                root + complex(side * 30, 40),
            ),
            hair,
        )
        brush.disc(root + side * 10, 11, (226, 98, 92))


def _puffs_behind(brush: Brush, hair: Colour, look: Point) -> None:
    for side in (-1, 1):
        root = complex(side * 84, -84) - 10 * look.real
        brush.disc(root, 46, hair)
        brush.curve((root - 18 - 20j, root - 28j, root + 20 - 18j), _light(hair), 5)


def _puffs(brush: Brush, hair: Colour, look: Point) -> None:
    part = 16 * look.real
    _cap(brush, hair, (95 - 4j, 74 - 44j, 34 - 60j, part - 74j, -34 - 60j, -74 - 44j, -95 - 4j))


BEHIND: dict[str, Drawing] = {
    "bob": _bob_behind,
    "short": _nothing,
    "bun": _bun_behind,
    "curls": _curls_behind,
    "scarf": _scarf_behind,
    "fringe": _nothing,
    "mop": _nothing,
    "tails": _tails_behind,
    "puffs": _puffs_behind,
}
BEFORE: dict[str, Drawing] = {
    "bob": _bob,
    "short": _short,
    "bun": _bun,
    "curls": _curls,
    "scarf": _scarf,
    "fringe": _fringe,
    "mop": _mop,
    "tails": _fringe,
    "puffs": _puffs,
}
