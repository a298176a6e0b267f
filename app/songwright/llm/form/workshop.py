"""What form-exact writing needs of a model, made once and kept while the model stays loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from songwright.llm.form.bars import Manners
from songwright.llm.form.line import Fitting
from songwright.llm.form.pieces import Pieces, read_pieces
from songwright.llm.form.poet import Poet, Taste
from songwright.llm.form.spelling import SpellingCache
from songwright.llm.form.tries import Tokens, read_tokens
from songwright.llm.form.vocabulary import Vocabulary, load_vocabulary
from songwright.llm.model import Backend
from songwright.llm.settings import Settings

__all__ = ["Workshop"]


class Workshop:
    """Makes poets for one loaded model; the first takes a second or two, while every word is looked up."""

    def __init__(self, backend: Backend, cache: Path | None = None) -> None:
        """`cache` is a folder where what was looked up is kept for the next time."""
        self._backend = backend
        self._cache = SpellingCache(cache) if cache else None
        self._vocabulary: Vocabulary | None = None
        self._tokens: Tokens | None = None
        self._fitting: Fitting | None = None
        self._pieces: Pieces | None = None

    def poet(self, settings: Settings, seed: int, *, preparing: Callable[[], None] = lambda: None) -> Poet:
        """A poet that goes on where the model's text ends. `preparing` is called before a tokenizer is learned.

        Raises TokenizerError when the model's tokens do not serve.
        """
        vocabulary, tokens = self.words(preparing=preparing)
        backend = self._backend
        return Poet(
            vocabulary,
            tokens,
            backend,
            piece=backend.piece,
            # Top-p and top-k are left out: form has already cut the choice down.
            taste=Taste(settings.temperature, settings.min_p),
            manners=Manners(fresh=settings.freshness > 0, dry=settings.dry, free=settings.dry_length),
            quality=settings.quality,
            seed=seed,
            fitting=self._fitting,
        )

    def words(self, *, preparing: Callable[[], None] = lambda: None) -> tuple[Vocabulary, Tokens]:
        """The words that form may use, and how this model spells them. Raises TokenizerError."""
        if self._vocabulary is None or self._tokens is None:
            self._vocabulary = load_vocabulary()
            self._fitting = Fitting(self._vocabulary)
            self._tokens = self._read(self._vocabulary, preparing)
        return self._vocabulary, self._tokens

    def pieces(self) -> Pieces:
        """What the model's tokens do to words. The backend has read something."""
        if self._pieces is None:
            self._pieces = read_pieces(len(self._backend.logits()), self._backend.piece)
        return self._pieces

    def _read(self, vocabulary: Vocabulary, preparing: Callable[[], None]) -> Tokens:
        encode, piece = self._backend.encode, self._backend.piece
        if self._cache is not None and (tokenizer := self._backend.tokenizer()):
            spellings = self._cache.spellings(tokenizer, vocabulary, encode, piece, asking=preparing)
        else:
            preparing()
            spellings = None
        return read_tokens(vocabulary, encode, piece, spellings)
