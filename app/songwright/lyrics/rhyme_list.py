"""The rhymes that are offered for a word, in the order in which a songwriter wants them.

Perfect ones first, the commonest before the rare, then rhymes of two words, then near ones, the nearest first, and
names last. Trade names, foreign words and readings that few give a word are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from songwright.lyrics.endings import Ending
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.meanings import Meanings, load_meanings
from songwright.lyrics.phones import FAMILIES, is_vowel
from songwright.lyrics.rhyme import RhymeKind
from songwright.lyrics.rhymes import Rhyme, RhymeAnswer, answers, mosaics, sought_ending

__all__ = ["Wanted", "rhyme_list"]

_COMMON = 2.0
_MOST_MOSAICS = 12
_FAR = 0.85  # from here on only the vowel is the same
_PER_STEP = 4.0  # how many steps of frequency (Zipf) a near rhyme loses for a whole consonant that differs
_OF_GRAMMAR = 4.4  # as common as this (Zipf), words are taken without a look at what they mean
_MEANINGS = "meanings"  # their place among what lexicons share
_LOOKED_AT = 40  # rhymes whose meaning is looked at
_ENOUGH = 24  # near rhymes from which on fainter ones are not wanted

_VOICED = dict(
    zip(("P", "T", "K", "F", "TH", "S", "SH", "CH"), ("B", "D", "G", "V", "DH", "Z", "ZH", "JH"), strict=True)
)
_PAIRS = frozenset({frozenset(pair) for pair in _VOICED.items()})
_FRICATIVES = frozenset({"voiceless fricative", "voiced fricative"})
_LIGHT = frozenset({"S", "Z", "T", "D"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What rhymes must be: how many syllables (0: any), where stressed ("01", "/x" or "x/"; "": anywhere), near too."""

    syllables: int = 0
    stress: str = ""
    near: bool = True
    names: bool = True

    def takes(self, rhyme: Rhyme) -> bool:
        """Whether a rhyme is so."""
        if self.syllables and rhyme.syllables != self.syllables:
            return False
        return not self.stress or rhyme.beats == _beats(self.stress)


def rhyme_list(
    word: str, lexicon: Lexicon, wanted: Wanted | None = None, *, rarest: float = _COMMON, limit: int = 200
) -> tuple[Rhyme, ...]:
    """Rhymes with a word or two, best first, each once."""
    wanted = wanted or Wanted()
    sought = sought_ending(word, lexicon)
    if sought is None:
        return ()
    found = [one for one in answers(sought, lexicon) if one.rank >= rarest and one.entry.word != normal(word)]
    is_odd = _Oddity(lexicon)
    perfect, names = _perfect(found)
    near = _near(sought, found) if wanted.near else []
    plain, odd = _parted(perfect, is_odd)
    plain_near, odd_near = _parted(near, is_odd)
    every = (*plain, *mosaics(word, lexicon, limit=_MOST_MOSAICS), *plain_near, *odd, *odd_near)
    named = names if wanted.names else ()
    return tuple(rhyme for rhyme in _once((*every, *named)) if wanted.takes(rhyme))[:limit]


def _perfect(found: Iterable[RhymeAnswer]) -> tuple[list[RhymeAnswer], list[Rhyme]]:
    """The perfect rhymes, common ones first: words, and names of people and places."""
    ranked = sorted((one for one in found if one.kind is RhymeKind.PERFECT), key=_by_rank)
    return [one for one in ranked if one.entry.kind != "n"], [one.rhyme for one in ranked if one.entry.kind == "n"]


class _Oddity:
    """Whether no dictionary of meanings has a word: rarely what a songwriter looks for. Words of grammar are common."""

    def __init__(self, lexicon: Lexicon) -> None:
        known = lexicon.shared.get(_MEANINGS)
        self._meanings = known if isinstance(known, Meanings) else load_meanings()
        lexicon.shared[_MEANINGS] = self._meanings

    def __call__(self, answer: RhymeAnswer) -> bool:
        if answer.entry.zipf >= _OF_GRAMMAR:
            return False
        known = self._meanings.of(answer.entry.word)
        return known is None or not known.senses


def _parted(found: Sequence[RhymeAnswer], is_odd: Callable[[RhymeAnswer], bool]) -> tuple[list[Rhyme], list[Rhyme]]:
    """The rhymes that mean something, and those of the first that do not: only so many are looked at."""
    plain: list[Rhyme] = []
    odd: list[Rhyme] = []
    for place, one in enumerate(found):
        (odd if place < _LOOKED_AT and is_odd(one) else plain).append(one.rhyme)
    return plain, odd


def _by_rank(answer: RhymeAnswer) -> tuple[float, str]:
    return -answer.rank, answer.entry.word


def _near(sought: Ending, found: Iterable[RhymeAnswer]) -> list[RhymeAnswer]:
    """Near rhymes: by how little they differ and how common they are; what shares less only where there are few."""
    tails = [part.tail for part in sought.parts if part.syllables]
    distances: dict[tuple[str, ...], float] = {}
    close: list[tuple[float, RhymeAnswer]] = []
    faint: list[tuple[float, RhymeAnswer]] = []
    for one in found:
        if one.kind in (RhymeKind.PERFECT, RhymeKind.IDENTITY) or one.entry.kind == "n":
            continue
        far = distances.get(one.tail)
        if far is None:
            far = distances[one.tail] = min((_distance(tail, one.tail) for tail in tails), default=_FAR)
        (close if far < _FAR else faint).append((_PER_STEP * far - one.rank, one))
    order = sorted(close, key=lambda pair: (pair[0], pair[1].entry.word))
    return [one for _, one in (*order, *(_heard_still(faint) if len(order) < _ENOUGH else ()))]


def _heard_still(faint: Iterable[tuple[float, RhymeAnswer]]) -> list[tuple[float, RhymeAnswer]]:
    """Of rhymes that share only the vowel or the consonants those that are heard at all."""
    heard = [pair for pair in faint if pair[1].kind is not RhymeKind.CONSONANCE or _ends_strongly(pair[1])]
    return sorted(heard, key=lambda pair: (pair[1].kind is not RhymeKind.CONSONANCE, pair[0]))[:_ENOUGH]


def _ends_strongly(answer: RhymeAnswer) -> bool:
    """Whether the stress is on the last syllable: consonants alone are no rhyme after a weak vowel."""
    return sum(map(is_vowel, answer.tail)) == 1


def _distance(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """How far apart two tails with the same vowels sound: 0 the same, 1 a consonant that is quite another."""
    ones, others = _clusters(first), _clusters(second)
    if [vowel for vowel, _ in ones] != [vowel for vowel, _ in others]:
        return _FAR
    return sum(_between(one, other) for (_, one), (_, other) in zip(ones, others, strict=True))


def _clusters(tail: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Each vowel with the consonants after it."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for phone in tail:
        if is_vowel(phone):
            found.append((phone, ()))
        elif found:
            found[-1] = found[-1][0], (*found[-1][1], phone)
    return found


def _between(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if len(one) == len(other):
        return sum(_apart(a, b) for a, b in zip(one, other, strict=True))
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) == 1 and short and long[: len(short)] == short:
        return 0.3 if long[-1] in _LIGHT else 0.5
    return 1.0


def _apart(one: str, other: str) -> float:
    if one == other:
        return 0.0
    kinds = {FAMILIES[one], FAMILIES[other]}
    if frozenset({one, other}) in _PAIRS or kinds == {"nasal"}:
        return 0.2
    if len(kinds) == 1:
        return 0.35
    return 0.6 if kinds == _FRICATIVES else 1.0


def _once(found: Iterable[Rhyme]) -> Iterator[Rhyme]:
    seen: set[str] = set()
    for rhyme in found:
        if rhyme.word not in seen:
            seen.add(rhyme.word)
            yield rhyme


def _beats(stress: str) -> str:
    """A stress pattern as a sign a syllable, "1" for a beat: "x/" and "01" are the same."""
    return "".join("1" if sign in "/12" else "0" for sign in stress)
