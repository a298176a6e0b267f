"""What rhymes with what: the sounds from the last stressed vowel on, and the kinds of likeness between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from songwright.lyrics.endings import Ending, RhymePart, to_the_ear
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.mosaics import load_mosaics
from songwright.lyrics.phones import FAMILIES, is_vowel, plain
from songwright.lyrics.pronunciation import Pronunciation
from songwright.lyrics.spoken import spoken_number, spoken_symbol
from songwright.lyrics.syllables import FUNCTION_WORDS
from songwright.lyrics.tokens import Token, TokenKind, tokens

__all__ = ["RhymeKind", "ending", "kind_between", "known_ending", "likeness", "rhyme_parts"]


# A weak vowel that no verse raises to a beat at a rhyme: "eleventh" is none with "month".
_NEVER_RAISED = frozenset({"AH0"})


class RhymeKind(Enum):
    """How two endings sound alike, the nearest first; the value is the order."""

    PERFECT = 0  # light / night
    IDENTITY = 1  # the same sounds with the consonants before them: light / delight, and a word with itself
    FAMILY = 2  # consonants of one family: wake / late
    ADDITIVE = 3  # the second sounds on: mine / signed
    SUBTRACTIVE = 4  # the second stops short: signed / mine
    ASSONANCE = 5  # the vowels only: deep / green
    CONSONANCE = 6  # the last consonants only: love / leave
    NONE = 7


def rhyme_parts(way: Pronunciation) -> tuple[RhymePart, ...]:
    """The rhyme parts of one pronunciation, the strictest first.

    Verse may promote a last syllable that has a secondary stress, or is two after the main one ("melody" with "sea").
    """
    vowels = [index for index, phone in enumerate(way.phones) if is_vowel(phone)]
    if not vowels:
        return (RhymePart((), tuple(map(plain, way.phones))),) if way.phones else ()
    stressed = [place for place, index in enumerate(vowels) if way.phones[index][-1] in "12"]
    main = [place for place, index in enumerate(vowels) if way.phones[index][-1] == "1"]
    starts = dict.fromkeys([*stressed[-1:], *main[-1:]]) or {len(vowels) - 1: None}
    if len(vowels) - 1 - max(starts) >= 2 and way.phones[vowels[-1]] not in _NEVER_RAISED:
        starts[len(vowels) - 1] = None
    parts = [_part(way.phones, vowels, place) for place in starts]
    return tuple(dict.fromkeys((*parts, *(short for part in parts if (short := _shortened(part)) is not None))))


def _shortened(part: RhymePart) -> RhymePart | None:
    """The part with one syllable for "ire" or "our": "higher" and "fire" rhyme, whichever way either is said."""
    tail = part.tail
    if len(tail) < 2 or tail[0] not in {"AY", "AW"} or tail[1] != "ER" or any(map(is_vowel, tail[2:])):
        return None
    return RhymePart(part.onset, (tail[0], "R", *tail[2:]))


def ending(text: str, lexicon: Lexicon) -> Ending | None:
    """How a line ends, with every variant of its last word; None when it has no words.

    An unstressed last word ("knew it") may also rhyme together with the word before it.
    """
    seen = tokens(text)
    if not seen:
        return None
    words = _words(seen[-1])
    last = words[-1] if words else seen[-1].text
    ways = lexicon.pronunciations(last.rsplit("-", 1)[-1] or last)
    parts = [part for way in ways for part in rhyme_parts(way)]
    joined: list[RhymePart] = []
    if normal(last) in FUNCTION_WORDS and len(seen) > 1:
        before = _words(seen[-2])
        strong = normal(before[-1]) if before else ""
        if strong and (strong not in FUNCTION_WORDS or strong in load_mosaics().strong):
            weak = load_mosaics().weak.get(normal(last))
            joined = [
                part for way in _ways_after(weak, ways) for part in _joined(lexicon.pronunciations(strong)[0], way)
            ]
    return Ending(normal(last), tuple(dict.fromkeys([*parts, *joined])), tuple(joined))


def known_ending(text: str, lexicon: Lexicon) -> Ending | None:
    """The same for words that are asked about again and again."""
    if text not in lexicon.endings:
        lexicon.endings[text] = ending(text, lexicon)
    return lexicon.endings[text]


def likeness(first: RhymePart, second: RhymePart) -> RhymeKind:
    """The closest kind of rhyme between two parts."""
    if to_the_ear(first.tail) == to_the_ear(second.tail):
        return RhymeKind.IDENTITY if first.onset == second.onset else RhymeKind.PERFECT
    first_vowels, first_clusters = _split(first.tail)
    second_vowels, second_clusters = _split(second.tail)
    if first_vowels == second_vowels and first_vowels:
        return _by_consonants(first_clusters, second_clusters)
    if first_clusters[-1] == second_clusters[-1] != () and len(first_vowels) == len(second_vowels):
        return RhymeKind.CONSONANCE
    return RhymeKind.NONE


def kind_between(first: Ending, second: Ending) -> RhymeKind:
    """The closest kind of rhyme that any variants of two endings make.

    A word repeats itself in IDENTITY, unless the words before it rhyme together with it ("know it" with "show it").
    """
    if first.word == second.word:
        both = (likeness(one, other) for one in first.joined for other in second.joined)
        return RhymeKind.PERFECT if RhymeKind.PERFECT in both else RhymeKind.IDENTITY
    kinds = (likeness(one, other) for one in first.parts for other in second.parts)
    return min(kinds, key=lambda kind: kind.value, default=RhymeKind.NONE)


def _part(phones: Sequence[str], vowels: list[int], place: int) -> RhymePart:
    start = vowels[place]
    before = vowels[place - 1] + 1 if place else 0
    tail = [plain(phone) for phone in phones[start:]]
    weak = [tail[0], *("AH" if phone == "IH" else phone for phone in tail[1:])]
    return RhymePart(tuple(map(plain, phones[before:start])), tuple(weak))


def _ways_after(weak: Sequence[str] | None, ways: Sequence[Pronunciation]) -> Iterator[tuple[str, ...]]:
    """How a word is said after a stressed one: weakly ("er" for "her") or in full, without stress."""
    if weak is not None:
        yield tuple(weak)
    yield tuple(plain(phone) for phone in ways[0].phones)


def _joined(first: Pronunciation, second: Sequence[str]) -> list[RhymePart]:
    """The rhyme part of two words said as one, stressed in the first ("know it" for "poet")."""
    if not first.syllables or (first.syllables > 1 and first.stresses[-1] == "0"):
        return []
    strong = first.phones
    if first.syllables == 1:  # "in" has no stress of its own, but can have the beat in "in it"
        strong = tuple(plain(phone) + "1" if is_vowel(phone) else phone for phone in strong)
    weak = tuple(phone + "0" if is_vowel(phone) else phone for phone in second)
    return list(rhyme_parts(Pronunciation((*strong, *weak)))[:1])


def _words(token: Token) -> tuple[str, ...]:
    """The spoken words of a token."""
    if token.kind is TokenKind.NUMBER:
        return spoken_number(token.text)
    if token.kind is TokenKind.SYMBOL:
        return spoken_symbol(token.text)
    if token.kind is TokenKind.INITIALS:
        return (token.text.rstrip(".")[-1:],)
    return (token.text,)


def _split(tail: tuple[str, ...]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The vowels, and the consonants after each of them (before any vowel: one empty cluster)."""
    vowels: list[str] = []
    clusters: list[list[str]] = []
    for phone in tail:
        if is_vowel(phone):
            vowels.append(phone)
            clusters.append([])
        elif clusters:
            clusters[-1].append(phone)
    return tuple(vowels), [tuple(cluster) for cluster in clusters] or [()]


def _by_consonants(first: list[tuple[str, ...]], second: list[tuple[str, ...]]) -> RhymeKind:
    if all(_related(one, other) for one, other in zip(first, second, strict=True)):
        return RhymeKind.FAMILY
    if first[:-1] == second[:-1]:
        if second[-1][: len(first[-1])] == first[-1]:
            return RhymeKind.ADDITIVE
        if first[-1][: len(second[-1])] == second[-1]:
            return RhymeKind.SUBTRACTIVE
    return RhymeKind.ASSONANCE


def _related(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return [FAMILIES[phone] for phone in first] == [FAMILIES[phone] for phone in second]
