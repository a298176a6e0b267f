"""What a tokenizer was asked is kept on disk, and asked again when the file is not to be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from llm.form.fakes import BlindReader, FakeTokenizer
from llm.form.verse.test_poet import FORMS
from songwright.llm.form.verse.poet import Poet
from songwright.llm.form.words.spelling import Speller, SpellingCache, Spellings, read_spellings
from songwright.llm.form.words.tries import TokenizerError, read_tokens
from songwright.llm.form.words.vocabulary import Vocabulary, load_vocabulary


class Counting:
    """A tokenizer that counts how often it is asked."""

    def __init__(self, tokenizer: FakeTokenizer) -> None:
        self.asked = 0
        self._tokenizer = tokenizer
        self.piece = tokenizer.piece

    def encode(self, text: str) -> list[int]:
        self.asked += 1
        return self._tokenizer.encode(text)


@pytest.fixture
def ask(tmp_path: Path, vocabulary: Vocabulary, tokenizer: FakeTokenizer) -> Callable[..., tuple[Spellings, int]]:
    """The spellings of the fake tokenizer by the cache, and how often it was asked for them."""

    def asked(name: str = "fake", tokenizer: FakeTokenizer = tokenizer) -> tuple[Spellings, int]:
        counting = Counting(tokenizer)
        found = SpellingCache(tmp_path / "spellings").spellings(name, vocabulary, counting.encode, counting.piece)
        return found, counting.asked

    return asked


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "spellings").iterdir())


def test_spellings_come_back_as_they_were(
    ask: Callable[..., tuple[Spellings, int]], vocabulary: Vocabulary, tokenizer: FakeTokenizer
) -> None:
    fresh, first = ask()
    again, second = ask()
    assert fresh == again == read_spellings(vocabulary, tokenizer.encode, tokenizer.piece)
    assert second < first / 50


def test_more_words_are_spelled_as_all_would_be_and_only_they_are_asked_for(
    vocabulary: Vocabulary, tokenizer: FakeTokenizer
) -> None:
    usual = read_spellings(vocabulary, tokenizer.encode, tokenizer.piece)
    wider = load_vocabulary(rarest=3.8, asked=("gull", "hearth"))
    counting = Counting(tokenizer)
    found = usual.widened(vocabulary.words, wider.words, Speller(counting.encode, counting.piece))
    assert found == read_spellings(wider, tokenizer.encode, tokenizer.piece)
    assert counting.asked < 50


def test_the_user_is_told_only_when_a_tokenizer_is_learned(
    tmp_path: Path, vocabulary: Vocabulary, tokenizer: FakeTokenizer
) -> None:
    told: list[str] = []
    for start in ("first", "second"):
        cache = SpellingCache(tmp_path / "spellings")
        cache.spellings("fake", vocabulary, tokenizer.encode, tokenizer.piece, asking=lambda at=start: told.append(at))
    assert told == ["first"]


def test_each_tokenizer_has_a_file_of_its_own(ask: Callable[..., tuple[Spellings, int]], tmp_path: Path) -> None:
    ask("one")
    ask("other")
    assert len(kept(tmp_path)) == 2


@pytest.mark.parametrize("damage", ["empty", "half", "noise", "folder"])
def test_a_damaged_file_is_made_anew(ask: Callable[..., tuple[Spellings, int]], tmp_path: Path, damage: str) -> None:
    fresh, _ = ask()
    (file,) = kept(tmp_path)
    data = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes({"empty": b"", "half": data[: len(data) // 2], "noise": bytes(200)}[damage])
    again, asked = ask()
    assert again == fresh
    assert asked > 1000


def test_a_file_of_another_tokenizer_under_the_same_name_is_made_anew(
    ask: Callable[..., tuple[Spellings, int]], vocabulary: Vocabulary
) -> None:
    class Shifted(FakeTokenizer):
        def encode(self, text: str) -> list[int]:
            return [(token + 1) % len(self.texts) for token in super().encode(text)]

        def piece(self, token: int) -> bytes:
            return super().piece((token - 1) % len(self.texts))

    shifted = Shifted(vocabulary)
    ask()
    found, _ = ask(tokenizer=shifted)
    assert found == read_spellings(vocabulary, shifted.encode, shifted.piece)


def test_a_folder_that_cannot_be_written_costs_time_only(
    tmp_path: Path, vocabulary: Vocabulary, tokenizer: FakeTokenizer
) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = SpellingCache(tmp_path / "file" / "spellings")
    for _ in range(2):
        found = cache.spellings("fake", vocabulary, tokenizer.encode, tokenizer.piece)
        assert found.line_end


class Habits(FakeTokenizer):
    """Writes two line feeds as one token, as many tokenizers do."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self.texts.append("\n\n")
        self.numbers["\n\n"] = len(self.texts) - 1


def test_a_stanza_ends_as_the_tokenizer_writes_it(vocabulary: Vocabulary) -> None:
    tokenizer = Habits(vocabulary)
    tokens = read_tokens(vocabulary, tokenizer.encode, tokenizer.piece)
    both = tokenizer.numbers["\n\n"]
    assert tokens.stanza_end == (both,)
    reader = BlindReader(len(tokenizer.texts), 1, 3.0)
    form = FORMS["terza-rima"]
    lines = Poet(vocabulary, tokens, reader, seed=1).write(form)
    stanzas = {line.stanza for line in form.lines}
    assert Counter(reader.read)[both] == len(stanzas) - 1
    read = b"".join(map(tokenizer.piece, reader.read)).decode()
    assert [row for row in read.split("\n") if row] == lines


def test_a_tokenizer_without_english_words_is_refused(vocabulary: Vocabulary, tokenizer: FakeTokenizer) -> None:
    def foreign(text: str) -> list[int]:
        return tokenizer.encode("".join(sign for sign in text if not sign.isalpha()))

    with pytest.raises(TokenizerError, match="English words"):
        read_tokens(vocabulary, foreign, tokenizer.piece)
