"""What form-exact writing needs of a model, made once and kept while the model stays loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from songwright.host.pronunciations import own_lexicon
from songwright.llm.form.line.line_task import Fitting
from songwright.llm.form.verse.poet import Freedom, Poet
from songwright.llm.form.words.leaning import Floats, leaning, noun_odds
from songwright.llm.form.words.spelling import Foresee, Speller, SpellingCache, Spellings, read_spellings
from songwright.llm.form.words.token_roles import TokenRoles, read_token_roles
from songwright.llm.form.words.tries import Tokens, read_tokens
from songwright.llm.form.words.vocabulary import Vocabulary, load_vocabulary
from songwright.llm.form.words.withheld import Restraints
from songwright.llm.model import Backend, Weighed
from songwright.llm.sampling_settings import Sampling

__all__ = ["Stock", "Workshop"]

_MOST_ODDS = 8  # requests of which it is remembered what nouns follow: less than half a megabyte each
_LARGE = 600_000_000  # parameters; models of 135 and 270 million force rhymes, one of 1.5 billion seldom does


@runtime_checkable
class EncodesMany(Protocol):
    """A model far away, whose tokenizer answers many questions in one go and remembers the answers."""

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """Each text as tokens."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Words, how the model spells them, and what was found out about where they fit."""

    vocabulary: Vocabulary
    tokens: Tokens
    fitting: Fitting


class Workshop:
    """Makes poets for one loaded model; the first takes a second or two, while every word is looked up."""

    def __init__(self, backend: Backend, cache: Path | None = None) -> None:
        """`cache` is a folder where what was looked up is kept for the next time."""
        self._backend = backend
        self._cache = SpellingCache(cache) if cache else None
        self._spellings: Spellings | None = None
        self._plain: Stock | None = None
        self._widened: tuple[tuple[tuple[str, tuple[str, ...]], ...], Stock] | None = None
        self._pieces: TokenRoles | None = None
        self._odds: dict[tuple[int, ...], Floats | None] = {}
        self._foresee: Foresee = backend.encode_all if isinstance(backend, EncodesMany) else _pass_over

    def poet(
        self,
        settings: Sampling,
        seed: int,
        *,
        asked: Sequence[str] = (),
        subject: tuple[Floats, Floats] | None = None,
        named: Collection[str] = (),
        preparing: Callable[[], None] = lambda: None,
    ) -> Poet:
        """A poet that goes on where the model's text ends and can write what is `asked` for.

        `named` are the words of weight of the subject. `preparing` is called before a tokenizer is learned. Raises
        TokenizerError when the model's tokens do not serve.
        """
        stock = self.stock(asked, preparing=preparing)
        backend = self._backend
        return Poet(
            stock.vocabulary,
            stock.tokens,
            backend,
            piece=backend.piece,
            # Top-p and top-k are left out: form has already cut the choice down.
            freedom=Freedom(settings.temperature, settings.min_p),
            manners=Restraints(fresh=settings.freshness > 0, dry=settings.dry, free=settings.dry_length),
            quality=settings.quality,
            seed=seed,
            fitting=stock.fitting,
            leaning=None if subject is None else leaning(stock.vocabulary, stock.tokens.inner, *subject, named),
            large=isinstance(backend, Weighed) and backend.parameters > _LARGE,
            named=named,
        )

    def stock(self, asked: Sequence[str] = (), *, preparing: Callable[[], None] = lambda: None) -> Stock:
        """The usual words and, where asked for, rarer ones; the last stock with such is kept. Raises TokenizerError."""
        if self._plain is None:
            vocabulary = load_vocabulary()
            self._spellings = self._spelled(vocabulary, preparing)
            self._plain = self._stocked(vocabulary, self._spellings)
        known = self._plain.vocabulary.index
        rare = tuple(sorted({word for word in asked if word.lower() not in known}))
        if not rare or self._spellings is None:
            return self._plain
        lexicon = own_lexicon() if rare else None
        # A user may mend how a word is said between two pieces.
        said = tuple((word, lexicon.pronunciations(word)[0].phones) for word in rare) if lexicon else ()
        if self._widened is None or self._widened[0] != said:
            vocabulary = load_vocabulary(asked=rare, lexicon=lexicon)
            speller = Speller(self._backend.encode, self._backend.piece, self._foresee)
            spellings = self._spellings.widened(self._plain.vocabulary.words, vocabulary.words, speller)
            self._widened = said, self._stocked(vocabulary, spellings)
        return self._widened[1]

    def words(
        self, asked: Sequence[str] = (), *, preparing: Callable[[], None] = lambda: None
    ) -> tuple[Vocabulary, Tokens]:
        """The words that form may use, and how this model spells them. Raises TokenizerError."""
        stock = self.stock(asked, preparing=preparing)
        return stock.vocabulary, stock.tokens

    def noun_odds_after(self, prompt: Sequence[int]) -> Floats | None:
        """The odds of every token where a noun follows this prompt (see `leaning.noun_odds`), the last ones remembered.

        The backend has then read this prompt, or still what it had read before.
        """
        key = tuple(prompt)
        if key not in self._odds:
            self._backend.begin(key, lambda _done, _total: None)
            found = noun_odds(self._backend)
            if len(self._odds) == _MOST_ODDS:
                self._odds.clear()
            self._odds[key] = found
        return self._odds[key]

    def pieces(self) -> TokenRoles:
        """What the model's tokens do to words. The backend has read something."""
        if self._pieces is None:
            self._pieces = read_token_roles(len(self._backend.logits()), self._backend.piece)
        return self._pieces

    def _stocked(self, vocabulary: Vocabulary, spellings: Spellings) -> Stock:
        tokens = read_tokens(vocabulary, self._backend.encode, self._backend.piece, spellings)
        return Stock(vocabulary, tokens, Fitting(vocabulary))

    def _spelled(self, vocabulary: Vocabulary, preparing: Callable[[], None]) -> Spellings:
        encode, piece = self._backend.encode, self._backend.piece
        if self._cache is not None and (tokenizer := self._backend.tokenizer()):
            return self._cache.spellings(tokenizer, vocabulary, encode, piece, asking=preparing, foresee=self._foresee)
        preparing()
        return read_spellings(vocabulary, encode, piece, self._foresee)


def _pass_over(_texts: Sequence[str]) -> None:
    """A tokenizer that is here needs no warning."""
