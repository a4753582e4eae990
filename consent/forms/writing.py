"""Writing the words that are read before a yes: a new wording, or the one in force in one more language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.actions.ceilings import Unfit
from consent.actions.publishing import NewWords, Older
from consent.languages import ENGLISH, LANGUAGES, Language, language_of
from consent.texts import Wording
from families.forms.sending import OnceForm

MOST_LETTERS = 4000
OLDER = [
    (Older.COUNTS.value, _("They still count: the words say the same, better.")),
    (Older.WAITS.value, _("They wait: everybody is asked anew, because the words say something else.")),
]


def words_field(language: Language) -> forms.CharField:
    """A field to write in, which reads as the language does."""
    attrs = {"rows": 9, "lang": language.code, "dir": language.direction}
    return forms.CharField(label=language.names, max_length=MOST_LETTERS, widget=forms.Textarea(attrs=attrs))


class WritingForm(OnceForm):
    """What both have: which version it is, and that it was looked at before it is published."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wording = wording

    @property
    def words(self) -> Mapping[str, str]:
        """What was written, by language."""
        raise NotImplementedError

    def new(self) -> NewWords:
        """As it is published."""
        told, wording = self.cleaned_data, self.wording
        older = Older(told.get("older") or Older.COUNTS)
        return NewWords(told["form_id"], wording.purpose, wording.action, told["number"], self.words, older)

    def as_sent(self) -> list[tuple[str, str]]:
        """What was written as it came, for the page in between: the same form, with the same id."""
        return [(name, self.data.get(name, "")) for name in self.fields if name not in {"sure", "older"}]


class WordsForm(WritingForm):
    """A new wording, in every language that the one in force has. What is left empty isn't said in that language."""

    older = forms.ChoiceField(
        label=_("What becomes of the yeses given to the words of today?"),
        choices=OLDER,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, start: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(start) or [ENGLISH.code]
        self.fields["number"].initial = self.wording.next_number
        for place, code in enumerate(self.languages):
            field = words_field(language_of(code))
            field.initial, field.required = start.get(code, ""), place == 0
            self.fields[f"words_{code}"] = field

    @property
    def words(self) -> Mapping[str, str]:
        """What was written, by language."""
        told = {code: as_written(self.cleaned_data.get(f"words_{code}") or "") for code in self.languages}
        return {code: words for code, words in told.items() if words}

    def clean(self) -> dict[str, Any]:
        """Other words than today's; and once they were looked at, what becomes of the yeses given so far."""
        told, stands = super().clean() or {}, self.wording.in_force
        if stands and not told.get("sure") and self.words == stands.words:
            self.add_error(None, str(Unfit.UNCHANGED.label))
        if stands and told.get("sure") and not told.get("older"):
            self.add_error("older", _("Say whether the yeses given so far still count."))
        return told


class LanguageForm(WritingForm):
    """The words in force, in one language more."""

    language = forms.ChoiceField(label=_("Language"))
    words_in_it = forms.CharField(
        label=_("The same words in this language"), max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 9})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = self.wording.in_force
        here = stands.words if stands and not self.is_bound else {}  # sent twice, it is there the second time
        language: Any = self.fields["language"]
        language.choices = [
            ("", _("Choose")), *((code, each.names) for code, each in LANGUAGES.items() if code not in here)
        ]  # fmt: skip
        self.fields["number"].initial = stands.number if stands else 0

    @property
    def words(self) -> Mapping[str, str]:
        """What was written, by language."""
        return {self.cleaned_data["language"]: as_written(self.cleaned_data["words_in_it"])}


def as_written(words: str) -> str:
    """Without the blank lines and spaces that only a keyboard sees."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)
