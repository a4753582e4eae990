"""What is said about the work: each step and state in words, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sessions.progress import Kind, State, Step


class About(Enum):
    """What a page is about: the case, its last cycle, or that cycle's shared review."""

    CASE = "case"
    CYCLE = "cycle"
    REVIEW = "review"


@dataclass(frozen=True)
class Key:
    """One key: its words, and the page it opens."""

    words: Promise
    url_name: str
    about: About = About.CASE


@dataclass(frozen=True)
class Said:
    """A step in words: what it is, why now, and its keys; the first that leads to a page is the main one."""

    words: Promise
    text: Promise
    keys: tuple[Key, ...]


STEPS: Mapping[Step, Said] = {
    Step.AGREE_QUESTION: Said(
        _("Agree the helping question"),
        _("What does the family hope for? Turn it into a question that you look at together."),
        (Key(_("Write it down"), "families:question"),),
    ),
    Step.AGREE_GOALS: Said(
        _("Agree up to three goals"),
        _("Where are they now, and what do they hope for?"),
        (Key(_("Agree a goal"), "sessions:agree_goal"),),
    ),
    Step.OPEN_CYCLE: Said(
        _("Begin the next cycle"),
        _("One film, and watching its best moments together."),
        (Key(_("Begin the cycle"), "sessions:open_cycle"),),
    ),
    Step.PLAN_FILMING: Said(
        _("Plan the filming"),
        _("About ten minutes, wherever the family feels at home. Everybody who will be in it says yes before."),
        (Key(_("Plan it"), "sessions:plan_filming", About.CYCLE),),
    ),
    Step.HOLD_FILMING: Said(
        _("Film the family"),
        _("Has everybody who will be in it said yes? Afterwards note when it was and who was there."),
        (
            Key(_("We have filmed"), "sessions:hold_filming", About.CYCLE),
            Key(_("Who has said yes"), "consent:case_grid"),
        ),
    ),
    Step.ADD_FILM: Said(
        _("Add the film"),
        _("From this computer, or from the phone that filmed."),
        (Key(_("Add a film"), "videos:add_film", About.CYCLE),),
    ),
    Step.WAIT_FOR_FILM: Said(
        _("The film is on its way"),
        _("It is made ready by itself; you can leave this page."),
        (Key(_("See how far it is"), "videos:case_films"),),
    ),
    Step.MARK_CLIPS: Said(
        _("Find the moments that went well"),
        _("Up to three, often no longer than ten seconds each."),
        (Key(_("Open the film"), "videos:case_films"),),
    ),
    Step.PLAN_REVIEW: Said(
        _("Plan the shared review"),
        _("The clips are ready. When do you watch them together?"),
        (Key(_("Plan it"), "sessions:plan_review", About.CYCLE),),
    ),
    Step.HOLD_REVIEW: Said(
        _("Watch the clips together"),
        _("Afterwards write down the next step in the family's words."),
        (
            Key(_("Open the review room"), "videos:room", About.REVIEW),
            Key(_("It was held"), "sessions:hold_review", About.CYCLE),
        ),
    ),
    Step.RATE_GOALS: Said(
        _("Look at the goals again"),
        _("Where does the family stand now? They can say so with their own sign-in too."),
        (Key(_("Rate the goals"), "sessions:rate", About.CYCLE),),
    ),
    Step.LOOK_BACK: Said(
        _("Look back together"),
        _("As many cycles as usual are done. Begin another one, or close the case."),
        (Key(_("Begin another cycle"), "sessions:open_cycle"), Key(_("Close the case"), "families:close")),
    ),
}

STATES: Mapping[State, Promise] = {
    State.OPEN: _("Just begun"),
    State.FILMING_PLANNED: _("Filming is planned"),
    State.FILMED: _("Filmed"),
    State.FILM_COMING: _("The film is being made ready"),
    State.FILM_READY: _("The film is ready"),
    State.CLIPS_READY: _("The clips are ready"),
    State.REVIEW_PLANNED: _("The shared review is planned"),
    State.REVIEWED: _("Reviewed together"),
    State.RATED: _("Done"),
}

ENTRIES: Mapping[Kind, Promise] = {
    Kind.FIRST_MEETING: _("First meeting"),
    Kind.FILM: _("Film %(number)s"),
    Kind.REVIEW: _("Review %(number)s"),
    Kind.CYCLE: _("Cycle %(number)s"),
    Kind.ENDING: _("Ending"),
}
