"""Why a film is refused: one code each, and the sentence a person reads.

The law: a refusal carries its reason as data (the code and its facts); the prose is written once, here. Pages
translate the sentence first and fill in the facts afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_ = str  # marks a sentence for makemessages; whoever shows it translates it


class Why(StrEnum):
    """The codes. They are stored with the film, so a word here is never changed, only added."""

    EMPTY = "empty"
    NOT_A_FILM = "not_a_film"
    ADDRESSES = "addresses"
    PHOTOGRAPH = "photograph"
    NO_PICTURE = "no_picture"
    NO_FRAMES = "no_frames"
    CUT_OFF = "cut_off"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    TOO_MANY_TRACKS = "too_many_tracks"
    TOO_MANY_FRAMES = "too_many_frames"
    ENCRYPTED = "encrypted"
    UNKNOWN_FORMAT = "unknown_format"
    DAMAGED = "damaged"
    TIMES_AGAIN = "times_again"
    TOO_HEAVY = "too_heavy"


SENTENCES: Mapping[Why, str] = {
    Why.EMPTY: _("The file is empty. Please choose the film again."),
    Why.NOT_A_FILM: _(
        "This file is not a film. Films from phones and cameras work: MP4, MOV, 3GP, MKV, WebM, AVI and MTS."
    ),
    Why.ADDRESSES: _("This file only says where a film can be found. Please send the film itself."),
    Why.PHOTOGRAPH: _("This file is a photograph. Please choose the film."),
    Why.NO_PICTURE: _("This file has sound but no picture. Please choose the film."),
    Why.NO_FRAMES: _("There is not one picture in this film. Please look whether it plays on the phone."),
    Why.CUT_OFF: _("The end of this film is missing. Please send it again from the device that made it."),
    Why.TOO_LARGE: _("This film has {megabytes} MB. Films of up to {limit} MB can be sent."),
    Why.TOO_LONG: _("This film is {minutes} minutes long. Films of up to {limit} minutes can be sent."),
    Why.TOO_MANY_PIXELS: _("The picture of this film is too large ({width} × {height}). Up to 8K works."),
    Why.TOO_SMALL: _("The picture of this film is too small to see anyone in it ({width} × {height})."),
    Why.TOO_MANY_TRACKS: _("This file holds more than {limit} tracks. A film from a phone has a handful."),
    Why.TOO_MANY_FRAMES: _("This film has more pictures than any camera takes. Please send another copy."),
    Why.ENCRYPTED: _("This film is locked (copy protection), so it can't be opened here."),
    Why.UNKNOWN_FORMAT: _("The picture of this film is in a format that can't be read here ({codec})."),
    Why.DAMAGED: _("This film is damaged and can't be read. Please look whether it plays on the phone."),
    Why.TIMES_AGAIN: _(
        "Several films were joined in this file: its times begin again on the way. Please send the films one by one."
    ),
    Why.TOO_HEAVY: _("Reading this film takes far more memory or time than a film should. It was left alone."),
}


@dataclass(frozen=True)
class Refusal:
    """A no to a film: why, and the facts its sentence needs."""

    why: Why
    facts: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In English, for log lines and tests; pages translate `SENTENCES[why]` themselves."""
        return SENTENCES[self.why].format(**self.facts)
