"""A line of words as the syllables that a singer sings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from songwright.lyrics.elision import give
from songwright.lyrics.hyphenation import divide
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.pronunciation import Pronunciation
from songwright.lyrics.scripts import foreign_syllables
from songwright.lyrics.spoken import spoken_number, spoken_symbol
from songwright.lyrics.tokens import Token, TokenKind, tokens

__all__ = ["FUNCTION_WORDS", "Syllable", "bare", "is_acronym", "syllabify"]

_GRAMMAR = """
a an the this that these those some each no and but or nor for so yet as if than though when where while since till til
until at by down from in like near of off on out past per to up with upon into onto through thro' 'neath 'gainst
i me my mine you your he him his she her it its we us our they them their thee thou thy who whom whose which what
am is are was were be been do does did has have had can could may might must shall should will would wast art hath doth
i'm i'll i've i'd you're you'll you've you'd he's he'll he'd she's she'll she'd it's it'll it'd we're we'll we've we'd
they're they'll they've they'd that's that'll there's who's what's let's 'tis 'twas 'twere 'twill there 'em 'til
'cause just o' th' t' i' wi' o'er ere 'n' 'n n' ain't
"""

# One-syllable words that carry grammar and no beat of their own.
FUNCTION_WORDS = frozenset(_GRAMMAR.split())


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable of a line.

    `text` is what is sung: characters `start:end` of the line, or for numbers and signs the spoken word's own letters
    ("7" is "sev" and "en"), when every syllable spans the whole sign. `stress` is 1 primary, 2 secondary, 0 none;
    one-syllable function words have none. `word` counts the line's words from 0, `in_word` the word's syllables, and
    `word_length` is how many of those there are. Verse may pass over a syllable that `elides` ("temp'rate") and make
    two of one that `stretches` ("fi-re").
    """

    text: str
    start: int
    end: int
    stress: int
    word: int
    in_word: int
    word_length: int
    elides: bool = False
    stretches: bool = False


class _Piece(NamedTuple):
    """A syllable whose place is counted from the start of its word."""

    text: str
    start: int
    end: int
    stress: int
    elides: bool = False
    stretches: bool = False


def syllabify(text: str, lexicon: Lexicon) -> tuple[Syllable, ...]:
    """The syllables of a line, at least one for every visible word.

    A hyphen inside a word divides it there: "fi-re" has two syllables whatever the dictionary says.
    """
    found: list[Syllable] = []
    for index, token in enumerate(tokens(text)):
        pieces = lexicon.divided.get(token.text)
        if pieces is None:
            pieces = lexicon.divided[token.text] = _pieces(token, lexicon)
        found += [
            Syllable(sung, token.start + start, token.start + end, stress, index, place, len(pieces), passed, drawn)
            for place, (sung, start, end, stress, passed, drawn) in enumerate(pieces)
        ]
    return tuple(found)


def _pieces(token: Token, lexicon: Lexicon) -> tuple[_Piece, ...]:
    if token.kind is TokenKind.LETTERS:
        return _letters(token.text, lexicon)
    if token.kind is TokenKind.INITIALS:
        return _initials(token.text, lexicon)
    words = spoken_number(token.text) if token.kind is TokenKind.NUMBER else spoken_symbol(token.text)
    return _spoken(words, len(token.text), lexicon) or (_Piece(token.text, 0, len(token.text), 1),)


def _spoken(words: tuple[str, ...], end: int, lexicon: Lexicon) -> tuple[_Piece, ...]:
    """Syllables of words that stand for a sign of `end` characters; each spans the whole sign."""
    return tuple(_Piece(piece.text, 0, end, piece.stress) for word in words for piece in _word(word, lexicon))


def _letters(text: str, lexicon: Lexicon) -> tuple[_Piece, ...]:
    if "-" in text or "‐" in text or "‑" in text:
        return _hyphenated(text, lexicon)
    return _word(text, lexicon)


def _word(text: str, lexicon: Lexicon) -> tuple[_Piece, ...]:
    """A word without hyphens."""
    sought = bare(text, lexicon)
    if len(sought) < len(text):
        before = text.index(sought)
        return tuple(
            piece._replace(start=before + piece.start, end=before + piece.end) for piece in _word(sought, lexicon)
        )
    if not normal(sought).isascii():
        return tuple(_Piece(text[start:end], start, end, stress) for start, end, stress in foreign_syllables(text))
    if is_acronym(sought, lexicon):
        return _initials(text, lexicon)
    return _cut(text, sought, lexicon.pronunciations(sought), lexicon)


def _cut(text: str, sought: str, ways: tuple[Pronunciation, ...], lexicon: Lexicon) -> tuple[_Piece, ...]:
    way = ways[0]
    if way.syllables > len(text):
        parts = _NAMES.get(normal(sought), (text,) * way.syllables)
        return tuple(_Piece(part, 0, len(text), int(stress)) for part, stress in zip(parts, way.stresses, strict=False))
    starts = _starts(text, way, lexicon)
    stresses = "0" if way.syllables == 1 and normal(sought) in FUNCTION_WORDS else way.stresses
    ends = (*starts[1:], len(text))
    passed, drawn = give(ways)
    return tuple(
        _Piece(text[start:end], start, end, int(stress), place in passed, place in drawn)
        for place, (start, end, stress) in enumerate(zip(starts, ends, stresses, strict=True))
    )


def _starts(text: str, way: Pronunciation, lexicon: Lexicon) -> tuple[int, ...]:
    if way.syllables == 1:
        return (0,)
    owner = _OF_SOMEONE.fullmatch(text)
    if owner is not None:
        name = owner[1] or owner[2]
        own = lexicon.pronunciations(name)[0]
        if own.syllables == way.syllables:  # "keep-er's" is divided like "keep-er"; "fox-es'" is not like "fox"
            return _starts(name, own, lexicon)
    lengths = lexicon.division(text)
    if len(lengths) == way.syllables and sum(lengths) == len(text):
        return (0, *accumulate(lengths[:-1]))
    return divide(text, way.phones, lexicon.stem)


_OF_SOMEONE = re.compile(r"(.*[^\W\d_])['’ʼ]s|(.*s)['’ʼ]", re.IGNORECASE)


# Letters whose names have several syllables.
_NAMES = {"w": ("dou", "ble", "u")}


def bare(text: str, lexicon: Lexicon) -> str:
    """The word without quotation marks that only look like apostrophes ('hello' but not 'tis)."""
    if text[0] not in _QUOTES and text[-1] not in _QUOTES:
        return text
    if text[-3:-1].lower() == "in" and lexicon.knows(text[:-1].lstrip(_QUOTES) + "g"):
        return text.lstrip(_QUOTES)  # "lovin'": an elision, even where a name is spelled so
    for candidate in (text, text.rstrip(_QUOTES), text.lstrip(_QUOTES)):
        if candidate and lexicon.knows(candidate):
            return candidate
    bare = text.strip(_QUOTES)
    if lexicon.knows(bare) or text[-1] not in _QUOTES:
        return bare
    return text.lstrip(_QUOTES)


_QUOTES = "'’‘ʼ"


def is_acronym(word: str, lexicon: Lexicon) -> bool:
    """Capitals without a vowel that no dictionary has ("XJG"); not drawn-out sounds such as "HMMM" or "TSK"."""
    return (
        1 < len(word) <= 5
        and word.isupper()
        and word.isalpha()
        and not set(word) & set("AEIOUY")
        and len(set(word)) == len(word)
        and not lexicon.knows(word)
    )


def _initials(text: str, lexicon: Lexicon) -> tuple[_Piece, ...]:
    """A word spelled out by the names of its letters; full stops go with the letter before them."""
    found: list[_Piece] = []
    for match in re.finditer(r"[^.]\.?", text):
        letter = normal(match.group()[0])
        way = lexicon.pronunciations(letter)[-1 if letter == "a" else 0]
        names = _NAMES.get(letter, (match.group(),))
        found += [
            _Piece(name, *match.span(), min(1, int(stress))) for name, stress in zip(names, way.stresses, strict=False)
        ]
    return tuple(found)


def _hyphenated(text: str, lexicon: Lexicon) -> tuple[_Piece, ...]:
    """A word with hyphens: the user's own division of a known word, or words strung together."""
    spans = [match.span() for match in re.finditer(r"[^-‐‑]+", text)]
    parts = [text[start:end] for start, end in spans]
    stresses = _divided_by_hand(parts, lexicon)
    if stresses:
        return tuple(
            _Piece(part, start, end, int(stress))
            for part, (start, end), stress in zip(parts, spans, stresses, strict=True)
        )
    return tuple(
        piece._replace(start=start + piece.start, end=start + piece.end)
        for part, (start, _) in zip(parts, spans, strict=True)
        for piece in _word(part, lexicon)
    )


def _divided_by_hand(parts: list[str], lexicon: Lexicon) -> str:
    """The stresses of a known word cut into these syllables ("fi", "re"); "" when the parts are words of their own."""
    joined = "".join(parts)
    if not lexicon.knows(joined):
        return ""
    ways = lexicon.pronunciations(joined)
    for way in ways:
        if way.syllables == len(parts):
            return way.stresses
    if all(lexicon.knows(part) for part in parts) and ways[0].syllables > len(parts):
        return ""
    return (ways[0].stresses + "0" * len(parts))[: len(parts)]
