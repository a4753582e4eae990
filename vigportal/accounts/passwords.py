"""Which passwords are too easy, beside the short and the common ones (ASVS 5.0, 6.1.2 and 6.2)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vigportal.accounts.models import User

FEWEST_KINDS = 6
OUR_WORDS = ("vigportal", "videointeractionguidance", "videointeraction")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "12345678901234567890", "qwertyuiopasdfghjklzxcvbnm")
LONGEST_RUN = 7


class HardToGuess:
    """Refuses one piece said again and again, few different characters, a run along the keys, and the portal's name."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with what to do better."""
        plain = password.lower().replace(" ", "")
        if len(set(plain)) < FEWEST_KINDS or _is_repeated(plain):
            raise ValidationError(_("This says the same again and again. Take three or four different words."))
        if any(run in plain for run in _runs()):
            raise ValidationError(_("This runs along the keys. Take three or four different words."))
        if any(word in plain for word in OUR_WORDS):
            raise ValidationError(_("Leave out the name of the portal: it is the first thing to be guessed."))

    def get_help_text(self) -> str:
        """For pages that list the rules."""
        return _("Three or four different words are good.")


def _is_repeated(plain: str) -> bool:
    """A text is a repetition if it is found inside itself doubled, elsewhere than at its ends."""
    return plain in (plain + plain)[1:-1]


def _runs() -> list[str]:
    rows = [*ROWS, *(row[::-1] for row in ROWS)]
    return [row[at : at + LONGEST_RUN] for row in rows for at in range(len(row) - LONGEST_RUN + 1)]
