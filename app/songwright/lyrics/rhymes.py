"""Words that rhyme with a word, found by their ending sounds and ranked by how common they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from songwright.lyrics.abbreviations import is_abbreviation
from songwright.lyrics.endings import Ending
from songwright.lyrics.lexicon import Entry, Lexicon, normal
from songwright.lyrics.mosaics import load_mosaics
from songwright.lyrics.phones import CONSONANTS, FAMILIES, VOWELS, encode, is_vowel
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between, known_ending, rhyme_parts

__all__ = ["Rhyme", "mosaics", "rhymes"]

# How far below an ordinary word of the same frequency names and unlisted spellings are ranked.
_RANK_LOSS = {"w": 0.0, "n": 1.5, "x": 2.5}
_PROMOTED_LOSS = 1.0
_ARTICLES = frozenset({"a", "an", "the"})  # No line ends in them.
_MOST_PATTERNS = 120


@dataclass(frozen=True, slots=True)
class Rhyme:
    """A word that rhymes: the kind of rhyme, its syllables and its frequency (Zipf)."""

    word: str
    kind: RhymeKind
    syllables: int
    zipf: float


def rhymes(
    word: str, lexicon: Lexicon, kind: RhymeKind = RhymeKind.PERFECT, *, rarest: float = 1.5, limit: int = 200
) -> tuple[Rhyme, ...]:
    """Dictionary words that make this kind of rhyme with the word, the commonest first, without the word itself.

    Letters and abbreviations, which the dictionary has too, and articles are left out. `rarest` is the lowest frequency
    (Zipf) that is listed. A word that sounds the same makes no rhyme of any kind. Two words, such as "know it", are one
    rhyme where they can be.
    """
    sought = _sought(word, lexicon)
    if sought is None:
        return ()
    found: dict[str, tuple[float, Rhyme]] = {}
    for entry in _candidates(sought, kind, lexicon, rarest):
        rank = entry.zipf - _RANK_LOSS[entry.kind] - (_PROMOTED_LOSS if _promoted(entry, sought) else 0.0)
        if (
            entry.word not in found
            and rank >= rarest
            and entry.word != normal(word)
            and entry.word not in _ARTICLES
            and not is_abbreviation(entry.word)
        ):
            parts = tuple(part for way in entry.pronunciations for part in rhyme_parts(way))
            if kind_between(sought, Ending(entry.word, parts)) is kind:
                found[entry.word] = rank, Rhyme(entry.word, kind, entry.pronunciations[0].syllables, entry.zipf)
    if not found and " " in word.strip():
        return rhymes(word.split()[-1], lexicon, kind, rarest=rarest, limit=limit)
    ranked = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].word))
    return tuple(rhyme for _, rhyme in ranked[:limit])


def mosaics(word: str, lexicon: Lexicon, *, limit: int = 40) -> tuple[Rhyme, ...]:
    """Two words that rhyme perfectly with a word together, such as "know it" with "poet", the commonest first."""
    sought = _sought(word, lexicon)
    tables = load_mosaics()
    found: list[Rhyme] = []
    for strong in tables.strong if sought is not None and any(part.syllables > 1 for part in sought.parts) else ():
        for weak in tables.weak:
            both = f"{strong} {weak}"
            made = known_ending(both, lexicon)
            if (
                made is None
                or sought is None
                or both == normal(word)
                or kind_between(sought, Ending(both, made.joined)) is not RhymeKind.PERFECT
            ):
                continue
            syllables = lexicon.pronunciations(strong)[0].syllables + 1
            found.append(Rhyme(both, RhymeKind.PERFECT, syllables, lexicon.zipf(strong)))
    return tuple(sorted(found, key=lambda rhyme: (-rhyme.zipf, rhyme.word))[:limit])


def _sought(word: str, lexicon: Lexicon) -> Ending | None:
    """How the word ends; of two words that make one rhyme, this one."""
    found = ending(word, lexicon)
    return Ending(normal(word), found.joined) if found is not None and found.joined else found


def _candidates(sought: Ending, kind: RhymeKind, lexicon: Lexicon, rarest: float) -> Iterator[Entry]:
    """Entries whose ending sounds may fit; not yet checked for consonants before the vowel."""
    weak_too = kind is RhymeKind.PERFECT
    seen: set[str] = set()
    for part in sought.parts:
        if not part.syllables:
            continue
        for tail in islice(_tails(part.tail, kind), _MOST_PATTERNS):
            for codes in _codes(tail, weak_too=weak_too):
                if codes not in seen:
                    seen.add(codes)
                    yield from lexicon.ending_in(codes, rarest)


def _promoted(entry: Entry, sought: Ending) -> bool:
    """Whether the entry rhymes only with its weak last syllable raised ("melody" with "sea")."""
    way = entry.pronunciations[0]
    return way.stresses[-1] == "0" and way.syllables > 1 and all(part.syllables == 1 for part in sought.parts)


def _tails(tail: tuple[str, ...], kind: RhymeKind) -> Iterator[tuple[str, ...]]:
    """The ending sounds that make this kind of rhyme with a tail."""
    last_vowel = max((index for index, phone in enumerate(tail) if is_vowel(phone)), default=0)
    if kind in (RhymeKind.PERFECT, RhymeKind.IDENTITY):
        yield tail
    elif kind is RhymeKind.FAMILY:
        kin = [[phone] if is_vowel(phone) else _family(phone) for phone in tail]
        yield from (other for other in product(*kin) if other != tail)
    elif kind is RhymeKind.ADDITIVE:
        yield from ((*tail, phone) for phone in CONSONANTS)
    elif kind is RhymeKind.SUBTRACTIVE and last_vowel < len(tail) - 1:
        yield tail[:-1]
    elif kind is RhymeKind.ASSONANCE:
        yield from ((*tail[: last_vowel + 1], phone) for phone in CONSONANTS)
        yield tail[: last_vowel + 1]
    elif kind is RhymeKind.CONSONANCE and last_vowel < len(tail) - 1:
        yield from (
            (*tail[:last_vowel], vowel, *tail[last_vowel + 1 :]) for vowel in VOWELS if vowel != tail[last_vowel]
        )


def _family(phone: str) -> list[str]:
    return [phone, *(other for other in CONSONANTS if other != phone and FAMILIES[other] == FAMILIES[phone])]


def _codes(tail: tuple[str, ...], *, weak_too: bool) -> Iterator[str]:
    """The encoded pronunciations that a tail stands for: any main stress, weak vowels spelled either way.

    `weak_too`: one syllable may be weak as well, to be promoted.
    """
    one_syllable = sum(map(is_vowel, tail)) == 1
    ways: list[tuple[str, ...]] = []
    for index, phone in enumerate(tail):
        if not is_vowel(phone):
            ways.append((phone,))
        elif index == 0:
            ways.append((f"{phone}1", f"{phone}2", *((f"{phone}0",) if one_syllable and weak_too else ())))
        else:
            ways.append(("AH0", "IH0") if phone == "AH" else (f"{phone}0", f"{phone}2"))
    return (encode(way) for way in product(*ways))
