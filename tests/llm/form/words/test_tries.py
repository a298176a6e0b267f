from __future__ import annotations

import numpy as np
import pytest

from llm.form.fakes import FakeTokenizer
from songwright.llm.form.words.tries import TokenizerError, Tokens, TokenTrie, read_tokens
from songwright.llm.form.words.vocabulary import Vocabulary


def test_sums_below_a_node_are_the_weights_of_its_words() -> None:
    trie = TokenTrie([(1, 2), (1,), (3,), (), (1, 2, 4)])
    weights = np.array([1.0, 10.0, 100.0, 1000.0, 10000.0])
    sums = trie.sums(weights)
    root = trie.nodes[0]
    below = dict(zip(root.tokens.tolist(), (sums[root.ends] - sums[root.starts]).tolist(), strict=True))
    assert below == {1: 10011.0, 3: 100.0}
    one = trie.nodes[root.by_token[1]]
    assert one.word == 1
    assert trie.nodes[one.by_token[2]].word == 0


def test_words_outside_the_vocabulary_weigh_on_the_beginnings_they_share() -> None:
    trie = TokenTrie([(1, 2), (3,)], [((1, 5), 0.5), ((1, 2, 9), 0.25), ((4,), 8.0), ((), 1.0)])
    one = trie.nodes[0].by_token[1]
    assert trie.others[one] == 0.75
    assert trie.others[trie.nodes[one].by_token[2]] == 0.25
    assert trie.others.sum() == 1.0


def test_words_that_a_tokenizer_cannot_tell_apart_count_once() -> None:
    trie = TokenTrie([(7,), (7,), (8,)])
    assert sorted(trie.order.tolist()) == [0, 2]


def test_every_word_is_found_by_its_tokens(vocabulary: Vocabulary, tokenizer: FakeTokenizer, tokens: Tokens) -> None:
    assert len(tokens.inner.order) == len(vocabulary)
    for word in range(0, len(vocabulary), 97):
        node = tokens.inner.nodes[0]
        for token in tokenizer.encode("x " + vocabulary.words[word])[1:]:
            node = tokens.inner.nodes[node.by_token[token]]
        assert node.word == word


def test_a_tokenizer_without_line_ends_is_refused(vocabulary: Vocabulary, tokenizer: FakeTokenizer) -> None:
    with pytest.raises(TokenizerError):
        read_tokens(vocabulary, lambda text: tokenizer.encode(text.replace("\n", "")), tokenizer.piece)


def test_a_tokenizer_that_changes_letters_loses_only_those_words(
    vocabulary: Vocabulary, tokenizer: FakeTokenizer
) -> None:
    found = read_tokens(vocabulary, lambda text: tokenizer.encode(text.replace("z", "s")), tokenizer.piece)
    assert not any("z" in vocabulary.words[word] for word in found.inner.order)
    assert len(found.inner.order) > 0.9 * len(vocabulary)
