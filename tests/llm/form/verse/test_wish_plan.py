"""Wishes settled before a word is written: placed, or refused with a reason and the nearest wish."""

from __future__ import annotations

import re

import numpy as np
import pytest

from songwright.llm.form.line.line_task import Fitting
from songwright.llm.form.verse.form_tasks import ImpossibleFormError, line_tasks
from songwright.llm.form.verse.rhyme_plan import RhymePlan
from songwright.llm.form.verse.wish_plan import WishPlan
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form, load_forms
from songwright.lyrics.notation import parse_form

FORMS = {form.id: form for form in load_forms()}


def settle(form: Form, wishes: Wishes, vocabulary: Vocabulary, seed: int = 1, **given: object) -> Wishes:
    return WishPlan(form, vocabulary, **given).settle(wishes, seed)


def test_every_word_gets_a_line_of_its_own(vocabulary: Vocabulary) -> None:
    words = ("moon", "harbor", "silver", "night")
    settled = settle(FORMS["quatrain"], Wishes(anywhere=words), vocabulary)
    assert sorted(line for line, _ in settled.required) == [0, 1, 2, 3]
    assert {word for _, word in settled.required} == set(words)
    assert settled.anywhere == ()


def test_another_seed_puts_the_words_elsewhere(vocabulary: Vocabulary) -> None:
    wishes = Wishes(anywhere=("moon", "night"))
    found = {settle(FORMS["sonnet-shakespearean"], wishes, vocabulary, seed).required for seed in range(6)}
    assert len(found) > 3


def test_words_go_where_they_fit_and_not_into_kept_lines_or_repeats(vocabulary: Vocabulary) -> None:
    form = parse_form("2a 8a 2b 8b")
    for seed in range(5):
        assert dict(settle(form, Wishes(anywhere=("yesterday",)), vocabulary, seed).required).keys() <= {1, 3}
    settled = settle(form, Wishes(anywhere=("yesterday",)), vocabulary, kept={1: "So here we are and here we stay"})
    assert dict(settled.required) == {3: "yesterday"}
    triolet = settle(FORMS["triolet"], Wishes(anywhere=("moon", "night", "light", "sea", "bird")), vocabulary)
    assert not {3, 6, 7} & dict(triolet.required).keys()


def test_theme_words_are_put_in_where_they_fit_and_never_refused(vocabulary: Vocabulary) -> None:
    settled = settle(FORMS["quatrain"], Wishes(theme=("moon", "qwertz", "night", "silver")), vocabulary)
    assert 1 <= len(settled.required) <= 2
    assert {word for _, word in settled.required} <= {"moon", "night", "silver"}


@pytest.mark.parametrize(
    ("form", "wishes", "said"),
    [
        ("quatrain", Wishes(without="aeiouy"), r"only .* left out"),
        ("couplet", Wishes(anywhere=("supercalifragilistic" * 2,)), "unknown"),
        ("haiku", Wishes(anywhere=tuple(f"moon{number}" for number in range(100))), "100 words .* “moon0”"),
        ("couplet", Wishes(anywhere=("moon", "sun", "star")), "3 words .* 2 lines .* “moon” and “sun”"),
        ("quatrain", Wishes(anywhere=("moon",), forbidden=("Moon",)), "at once"),
        ("quatrain", Wishes(anywhere=("moon",), without="o"), "letter “o”"),
        ("quatrain", Wishes(acrostic="lighthouse"), "“ligh”"),
        ("quatrain", Wishes(acrostic="море"), "letters are those from A to Z.*without the first letters"),
        ("quatrain", Wishes(required=((7, "moon"),)), "line 8"),
        ("quatrain", Wishes(required=((1, "moon"), (1, "sun"))), "same line"),
        ("quatrain", Wishes(anywhere=("луна",)), "English letters"),
        ("quatrain", Wishes(anywhere=("lanternn",)), "“lantern"),
        ("cinquain", Wishes(required=((0, "yesterday"),)), "without “yesterday” in line 1"),
        ("quatrain", Wishes(anywhere=("lantern",), banned=("lan*",)), "at once"),
        ("quatrain", Wishes(banned=("heart of gold", "*e*", "*a*", "*o*", "*i*", "*u*", "*y*")), "need not be avoided"),
        ("quatrain", Wishes(forbidden=("x",), banned=("*",), without="aeiouy"), "only .* left out"),
    ],
)
def test_what_cannot_be_is_refused_with_the_nearest_that_can(
    vocabulary: Vocabulary, form: str, wishes: Wishes, said: str
) -> None:
    with pytest.raises(ImpossibleFormError) as refusal:
        settle(FORMS[form], wishes, vocabulary)
    assert re.search(said, refusal.value.message), refusal.value.message


def test_every_contradiction_is_told_at_once(vocabulary: Vocabulary) -> None:
    wishes = Wishes(acrostic="lighthouse", anywhere=("moon", "stone"), without="o", forbidden=("stone",))
    with pytest.raises(ImpossibleFormError) as refusal:
        settle(FORMS["quatrain"], wishes, vocabulary)
    assert re.search("“ligh”.*“moon” .* letter “o”.*“stone” .* at once", refusal.value.message)


def test_a_rhyme_that_has_no_other_word_is_refused_with_the_wish_in_the_way(vocabulary: Vocabulary) -> None:
    form = parse_form("1a 1a 1a 1a 1a")
    with pytest.raises(ImpossibleFormError, match="without “month”"):
        settle(form, Wishes(required=((0, "month"),)), vocabulary)


def test_a_phrase_that_no_line_can_do_without_is_refused_with_what_would_help(vocabulary: Vocabulary) -> None:
    form = parse_form("i1")
    others = tuple(word.lower() for word in vocabulary.words if word not in ("the", "moon", "stone"))
    with pytest.raises(ImpossibleFormError, match="“the moon” need not be avoided"):
        settle(form, Wishes(forbidden=others, banned=("the moon", "the stone")), vocabulary)


def test_a_hundred_words_are_too_many_for_a_haiku(vocabulary: Vocabulary) -> None:
    words = tuple(vocabulary.words[number].lower() for number in range(100))
    with pytest.raises(ImpossibleFormError, match="100 words are asked for, but the form has 3 lines"):
        settle(FORMS["haiku"], Wishes(anywhere=words), vocabulary)


def test_a_word_that_ended_a_line_ends_no_other_even_without_rhymes(vocabulary: Vocabulary) -> None:
    form = FORMS["blank-verse"]
    fitting = Fitting(vocabulary)
    tasks = line_tasks(form, Wishes(), vocabulary, np.ones(len(vocabulary), dtype=bool))
    rhyming = RhymePlan(form, tasks, vocabulary, fitting)
    past = vocabulary.index["past"]
    assert rhyming.endings(1)[past]
    rhyming.taken(0, [past])
    assert not rhyming.endings(1)[past]
    assert rhyming.endings(1).any()
