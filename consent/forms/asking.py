"""One question: yes or no to one purpose, in one scope, by one person for those they may speak for."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import facts
from consent.access import Speaking
from consent.actions.accepting import Line, Said
from consent.foresight import noes_left_standing, shut_by
from consent.forms.stopping import since_the_last_yes
from consent.models import Action, Declaration, Purpose
from consent.queries import DEFAULT_LANGUAGE, text_with
from consent.reading import Reading
from families.forms.sending import OnceForm
from families.models import Person

Kind, Channel, Evidence = Declaration.Kind, Declaration.Channel, Declaration.Evidence
THREE_MONTHS = 3


class AnswerForm(OnceForm):
    """Yes or no are its two buttons. Nothing is ticked before; how long and how it was said go with a yes only."""

    YES, NO = "yes", "no"
    END, MONTHS, DAY = "end", "months", "day"

    text = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.HiddenInput)
    long = forms.ChoiceField(
        label=_("If yes: for how long?"),
        choices=[(END, _("until the work ends")), (MONTHS, _("3 months")), (DAY, _("until another day"))],
        widget=forms.RadioSelect,
        required=False,
    )
    until = forms.DateField(label=_("Until which day?"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    later = forms.BooleanField(label=_("Also for films and clips made later"), required=False)
    how = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=[(Evidence.SPOKEN.value, _("Out loud")), (Evidence.SIGNED.value, _("Signed"))],
        widget=forms.RadioSelect,
        required=False,
    )
    lift = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, speaking: Speaking, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaking, self.purpose, self.now = speaking, purpose, speaking.reading.now
        self.own_noes = {str(no.id): no for no in speaking.reading.facts.declarations if no.by == speaking.maker.pk}
        lift: Any = self.fields["lift"]
        lift.choices = [(key, key) for key in self.own_noes]
        if speaking.is_own:
            del self.fields["how"]

    def clean(self) -> dict[str, Any]:
        """A yes says for how long; on the practitioner's screen also how it was said."""
        told = super().clean() or {}
        if told.get("answer") == self.YES:
            if not told.get("long"):
                self.add_error("long", _("Choose for how long the yes holds."))
            if told.get("long") == self.DAY and not told.get("until"):
                self.add_error("until", _("Say which day."))
            if not self.speaking.is_own and not told.get("how"):
                self.add_error("how", _("Say how they said it."))
        return told

    @property
    def is_yes(self) -> bool:
        """Which of the two buttons was pressed."""
        return bool(self.cleaned_data["answer"] == self.YES)

    @property
    def kind(self) -> Declaration.Kind:
        """A no after a yes of their own takes it back; before any, it refuses. Their effect is the same."""
        if self.is_yes:
            return Kind.GIVE
        gave = any(said.kind == Kind.GIVE for said in self.own_noes.values())
        return Kind.WITHDRAW if gave else Kind.REFUSE

    @property
    def about(self) -> tuple[Person, ...]:
        """A yes speaks for those whom they may decide for; a no, for those whom they may block for."""
        speaking = self.speaking
        return tuple(speaking.gives_for(self.purpose) if self.is_yes else speaking.blocks_for(self.purpose))

    def as_sent(self) -> list[tuple[str, str]]:
        """The answers as they came, for the page in between: the same form, with the same id."""
        kept = (name for name in self.fields if name not in {"lift", "sure"} and self.data.get(name))
        return [(name, self.data[name]) for name in kept]

    def said(self) -> Said:
        """As it is declared."""
        told, speaking = self.cleaned_data, self.speaking
        text = text_with(told["text"])
        own = Channel.OWN_SIGN_IN if speaking.is_own else Channel.PRACTITIONER_SCREEN
        lifts = Declaration.objects.filter(pk__in=told["lift"]) if self.is_yes else ()
        return Said(
            form_id=self._id_of_the_answer(),
            case=speaking.asset.case,
            scope=speaking.asset,
            about=self.about,
            by=speaking.maker,
            lines=(Line(self.purpose, Action.VIEW, text if self.is_yes else None),),
            evidence=told.get("how") or (Evidence.SIGNED if speaking.is_own else Evidence.SPOKEN),
            channel=own,
            language=text.language if text else DEFAULT_LANGUAGE,
            until_at=self._until_at() if self.is_yes else None,
            later_footage=self.is_yes and told["later"],
            lifts=tuple(lifts),
        )

    def _id_of_the_answer(self) -> UUID:
        """A yes sent again is the same yes. A no is one to all that was said until now, this page's own yes included."""
        form_id: UUID = self.cleaned_data["form_id"]
        if self.is_yes:
            return form_id
        return since_the_last_yes(form_id, self.purpose, self.speaking.reading, self.speaking.maker)

    def _until_at(self) -> datetime | None:
        """The end of the chosen day where the service is; none: as long as the service allows."""
        zone = self.speaking.asset.case.family.service.zone
        today = self.now.astimezone(zone).date()
        days = {self.MONTHS: months_on(today, THREE_MONTHS), self.DAY: self.cleaned_data["until"]}
        day = days.get(self.cleaned_data["long"])
        return datetime.combine(day + timedelta(days=1), time(), zone) if day else None

    def proposals(self) -> list[facts.Declaration]:
        """The same as the rule would read it, one for each person: for showing what it would do."""
        said, now = self.said(), self.now
        text = said.lines[0].text
        return [
            facts.Declaration(
                id=said.id_about(person),
                number=0,
                kind=self.kind,
                about=person.pk,
                by=self.speaking.maker.pk,
                scope=said.scope.pk,
                recorded_at=now,
                lines=(facts.Line(self.purpose, Action.VIEW, text.version if text else None),),
                evidence=said.evidence,
                from_at=now,
                until_at=said.until_at or now + timedelta(days=1),
                later_footage=said.later_footage,
                lifts=frozenset(no.pk for no in said.lifts),
            )
            for person in said.about
        ]


def months_on(day: date, count: int) -> date:
    """The same day of the month `count` months on, or the month's last."""
    years, month = divmod(day.month - 1 + count, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def noes_it_leaves(reading: Reading, proposed: Sequence[facts.Declaration]) -> list[UUID]:
    """The speaker's own noes that a yes would not lift."""
    found = {
        UUID(str(no.id)): no.number for yes in proposed for no in noes_left_standing(reading.facts, yes, reading.now)
    }
    return sorted(found, key=lambda no: found[no])


def assets_it_shuts(reading: Reading, proposed: Sequence[facts.Declaration], viewer: UUID) -> set[UUID]:
    """What can be watched today and couldn't be any more. It tells of everybody's answers: for staff only."""
    return {
        UUID(str(question.asset)) for no in proposed for question in shut_by(reading.facts, no, [viewer], reading.now)
    }
