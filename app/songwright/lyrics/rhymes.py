"""Words that rhyme with a word, found by their ending sounds and ranked by how common they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from songwright.lyrics.abbreviations import is_abbreviation
from songwright.lyrics.endings import Ending
from songwright.lyrics.lexicon import Entry, Lexicon, normal
from songwright.lyrics.mosaics import load_mosaics
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between, known_ending, likeness
from songwright.lyrics.rhyme_index import RhymeIndex, Sounding, ending_pattern

__all__ = ["Rhyme", "RhymeAnswer", "answers", "is_offered", "mosaics", "rhymes", "sought_ending"]

# How far below an ordinary word of the same frequency names are ranked, words raised to a beat, and other readings.
_NAME_LOSS, _PROMOTED_LOSS, _READING_LOSS = 1.5, 1.0, 2.0
_RAREST = 1.5
_ARTICLES = frozenset({"a", "an", "the"})  # No line ends in them.


@dataclass(frozen=True, slots=True)
class Rhyme:
    """A word that rhymes: the kind of rhyme, its syllables, its frequency (Zipf), its beats and whether it is a name.

    `beats` has a sign a syllable, "1" for a stressed one.
    """

    word: str
    kind: RhymeKind
    syllables: int
    zipf: float
    beats: str = ""
    name: bool = False


def rhymes(
    word: str, lexicon: Lexicon, kind: RhymeKind = RhymeKind.PERFECT, *, rarest: float = 1.5, limit: int = 200
) -> tuple[Rhyme, ...]:
    """Dictionary words that make this kind of rhyme with the word, the commonest first, without the word itself.

    Trade names and other spellings that no list has, abbreviations and articles are left out; names are ranked below
    words, and so are words that rhyme only in a reading that is not their first. `rarest` is the lowest frequency
    (Zipf) that is listed. A word that sounds the same makes no rhyme of any kind. Two words, such as "know it", are one
    rhyme where they can be.
    """
    sought = sought_ending(word, lexicon)
    if sought is None:
        return ()
    found = [
        answer
        for answer in answers(sought, lexicon)
        if answer.kind is kind and answer.rank >= rarest and answer.entry.word != normal(word)
    ]
    if not found and " " in word.strip():
        return rhymes(word.split()[-1], lexicon, kind, rarest=rarest, limit=limit)
    found.sort(key=lambda answer: (-answer.rank, answer.entry.word))
    return tuple(answer.rhyme for answer in found[:limit])


def mosaics(word: str, lexicon: Lexicon, *, limit: int = 40) -> tuple[Rhyme, ...]:
    """Two words that rhyme perfectly with a word together, such as "know it" with "poet", the commonest first."""
    sought = sought_ending(word, lexicon)
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
            beats = "1" * (syllables == 2) or lexicon.pronunciations(strong)[0].stresses.replace("2", "1")
            found.append(Rhyme(both, RhymeKind.PERFECT, syllables, lexicon.zipf(strong), f"{beats}0"))
    return tuple(sorted(found, key=lambda rhyme: (-rhyme.zipf, rhyme.word))[:limit])


@dataclass(frozen=True, slots=True)
class RhymeAnswer:
    """A word that answers an ending: the closest kind in which it does, by which tail, and its rank as a frequency."""

    entry: Entry
    kind: RhymeKind
    tail: tuple[str, ...]
    rank: float

    @property
    def rhyme(self) -> Rhyme:
        """The same for a reader."""
        way = self.entry.pronunciations[0]
        # A word of one syllable bears the beat wherever it stands.
        beats = "1" if way.syllables == 1 else way.stresses.replace("2", "1")
        return Rhyme(self.entry.word, self.kind, way.syllables, self.entry.zipf, beats, self.entry.kind == "n")


def answers(sought: Ending, lexicon: Lexicon) -> Iterator[RhymeAnswer]:
    """Every word that may be offered and is like the ending in any way, once, by its closest likeness."""
    closest: dict[str, tuple[RhymeKind, bool, Sounding]] = {}
    for part in sought.parts:
        if not part.syllables:
            continue
        index = _index(part.tail, lexicon)
        for tail in index.tails_like(part.tail):
            for sounding in index.words(tail):
                kind = likeness(part, sounding.part)
                known = closest.get(sounding.entry.word)
                if known is None or (kind.value, not sounding.first) < (known[0].value, known[1]):
                    closest[sounding.entry.word] = kind, not sounding.first, sounding
    for kind, other_reading, sounding in closest.values():
        entry = sounding.entry
        if kind is RhymeKind.NONE or (other_reading and (entry.kind == "n" or kind is not RhymeKind.PERFECT)):
            continue
        rank = entry.zipf - (_NAME_LOSS if entry.kind == "n" else 0.0) - (_READING_LOSS if other_reading else 0.0)
        rank -= _PROMOTED_LOSS if _promoted(entry, sought) else 0.0
        yield RhymeAnswer(entry, kind, sounding.part.tail, rank)


def _index(tail: tuple[str, ...], lexicon: Lexicon) -> RhymeIndex:
    """The words that may be like a tail, kept for the next question: only these are read from the dictionary."""
    key = f"rhymes {' '.join(tail)}"
    index = lexicon.shared.get(key)
    if not isinstance(index, RhymeIndex):
        index = lexicon.shared[key] = RhymeIndex()
        index.add(entry for entry in lexicon.matching(ending_pattern(tail), _RAREST) if is_offered(entry))
    return index


@cache
def _left_out() -> frozenset[str]:
    text = (files("songwright_resources") / "words" / "left_out.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def is_offered(entry: Entry) -> bool:
    """Whether a list may offer a word unasked: a word or a name in full, no trade name, no slur."""
    return (
        entry.kind != "x"
        and "-" not in entry.word
        and not entry.word.startswith("'")
        and not entry.word.endswith(("'s", "s'"))
        and entry.word not in _ARTICLES
        and entry.word not in _left_out()
        and not is_abbreviation(entry.word)
    )


def sought_ending(word: str, lexicon: Lexicon) -> Ending | None:
    """How the word ends; of two words that make one rhyme, this one."""
    found = ending(word, lexicon)
    return Ending(normal(word), found.joined) if found is not None and found.joined else found


def _promoted(entry: Entry, sought: Ending) -> bool:
    """Whether the entry rhymes only with its weak last syllable raised ("melody" with "sea")."""
    way = entry.pronunciations[0]
    return way.stresses[-1] == "0" and way.syllables > 1 and all(part.syllables == 1 for part in sought.parts)
