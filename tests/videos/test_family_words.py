"""What a film was watched for, as the family reads it."""

from consent.models import Purpose
from videos.family import MEANT_FOR


def test_that_every_use_is_said_in_plain_words() -> None:
    """A viewing of any purpose reads as a person would say it, never as the name of a category."""
    for purpose in set(Purpose) - {Purpose.EVERYTHING}:
        assert str(MEANT_FOR[purpose.value]) != str(purpose.label)
