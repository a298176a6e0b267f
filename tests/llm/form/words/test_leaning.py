"""What a subject makes likelier is preferred; stock words that it does not name cost something."""

from __future__ import annotations

import numpy as np

from llm.form.fakes import FakeTokenizer
from songwright.llm.form.words.leaning import leaning, stock_words
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary


def test_words_of_the_subject_gain_and_stock_words_lose_unless_they_are_named(
    vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer
) -> None:
    even = np.full(len(tokenizer.texts), 1e-4)
    house = vocabulary.index["house"]
    row = list(tokens.inner.order).index(house)
    assert len(tokens.inner.sequences[row]) == 1
    with_subject = even.copy()
    with_subject[tokens.inner.sequences[row][0]] = 5e-2
    found = leaning(vocabulary, tokens.inner, with_subject, even)
    assert found[house] > 1
    night, heart = vocabulary.index["night"], vocabulary.index["heart"]
    assert found[night] < 0
    assert found[heart] < 0
    named = leaning(vocabulary, tokens.inner, with_subject, even, named=("night", "shift"))
    assert named[night] == 0
    assert named[heart] < 0


def test_the_stock_words_are_words() -> None:
    assert {"heart", "shadow", "whisper"} <= stock_words()
    assert all(word.isalpha() for word in stock_words())
