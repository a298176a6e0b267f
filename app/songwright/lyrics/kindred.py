"""Words that are kin to a word in one way or another, narrowed to those that fit a place in a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.meanings import Meanings, Sense, WordMeanings
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between
from songwright.lyrics.syllables import syllabify

__all__ = ["Fits", "Kin", "Kinship", "kindred"]


class Kinship(StrEnum):
    """How words are kin."""

    SAME = "same"
    OPPOSITE = "opposite"
    RELATED = "related"
    CALLED_UP = "called up"


@dataclass(frozen=True, slots=True)
class Fits:
    """What a place wants: syllables (0: any), stress as "x/" ("": any), a word to rhyme with ("": none)."""

    syllables: int = 0
    stress: str = ""
    rhyme: str = ""

    def __bool__(self) -> bool:
        return self != Fits()


@dataclass(frozen=True, slots=True)
class Kin:
    """The senses of a word and its kin that fit; `word` is what was found, perhaps the stem of what was asked."""

    word: str
    senses: tuple[Sense, ...] = ()
    words: dict[Kinship, tuple[str, ...]] = field(default_factory=dict)


def kindred(word: str, meanings: Meanings, lexicon: Lexicon, fits: Fits | None = None) -> Kin | None:
    """What a word means and its kin, those that fit a place; None when nothing is known of it."""
    found = meanings.of(word)
    if found is None:
        return None
    fits = fits or Fits()
    groups = _groups(found)
    if fits:
        groups = {kind: tuple(one for one in words if _fits(one, fits, lexicon)) for kind, words in groups.items()}
    return Kin(found.word, found.senses, groups)


def _groups(found: WordMeanings) -> dict[Kinship, tuple[str, ...]]:
    """Each word in the nearest group that has it."""
    seen = {found.word}
    groups: dict[Kinship, tuple[str, ...]] = {}
    kinds: Iterable[tuple[Kinship, tuple[str, ...]]] = (
        (Kinship.SAME, found.synonyms),
        (Kinship.OPPOSITE, found.opposites),
        (Kinship.CALLED_UP, found.called_up),
        (Kinship.RELATED, found.related),
    )
    for kind, words in kinds:
        groups[kind] = tuple(word for word in words if word not in seen)
        seen.update(words)
    return groups


def _fits(word: str, fits: Fits, lexicon: Lexicon) -> bool:
    syllables = syllabify(word, lexicon)
    if fits.syllables and len(syllables) != fits.syllables:
        return False
    if fits.stress and [one.stress > 0 for one in syllables] != [sign == "/" for sign in fits.stress]:
        return False
    if not fits.rhyme:
        return True
    one, other = ending(word, lexicon), ending(fits.rhyme, lexicon)
    return one is not None and other is not None and kind_between(one, other) is RhymeKind.PERFECT
