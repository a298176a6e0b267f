from __future__ import annotations

import pytest

from llm.form.asking import Desk
from llm.form.fakes import FakeTokenizer
from llm.form.knowing import KnowingBackend
from songwright.llm.form.verse.workshop import Workshop
from songwright.llm.form.words.tries import Tokens, read_tokens
from songwright.llm.form.words.vocabulary import Vocabulary, load_vocabulary
from songwright.lyrics.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(rarest=3.8)


@pytest.fixture(scope="session")
def tokenizer(vocabulary: Vocabulary) -> FakeTokenizer:
    return FakeTokenizer(vocabulary)


@pytest.fixture(scope="session")
def tokens(vocabulary: Vocabulary, tokenizer: FakeTokenizer) -> Tokens:
    return read_tokens(vocabulary, tokenizer.encode, tokenizer.piece)


@pytest.fixture(scope="session")
def shop(tokenizer: FakeTokenizer) -> Desk:
    backend = KnowingBackend(tokenizer)
    return Desk(backend, Workshop(backend))


@pytest.fixture
def desk(shop: Desk) -> Desk:
    return Desk(shop.backend, shop.workshop)
