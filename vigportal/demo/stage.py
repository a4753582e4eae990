"""The stages: a score and a look become one picture after the other."""

from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from vigportal.demo import play, review
from vigportal.demo.brush import Brush, Colour, mix
from vigportal.demo.looks import Look
from vigportal.demo.play import CHILD, MOTHER, tell_play
from vigportal.demo.puppets import Puppet, stance
from vigportal.demo.review import CLIP_SECONDS, PRACTITIONER
from vigportal.demo.rooms import SIZE, WHITE, paint_playroom, paint_review_room
from vigportal.demo.score import Score
from vigportal.demo.screen import A_SECOND, slanted
from vigportal.demo.toys import draw_shadow, draw_toy

BLACK: Colour = (60, 36, 24)
FINE = 2
Picture = Callable[[float], Image.Image]
Things = Callable[[Image.Image, Brush, float], None]


def play_stage(look: Look, score: Score, width: int) -> Picture:
    """Pictures of mother and child at a table with toys."""
    scale = FINE * width / SIZE[0]
    puppets = (
        Puppet(MOTHER, look.mother, play.NECK[MOTHER], 1.02, 1, look.rhythm),
        Puppet(CHILD, look.child, play.NECK[CHILD], 0.9, -1, look.rhythm + 2),
    )

    def on_table(_canvas: Image.Image, brush: Brush, now: float) -> None:
        draw_table(brush, look.room.wood)
        _draw_toys(brush, look, score, now)

    return _pictures(paint_playroom(look, scale), puppets, score, on_table)


def review_stage(look: Look, score: Score, width: int) -> Picture:
    """Pictures of practitioner and mother by a screen on which the child plays."""
    scale = FINE * width / SIZE[0]
    screen = slanted(_clip(look, width // 4), scale)
    puppets = (
        Puppet(PRACTITIONER, look.practitioner, review.NECK[PRACTITIONER], 1.0, 1, look.rhythm + 4),
        Puppet(MOTHER, look.mother, review.NECK[MOTHER], 1.0, 1, look.rhythm),
    )

    def on_table(canvas: Image.Image, brush: Brush, now: float) -> None:
        screen.draw(canvas, brush, score, now)
        low = brush.at(60j)
        draw_table(low, look.room.wood)
        _draw_mugs(brush, look)

    return _pictures(paint_review_room(look, scale), puppets, score, on_table)


def _pictures(room: Image.Image, puppets: Sequence[Puppet], score: Score, on_table: Things) -> Picture:
    canvas = room.copy()
    root = Brush(ImageDraw.Draw(canvas), 0j, complex(room.width / SIZE[0]))

    def picture(now: float) -> Image.Image:
        canvas.paste(room)
        stances = [stance(root, puppet, score, now) for puppet in puppets]
        for each in stances:
            each.draw_behind()
            each.draw()
        on_table(canvas, root, now)
        for each in stances:
            each.draw_arms()
        return canvas.reduce(FINE)

    return picture


def _clip(look: Look, width: int) -> list[Image.Image]:
    """What runs on the screen: a turn of the game."""
    picture = play_stage(look, tell_play(14, look.shape), width)
    return [picture(4.4 + step / A_SECOND) for step in range(int(CLIP_SECONDS * A_SECOND))]


def draw_table(brush: Brush, wood: Colour) -> None:
    brush.oval(640 + 768j, 768, 190, mix(wood, WHITE, 0.22))
    brush.oval(640 + 782j, 700, 160, mix(wood, WHITE, 0.28))


def _draw_toys(brush: Brush, look: Look, score: Score, now: float) -> None:
    for number in range(len(look.toys)):
        foot = score.value(f"toy{number}", now)
        if foot.imag > 655:
            draw_shadow(brush.at(foot), look.shape, number, look.room.wood)
    for number, colour in enumerate(look.toys):
        middle = score.value(f"toy{number}", now) - 30j
        turned = score.value(f"toy{number}.turn", now).real
        draw_toy(brush.at(middle, turned=turned).at(30j), look.shape, number, colour)


def _draw_mugs(brush: Brush, look: Look) -> None:
    for place, colour in ((300 + 668j, look.toys[2]), (846 + 664j, look.toys[1])):
        mug = brush.at(place)
        mug.oval(4 + 36j, 30, 7, mix(look.room.wood, BLACK, 0.2))
        mug.ring(
            (14 - 16j, 44 - 12j, 44 + 18j, 14 + 22j), (18 - 8j, 35 - 5j, 35 + 11j, 18 + 14j), mix(colour, BLACK, 0.15)
        )
        mug.block(-24 - 26j, 46 + 62j, 10, colour)
        mug.oval(-1 - 26j, 23, 7, mix(colour, BLACK, 0.4))
    book = brush.at(560 + 690j)
    book.facets((-80 - 18j, 40 - 22j, 64 + 18j, -72 + 22j), mix(look.toys[3], BLACK, 0.1))
    book.facets((-74 - 18j, 36 - 22j, 56 + 12j, -66 + 16j), (250, 247, 238))
    for line in (-12, -3, 6):
        book.stroke((complex(-56, line + 2), complex(22, line)), mix(look.toys[3], WHITE, 0.6), 3)
