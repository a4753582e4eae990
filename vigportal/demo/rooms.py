"""The rooms: painted once for each film, with everything in them that does not move."""

from PIL import Image, ImageDraw, ImageFilter

from vigportal.demo.brush import Brush, Colour, Point, mix
from vigportal.demo.looks import Look, Room

WHITE: Colour = (255, 251, 242)
BLACK: Colour = (52, 36, 34)
SIZE = (1280, 720)


def paint_playroom(look: Look, scale: float) -> Image.Image:
    canvas, brush = _empty(look.room, scale)
    _window(brush.at(1010 + 168j), look, 250 + 216j)
    _shelf(brush.at(206 + 172j), look)
    _drawing(brush.at(640 + 150j), look)
    _sofa(brush, look.room)
    _plant(brush.at(1206 + 520j), look)
    _light(canvas, look.light, scale, ((560 + 330j), (860 + 330j), (620 + 720j), (240 + 720j)))
    return canvas


def paint_review_room(look: Look, scale: float) -> Image.Image:
    canvas, brush = _empty(look.room, scale)
    _window(brush.at(480 + 158j), look, 250 + 216j)
    _shelf(brush.at(160 + 150j), look)
    _lamp(brush.at(860 + 150j), look)
    _sofa(brush.at(-20 + 4j, size=1.28), look.room)
    _cabinet(brush, look.room)
    _light(canvas, look.light, scale, (300 + 330j, 640 + 330j, 520 + 720j, 120 + 720j))
    return canvas


def _lamp(brush: Brush, look: Look) -> None:
    brush.stroke((40j, 330j), mix(look.room.wood, BLACK, 0.3), 8)
    brush.facets((-34 - 42j, 34 - 42j, 62 + 48j, -62 + 48j), mix(look.light, look.toys[1], 0.35))
    brush.oval(332j, 46, 9, mix(look.room.wood, BLACK, 0.3))


def _cabinet(brush: Brush, room: Room) -> None:
    brush.block(906 + 470j, 340 + 120j, 10, room.wood)
    brush.block(920 + 486j, 150 + 88j, 6, mix(room.wood, WHITE, 0.14))
    brush.block(1082 + 486j, 150 + 88j, 6, mix(room.wood, WHITE, 0.14))
    for knob in (1056, 1098):
        brush.disc(knob + 530j, 6, mix(room.wood, BLACK, 0.3))


def _empty(room: Room, scale: float) -> tuple[Image.Image, Brush]:
    canvas = Image.new("RGB", (round(SIZE[0] * scale), round(SIZE[1] * scale)), room.wall)
    brush = Brush(ImageDraw.Draw(canvas), 0j, complex(scale))
    brush.block(-20 + 468j, 1320 + 300j, 2, room.floor)
    brush.block(-20 + 456j, 1320 + 16j, 2, mix(room.wall, WHITE, 0.6))
    for down in (520, 590):
        brush.stroke((complex(-10, down), complex(1290, down)), mix(room.floor, BLACK, 0.05), 3)
    return canvas, brush


def _window(brush: Brush, look: Look, size: Point) -> None:
    room, corner = look.room, -size / 2
    frame = mix(room.wall, WHITE, 0.8)
    brush.block(corner - 16 - 16j, size + 32 + 32j, 14, frame)
    brush.block(corner, size, 4, room.sky)
    brush.disc(corner + size.real * 0.72 + 46j, 26, mix(look.light, WHITE, 0.4))
    _hills(brush, room, size)
    for cloud, wide in ((-70 - 56j, 26), (-44 - 60j, 20), (-92 - 50j, 17)):
        brush.oval(cloud, wide, wide * 0.6, mix(room.sky, WHITE, 0.75))
    brush.block(complex(-4, corner.imag), complex(8, size.imag), 1, frame)
    brush.block(complex(corner.real, -14), complex(size.real, 8), 1, frame)
    brush.block(complex(corner.real - 30, -corner.imag + 12), complex(size.real + 60, 16), 7, frame)
    rod = complex(size.real / 2 + 76, corner.imag - 30)
    brush.stroke((-rod.conjugate(), rod), mix(room.wood, BLACK, 0.15), 8)
    for side in (-1, 1):
        _curtain(brush, room, complex(side * (size.real / 2 + 26), corner.imag - 26), side)


def _hills(brush: Brush, room: Room, size: Point) -> None:
    right, low = size / 2 - 0j, size.imag / 2
    wide = right.real
    brush.facets(
        (
            complex(-wide, low),
            complex(-wide, low - 50),
            complex(-wide * 0.4, low - 74),
            complex(wide * 0.3, low - 52),
            complex(wide, low - 66),
            complex(wide, low),
        ),
        mix(room.plant, room.sky, 0.55),
    )
    brush.facets(
        (
            complex(-wide, low),
            complex(-wide, low - 24),
            complex(0, low - 40),
            complex(wide, low - 26),
            complex(wide, low),
        ),
        mix(room.plant, room.sky, 0.25),
    )
    brush.stroke((complex(58, low - 30), complex(58, low - 62)), mix(room.wood, BLACK, 0.3), 7)
    brush.disc(complex(58, low - 82), 27, mix(room.plant, room.sky, 0.1))


def _curtain(brush: Brush, room: Room, top: Point, side: int) -> None:
    cloth = mix(room.cloth, WHITE, 0.35)
    brush.blob(
        (
            top - 26 * side,
            top + 22 * side,
            top + 30 * side + 130j,
            top + 24 * side + 292j,
            top - 14 * side + 292j,
            top - 10 * side + 140j,
        ),
        cloth,
    )
    for fold in (-8, 8):
        brush.curve(
            (top + fold * side + 4j, top + (fold + 9) * side + 140j, top + fold * side + 280j),
            mix(cloth, BLACK, 0.08),
            4,
        )


def _shelf(brush: Brush, look: Look) -> None:
    room = look.room
    brush.block(-130 + 0j, 260 + 14j, 5, room.wood)
    books = ((-112, 66, 0), (-90, 82, 1), (-66, 58, 2), (-44, 74, 3))
    for left, high, number in books:
        brush.block(complex(left, -high), complex(19, high), 3, mix(look.toys[number], room.wall, 0.3))
        brush.block(complex(left + 4, -high + 12), complex(11, 6), 2, mix(room.wall, WHITE, 0.5))
    _teddy(brush.at(24 + 0j), mix(room.wood, BLACK, 0.12))
    brush.block(76 - 44j, 38 + 44j, 10, mix(room.cloth, WHITE, 0.2))
    brush.blob((80 - 44j, 74 - 78j, 92 - 96j, 110 - 82j, 110 - 44j), mix(room.plant, WHITE, 0.1))


def _teddy(brush: Brush, fur: Colour) -> None:
    pale = mix(fur, WHITE, 0.4)
    brush.oval(0 - 20j, 22, 22, fur)
    for side in (-1, 1):
        brush.disc(complex(side * 17, -68), 9, fur)
        brush.oval(complex(side * 18, -7), 11, 9, fur)
        brush.oval(complex(side * 22, -28), 8, 12, fur)
    brush.disc(-52j, 22, fur)
    brush.oval(-45j, 10, 8, pale)
    brush.disc(-48j, 3, BLACK)
    for side in (-1, 1):
        brush.disc(complex(side * 8, -57), 2.6, BLACK)


def _drawing(brush: Brush, look: Look) -> None:
    """A child's picture: a house and a sun, on the wall."""
    paper = mix(look.room.wall, WHITE, 0.75)
    brush.block(-62 - 48j, 124 + 96j, 5, mix(look.room.wood, WHITE, 0.25))
    brush.block(-54 - 40j, 108 + 80j, 2, paper)
    ink = [mix(toy, paper, 0.25) for toy in look.toys]
    brush.block(-30 - 4j, 44 + 34j, 2, ink[2])
    brush.facets((-36 - 4j, -8 - 30j, 20 - 4j), ink[0])
    brush.disc(34 - 22j, 10, ink[1])
    brush.stroke((-48 + 31j, 48 + 31j), ink[3], 4)
    brush.block(-13 + 12j, 11 + 18j, 2, paper)


def _sofa(brush: Brush, room: Room) -> None:
    cloth = mix(room.cloth, room.wall, 0.25)
    brush.block(66 + 372j, 640 + 300j, 46, mix(cloth, BLACK, 0.06))
    brush.block(84 + 388j, 300 + 240j, 34, cloth)
    brush.block(392 + 388j, 298 + 240j, 34, cloth)
    brush.block(20 + 436j, 110 + 260j, 44, mix(cloth, BLACK, 0.1))


def _plant(brush: Brush, look: Look) -> None:
    leaf = look.room.plant
    for tip, bow in ((-74 - 116j, -52 - 40j), (-26 - 172j, -26 - 80j), (40 - 150j, 14 - 76j), (72 - 80j, 44 - 34j)):
        across = (tip / abs(tip)) * 1j * 17
        brush.blob((0j, bow - across, tip, bow + across), mix(leaf, WHITE, 0.08 if tip.real < 0 else 0))
        brush.curve((0j, bow, tip * 0.9), mix(leaf, BLACK, 0.18), 3)
    brush.facets((-46 - 8j, 46 - 8j, 34 + 84j, -34 + 84j), look.toys[0])
    brush.block(-52 - 16j, 104 + 22j, 8, mix(look.toys[0], WHITE, 0.2))


def _light(canvas: Image.Image, light: Colour, scale: float, patch: tuple[Point, ...]) -> None:
    """Sunlight through the window: a soft pale patch, once, over everything that stands still."""
    small = canvas.size[0] // 8, canvas.size[1] // 8
    mask = Image.new("L", small)
    corners = [(point.real * scale / 8, point.imag * scale / 8) for point in patch]
    ImageDraw.Draw(mask).polygon(corners, fill=92)
    soft = mask.filter(ImageFilter.GaussianBlur(5 * scale / 2)).resize(canvas.size, Image.Resampling.BICUBIC)
    canvas.paste(Image.new("RGB", canvas.size, light), (0, 0), soft)
