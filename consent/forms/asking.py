"""One question: yes or no to one purpose and one action, in one scope, by one person for those they may speak for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import facts
from consent.access import Speaking
from consent.actions.accepting import Line, Said
from consent.forms.foreseeing import proposals_of
from consent.forms.lasting import LastingForm
from consent.forms.signing import SigningForm
from consent.forms.stopping import no_of, since_the_last_yes
from consent.models import Asset, Declaration
from consent.plan import Plan, Step
from consent.queries import DEFAULT_LANGUAGE, text_with
from consent.reading import NAMED
from consent.record import people_with
from families.forms.sending import OnceForm
from families.models import Person
from vigportal.accounts.models import User

Kind, Channel, Evidence = Declaration.Kind, Declaration.Channel, Declaration.Evidence
LATER = {
    Asset.Kind.CASE: _("If yes: also for what is filmed and cut later?"),
    Asset.Kind.FILM: _("If yes: also for what is cut from it later?"),
}
"""Where this has a meaning: below a clip nothing is filmed or cut."""


class AnswerForm(LastingForm, SigningForm, OnceForm):
    """Yes or no are its two buttons. Nothing is ticked before; how long and how it was said go with a yes only."""

    YES, NO = "yes", "no"

    text = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.HiddenInput)
    later = forms.ChoiceField(
        choices=[(YES, _("Yes, also for what is made later")), (NO, _("No, ask again each time"))],
        help_text=_(
            "A yes to this question holds for what is there today. What is made later is asked about anew, unless you "
            "say yes here too."
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    lift = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, speaking: Speaking, step: Step, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaking, self.step, self.plan, self.now = speaking, step, plan, speaking.reading.now
        lift: Any = self.fields["lift"]
        own = (said for said in speaking.reading.facts.declarations if said.by == speaking.maker.pk)
        lift.choices = [(str(said.id), said.kind) for said in own]
        self._limit()

    def _limit(self) -> None:
        """What the service allows, what has a meaning in this scope, what goes without saying at a sign-in."""
        reading, kind = self.speaking.reading, Asset.Kind(self.speaking.asset.kind)
        self.zone = self.speaking.asset.case.family.service.zone
        if allowance := reading.allowance(self.step.purpose, self.step.action):
            self.lasts_until(allowance.longest, self.now, self.zone)
            if allowance.evidence == Evidence.SIGNED or reading.is_wide(self.step.purpose, self.step.action):
                self.must_be_signed()
        if kind in LATER:
            self.fields["later"].label = LATER[kind]
        else:
            del self.fields["later"]
        if self.speaking.is_own:
            for name in ("how", "drawn", "typed"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A yes says for how long, for what, and (on the practitioner's screen) how it was said."""
        told = super().clean() or {}
        if told.get("answer") == self.YES and self.speaking.reading.allows(self.step.purpose, self.step.action):
            self.check_lasting(told)
            if "later" in self.fields and not told.get("later"):
                self.add_error("later", _("Say whether it holds for what is made later too."))
            if not self.speaking.is_own:
                self.check_signing(told)
            if self.needs_names and not self.viewers:
                self.add_error(None, _("It has to be said first who would watch."))
        return told

    @property
    def is_yes(self) -> bool:
        """Which of the two buttons was pressed."""
        return bool(self.cleaned_data["answer"] == self.YES)

    @property
    def kind(self) -> Declaration.Kind:
        """As it is declared."""
        return Kind.GIVE if self.is_yes else no_of(self.speaking.reading, self.speaking.maker)

    @property
    def about(self) -> tuple[Person, ...]:
        """A yes speaks for those whom they may decide for; a no, for those whom they may block for."""
        speaking, purpose = self.speaking, self.step.purpose
        return tuple(speaking.gives_for(purpose) if self.is_yes else speaking.blocks_for(purpose))

    @property
    def needs_names(self) -> bool:
        """Whether a yes to this is meant for people who are named."""
        return self.step.purpose in NAMED

    @property
    def viewers(self) -> list[User]:
        """Those who would watch: chosen for today, or at their own sign-in those named in their newest yes."""
        chosen: set[UUID] = set(self.plan.viewers.get(self.step.purpose, ()))
        if self.needs_names and not chosen:
            chosen = self.speaking.named_before(self.step.purpose)
        return people_with(self.speaking.asset.case.family.service, chosen, self.now) if chosen else []

    def as_sent(self) -> list[tuple[str, str]]:
        """The answers as they came, for the page in between: the same form, with the same id."""
        kept = (name for name in self.fields if name not in {"lift", "sure"} and self.data.get(name))
        return [(name, self.data[name]) for name in kept]

    def said(self) -> Said:
        """As it is declared."""
        told, speaking, is_yes = self.cleaned_data, self.speaking, self.is_yes
        text = text_with(told["text"])
        own = speaking.is_own
        return Said(
            form_id=self._id_of_the_answer(),
            case=speaking.asset.case,
            scope=speaking.asset,
            about=self.about,
            by=speaking.maker,
            lines=(Line(self.step.purpose, self.step.action, text if is_yes else None),),
            evidence=Evidence.SIGNED if own else self.evidence if is_yes else Evidence.SPOKEN,
            channel=Channel.OWN_SIGN_IN if own else Channel.PRACTITIONER_SCREEN,
            language=self.plan.language or (text.language if text else DEFAULT_LANGUAGE),
            until_at=self.ends_at(self.now, self.zone) if is_yes and told["long"] else None,
            later_footage=is_yes and told.get("later") == self.YES,
            viewers=tuple(self.viewers) if is_yes and self.needs_names else (),
            lifts=tuple(Declaration.objects.filter(pk__in=told["lift"])) if is_yes else (),
            interpreter=self.plan.interpreter,
            shown=self.shown(told["form_id"]) if is_yes and not own else None,
        )

    def _id_of_the_answer(self) -> UUID:
        """A yes sent again is the same yes. A no is one to all said until now, this page's own yes included."""
        form_id: UUID = self.cleaned_data["form_id"]
        if self.is_yes:
            return form_id
        what = f"{self.step.purpose} {self.step.action}"
        return since_the_last_yes(form_id, what, self.speaking.reading, self.speaking.maker)

    def proposals(self) -> list[facts.Declaration]:
        """The same as the rule would read it, one for each person: for showing what it would do."""
        return proposals_of(self.said(), self.kind, self.now)
