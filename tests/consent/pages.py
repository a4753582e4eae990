"""What tests of consent's pages share: a clip that everybody's pages speak of, and how its forms are sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from consent.access import root_for
from consent.models import Asset, Declaration, Purpose
from consent.queries import text_for
from consent.writer import grow
from families.models import Person
from tests.cast import Cast, make_cast, new_id, signed_in
from tests.videos.makers import allow_everything, confirm, make_clip, make_film_of, say, share
from videos.models import Clip, Film, Rendition
from vigportal.accounts.models import User

GIVE, REFUSE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.REFUSE, Declaration.Kind.WITHDRAW
VIEW = Purpose.FAMILY_VIEWING


@dataclass(frozen=True)
class Stage:
    """The cast, with a film and a clip of Rosa and Leo that is put before Rosa."""

    cast: Cast
    film: Film
    clip: Clip

    def question(self, purpose: Purpose = VIEW, *, asset: Asset | None = None, maker: Person | None = None) -> str:
        """The page that asks Rosa about the clip, or somebody else about something else."""
        scope, who = asset or self.clip.asset, maker or self.cast.mother
        return reverse("consent:question", args=[scope.pk, who.pk, purpose.value])

    def bytes_for(self, user: User, purpose: str = VIEW, kind: str = "clip") -> int:
        """What the gate answers."""
        rendition = Rendition.objects.get(asset=self.clip.asset, kind=kind)
        return signed_in(user).get(reverse("videos:stream", args=[purpose, rendition.pk])).status_code


@dataclass(frozen=True)
class Table:
    """A kitchen table, before the first film: what is said is said of all the work together."""

    cast: Cast
    root: Asset

    def page(self, name: str, *more: str, maker: Person | None = None) -> str:
        """A page about what Rosa (or somebody else) says."""
        return reverse(f"consent:{name}", args=[self.root.pk, (maker or self.cast.mother).pk, *more])

    def question(self, purpose: Purpose, maker: Person | None = None) -> str:
        """The page that asks."""
        return self.page("question", purpose.value, maker=maker)


def make_table() -> Table:
    """The service allows everything; nothing is agreed yet."""
    cast = make_cast()
    allow_everything(cast)
    return Table(cast, root_for(cast.case, cast.now))


def film_of(table: Table, *people: Person) -> Asset:
    """A film that is still on its way, of these people."""
    film = Film.objects.create(
        cycle=table.cast.cycle,
        asset=_grown(table),
        kind=Film.Kind.INTERACTION,
        recorded_at=table.cast.now,
        added_at=table.cast.now,
        added_by=table.cast.maya,
    )
    confirm(table.cast, film.asset, people)
    return film.asset


@transaction.atomic
def _grown(table: Table) -> Asset:
    return grow(table.root, Asset.Kind.FILM, table.cast.now)


def make_stage(cast: Cast) -> Stage:
    """Nothing is agreed yet."""
    film = make_film_of(cast)
    clip = make_clip(cast, film)
    share(cast, clip)
    return Stage(cast, film, clip)


def yes(cast: Cast, purpose: Purpose = VIEW, **more: str) -> dict[str, str]:
    """A yes as the practitioner's screen sends it."""
    text = text_for(cast.service, purpose)
    told = {"form_id": new_id(), "text": str(text.pk), "answer": "yes", "long": "end", "later": "no", "how": "spoken"}
    return {**told, **more}


def no(cast: Cast, purpose: Purpose = VIEW, **more: str) -> dict[str, str]:
    """A no."""
    return {"form_id": new_id(), "text": str(text_for(cast.service, purpose).pk), "answer": "no", **more}


def words(answer: Any) -> str:
    """The page as it is read: without markup, tokens and the ids of forms."""
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def same_page(answer: Any) -> str:
    """The page byte for byte, but for what is new on every load: tokens and the ids of forms."""
    page = re.sub(r'(name="(?:csrfmiddlewaretoken|form_id)"[^>]*value=")[^"]*', r"\1", answer.content.decode())
    page = re.sub(r"""(data-csrf=")[^"]*|("X-CSRFToken": ")[^"]*""", r"\1\2", page)
    return re.sub(r"(&quot;|\")X-CSRFToken[^}]*", "", page)


def send(client: Client, page: str, told: Mapping[str, str]) -> Any:
    """Sends a form and follows where it leads."""
    return client.post(page, dict(told), follow=True)


__all__ = ["GIVE", "REFUSE", "WITHDRAW", "say"]
