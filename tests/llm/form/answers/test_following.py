"""The likely next words: real probabilities of whole words, and what a form leaves of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from llm.form.asking import Desk
from songwright.llm.form.answers.context import log_softmax
from songwright.llm.form.words.token_roles import read_token_roles, word_in
from songwright.llm.questions import NextWords, Option, Place, place_in
from songwright.llm.wishes import Wishes
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import check_form, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.metre import scan_pattern
from songwright.lyrics.syllables import syllabify

FORM = next(form for form in load_forms() if form.id == "quatrain")
# Own verse.
ROWS = [
    "The lantern burned above the bay,",
    "The ships came home with morning light;",
    "We heard the bells across the day",
]
START = "A poem about the harbour.\n\n"


def place(*, formed: bool = True, wishes: Wishes | None = None) -> Place:
    return place_in([*ROWS, "_"], 3, FORM if formed else None, about="the harbour", wishes=wishes)


def ways_to_spell(desk: Desk, left: str, word: str) -> list[float]:
    """The probability of each way in which the model can write a word and then end it, worked out one way at a time."""
    backend = desk.backend
    texts = [backend.piece(token).decode() for token in range(len(backend.logits()))]
    letters = [token for token, text in enumerate(texts) if text[0].isalnum() or text[0] in "'-"]
    found = []

    def spell(read: Sequence[int], rest: str, odds: float) -> None:
        scores = np.exp(log_softmax(backend.after(read)))
        if not rest:
            found.append(odds * (1 - float(scores[letters].sum())))
            return
        for token, text in enumerate(texts):
            if rest.startswith(text):
                spell([*read, token], rest[len(text) :], odds * float(scores[token]))

    spell(backend.encode(START + "".join(f"{row}\n" for row in ROWS) + left), f" {word}" if left else word, 1.0)
    return found


@pytest.mark.parametrize("left", ["And slept", ""])
def test_a_words_probability_is_that_of_spelling_it_and_ending_it(desk: Desk, left: str) -> None:
    options = desk.ask(NextWords(place(formed=False), f"{left} ".lstrip()))
    assert len(options) >= 5
    for option in options:
        ways = ways_to_spell(desk, left, option.text) + ([] if left else ways_to_spell(desk, left, f" {option.text}"))
        assert max(ways) / 2 < option.unbound <= sum(ways) * (1 + 1e-6), option
        assert option.probability == option.unbound


def test_the_words_are_the_likeliest_ones_first_and_each_comes_once(desk: Desk) -> None:
    options = desk.ask(NextWords(place(formed=False), "And slept ", 6))
    odds = [option.unbound for option in options]
    assert odds == sorted(odds, reverse=True)
    assert len({option.text for option in options}) == len(options) <= 6
    assert sum(odds) <= 1


def test_a_word_that_has_been_begun_is_completed(desk: Desk) -> None:
    options = desk.ask(NextWords(place(formed=False), "And slept be"))
    assert options
    assert all(option.text.startswith("be") for option in options)
    assert 0 < sum(option.unbound for option in options) <= 1 + 1e-9


def kept(options: Sequence[Option]) -> list[Option]:
    return [option for option in options if option.probability > 0]


def test_words_that_keep_the_form_leave_the_line_in_its_metre(desk: Desk, lexicon: Lexicon) -> None:
    for left in ("", "And slept ", "And slept beneath the "):
        options = kept(desk.ask(NextWords(place(), left)))
        assert len(options) >= 5
        for option in options:
            sung = syllabify(left + option.text, lexicon)
            readings = [scan_pattern(sung, pattern[: len(sung)]) for pattern in FORM.lines[3].patterns]
            assert any(reading is not None and reading.fits for reading in readings), (left, option)
        assert sum(option.probability for option in options) <= 1 + 1e-9


def test_the_last_word_of_a_line_rhymes(desk: Desk, lexicon: Lexicon) -> None:
    left = "And slept beneath the stars at "
    options = kept(desk.ask(NextWords(place(), left)))
    assert options
    whole = [option for option in options if len(syllabify(left + option.text, lexicon)) == 8]
    for option in whole:
        reports = check_form(FORM, analyse("\n".join([*ROWS, left + option.text]), lexicon).lines)
        assert [report.faults for report in reports] == [()] * 4, option


def test_what_the_form_leaves_is_the_same_share_for_every_word(desk: Desk) -> None:
    options = kept(desk.ask(NextWords(place(), "And slept ")))
    shares = [option.unbound / option.probability for option in options]
    assert shares == pytest.approx([shares[0]] * len(shares))
    assert 0 < shares[0] < 1


def test_wishes_and_words_beyond_the_vocabulary_are_judged_too(desk: Desk) -> None:
    options = desk.ask(NextWords(place(wishes=Wishes(without="e")), "And slept ", 20))
    assert kept(options)
    assert not [option for option in kept(options) if "e" in option.text]


def test_a_line_that_is_full_or_out_of_form_leaves_no_word(desk: Desk) -> None:
    for left in ("And slept beneath the stars at night ", "Yesterday the beautiful "):
        options = desk.ask(NextWords(place(), left))
        assert options
        assert kept(options) == []


def test_pieces_know_what_they_do_to_a_word() -> None:
    spelled = [b" sea", b"sea", b"side", b"'s", b",", b" ", b"\n", b"", b" (", b"ing.", b"\xe2\x80", b" 7"]
    pieces = read_token_roles(len(spelled), spelled.__getitem__)
    names = {
        name: [spelled[at] for at in np.flatnonzero(getattr(pieces, name)).tolist()]
        for name in ("spaced", "going_on", "blank")
    }
    assert names["spaced"] == [b" sea"]  # a number is no word to offer
    assert names["going_on"] == [b"sea", b"side", b"'s", b"ing.", b"\xe2\x80"]
    assert names["blank"] == [b" "]
    assert not pieces.whole[9]


@pytest.mark.parametrize(
    ("spelled", "word"),
    [(b"don't", "don't"), (b"don'", "don"), ("don’t".encode(), "don't"), (b"--", ""), (b"sea-", "sea")],
)
def test_a_word_ends_with_a_letter(spelled: bytes, word: str) -> None:
    assert word_in(spelled) == word
