"""How a user says that a word is said, and what may be meant by a word that no dictionary has.

A saying is one of
    like father     it ends as this word does, from the stressed vowel on
    x/              its stresses, a sign a syllable: "/" strong, "x" weak
    shuh-VAWN       syllables as one writes them, the stressed one in capitals
    F AY1 R         sounds in ARPABET, as the pronouncing dictionary has them
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from songwright.core.language import said
from songwright.lyrics.lexicon import Lexicon, LexiconError, normal
from songwright.lyrics.phones import CODES, is_vowel, plain
from songwright.lyrics.pronunciation import Pronunciation
from songwright.lyrics.respelling import read_respelling, respelled

__all__ = ["Guess", "guesses", "said_like", "taken_to_be_said", "unknown_words"]

_LIKE = re.compile(r"(?:like|rhymes? with|as in)\s+(?P<word>\S.*)", re.IGNORECASE)
_STRESSES = re.compile(r"[x/\\01 ]+")
_MOST_SYLLABLES = 12
_MOST_GUESSES = 6


@dataclass(frozen=True, slots=True)
class Guess:
    """A way in which a word may be said, with its respelling, by which it can also be asked for."""

    way: Pronunciation
    text: str


def said_like(word: str, saying: str, lexicon: Lexicon) -> Pronunciation:
    """The pronunciation that a saying gives a word. LexiconError, with what to write instead, when it gives none."""
    saying = " ".join(saying.split())
    like = _LIKE.fullmatch(saying)
    if like is not None:
        return _ending_like(word, like["word"], lexicon)
    if saying and _STRESSES.fullmatch(saying):
        return _stressed_so(word, saying.replace(" ", ""), lexicon)
    sounds = tuple(saying.upper().split())
    if sounds and all(sound in CODES for sound in sounds) and any(map(is_vowel, sounds)):
        return Pronunciation(sounds)
    try:
        return Pronunciation(read_respelling(saying, lambda part: _one_syllable(part, lexicon)))
    except ValueError as error:
        raise LexiconError(
            said(
                "“{saying}” does not say how “{word}” sounds. Write a word that it rhymes with (like father), its "
                "stresses (x/) or its syllables with the strong one in capitals (shuh-VAWN).",
                saying=saying,
                word=word,
            ),
            detail=str(error),
        ) from error


def guesses(word: str, lexicon: Lexicon) -> tuple[Guess, ...]:
    """Ways in which a word may be said, the likeliest first: those of the lexicon, then with other stresses."""
    ways = dict.fromkeys(way.phones for way in lexicon.pronunciations(word))
    for phones in [*ways]:
        ways.update(dict.fromkeys(_restressed(phones)))
    return tuple(Guess(Pronunciation(phones), respelled(phones)) for phones in islice(ways, _MOST_GUESSES))


def unknown_words(words: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Those of some words that no dictionary and no user vouches for and that are no regular form of a known one."""
    return tuple(dict.fromkeys(word for word in words if normal(word).isascii() and lexicon.is_guess(word)))


def taken_to_be_said(words: Sequence[str], lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Those of some words whose sound is a guess, with the guess as a respelling."""
    unknown = unknown_words(words, lexicon)
    return tuple((word, respelled(lexicon.pronunciations(word)[0].phones)) for word in unknown)


def _ending_like(word: str, other: str, lexicon: Lexicon) -> Pronunciation:
    """The word with its own beginning and the other's end."""
    if lexicon.is_guess(other.split()[-1]):
        raise LexiconError(
            said(
                "“{other}” is in no dictionary either. Name a word that everyone knows, such as “father”.", other=other
            )
        )
    model = lexicon.pronunciations(other.split()[-1])[0].phones
    own = lexicon.pronunciations(word)[0].phones
    tail = model[_last_stressed(model) :]
    size = sum(map(is_vowel, tail))
    vowels = [index for index, phone in enumerate(own) if is_vowel(phone)]
    if not vowels:
        return Pronunciation(tail)
    # As many of the word's own last syllables give way as the rhyme has; a word that is shorter keeps its onset only.
    start = vowels[-size] if len(vowels) >= size else vowels[0]
    before = tuple(plain(phone) + "0" if is_vowel(phone) else phone for phone in own[:start])
    return Pronunciation((*before, *tail))


def _last_stressed(phones: Sequence[str]) -> int:
    places = [index for index, phone in enumerate(phones) if phone[-1] in "12"]
    main = [index for index in places if phones[index][-1] == "1"]
    return (main or places or [index for index, phone in enumerate(phones) if is_vowel(phone)] or [0])[-1]


def _stressed_so(word: str, marks: str, lexicon: Lexicon) -> Pronunciation:
    """The likeliest sounds of the word with these stresses, with a syllable more or less where the marks want it."""
    digits = "".join("1" if mark in "/1" else "2" if mark == "\\" else "0" for mark in marks)
    if "1" not in digits or len(digits) > _MOST_SYLLABLES:
        raise LexiconError(
            said(
                "“{marks}” are no stresses of “{word}”. Write a sign a syllable, one of them strong: “x/” is said like "
                "“alone”.",
                marks=marks,
                word=word,
            )
        )
    ways = lexicon.pronunciations(word)
    way = min(ways, key=lambda one: abs(one.syllables - len(digits)))
    phones = _resized(way.phones, len(digits))
    numbers = iter(digits)
    return Pronunciation(tuple(plain(phone) + next(numbers) if is_vowel(phone) else phone for phone in phones))


def _resized(phones: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Phones with so many vowels: weak ones between consonants are put in at the end or left out from it."""
    found = list(phones)
    while (vowels := [index for index, phone in enumerate(found) if is_vowel(phone)]) and len(vowels) > count:
        weak = [index for index in vowels if found[index].endswith("0")] or vowels
        del found[weak[-1]]
    while len(vowels := [index for index, phone in enumerate(found) if is_vowel(phone)]) < count:
        at = len(found) - 1 if found and not is_vowel(found[-1]) and len(vowels) > 0 else len(found)
        found.insert(max(at, 0), "AH0")
    return tuple(found)


def _restressed(phones: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The same sounds with the main stress on each other syllable in turn, the last but one first."""
    count = sum(map(is_vowel, phones))
    order = sorted(range(count), key=lambda place: (place != count - 2, -place))
    for main in order if count > 1 else ():
        place = iter(range(count))
        yield tuple(
            plain(phone) + ("1" if next(place) == main else "0") if is_vowel(phone) else phone for phone in phones
        )


def _one_syllable(part: str, lexicon: Lexicon) -> Sequence[str]:
    """The sounds of a word of one syllable that everyone knows; of others nothing."""
    if lexicon.zipf(part) < 3.5 or len(part) < 3:
        return ()
    way = lexicon.pronunciations(part)[0]
    return way.phones if way.syllables == 1 else ()
