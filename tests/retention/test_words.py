"""How long, in words."""

from datetime import date

import pytest

from vigportal.retention.countdown import Countdown, Nearness
from vigportal.retention.rules import Kind, Rule, Trigger, Unit
from vigportal.retention.words import countdown_sentence, kind_word, rule_sentence

END = Rule(Kind.FILM, Trigger.CASE_END, 2, Unit.MONTHS)


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (END, "2 months after the work together ends"),
        (Rule(Kind.FILM, Trigger.RECORDING, 1, Unit.WEEKS), "1 week after it was filmed"),
        (Rule(Kind.CLIP, Trigger.RECORDING, 30, Unit.DAYS), "30 days after it was filmed"),
        (Rule(Kind.CLIP, Trigger.CASE_END, 1, Unit.YEARS), "1 year after the work together ends"),
    ],
)
def test_that_a_rule_reads_as_a_sentence(rule: Rule, says: str) -> None:
    assert rule_sentence(rule) == says


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        (Countdown(Nearness.HELD), "It is kept for now. Your service can tell you more."),
        (Countdown(Nearness.NOT_YET, rule=END), "It goes 2 months after the work together ends."),
        (Countdown(Nearness.NOT_YET), "No day is set for it to go."),
        (Countdown(Nearness.LATER, 12, date(2027, 7, 13), END), "It goes in 12 days, on 13 July 2027."),
        (Countdown(Nearness.TOMORROW, 1, date(2027, 7, 2), END), "It goes tomorrow night."),
        (Countdown(Nearness.TODAY, 0, date(2027, 7, 1), END), "It goes tonight."),
        (Countdown(Nearness.PAST, 0, date(2027, 6, 30), END), "It is about to go."),
    ],
)
def test_that_the_countdown_reads_as_a_sentence(seen: Countdown, says: str) -> None:
    assert countdown_sentence(seen) == says


def test_that_every_nearness_and_kind_has_words() -> None:
    assert all(countdown_sentence(Countdown(nearness, 2, date(2027, 7, 3), END)) for nearness in Nearness)
    assert len({kind_word(kind) for kind in Kind}) == len(Kind)
