"""Free verse, token by token, makes up no words."""

from __future__ import annotations

import pytest

from songwright.llm.known_words import known_words


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("The last em", "ersions"),
        ("Empty", "chair"),
        ("A Letter", "In"),
        ("The tra", ", "),
        ("It", "'q"),
        ("He is zq", ""),
        ("I can' t'a", "-k"),
        ("I can' t", " "),
    ],
)
def test_what_is_no_word_and_begins_none_is_refused(text: str, piece: str) -> None:
    assert known_words().misspells(text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("The last em", "ber"),
        ("The empty", " chair"),
        ("It", "'s"),
        ("They do", "n't"),
        ("They would", "n"),
        ("They wouldn", "'t"),
        ("The tram", ", "),
        ("A", " vi"),
    ],
)
def test_words_and_their_beginnings_pass(text: str, piece: str) -> None:
    assert not known_words().misspells(text, piece)


def test_what_the_user_wrote_is_a_word() -> None:
    assert known_words().misspells("Old Zorblax", " ")
    assert not known_words().with_own("a song for Zorblax").misspells("Old Zorblax", " ")


def test_a_word_of_the_users_may_lose_its_ending_and_get_it() -> None:
    words = known_words().with_own("the zorblaxer's daughter")
    assert not any(
        words.misspells(text, piece)
        for text, piece in [("A Zorbl", "axer"), ("A Zorblaxer", "'"), ("A Zorblaxer", " ")]
    )


def test_in_prose_names_may_be_anything_and_other_words_not() -> None:
    words = known_words()
    assert words.misspells("She went into the grandfry", "inger")
    assert words.misspells("She went into the grandfry", "inger", names=True)
    assert words.misspells("The hills of Fjall", "holt")
    assert not words.misspells("The hills of Fjall", "holt", names=True)
    assert not words.misspells("It blended seamless", "ly", names=True)
    assert not words.misspells("It blended seamless", "l", names=True)
