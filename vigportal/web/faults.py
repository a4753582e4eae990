"""What needs another look in a form: each fault with the input it belongs to, for a link to lead there."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BaseForm, BaseFormSet, BoundField

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "tick"),
    (forms.HiddenInput, "hidden"),
)


@dataclass(frozen=True)
class Fault:
    """One sentence, with the name and the id of the input it is about (empty: the whole form)."""

    target: str
    name: str
    words: str


def input_of(bound: BoundField) -> str:
    """How a field is drawn: choices, tick, hidden, group (several inputs) or line."""
    widget = bound.field.widget
    named = [kind for cls, kind in KINDS if isinstance(widget, cls)]
    return named[0] if named else ("group" if widget.use_fieldset else "line")


def target_of(bound: BoundField) -> str:
    """The id that takes the focus: of several inputs the first."""
    first = f"{bound.auto_id}_0"
    return bound.id_for_label or (first if bound.auto_id else "")


def faults_in(asked: object) -> Iterator[Fault]:
    """Faults of a form, or of every form of a formset. What is neither (a name a page doesn't have) has none."""
    if isinstance(asked, BaseFormSet):
        yield from (Fault("", "", str(words)) for words in asked.non_form_errors())
        for form in asked:
            yield from _faults_of(form)
    elif isinstance(asked, BaseForm):
        yield from _faults_of(asked)


def _faults_of(form: BaseForm) -> Iterator[Fault]:
    """Faults of the whole form first, then field by field, in the order in which they are asked."""
    yield from (Fault("", "", str(words)) for words in form.non_field_errors())
    for bound in form:
        yield from (Fault(target_of(bound), str(bound.label), str(words)) for words in bound.errors)
