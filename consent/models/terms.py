"""What a clip may be used for, and what may be done with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a clip may be used for. A closed set; none implies another. EVERYTHING stands in noes only."""

    PRACTICE = "practice", _("Our work together")
    FAMILY_VIEWING = "family_viewing", _("Watching online")
    SUPERVISION = "supervision", _("Supervision")
    ACCREDITATION = "accreditation", _("Accreditation")
    INTERVISION = "intervision", _("Learning with other practitioners")
    TEAM = "team", _("Named colleagues")
    TRAINING = "training", _("Training events")
    PRESENTATION = "presentation", _("Presentations")
    RESEARCH = "research", _("Research")
    EVERYTHING = "everything", _("Everything")


class Action(models.TextChoices):
    """What may be done with it."""

    VIEW = "view", _("Watch")
    KEEP_COPY = "keep_copy", _("Keep a copy")
