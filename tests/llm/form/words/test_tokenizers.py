"""Exact form with the habits of SentencePiece tokenizers, on models made on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gguf
import pytest

from llm.ggufs import Entry, byte_entries, tiny_model, word_entries
from songwright.llm.backend import LlamaBackend
from songwright.llm.cancel import CancelFlag
from songwright.llm.form.verse.poet import Poet
from songwright.llm.form.words.tries import read_tokens
from songwright.llm.form.words.vocabulary import Vocabulary, load_vocabulary
from songwright.llm.model import LoadOptions, ModelError
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import check_form, load_forms
from songwright.lyrics.lexicon import Lexicon

FORMS = {form.id: form for form in load_forms()}
WORDS = """
the a and of to in my your night light day away sea free moon stone alone river golden mountain winter morning water
window lantern harbour silver over under never after remember someone follow sorrow tomorrow heart apart love above
"""
LINE_FEEDS: list[Entry] = [("\n", gguf.TokenType.NORMAL), ("\n\n", gguf.TokenType.NORMAL)]


def nothing(*_: object) -> None:
    pass


@pytest.fixture
def backend() -> Iterator[LlamaBackend]:
    made = LlamaBackend(CancelFlag())
    yield made
    made.close()


@pytest.fixture(scope="module")
def common() -> Vocabulary:
    """Few words, for looking them up takes the time of these tests."""
    return load_vocabulary(rarest=4.3)


@pytest.mark.parametrize(
    ("line_feeds", "space_prefix", "quality"),
    [([], True, 1), ([], False, 2), (LINE_FEEDS, True, 2), (LINE_FEEDS, False, 1)],
)
def test_form_is_kept_with_every_habit(
    backend: LlamaBackend,
    tmp_path: Path,
    lexicon: Lexicon,
    common: Vocabulary,
    line_feeds: list[Entry],
    space_prefix: bool,
    quality: int,
) -> None:
    entries = [*byte_entries(), *word_entries(WORDS.split()), *line_feeds]
    model = tiny_model(tmp_path / "words.gguf", entries=entries, space_prefix=space_prefix)
    backend.load(model, LoadOptions(threads=1), nothing)
    backend.begin(backend.encode("A song\n", special=True), nothing)
    form = FORMS["couplet"]
    tokens = read_tokens(common, backend.encode, backend.piece)
    lines = Poet(common, tokens, backend, piece=backend.piece, quality=quality, seed=3).write(form)
    assert [report.faults for report in check_form(form, analyse("\n".join(lines), lexicon).lines)] == [()] * 2


def test_words_with_tokens_of_their_own_are_written_with_them(
    backend: LlamaBackend, tmp_path: Path, common: Vocabulary
) -> None:
    entries = [*byte_entries(), *word_entries(WORDS.split()), *LINE_FEEDS]
    backend.load(tiny_model(tmp_path / "words.gguf", entries=entries), LoadOptions(threads=1), nothing)
    tokens = read_tokens(common, backend.encode, backend.piece)
    lengths = dict(zip(tokens.inner.order.tolist(), map(len, tokens.inner.sequences), strict=True))
    assert {lengths[common.index[word]] for word in WORDS.split() if word in common.index} == {1}
    assert lengths[common.index["problem"]] > 1
    assert len(tokens.line_end) == len(tokens.stanza_end) == 1
    assert set(tokens.marks) == set(",;:.!?")


def test_a_vocabulary_without_line_ends_is_refused_when_it_is_loaded(backend: LlamaBackend, tmp_path: Path) -> None:
    entries = [entry for entry in byte_entries() if entry[1] is not gguf.TokenType.BYTE]
    with pytest.raises(ModelError, match="line ends"):
        backend.load(tiny_model(tmp_path / "mute.gguf", entries=entries), LoadOptions(threads=1), nothing)


def test_models_of_one_tokenizer_share_what_was_looked_up(backend: LlamaBackend, tmp_path: Path) -> None:
    names = []
    entries = [*byte_entries(), *word_entries(["night", "light"])]
    for number, tokens in enumerate((entries, entries, byte_entries())):
        backend.load(tiny_model(tmp_path / f"{number}.gguf", entries=tokens), LoadOptions(threads=1), nothing)
        names.append(backend.tokenizer())
    assert names[0] == names[1] != names[2]
