"""Stopping: no reason is asked, and nothing has to be confirmed with a password."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

from django import forms

from consent import facts
from consent.access import Speaking
from consent.actions.accepting import Line, Said
from consent.models import Action, Declaration, Purpose
from consent.reading import Reading
from consent.terms import Kind
from families.forms.sending import OnceForm
from families.models import Person

COPY = Action.KEEP_COPY


def since_the_last_yes(
    form_id: UUID, what: str, reading: Reading, maker: Person, uses: Collection[tuple[str, str]] = ()
) -> UUID:
    """Sent twice, a form stops once. But a page that stayed open (the key Back) and is sent again after another yes
    stops that one too, and of two keys on a page each stops its own.

    A paper says yes and no at once: of what stands on it, only a yes to the same `uses` (purpose, action) is another.
    """
    yeses = (
        yes.number
        for yes in yeses_of(reading, maker)
        if not uses or any((line.purpose, line.action) in uses for line in yes.lines)
    )
    return uuid5(form_id, f"{reading.case.pk} {what} {max(yeses, default=0)}")


def yeses_of(reading: Reading, maker: Person) -> list[facts.Declaration]:
    """Every yes that they ever gave, whatever became of it."""
    return [each for each in reading.facts.declarations if each.by == maker.pk and each.kind == Kind.GIVE]


def no_of(reading: Reading, maker: Person) -> Declaration.Kind:
    """A no after a yes of their own takes it back; before any, it refuses. Their effect is the same."""
    return Declaration.Kind.WITHDRAW if yeses_of(reading, maker) else Declaration.Kind.REFUSE


class StopForm(OnceForm):
    """One clip, for every purpose, those not invented yet included."""

    def __init__(self, *args: Any, speaking: Speaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaking = speaking

    @property
    def purpose(self) -> Purpose:
        """What is stopped."""
        return Purpose.EVERYTHING

    @property
    def action(self) -> Action:
        """A no to watching is one to all."""
        return Action.VIEW

    def said(self) -> Said:
        """As it is declared: by themselves, for all those in it for whom their no counts."""
        speaking, form_id = self.speaking, self.cleaned_data["form_id"]
        return Said(
            form_id=since_the_last_yes(form_id, f"{self.purpose} {self.action}", speaking.reading, speaking.maker),
            case=speaking.asset.case,
            scope=speaking.asset,
            about=tuple(speaking.blocks_for(self.purpose)),
            by=speaking.maker,
            lines=(Line(self.purpose, self.action),),
            channel=Declaration.Channel.OWN_SIGN_IN,
        )


class StopPurposeForm(StopForm):
    """One film or clip, for one purpose, or the keeping of copies alone: a switch that is turned off."""

    stop = forms.ChoiceField(choices=[*Purpose.choices, *((f"{each}:{COPY}", each) for each in Purpose)])

    @property
    def purpose(self) -> Purpose:
        """What is stopped."""
        return Purpose(self.cleaned_data["stop"].partition(":")[0])

    @property
    def action(self) -> Action:
        """Watching, and with it keeping a copy; or that alone."""
        return Action(self.cleaned_data["stop"].partition(":")[2] or Action.VIEW)
