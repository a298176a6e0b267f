"""A model that learned it is told the last word of a line before the line, and the line comes to that word."""

from __future__ import annotations

import numpy as np
import pytest

from llm.form.fakes import BlindReader, FakeTokenizer
from songwright.llm.form.line.last_words import LastWords
from songwright.llm.form.verse.poet import Poet
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.lyrics.notation import parse_form

_TOLD = " "  # begins the row that tells a last word


def rows_read(reader: BlindReader, tokenizer: FakeTokenizer) -> list[str]:
    return [row for row in b"".join(map(tokenizer.piece, reader.read)).decode().split("\n") if row]


@pytest.mark.parametrize("quality", [1, 6])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_line_ends_in_the_word_that_was_told_before_it(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer, quality: int, seed: int
) -> None:
    reader = BlindReader(len(tokenizer.texts), seed, 3.0)
    poet = Poet(vocabulary, tokens, reader, quality=quality, seed=seed, ends_first=True)
    shown: list[str] = []
    kept = {1: "I saw her standing in the rain,"}
    lines = poet.write(parse_form("8a 8b / 8a 8b"), kept=kept, show=shown.append)
    read = rows_read(reader, tokenizer)
    assert read[1::2] == lines
    assert [told.strip() for told in read[::2]] == [line.strip(",;:.!?").split()[-1].lower() for line in lines]
    assert all(told.startswith(_TOLD) for told in read[::2])
    assert [row for row in "".join(shown).split("\n") if row] == lines


def test_without_being_told_to_nothing_is_read_but_the_lines(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer
) -> None:
    reader = BlindReader(len(tokenizer.texts), 5, 3.0)
    lines = Poet(vocabulary, tokens, reader, quality=4, seed=5).write(parse_form("8a 8a"))
    assert rows_read(reader, tokenizer) == lines


def test_likely_words_are_drawn_and_only_able_ones(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer
) -> None:
    chooser = LastWords(vocabulary, tokens, np.zeros(len(vocabulary)))
    able = np.zeros(len(vocabulary), dtype=bool)
    able[[vocabulary.index[word] for word in ("night", "stone", "water", "light")]] = True
    scores = np.zeros(len(tokenizer.texts), dtype=np.float32)
    scores[tokens.inner.sequences[list(tokens.inner.order).index(vocabulary.index["stone"])][0]] = 12.0
    drawn = chooser.drawn(scores, able, 3, np.random.default_rng(1), opens=False)
    assert vocabulary.words[drawn[0]] == "stone"
    assert all(able[word] for word in drawn)
    assert not chooser.drawn(scores, np.zeros_like(able), 3, np.random.default_rng(1), opens=False)


def test_the_opening_word_of_a_rhyme_is_one_with_likely_partners(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer
) -> None:
    chooser = LastWords(vocabulary, tokens, np.zeros(len(vocabulary)))
    words = [vocabulary.index[word] for word in ("night", "light", "right", "world")]
    able = np.zeros(len(vocabulary), dtype=bool)
    able[words] = True
    scores = np.full(len(tokenizer.texts), -9.0, dtype=np.float32)
    for word in words:
        scores[tokens.inner.sequences[list(tokens.inner.order).index(word)][0]] = 3.0

    def first(*, opens: bool) -> list[str]:
        drawn = [chooser.drawn(scores, able, 1, np.random.default_rng(seed), opens=opens)[0] for seed in range(40)]
        return [vocabulary.words[word] for word in drawn]

    assert "world" not in first(opens=True)
    assert "world" in first(opens=False)
