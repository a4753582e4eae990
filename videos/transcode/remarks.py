"""What is said about a film that can be used, but not all of it: a code and seconds, and the sentence a person reads.

Quiet room. The codes are stored with the film, so a word here is never changed, only added.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_ = str  # marks a sentence for makemessages; whoever shows it translates it


class About(StrEnum):
    """What the remark is about."""

    UNHEARD = "unheard"
    SOUND_FIRST = "sound_first"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Remark:
    """A code, and how many seconds of the film it is about, where that is told."""

    about: About
    seconds: float = 0


SENTENCES: Mapping[About, str] = {
    About.UNHEARD: _("The sound of this film can't be read here, so the film is without it. The original keeps it."),
    About.SOUND_FIRST: _(
        "Its sound begins {seconds} seconds before the first picture. That part is left out here; "
        "the original keeps it."
    ),
    About.HIDDEN: _(
        "This film was shortened on the device. The {seconds} seconds that were cut away are still in the original "
        "file until it goes. Nobody can see them here."
    ),
}
