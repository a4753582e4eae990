"""The first kind of film: mother and child build a tower, in turns.

Each turn is the cycle that the practice is about: one begins, the other waits, looks, receives it with face and
voice, and it is answered. What a practitioner would mark is in ``Score.turns``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from vigportal.demo.brush import Point
from vigportal.demo.score import (
    ASKING,
    DELIGHT,
    HUMMING,
    LAUGH,
    NAMING,
    WARM,
    Knock,
    Score,
    Teller,
    Tune,
    Turn,
    at_rest,
)
from vigportal.demo.toys import SIZES, heights

MOTHER, CHILD = "mother", "child"
NECK: dict[str, Point] = {MOTHER: 372 + 366j, CHILD: 912 + 480j}
FACE: dict[str, Point] = {MOTHER: 380 + 258j, CHILD: 908 + 388j}
REST: dict[str, Point] = {MOTHER: 502 + 614j, CHILD: 800 + 622j}
OTHER_REST: dict[str, Point] = {MOTHER: 262 + 634j, CHILD: 1010 + 642j}
OTHER = {MOTHER: CHILD, CHILD: MOTHER}
SIDE = {MOTHER: 1, CHILD: -1}
TOWER: Point = 655 + 668j
SHOWN: dict[str, Point] = {MOTHER: 596 + 600j, CHILD: 740 + 612j}
OFFERED: dict[str, Point] = {MOTHER: 726 + 650j, CHILD: 588 + 650j}
# where the toys lie, by who begins: each has their own within reach
SPOTS: dict[str, tuple[Point, ...]] = {
    CHILD: (762 + 700j, 556 + 704j, 862 + 710j, 448 + 710j, 962 + 700j),
    MOTHER: (556 + 704j, 762 + 700j, 448 + 710j, 862 + 710j, 340 + 702j),
}


@dataclass
class Pile:
    """How the tower stands while the story is being told."""

    shape: str
    begins: str
    placed: int = 0

    @property
    def homes(self) -> tuple[Point, ...]:
        return SPOTS[self.begins]

    @property
    def top(self) -> Point:
        return TOWER - 1j * heights(self.shape)[self.placed]

    def size(self, toy: int) -> Point:
        return SIZES[self.shape][toy]


@dataclass(frozen=True)
class Scene:
    """Who begins, who receives, with which toy of the pile."""

    teller: Teller
    pile: Pile
    begins: str
    receives: str

    @property
    def toy(self) -> int:
        return self.pile.placed

    def grip(self, who: str, foot: Point) -> Point:
        """Where a hand is when it holds the toy that stands there."""
        size = self.pile.size(self.toy)
        return foot + complex(-SIDE[who] * (size.real / 2 + 4), -size.imag * 0.6)

    def reach(self, who: str, at: float, to: Point, over: float = 0.7) -> None:
        self.teller.move(f"{who}.hand", at, self.grip(who, to), over, 26)

    def carry(self, who: str, at: float, to: Point, over: float = 0.7, lift: float = 20) -> None:
        """Hand, toy and both pairs of eyes travel together."""
        self.teller.move(f"{who}.hand", at, self.grip(who, to), over, lift)
        self.teller.move(f"toy{self.toy}", at, to, over, lift)

    def hold(self, who: str, at: float, over: float = 0) -> None:
        self.teller.move(f"{who}.grip", at, 1, 0.1)
        if over:
            self.release(who, at + over)

    def release(self, who: str, at: float) -> None:
        self.teller.move(f"{who}.grip", at, 0, 0.1)

    def both_look(self, at: float, to: Point) -> None:
        self.teller.look(self.begins, at, to)
        self.teller.look(self.receives, at + 0.28, to)

    def meet_eyes(self, at: float) -> None:
        self.teller.look(self.begins, at, FACE[self.receives])
        self.teller.look(self.receives, at + 0.22, FACE[self.begins])

    def rest(self, who: str, at: float) -> None:
        self.teller.move(f"{who}.hand", at, REST[who], 0.8, 14)


def tell_play(seconds: float, shape: str, *, first: str = CHILD) -> Score:
    teller = Teller(_beginnings(SPOTS[first]))
    pile = Pile(shape, first)
    now = _settle(teller)
    for act, begins in zip(cycle(ACTS), cycle((first, OTHER[first])), strict=False):
        if now >= seconds:
            break
        now = act(Scene(teller, pile, begins, OTHER[begins]), now)
    return teller.score(seconds)


def _beginnings(spots: tuple[Point, ...]) -> dict[str, complex]:
    still: dict[str, complex] = {f"toy{number}": spot for number, spot in enumerate(spots)}
    still |= {f"toy{number}.turn": 0j for number in range(len(spots))}
    for who, other in OTHER.items():
        still |= at_rest(who, FACE[other], REST[who], OTHER_REST[who])
    return still


def _settle(teller: Teller) -> float:
    teller.feel(MOTHER, 0.3, 0.75)
    teller.say(MOTHER, 0.5, HUMMING)
    teller.feel(CHILD, 0.9, 0.7)
    return 1.5


def _begin(scene: Scene, now: float) -> None:
    """Take a toy, lift it, look up and ask."""
    teller, who, home = scene.teller, scene.begins, scene.pile.homes[scene.toy]
    scene.both_look(now, home - 30j)
    scene.reach(who, now + 0.15, home)
    scene.hold(who, now + 0.8)
    scene.carry(who, now + 0.95, SHOWN[who])
    scene.meet_eyes(now + 1.3)
    teller.feel(who, now + 1.4, 0.5, 0.9)
    teller.say(who, now + 1.75, ASKING)


def _receive(scene: Scene, now: float, tune: Tune = WARM) -> None:
    """Lean in, nod, smile, and sing the same tune back."""
    teller, who = scene.teller, scene.receives
    teller.lean(who, now - 0.3, complex(SIDE[who] * 4, 5))
    teller.feel(who, now - 0.2, 1, 0.5)
    teller.nod(who, now)
    teller.say(who, now + 0.1, tune)
    teller.feel(scene.begins, now + 0.3, 0.85)


def _put(scene: Scene, who: str, now: float) -> None:
    """On to the tower, with a knock."""
    top = scene.pile.top
    scene.both_look(now, top - 20j)
    scene.carry(who, now + 0.1, top, 1.0, 46)
    scene.teller.knocks.append(Knock(now + 1.08, 1 + 0.07 * scene.pile.placed))
    scene.release(who, now + 1.15)
    scene.rest(who, now + 1.35)


def _share(scene: Scene, now: float, tune: Tune) -> float:
    """Look at each other and be glad, one after the other."""
    teller = scene.teller
    scene.meet_eyes(now)
    teller.feel(scene.begins, now + 0.1, 1)
    heard = teller.say(scene.begins, now + 0.35, tune)
    teller.feel(scene.receives, heard - 0.3, 1, 0.4)
    heard = teller.say(scene.receives, heard + 0.1, tune)
    for who in (scene.begins, scene.receives):
        teller.lean(who, heard - 0.2, 0)
        teller.feel(who, heard, 0.6)
    return heard + 0.55


def _place(scene: Scene, now: float) -> float:
    """One puts a toy on the tower while the other receives it."""
    _begin(scene, now)
    _receive(scene, now + 2.75)
    _put(scene, scene.begins, now + 3.8)
    stop = _share(scene, now + 5.15, DELIGHT)
    return _end(scene, now, stop, "place")


def _give(scene: Scene, now: float) -> float:
    """One offers a toy, the other takes it and puts it on the tower."""
    _begin(scene, now)
    offered = OFFERED[scene.begins]
    scene.carry(scene.begins, now + 2.7, offered)
    _receive(scene, now + 3.1, NAMING)
    scene.both_look(now + 3.0, offered - 20j)
    scene.reach(scene.receives, now + 3.1, offered, 0.8)
    scene.hold(scene.receives, now + 3.85)
    scene.release(scene.begins, now + 4.0)
    scene.rest(scene.begins, now + 4.1)
    _put(scene, scene.receives, now + 4.4)
    stop = _share(scene, now + 5.8, DELIGHT)
    return _end(scene, now, stop, "give")


def _end(scene: Scene, now: float, stop: float, what: str) -> float:
    scene.pile.placed += 1
    scene.teller.turns.append(Turn(round(now, 2), round(stop, 2), scene.begins, what))
    return stop


def _cheer(scene: Scene, now: float) -> float:
    """The tower is whole: both clap."""
    teller = scene.teller
    scene.both_look(now, scene.pile.top)
    scene.meet_eyes(now + 0.9)
    for who in (scene.begins, scene.receives):
        teller.feel(who, now + 0.6, 1, 0.9)
        _clap(teller, who, now + 1.0)
    teller.say(scene.begins, now + 1.0, LAUGH)
    teller.say(scene.receives, now + 1.7, LAUGH)
    teller.turns.append(Turn(round(now, 2), round(now + 3.6, 2), scene.begins, "cheer"))
    return now + 3.6


def _clap(teller: Teller, who: str, now: float) -> None:
    chest = NECK[who] + (90j if who == CHILD else 142j)
    apart = 20 if who == CHILD else 24
    for beat in range(10):
        wide = apart + (0 if beat % 2 else 44)
        teller.move(f"{who}.hand", now + 0.2 * beat, chest + SIDE[who] * wide, 0.2)
        teller.move(f"{who}.other", now + 0.2 * beat, chest - SIDE[who] * wide, 0.2)
    teller.move(f"{who}.hand", now + 2.05, REST[who], 0.6)
    teller.move(f"{who}.other", now + 2.05, OTHER_REST[who], 0.6)


def _tumble(scene: Scene, now: float) -> float:
    """The child asks, the mother nods, and down it comes: both laugh, and it can begin again."""
    teller = scene.teller
    asks = Scene(teller, scene.pile, CHILD, MOTHER)
    asks.both_look(now, scene.pile.top)
    teller.move("child.hand", now + 0.2, TOWER + 62 - 130j, 0.8, 20)
    asks.meet_eyes(now + 0.9)
    teller.feel(CHILD, now + 0.9, 0.7, 1)
    heard = teller.say(CHILD, now + 1.2, ASKING)
    teller.nod(MOTHER, heard)
    heard = teller.say(MOTHER, heard + 0.1, NAMING)
    asks.both_look(heard, TOWER - 120j)
    teller.move("child.hand", heard + 0.3, TOWER + 20 - 130j, 0.25)
    _fall(scene.pile, teller, heard + 0.45)
    asks.rest(CHILD, heard + 0.9)
    stop = _share(asks, heard + 1.5, LAUGH)
    teller.turns.append(Turn(round(now, 2), round(stop, 2), CHILD, "tumble"))
    return stop


def _fall(pile: Pile, teller: Teller, now: float) -> None:
    pile.begins = OTHER[pile.begins]
    for toy in range(pile.placed):
        starts = now + 0.06 * (pile.placed - toy)
        home = pile.homes[toy]
        teller.move(f"toy{toy}", starts, home, 0.75, 30 + 18 * toy)
        teller.move(f"toy{toy}.turn", starts, 360 if home.real > TOWER.real else -360, 0.75)
        teller.move(f"toy{toy}.turn", starts + 0.76, 0, 0.001)
        teller.knocks.append(Knock(starts + 0.7, 0.8 + 0.13 * toy))
    pile.placed = 0


ACTS: tuple[Callable[[Scene, float], float], ...] = (_place, _place, _give, _place, _give, _cheer, _tumble)
