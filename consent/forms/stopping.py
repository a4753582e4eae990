"""Stopping: no reason is asked, and nothing has to be confirmed with a password."""

from __future__ import annotations

from typing import Any

from django import forms

from consent.access import Speaking
from consent.actions.accepting import Line, Said
from consent.models import Declaration, Purpose
from families.forms.sending import OnceForm


class StopForm(OnceForm):
    """One clip, for every purpose, those not invented yet included."""

    def __init__(self, *args: Any, speaking: Speaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaking = speaking

    @property
    def purpose(self) -> Purpose:
        """What is stopped."""
        return Purpose.EVERYTHING

    def said(self) -> Said:
        """As it is declared: by themselves, for all those in it for whom their no counts."""
        speaking = self.speaking
        return Said(
            form_id=self.cleaned_data["form_id"],
            case=speaking.asset.case,
            scope=speaking.asset,
            about=tuple(speaking.blocks_for(self.purpose)),
            by=speaking.maker,
            lines=(Line(self.purpose),),
            channel=Declaration.Channel.OWN_SIGN_IN,
        )


class StopPurposeForm(StopForm):
    """One clip, for one purpose: a switch that is turned off."""

    stop = forms.ChoiceField(choices=Purpose.choices)

    @property
    def purpose(self) -> Purpose:
        """What is stopped."""
        return Purpose(self.cleaned_data["stop"])
