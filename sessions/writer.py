"""Why a change to goals or cycles was not made. The rest of writing into a case is families' to give."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """The word for the ledger, the sentence for the person."""

    THREE_GOALS = "three_goals", _("There are three goals already. Set one aside first; three are enough to hope for.")
    SET_ASIDE = "set_aside", _("This goal has been set aside.")
    OFF_THE_SCALE = "off_the_scale", _("Choose a number on the scale.")
    NOT_THE_NEXT = "not_the_next", _("Look again: another cycle comes next.")
    STILL_GOING = "still_going", _("The cycle before is still going on: hold its shared review first.")
    NOT_FILMED = "not_filmed", _("Note first that you have filmed; then the shared review can be held.")
    HELD_ALREADY = "held_already", _("This was held already. You can put right when and where.")
