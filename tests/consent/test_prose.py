"""What is counted in a text, and how a change is shown."""

import pytest

from consent.prose import Kind, changes_between, ease_of


@pytest.mark.parametrize(
    ("text", "sentences", "average", "longest"),
    [
        ("", 0, 0, ""),
        ("We film you.", 1, 3, "We film you"),
        ("We film you. Then we look at it together.", 2, 4, "Then we look at it together"),
        ("One line\nand another one", 2, 2, "and another one"),
        ("Yes: you can.", 2, 2, "you can"),
    ],
)
def test_that_sentences_and_words_are_counted(text: str, sentences: int, average: int, longest: str) -> None:
    ease = ease_of(text)
    assert (ease.sentences, ease.average, ease.longest) == (sentences, average, longest)


def test_that_a_sentence_of_more_than_twenty_words_is_long() -> None:
    assert ease_of(" ".join(["word"] * 20)).is_easy
    assert not ease_of(" ".join(["word"] * 21)).is_easy


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("We film you", "We film you", [(Kind.SAME, "We film you")]),
        ("We film you", "We film you both", [(Kind.SAME, "We film you"), (Kind.ADDED, "both")]),
        (
            "We keep it here",
            "We lock it here",
            [(Kind.SAME, "We"), (Kind.TAKEN, "keep"), (Kind.ADDED, "lock"), (Kind.SAME, "it here")],
        ),
        ("One\nTwo", "One", [(Kind.SAME, "One"), (Kind.TAKEN, "\n Two")]),
        ("", "New", [(Kind.ADDED, "New")]),
    ],
)
def test_that_a_change_is_shown_word_by_word(before: str, after: str, pieces: list[tuple[Kind, str]]) -> None:
    assert [(piece.kind, piece.words) for piece in changes_between(before, after)] == pieces
