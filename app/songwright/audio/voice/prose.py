"""Rows of a text as the network's tokens, in pieces that it can speak at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from songwright.audio.voice.alphabet import BLANK, STOP, tokens_of
from songwright.audio.voice.utterance import Said
from songwright.lyrics.diction import articulate
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import Syllable, syllabify

__all__ = ["said_parts"]

_MARKS = frozenset(",.;:!?—…")
_MARK_NAMES = {"–": "—", "。": ".", "，": ","}
_MOST_TOKENS = 240  # more than any line of verse, about two sentences of prose


def said_parts(row: str, lexicon: Lexicon, readings: Iterable[tuple[str, int]] = ()) -> Iterator[Said]:
    """What is said of a row; nothing for one without words. `readings` as in `core.song.Line`."""
    tokens: list[str] = []
    words: list[int] = []
    syllables, sounds = syllabify(row, lexicon), articulate(row, lexicon, readings)
    for syllable, following, uttered in zip(syllables, (*syllables, None)[1:], sounds, strict=True):
        if uttered.opens and len(tokens) > _MOST_TOKENS and syllable.in_word == 0:
            yield Said((*tokens, STOP), tuple(words))
            tokens, words = [], []
        if uttered.opens and tokens:
            tokens.append(BLANK)
        if syllable.in_word == 0:
            words.append(len(tokens))
        if uttered.vowel and not uttered.drawn:
            tokens += chain.from_iterable(tokens_of(uttered))
        tokens += _marks_after(row, syllable, following)
    if any(token.strip() for token in tokens):
        yield Said(_closed(tokens), tuple(words))


def _marks_after(row: str, syllable: Syllable, following: Syllable | None) -> Iterable[str]:
    """The marks between a syllable and the next word; none inside a word."""
    if following is None:
        return _marks(row[syllable.end :])
    return _marks(row[syllable.end : following.start]) if following.word != syllable.word else ()


def _closed(tokens: Sequence[str]) -> tuple[str, ...]:
    """With a stop at the end, where no mark stands there."""
    return (*tokens,) if tokens[-1] in _MARKS else (*tokens, STOP)


def _marks(gap: str) -> list[str]:
    """The last mark of punctuation between two words."""
    found = [_MARK_NAMES.get(mark, mark) for mark in gap]
    return [mark for mark in found if mark in _MARKS][-1:]
