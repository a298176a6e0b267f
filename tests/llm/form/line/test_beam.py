"""Several drafts of a line side by side: as much in form as one, and likelier."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from llm.form.fakes import BlindReader, FakeTokenizer, HabitReader
from llm.form.verse.test_poet import FORMS, Fuzz, Studio, last_words
from songwright.llm.form.verse.form_tasks import ImpossibleFormError
from songwright.llm.form.verse.poet import Poet
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.lyrics.lexicon import Lexicon


@pytest.fixture(scope="module")
def studio(vocabulary: Vocabulary, tokenizer: FakeTokenizer, tokens: Tokens, lexicon: Lexicon) -> Studio:
    return Studio(vocabulary, tokenizer, tokens, lexicon)


@pytest.mark.parametrize("form", ["limerick", "haiku", "triolet", "couplet", "quatrain"])
def test_the_best_of_several_drafts_is_in_form(studio: Studio, form: str) -> None:
    for seed, quality in ((1, 2), (2, 8)):
        assert studio.faults(FORMS[form], studio.write(FORMS[form], seed=seed, quality=quality)) == []


def test_fuzzed_stanzas_keep_form_with_several_drafts(studio: Studio) -> None:
    fuzz = Fuzz(studio.vocabulary, 5)
    written = 0
    for seed in range(12):
        form, wishes = fuzz.stanza()
        try:
            lines = studio.write(form, wishes, seed=seed, quality=3)
        except ImpossibleFormError:
            continue
        written += 1
        assert studio.faults(form, lines) == []
    assert written > 6


def test_the_same_seed_chooses_the_same_lines(studio: Studio) -> None:
    texts = [studio.write(FORMS["quatrain"], seed=seed, quality=4) for seed in (3, 3, 4)]
    assert texts[0] == texts[1] != texts[2]


def test_kept_lines_and_settled_ends_stay(studio: Studio) -> None:
    kept = "The lantern burns above the bay"
    lines = studio.write(FORMS["quatrain"], seed=2, quality=4, kept={0: kept}, endings={1: "stone"})
    assert lines[0] == kept
    assert last_words(lines)[1] == "stone"
    assert studio.faults(FORMS["quatrain"], lines) == []


def likelihood(reader: HabitReader, tokens: Sequence[int]) -> float:
    """The log-probability of tokens that were read one after the other."""
    found, last = 0.0, 0
    for token in tokens:
        scores = reader.after(last).astype(np.float64)
        found += scores[token] - np.log(np.exp(scores).sum())
        last = token
    return found


def test_more_drafts_make_likelier_lines(vocabulary: Vocabulary, tokenizer: FakeTokenizer, tokens: Tokens) -> None:
    means = []
    for quality in (1, 4, 12):
        worth = []
        for seed in range(12):
            reader = HabitReader(len(tokenizer.texts), seed, 3.0)
            Poet(vocabulary, tokens, reader, quality=quality, seed=seed).write(FORMS["couplet"])
            worth.append(likelihood(reader, reader.read))
        means.append(sum(worth) / len(worth))
    assert means[0] + 2 < means[1] < means[2] - 2


def test_lines_come_whole_one_after_the_other(vocabulary: Vocabulary, tokenizer: FakeTokenizer, tokens: Tokens) -> None:
    shown: list[str] = []
    reader = BlindReader(len(tokenizer.texts), 1, 3.0)
    lines = Poet(vocabulary, tokens, reader, quality=3, seed=1).write(FORMS["haiku"], show=shown.append)
    assert [text for text in shown if text.strip()] == lines


def test_without_room_for_a_second_draft_one_is_written(
    vocabulary: Vocabulary, tokenizer: FakeTokenizer, tokens: Tokens, studio: Studio
) -> None:
    class Narrow(BlindReader):
        def branch(self, count: int, tokens: int) -> object:
            return super().branch(1, tokens)

    reader = Narrow(len(tokenizer.texts), 1, 3.0)
    lines = Poet(vocabulary, tokens, reader, quality=8, seed=1).write(FORMS["haiku"])
    assert studio.faults(FORMS["haiku"], lines) == []
