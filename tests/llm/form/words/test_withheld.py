"""What a piece should not say again, or at all."""

from __future__ import annotations

import numpy as np
import pytest

from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.form.words.withheld import Restraints, WithheldWords


@pytest.fixture(scope="module")
def everything(vocabulary: Vocabulary) -> Flags:
    return np.ones(len(vocabulary), dtype=bool)


class Speaker:
    """Asks by words instead of numbers."""

    def __init__(self, vocabulary: Vocabulary, **manners: object) -> None:
        self._vocabulary = vocabulary
        self._bars = WithheldWords(vocabulary, Restraints(**manners))

    def numbers(self, text: str) -> list[int]:
        return [self._vocabulary.index.get(word, -1) for word in text.split()]

    def said(self, *lines: str) -> Speaker:
        for line in lines:
            self._bars.note(self.numbers(line))
        return self

    def may(self, word: str, after: str = "", only: str = "") -> bool:
        choices = np.ones(len(self._vocabulary), dtype=bool)
        if only:
            choices[:] = False
            choices[self.numbers(only)] = True
        free = self._bars.fresh(choices, self._bars.after(self.numbers(after)))
        return bool(free[self._vocabulary.index[word]])

    def costs(self, after: str) -> dict[str, float]:
        return {self._vocabulary.words[word]: cost for word, cost in self._bars.after(self.numbers(after)).costs}


def test_words_of_weight_come_once_and_small_words_as_often_as_they_like(vocabulary: Vocabulary) -> None:
    speaker = Speaker(vocabulary).said("the river and the moon")
    assert not speaker.may("river")
    assert speaker.may("and")
    assert not speaker.may("winter", after="winter and")
    assert not speaker.may("and", after="winter and")
    assert Speaker(vocabulary, fresh=False).said("the river").may("river")


def test_to_say_a_phrase_again_costs_more_the_longer_it_is(vocabulary: Vocabulary) -> None:
    speaker = Speaker(vocabulary, dry=1.5, free=2).said("so out of the house and home")
    assert speaker.may("the", after="and out of")
    assert speaker.costs(after="and out of") == {"the": 1.5}
    assert speaker.costs(after="so out of") == {"the": pytest.approx(1.5 * 1.75)}
    assert speaker.costs(after="out of the") == {"house": pytest.approx(1.5 * 1.75)}
    assert speaker.costs(after="of") == {}
    assert speaker.costs(after="") == {}
    assert Speaker(vocabulary, dry=0.0).said("so out of the house").costs(after="so out of") == {}
    assert Speaker(vocabulary, free=3).said("so out of the house").costs(after="and out of") == {}


def test_lines_do_not_begin_like_the_three_before(vocabulary: Vocabulary) -> None:
    speaker = Speaker(vocabulary).said("and so", "then we", "but no", "in there")
    assert speaker.may("and")
    assert not speaker.may("in")
    assert not speaker.may("then")
    assert not speaker.may("but")


def test_a_and_an_ask_for_the_right_sound(vocabulary: Vocabulary) -> None:
    speaker = Speaker(vocabulary)
    assert speaker.may("angel", after="an")
    assert not speaker.may("angel", after="a")
    assert not speaker.may("union", after="an")
    assert not speaker.may("honest", after="a")
    assert speaker.may("winter", after="a")
    assert speaker.may("unknown", after="an")


@pytest.mark.parametrize(
    ("phrase", "after", "word"),
    [
        ("silence", "", "silence"),
        ("light*", "the", "lightning"),
        ("heart of gold", "a heart of", "gold"),
        ("Heart of *", "a heart", "of"),
        ("* of gold", "a heart of", "gold"),
        ("heart * gold", "a heart of", "gold"),
        ("laugh* in", "she laughed", "in"),
    ],
)
def test_what_is_held_back_is_not_completed(vocabulary: Vocabulary, phrase: str, after: str, word: str) -> None:
    assert Speaker(vocabulary).may(word, after=after)
    assert not Speaker(vocabulary, held_back=(phrase,)).may(word, after=after)
    assert Speaker(vocabulary, held_back=(phrase,)).may(word, after=after, only=word)


@pytest.mark.parametrize(
    ("banned", "after", "word"),
    [("heart of *", "a heart", "of"), ("heart * gold", "a heart of", "gold"), ("laugh* in", "she laughed", "in")],
)
def test_banned_phrases_give_way_to_nothing(vocabulary: Vocabulary, banned: str, after: str, word: str) -> None:
    assert not Speaker(vocabulary, banned=(banned,)).may(word, after=after, only=f"{word} winter")
    assert not Speaker(vocabulary, banned=(banned,)).may(word, after=after, only=word)


def test_a_phrase_does_not_run_over_the_end_of_a_line(vocabulary: Vocabulary) -> None:
    for manner in ("banned", "held_back"):
        assert not Speaker(vocabulary, **{manner: ("heart of gold",)}).said("he had a heart of").may("gold")
        assert Speaker(vocabulary, **{manner: ("heart of gold",)}).said("he had a heart in").may("gold")


def test_form_comes_first_and_bars_give_way_in_their_order(vocabulary: Vocabulary) -> None:
    speaker = Speaker(vocabulary, held_back=("golden",)).said("the river flows")
    assert speaker.may("river", only="river golden")
    assert not speaker.may("golden", only="river golden")
    assert speaker.may("golden", only="golden")
    assert speaker.may("winter", after="an", only="winter")


@pytest.mark.parametrize("phrase", ["", "*", "* *", "zqrbl", "zqrbl *", "a b c d e f g h"])
def test_phrases_that_mean_nothing_ban_nothing(vocabulary: Vocabulary, everything: Flags, phrase: str) -> None:
    bars = WithheldWords(vocabulary, Restraints(banned=(phrase,), held_back=(phrase,)))
    assert bool(bars.fresh(everything, bars.after([])).all())
