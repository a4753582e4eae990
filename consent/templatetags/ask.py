"""The question that each purpose is asked as, and whom a word is about."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent import terms
from consent.access import Speaking
from consent.models import Action, Purpose
from consent.wording import PURPOSES
from families.models import Person

register = template.Library()
A_COPY = _("May they keep a copy?")
COPIES: Mapping[Purpose, Promise] = {
    Purpose.FAMILY_VIEWING: _("May you keep a copy of the moments?"),
}

QUESTIONS: Mapping[Purpose, Promise] = {
    Purpose.PRACTICE: _("May we film, and choose moments to talk about together?"),
    Purpose.FAMILY_VIEWING: _("May you watch the moments at home?"),
    Purpose.SUPERVISION: _("May the supervisor of your practitioner see this?"),
    Purpose.ACCREDITATION: _("May somebody see this who looks at your practitioner’s training?"),
    Purpose.INTERVISION: _("May other practitioners see this, to learn with yours?"),
    Purpose.TEAM: _("May people see this who help your family too?"),
    Purpose.TRAINING: _("May this be shown at training days?"),
    Purpose.PRESENTATION: _("May this be shown in a talk?"),
    Purpose.RESEARCH: _("May people who study this work see it?"),
}


@register.simple_tag
def question_about(purpose: Purpose, action: Action) -> Promise:
    """The question, as a heading."""
    return QUESTIONS[purpose] if action == Action.VIEW else COPIES.get(purpose, A_COPY)


@register.simple_tag
def blocks_for(speaking: Speaking, purpose: Purpose) -> list[Person]:
    """Everybody their word is about."""
    return speaking.blocks_for(purpose)


@register.simple_tag
def gives_for(speaking: Speaking, purpose: Purpose) -> list[Person]:
    """Those for whom their yes counts."""
    return speaking.gives_for(purpose)


@register.simple_tag
def plain_words(purpose: Purpose) -> str:
    """What a purpose means for the family: who does what with the film. Everything needs no words."""
    names = PURPOSES.get(terms.Purpose(purpose.value)) if purpose != Purpose.EVERYTHING else None
    return gettext(names.family) if names else ""


@register.simple_tag
def in_a_row(people: Sequence[Person], maker: Person) -> str:
    """Yourself and Leo: names within a sentence, as the one who speaks reads them."""
    named = [gettext("yourself") if person.pk == maker.pk else person.name for person in people]
    return gettext(" and ").join(part for part in (", ".join(named[:-1]), named[-1]) if part) if named else ""
