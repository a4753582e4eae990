"""A declaration on paper, for older films too: dated today, saying when it was signed, with its photo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.access import Speaking
from consent.actions.accepting import Line, Said
from consent.forms.asking import LATER, AnswerForm
from consent.forms.lasting import LastingForm
from consent.forms.planning import NamingForm, names_of
from consent.forms.signing import proof_id
from consent.forms.stopping import no_of, since_the_last_yes
from consent.models import Action, Asset, ConsentText, Declaration, Proof, Purpose
from consent.plan import Step
from consent.reading import NAMED
from consent.record import texts_for
from consent.sealing import Shown
from consent.spoken import spoken_languages
from families.forms.sending import OnceForm

Kind = Declaration.Kind
ACCEPTS = "image/jpeg,image/png,image/webp"
"""An iPhone turns its own format into the first of these by itself."""
NO = "no"


class PaperForm(LastingForm, NamingForm, OnceForm):
    """What stands on one paper, purpose by purpose. Nothing is chosen before: what isn't on it, isn't said."""

    said_on = forms.DateField(
        label=gettext_lazy("Which day stands on it?"), widget=forms.DateInput(attrs={"type": "date"})
    )
    photo = forms.FileField(
        label=gettext_lazy("A photo of the signed paper"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP. It is locked away: only this case’s practitioners and whoever signed it can see it."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTS}),
        allow_empty_file=True,
    )
    later = forms.ChoiceField(
        choices=[(AnswerForm.YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    interpreter = forms.CharField(
        label=gettext_lazy("Who interprets, if somebody does"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("In which language is it talked about?"), required=False)
    lift = forms.MultipleChoiceField(
        label=gettext_lazy("Does the paper lift an earlier no?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, speaking: Speaking, noes: Sequence[Declaration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaking, self.now, self.noes = speaking, speaking.reading.now, noes
        self.zone = speaking.asset.case.family.service.zone
        self.today = self.now.astimezone(self.zone).date()
        self.steps = {_name(step): step for step in _steps(speaking)}
        for name, step in self.steps.items():
            self.fields[name] = _answer_to(step, texts_for(speaking.asset.case.family.service, *_parts(step)))
        self._limit()

    def _limit(self) -> None:
        allowed = [self.speaking.reading.allowance(*_parts(step)) for step in self.steps.values()]
        if longest := [each.longest for each in allowed if each]:
            self.lasts_until(max(longest), self.now, self.zone)
        self.fields["said_on"].widget.attrs["max"] = self.today.isoformat()
        language: Any = self.fields["language"]
        language.choices = [("", _("As on the paper")), *spoken_languages()]
        lift: Any = self.fields["lift"]
        lift.choices = [(str(no.pk), str(no.pk)) for no in self.noes]
        if Asset.Kind(self.speaking.asset.kind) in LATER:
            self.fields["later"].label = LATER[Asset.Kind(self.speaking.asset.kind)]
        else:
            del self.fields["later"]
        self.ask_for_names(self.speaking)

    def clean(self) -> dict[str, Any]:
        """Something stands on it; a yes says for how long, for what, and for whom it is meant."""
        told = super().clean() or {}
        if told.get("said_on") and told["said_on"] > self.today:
            self.add_error("said_on", _("This day is still to come."))
        answered = [name for name in self.steps if told.get(name)]
        if not answered:
            self.add_error(None, _("Say what stands on the paper: at least one yes or no."))
        agreed = [self.steps[name] for name in answered if told[name] != NO]
        if agreed:
            self.check_lasting(told)
            self.check_names(step.purpose for step in agreed)
            if "later" in self.fields and not told.get("later"):
                self.add_error("later", _("Say whether it holds for what is made later too."))
        return told

    def paper(self) -> list[tuple[Declaration.Kind, Said]]:
        """As it is declared: one for each purpose that it says yes to, one for each that it says no to."""
        told, photo = self.cleaned_data, self.cleaned_data["photo"].read()
        shown = Shown(proof_id(told["form_id"]), Proof.Kind.PHOTO, photo=photo)
        no = no_of(self.speaking.reading, self.speaking.maker)
        purposes = dict.fromkeys(step.purpose for step in self.steps.values())
        return [
            (kind, self._said(purpose, kind, lines, shown))
            for purpose, kind in product(purposes, (Kind.GIVE, no))
            if (lines := tuple(self._lines(purpose, kind)))
        ]

    def _lines(self, purpose: Purpose, kind: Declaration.Kind) -> Iterator[Line]:
        for name, step in self.steps.items():
            told = self.cleaned_data.get(name)
            if step.purpose == purpose and told and (told == NO) == (kind != Kind.GIVE):
                yield Line(purpose, step.action, None if told == NO else self._text(name, told))

    def _text(self, name: str, told: str) -> ConsentText | None:
        field: Any = self.fields[name]
        return next((text for text in field.texts if str(text.pk) == told), None)

    def _said(self, purpose: Purpose, kind: Declaration.Kind, lines: tuple[Line, ...], shown: Shown) -> Said:
        told, speaking, is_yes = self.cleaned_data, self.speaking, kind == Kind.GIVE
        people = speaking.gives_for(purpose) if is_yes else speaking.blocks_for(purpose)
        named = told.get(names_of(purpose)) if purpose in NAMED else None
        lifted = [no for no in self.noes if str(no.pk) in told["lift"] and no.about in people] if is_yes else []
        return Said(
            form_id=self._id_of(purpose, lines, kind),
            case=speaking.asset.case,
            scope=speaking.asset,
            about=tuple(people),
            by=speaking.maker,
            lines=lines,
            evidence=Declaration.Evidence.SIGNED,
            channel=Declaration.Channel.PAPER,
            language=told["language"] or next((line.text.language for line in lines if line.text), "en-gb"),
            until_at=self.ends_at(self.now, self.zone) if is_yes else None,
            later_footage=is_yes and told.get("later") == AnswerForm.YES,
            viewers=tuple(named) if named and is_yes else (),
            lifts=tuple(lifted),
            said_on=told["said_on"],
            interpreter=told["interpreter"].strip(),
            shown=shown,
        )

    def _id_of(self, purpose: Purpose, lines: tuple[Line, ...], kind: Declaration.Kind) -> UUID:
        """The same paper again says the same yes; its no is one to every newer yes, too."""
        form_id: UUID = self.cleaned_data["form_id"]
        if kind == Kind.GIVE:
            return uuid5(form_id, purpose.value)
        uses = {(line.purpose, line.action) for line in lines}
        return since_the_last_yes(form_id, purpose, self.speaking.reading, self.speaking.maker, uses)

    def rows(self) -> list[tuple[Step, Any, Any]]:
        """Each question that may stand on it, with its answer and who would watch."""
        return [(step, self[name], self._who(step)) for name, step in self.steps.items()]

    def _who(self, step: Step) -> Any:
        is_asked = step.action == Action.VIEW and names_of(step.purpose) in self.fields
        return self[names_of(step.purpose)] if is_asked else None


def _steps(speaking: Speaking) -> list[Step]:
    reading = speaking.reading
    return [Step(purpose, action) for purpose in reading.asked for action in Action if reading.allows(purpose, action)]


def _name(step: Step) -> str:
    return f"{step.purpose.value}_{step.action.value}"


def _parts(step: Step) -> tuple[Purpose, Action]:
    return step.purpose, step.action


def _answer_to(step: Step, texts: Any) -> Any:
    """Not on it, no, or yes to one of the wordings there were."""
    known = list(texts)
    words = [(str(text.pk), _("Yes") if len(known) == 1 else _yes_to(text)) for text in known]
    field: Any = forms.ChoiceField(
        label=step.purpose.label, choices=[("", _("Not on it")), *words, (NO, _("No"))], required=False
    )
    field.texts = known
    return field


def _yes_to(text: ConsentText) -> str:
    return _("Yes, words version %(version)s (%(language)s)") % {"version": text.version, "language": text.language}
