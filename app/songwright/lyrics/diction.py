"""How each syllable of a line is sounded when it is sung: its consonants and its vowel.

The syllables are those of `syllabify`, one for one, so that every note of the lyric page has its sounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from songwright.core.song import Line, Song
from songwright.lyrics.divisions import divided, elided
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.phones import is_vowel
from songwright.lyrics.spoken import spoken_number, spoken_symbol
from songwright.lyrics.syllables import FUNCTION_WORDS, Syllable, bare, is_acronym, syllabify
from songwright.lyrics.tokens import Token, TokenKind, tokens

__all__ = ["Uttered", "articulate", "hummed_words", "other_ways", "unsingable"]

Phones = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uttered:
    """The sounds of one syllable in ARPABET: what comes before its vowel, the vowel, and what closes its word.

    `vowel` is "" where nobody can say how it sounds (another script), and a vowel that is a copy draws the one before
    it out (`drawn`). `opens` tells that the syllable begins a word, `weak` that the word bears no stress of its own.
    """

    before: Phones = ()
    vowel: str = ""
    after: Phones = ()
    opens: bool = True
    weak: bool = False
    drawn: bool = False


def articulate_line(line: Line, lexicon: Lexicon) -> tuple[Uttered, ...]:
    """The sounds of every syllable of a line as it is sung."""
    return articulate(line.text, lexicon, line.readings, line.divisions)


def articulate(
    text: str,
    lexicon: Lexicon,
    readings: Iterable[tuple[str, int]] = (),
    divisions: Iterable[tuple[str, str]] = (),
) -> tuple[Uttered, ...]:
    """The sounds of every syllable of a text; `readings` and `divisions` as in `Line`."""
    chosen = dict(readings)
    found: list[Uttered] = []
    words = groupby(divided(text, syllabify(text, lexicon), divisions), key=lambda syllable: syllable.word)
    for bound, (_, syllables) in zip(_bound_tokens(text), words, strict=True):
        found += _word(bound, tuple(syllables), lexicon, chosen)
    return tuple(found)


def other_ways(word: str, lexicon: Lexicon) -> tuple[Phones, ...]:
    """The ways of a plain word that have as many syllables as the usual one, which comes first ("wind", "live")."""
    if not lexicon.knows(word):
        return ()
    ways = lexicon.pronunciations(word)
    return tuple(dict.fromkeys(way.phones for way in ways if way.syllables == ways[0].syllables))


def unsingable(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a line that nobody can say how to sing: those of another script."""
    return tuple(token.text for token in tokens(text) if not any(phones for _, phones in _spoken(token, lexicon)))


def hummed_words(song: Song, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a song's sung lines that the voice can only hum, each once, in their order."""
    lines = (line.text for section in song.sections for line in section.sung_lines)
    return tuple(dict.fromkeys(word for text in lines for word in unsingable(text, lexicon)))


def _bound_tokens(text: str) -> list[list[Token]]:
    """The words of a text, those that elisions bind together."""
    found: list[list[Token]] = []
    for token in tokens(text):
        if found and elided(text[found[-1][-1].end : token.start]):
            found[-1].append(token)
        else:
            found.append([token])
    return found


def _word(
    bound: Iterable[Token], syllables: tuple[Syllable, ...], lexicon: Lexicon, chosen: Mapping[str, int]
) -> list[Uttered]:
    """The syllables of a visible word, or of words that an elision binds; one may be said as several ("7:30")."""
    said = [_chosen(token, lexicon, chosen) or _spoken(token, lexicon) for token in bound]
    spoken = [part for parts in said for part in parts if part[1]]
    if not spoken:
        return [Uttered(opens=index == 0) for index in range(len(syllables))]
    sounded = [one for word, phones in spoken for one in _sounded(phones, weak=normal(word) in FUNCTION_WORDS)]
    return _fitted(sounded, len(syllables))


def _chosen(token: Token, lexicon: Lexicon, chosen: Mapping[str, int]) -> list[tuple[str, Phones]]:
    """A word said in the way that its line names; nothing where it names none."""
    way = chosen.get(normal(token.text), 0)
    ways = other_ways(token.text, lexicon) if way else ()
    return [(token.text, ways[way])] if way < len(ways) else []


def _fitted(sounded: list[Uttered], count: int) -> list[Uttered]:
    """As many syllables as are written: those too many are said within the last, those lacking draw it out."""
    if len(sounded) > count:
        kept, rest = sounded[: count - 1], sounded[count - 1 :]
        tail = tuple(phone for one in rest[1:] for phone in (*one.before, one.vowel, *one.after))
        return [*kept, replace(rest[0], after=rest[0].after + tail)]
    while len(sounded) < count:
        last = sounded[-1]
        sounded[-1:] = [replace(last, after=()), Uttered((), last.vowel, last.after, opens=False, drawn=True)]
    return sounded


def _sounded(phones: Phones, *, weak: bool) -> list[Uttered]:
    """A spoken word parted at its vowels; consonants between two vowels stand before the second."""
    vowels = [index for index, phone in enumerate(phones) if is_vowel(phone)]
    if not vowels:
        return [_without_vowel(phones)]
    starts = [0, *(index + 1 for index in vowels[:-1])]
    found = [
        Uttered(phones[start:index], phones[index], (), opens=start == 0, weak=weak and len(vowels) == 1)
        for start, index in zip(starts, vowels, strict=True)
    ]
    found[-1] = replace(found[-1], after=phones[vowels[-1] + 1 :])
    return found


_HELD = ("M", "N", "NG", "L", "R", "Z", "V", "ZH")  # consonants that can bear a tune, the best first


def _without_vowel(phones: Phones) -> Uttered:
    """What is held where no vowel is: the m of "hmm"; a murmur after "shh"."""
    held = next((phone for phone in _HELD if phone in phones), "")
    if not held:
        return Uttered(phones, "AH0")
    place = phones.index(held)
    return Uttered(phones[:place], held, phones[place + 1 :])


def _spoken(token: Token, lexicon: Lexicon) -> list[tuple[str, Phones]]:
    """The words that are said for a visible one, with their sounds; no sounds for what is of another script."""
    match token.kind:
        case TokenKind.INITIALS:
            return list(_initials(token.text, lexicon))
        case TokenKind.NUMBER:
            return [part for word in spoken_number(token.text) for part in _said(word, lexicon)]
        case TokenKind.SYMBOL:
            return [part for word in spoken_symbol(token.text) for part in _said(word, lexicon)]
        case TokenKind.LETTERS:
            return _letters(token.text, lexicon)


def _letters(text: str, lexicon: Lexicon) -> list[tuple[str, Phones]]:
    parts = [part for part in re.split("[-‐‑]", text) if part]
    whole = _divided_by_hand(parts, lexicon) if len(parts) > 1 else ()
    if whole:
        return [("".join(parts), whole)]
    return [said for part in parts for said in _said(part, lexicon)]


def _divided_by_hand(parts: list[str], lexicon: Lexicon) -> Phones:
    """The sounds of a known word that somebody has cut ("fi-re"); () when the parts are words of their own."""
    joined = "".join(parts)
    if not lexicon.knows(joined):
        return ()
    ways = lexicon.pronunciations(joined)
    fitting = next((way for way in ways if way.syllables == len(parts)), None)
    if fitting is None and ways[0].syllables > len(parts) and all(lexicon.knows(part) for part in parts):
        return ()
    return (fitting or ways[0]).phones


def _said(word: str, lexicon: Lexicon) -> list[tuple[str, Phones]]:
    """A word without hyphens."""
    sought = bare(word, lexicon)
    if not normal(sought).isascii():
        return [(word, ())]
    if is_acronym(sought, lexicon):
        return list(_initials(sought, lexicon))
    return [(sought, lexicon.pronunciations(sought)[0].phones)]


def _initials(text: str, lexicon: Lexicon) -> Iterator[tuple[str, Phones]]:
    """The names of a word's letters."""
    for letter in text.replace(".", ""):
        ways = lexicon.pronunciations(normal(letter))
        yield "", ways[-1 if normal(letter) == "a" else 0].phones
