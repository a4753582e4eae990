"""Who is drawn, in which clothes, with which toy, in which light: tables, so that the same choice looks the same.

A family keeps its faces and its room; every cycle has another day's clothes, toy and light. Nobody here is real.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from vigportal.demo.brush import Colour, mix

ROSE: Colour = (224, 92, 84)


@dataclass(frozen=True)
class Person:
    skin: Colour
    hair: Colour
    style: str
    top: Colour
    trim: Colour
    pattern: str
    is_child: bool = False

    @property
    def shade(self) -> Colour:
        return _shone(self.skin, (220, 200, 190))

    @property
    def lips(self) -> Colour:
        return _shone(self.skin, (156, 74, 72))

    @property
    def blush(self) -> Colour:
        return mix(self.skin, ROSE, 0.3)


@dataclass(frozen=True)
class Room:
    wall: Colour
    floor: Colour
    wood: Colour
    cloth: Colour
    sky: Colour
    plant: Colour


Thing = TypeVar("Thing", Person, Room)


@dataclass(frozen=True)
class Look:
    """Everything that tells one film's picture from another's."""

    mother: Person
    child: Person
    practitioner: Person
    room: Room
    toys: tuple[Colour, ...]
    shape: str
    light: Colour
    rhythm: float


def look_of(family: int, cycle: int) -> Look:
    """The same two numbers always give the same look."""
    mother, child, practitioner, room = FAMILIES[family % len(FAMILIES)]
    day = DAYS[(cycle - 1) % len(DAYS)]
    look = Look(
        mother=_dressed(mother, day[0]),
        child=_dressed(child, day[1], is_child=True),
        practitioner=_dressed(practitioner, day[2]),
        room=_room(room, day[5]),
        toys=tuple(_colour(toy) for toy in day[3].split()),
        shape=day[4],
        light=_colour(day[6]),
        rhythm=family * 1.7 + cycle * 0.9,
    )
    return _lit(look, _colour(day[7]))


def _dressed(face: str, clothes: str, *, is_child: bool = False) -> Person:
    skin, hair, style = face.split()
    top, trim, pattern = clothes.split()
    return Person(_colour(skin), _colour(hair), style, _colour(top), _colour(trim), pattern, is_child)


def _room(colours: str, sky: str) -> Room:
    wall, floor, wood, cloth, plant = map(_colour, colours.split())
    return Room(wall, floor, wood, cloth, _colour(sky), plant)


def _colour(written: str) -> Colour:
    return int(written[0:2], 16), int(written[2:4], 16), int(written[4:6], 16)


def _lit(look: Look, light: Colour) -> Look:
    """Let the light of the day fall on everything."""
    return replace(
        look,
        mother=_tinted(look.mother, light),
        child=_tinted(look.child, light),
        practitioner=_tinted(look.practitioner, light),
        room=_tinted(look.room, light),
        toys=tuple(_shone(toy, light) for toy in look.toys),
    )


def _tinted(thing: Thing, light: Colour) -> Thing:
    worn = {field.name: getattr(thing, field.name) for field in fields(thing)}
    shone: dict[str, Any] = {name: _shone(it, light) for name, it in worn.items() if isinstance(it, tuple)}
    return replace(thing, **shone)


def _shone(colour: Colour, light: Colour) -> Colour:
    red, green, blue = (round(part * glow / 255) for part, glow in zip(colour, light, strict=True))
    return red, green, blue


# mother, child, practitioner: skin, hair, style; room: wall, floor, wood, cloth, plant
FAMILIES = (
    ("EDBE98 4B2F22 bob", "F3CBA9 7C4A2A fringe", "F2CDB0 B9B2AC short", "D6E6DF E9D7BD C99B6A E3A48C 5E8C6A"),
    ("8A5A3C 2B1D1B curls", "96633F 2B1D1B puffs", "EDBE98 8A4B2A bun", "F3E2C7 DFC4A0 B07F50 7FA3A8 4F8262"),
    ("D9A37C 35506B scarf", "DDAA84 2E2220 mop", "C98F69 2A2022 bob", "DCE3EE E6D3BC BF9164 B98AA0 6B9070"),
    ("F6D6BE C4823F bun", "F6D6BE D29A55 tails", "7A4D33 221A1A curls", "EADFD9 E3CFB4 C2935F 8FB0A0 5B8A64"),
)

# clothes of mother, child, practitioner: top, trim, pattern; toys, shape, sky, light that falls in, light overall
DAYS = (
    (
        "0F6A70 F4EAD8 plain",
        "F2A65A FFF3DC stripes",
        "5D6C8E EFE6DA shirt",
        "D9594C F2B33D 3E8FB0 5AA469 E07B39",
        "cube",
        "B5DAEC",
        "FFF6D8",
        "FFFFFF",
    ),
    (
        "C8615A F8E3CF dots",
        "4F86B8 F6D365 dungarees",
        "7A8F5B F4EBDD plain",
        "6C8FC7 E8A0A8 F0C04C 7DB58A C98BC0",
        "cup",
        "CFE6F2",
        "FFEFC9",
        "FFFAF2",
    ),
    (
        "E2B04A 7A4E2E shirt",
        "7DA06A FBEFD5 dots",
        "A35D6A F6E7DA stripes",
        "E5883E 4C9AA0 E9C46A B5577A 7BA05B",
        "ring",
        "E9B48F",
        "FFD9A0",
        "FFEEDC",
    ),
)
