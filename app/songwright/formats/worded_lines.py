"""Sung syllables of a file as lines of words, each syllable with the place it has in its line.

A song's notes name syllables by the index that `songwright.lyrics.divisions` gives them. Where a file divides a word
otherwise than the dictionary does, its own division is kept with the line ("noth-ing", "heav'n"); where that cannot be
said (a word that is cut in two ways in one line, a number), it gets the file's hyphens if it has more syllables.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from songwright.formats.heard import HeardSyllable
from songwright.lyrics.divisions import ELISION, divided
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import syllabify
from songwright.lyrics.tokens import Token, TokenKind, tokens

__all__ = ["WordedLine", "bound_words", "broken_into_lines", "worded_lines"]

_SHORT, _LONG = 5, 14
_FAR_TOO_LONG = 24
# A dash that somebody typed before the rest of a word ("– té.", "–teau"); a hyphen that touches it may be its own.
_LEADING_ON = re.compile(r"^(?:[-–—]+\s+|[–—]+)")
_MOST_BOUND = 3  # words on one note; more are a text that nobody laid under notes
_CLOSING = re.compile(r"[.,;:!?…–—][\"'”’)\]]*$")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class WordedLine:
    """A line of words: for each sung syllable its tick and its index among the line's syllables."""

    text: str
    places: tuple[tuple[int, int], ...]
    ends_section: bool
    divisions: tuple[tuple[str, str], ...] = ()

    @property
    def middle(self) -> int:
        """The tick at which half of it has been sung: where it belongs, whatever pick-up it has."""
        return self.places[len(self.places) // 2][0]


def worded_lines(words: Sequence[HeardSyllable], lexicon: Lexicon) -> tuple[WordedLine, ...]:
    """The lines that sung syllables make; a line ends where a syllable says so."""
    return tuple(line for group in _groups(words) if (line := _worded(group, lexicon)) is not None)


def broken_into_lines(words: Sequence[HeardSyllable], beat: int) -> tuple[HeardSyllable, ...]:
    """The syllables with ends of lines, found by rests, signs and capitals where the file marks none.

    A few marks in a long text are no layout: lines would be far longer than any.
    """
    if (sum(word.ends_line for word in words[:-1]) + 1) * _FAR_TOO_LONG >= len(words):
        return tuple(words)
    found: list[HeardSyllable] = []
    length = 0
    for place, word in enumerate(words):
        length += 1
        following = words[place + 1] if place + 1 < len(words) else None
        ends = word.ends_line or following is None or (word.ends_word and _ends_line(word, following, length, beat))
        found.append(word._replace(ends_line=ends))
        length = 0 if ends else length
    return tuple(found)


def _ends_line(word: HeardSyllable, following: HeardSyllable, length: int, beat: int) -> bool:
    pause = following.tick - word.tick
    if length >= _LONG:
        return True
    if length < _SHORT:
        return pause >= 4 * beat
    capital = following.text[:1].isupper() and not following.text.startswith("I")
    return pause >= 2 * beat or bool(_CLOSING.search(word.text)) or (capital and pause >= beat)


def _groups(words: Sequence[HeardSyllable]) -> Iterator[list[HeardSyllable]]:
    group: list[HeardSyllable] = []
    for word in words:
        group.append(word)
        if word.ends_line or word.ends_section:
            yield group
            group = []
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class _Word:
    """A word's syllables as the file has them, and their ticks; `hyphen` stands between them in the text."""

    parts: tuple[str, ...]
    ticks: tuple[int, ...]
    hyphen: str = ""

    @property
    def text(self) -> str:
        return self.hyphen.join(self.parts)

    def places(self) -> Iterator[tuple[int, int]]:
        """Where each part begins in the text, with its tick."""
        at = 0
        for part, tick in zip(self.parts, self.ticks, strict=True):
            yield at, tick
            at += len(part) + len(self.hyphen)


def _worded(group: list[HeardSyllable], lexicon: Lexicon) -> WordedLine | None:
    words = list(_words(group))
    divisions = _divisions(words, lexicon)
    text, places = _placed(words, lexicon, divisions)
    if not text:
        return None
    if len({index for _, index in places}) < len(places):
        words = [_divided(word, lexicon) for word in words]
        divisions = _divisions(words, lexicon)
        text, places = _placed(words, lexicon, divisions)
    return WordedLine(text, places, group[-1].ends_section, divisions) if places else None


def _divisions(words: Sequence[_Word], lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """How the file cuts the words that the dictionary cuts otherwise; a word that is cut in two ways has none."""
    found: dict[str, set[str]] = {}
    usual: dict[str, str] = {}
    for word in words:
        spoken = tokens(word.text)
        if len(spoken) == 1 and spoken[0].kind is TokenKind.LETTERS and "-" not in spoken[0].text:
            name = spoken[0].text.lower()
            found.setdefault(name, set()).add(_cut(word, spoken[0]))
            usual[name] = "-".join(syllable.text for syllable in syllabify(name, lexicon))
    return tuple(
        sorted((name, cut) for name, cuts in found.items() for cut in cuts if len(cuts) == 1 and cut != usual[name])
    )


def _cut(word: _Word, token: Token) -> str:
    """A word as its file divides it, without the signs around it: "noth-ing"."""
    edges = {at - token.start for at, _ in word.places()}
    letters = token.text.lower()
    inner = sorted(edge for edge in edges if 0 < edge < len(letters))
    return "-".join(letters[start:end] for start, end in pairwise([0, *inner, len(letters)]))


def _words(group: list[HeardSyllable]) -> Iterator[_Word]:
    parts: list[str] = []
    ticks: list[int] = []
    for place, sung in enumerate(group):
        part = " ".join(_UNPRINTABLE.sub(" ", sung.text).split())
        if parts:
            part, parts[-1] = _LEADING_ON.sub("", part), parts[-1].rstrip("–—") or parts[-1]
        if part:
            parts.append(part)
            ticks.append(sung.tick)
        if parts and (sung.ends_word or place == len(group) - 1):
            yield _Word(tuple(parts), tuple(ticks))
            parts, ticks = [], []


def bound_words(text: str) -> str:
    """What stands under one note of a score: its words bound by elisions, without dashes that only lead on."""
    pieces = text.replace("\u035c", " ").split()
    bare = [piece.rstrip("-–—") for piece in pieces[:-1]] + pieces[-1:]
    words = [piece for piece in bare if any(map(str.isalnum, piece))]
    return ELISION.join(words) if 1 < len(words) <= _MOST_BOUND else " ".join(pieces)


def _placed(
    words: list[_Word], lexicon: Lexicon, divisions: tuple[tuple[str, str], ...]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The line's text, and for each sung syllable its tick and the index of the syllable that begins there."""
    text = " ".join(word.text for word in words)
    syllables = divided(text, syllabify(text, lexicon), divisions)
    if not syllables:
        return "", ()
    starts = [syllable.start for syllable in syllables]
    taken: dict[int, int] = {}
    found: list[tuple[int, int]] = []
    at = 0
    for word in words:
        for offset, tick in word.places():
            index = max(0, bisect_right(starts, at + offset) - 1)
            # The signs before a word belong to it, those alone to the word before.
            if starts[index] < at and index + 1 < len(starts) and starts[index + 1] < at + len(word.text):
                index += 1
            taken[index] = taken.get(index, -1) + 1
            found.append((tick, _among_equals(starts, index, taken[index])))
        at += len(word.text) + 1
    return text, tuple(found)


def _among_equals(starts: list[int], index: int, number: int) -> int:
    """A sign that is sung in several syllables ("7") has them all in one place: the first sung is the first of them."""
    first = starts.index(starts[index])
    return min(first + number, index) if first < index else index


def _divided(word: _Word, lexicon: Lexicon) -> _Word:
    """The word with hyphens between its syllables, where that alone makes it divide as it is sung."""
    if len(word.parts) < 2 or len(syllabify(word.text, lexicon)) >= len(word.parts):
        return word
    hyphened = replace(word, hyphen="-")
    return hyphened if len(syllabify(hyphened.text, lexicon)) == len(word.parts) else word
