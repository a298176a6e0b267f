"""The name of a poem's form, as handbooks have it: found by its rhymes, its metre, its refrains and its shape."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, combinations, cycle, islice

from songwright.lyrics.analysis import Analysis, LineAnalysis
from songwright.lyrics.linking import linked_marks
from songwright.lyrics.rhyme import RhymeKind, kind_between
from songwright.lyrics.scanning import HeardMetre, heard_metre
from songwright.lyrics.scheme import letter

__all__ = ["NamedForm", "PoemScan", "scan_poem"]

_SURE = 0.7  # the share of what a form asks that must be heard
_SURE_IN_METRE = 0.6  # the same where the metre is that of the form as well
_NOTHING_ASKED = 0.9  # how well verse without rhyme is kept: a form that asks for something and gets it tells more
_UNRHYMED = 0.75  # the share of lines without a rhyme that verse without rhyme has at least
_TELLING = 7  # lines of a rhyme scheme that no other form has by chance
_MOST_LINES_RIGHT = 0.8  # the share of lines that must have the feet that a form asks for
_SHORTEST_CHAIN = 7  # lines of terza rima: two tercets and the line that closes them
_HABIT = 0.6  # how much of a rhyme, over all stanzas, makes it part of their scheme
_REFRAIN = 0.6  # the share of words that a refrain keeps when it is varied
_TRIPLE = frozenset({"anapaestic", "dactylic", "amphibrachic"})
_NUMBERS = ("", "", "couplets", "tercets", "quatrains", "five-line stanzas", "six-line stanzas", "seven-line stanzas",
            "eight-line stanzas", "nine-line stanzas", "ten-line stanzas")  # fmt: skip
# How much of a rhyme each kind is to an ear that expects one.
_HEARD = {
    RhymeKind.PERFECT: 1.0,
    RhymeKind.IDENTITY: 0.9,
    RhymeKind.FAMILY: 0.75,
    RhymeKind.ADDITIVE: 0.7,
    RhymeKind.SUBTRACTIVE: 0.7,
    RhymeKind.ASSONANCE: 0.3,
    RhymeKind.CONSONANCE: 0.5,
    RhymeKind.NONE: 0.0,
}
_EYE = 0.8  # "love" and "prove"


@dataclass(frozen=True, slots=True)
class NamedForm:
    """A name, and the id of the form that ships under it ("" for none)."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class PoemScan:
    """What is heard in a whole poem: its metre, its form's name, and each sung line's rhyme letter across stanzas."""

    metre: HeardMetre | None
    form: NamedForm | None
    letters: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Verse:
    """An entry of verse_forms.toml."""

    name: str
    form: str
    schemes: tuple[tuple[str, ...], ...]
    repeats: str
    metre: str
    syllables: tuple[int, ...]

    @property
    def least(self) -> float:
        """The score from which a poem has this form."""
        if self.schemes == (("x",),):
            return _UNRHYMED
        return _SURE_IN_METRE if self.metre else _SURE


def scan_poem(analysis: Analysis) -> PoemScan:
    """The metre, the form and the rhymes of a text as one poem; headings only part its stanzas."""
    stanzas = [[analysis.lines[index] for index in stanza] for stanza in analysis.stanzas()]
    letters = tuple(mark.letter if mark else None for mark in chain.from_iterable(linked_marks(stanzas)))
    rhyming = [letter for letter in letters if letter is not None]
    syllables = [[line.syllables for line in stanza] for stanza in stanzas]
    metre = heard_metre(syllables, rhymed=2 * len(rhyming) >= len(letters))
    return PoemScan(metre, _named(stanzas, metre, letters), letters)


def _named(
    stanzas: Sequence[Sequence[LineAnalysis]], metre: HeardMetre | None, letters: Sequence[str | None]
) -> NamedForm | None:
    """The form's name, or a description of stanzas that have none of their own; None for no words or no form."""
    lines = [line for stanza in stanzas for line in stanza]
    if not lines:
        return None
    heard = _Heard(lines)
    verse = _surest(stanzas, heard, metre)
    described = _described(stanzas, heard)
    if verse is None:
        return NamedForm(described) if described else None
    if described and verse.name == "couplets" and len(stanzas) > 1:
        return NamedForm(f"{described} (couplets)")
    if described and verse.name in {"unrhymed verse", "free verse"} and any(letters):
        return NamedForm(described)
    return NamedForm(verse.name, verse.form)


def _surest(stanzas: Sequence[Sequence[LineAnalysis]], heard: _Heard, metre: HeardMetre | None) -> _Verse | None:
    """The form that scores best among those that score enough; of equals the first, the most particular."""
    scores = [(_score(verse, stanzas, heard, metre), verse) for verse in _verses()]
    sure = [pair for pair in scores if pair[0] >= pair[1].least]
    return max(sure, key=lambda pair: pair[0])[1] if sure else None


class _Heard:
    """How far any two lines rhyme, worked out once."""

    def __init__(self, lines: Sequence[LineAnalysis]) -> None:
        self.lines = lines
        self._known: dict[tuple[int, int], float] = {}

    def rhyme(self, one: int, other: int) -> float:
        """From 0.0, not at all, to 1.0, fully."""
        key = min(one, other), max(one, other)
        if key not in self._known:
            self._known[key] = self._listen(self.lines[key[0]], self.lines[key[1]])
        return self._known[key]

    def refrain(self, one: int, other: int) -> float:
        """How much of its words a line has of another one."""
        first, second = self.lines[one].words.split(), self.lines[other].words.split()
        shared = len(set(first) & set(second)) / max(len(set(first)), len(set(second)), 1)
        return 1.0 if shared >= _REFRAIN else shared

    def begins(self, one: int, first: int) -> float:
        """Whether a short line is the beginning of the first."""
        return float(self.lines[first].words.startswith(self.lines[one].words))

    @staticmethod
    def _listen(first: LineAnalysis, second: LineAnalysis) -> float:
        if first.ending is None or second.ending is None:
            return 0.0
        heard = _HEARD[kind_between(first.ending, second.ending)]
        return max(heard, _EYE) if _looks_alike(first.end_word, second.end_word) else heard


def _looks_alike(first: str, second: str) -> bool:
    """Whether two words end in the same three letters, a vowel among them: "love" and "prove"."""
    return len(first) > 2 and len(second) > 2 and first[-3:] == second[-3:] and bool(set(first[-3:]) & set("aeiouy"))


def _score(verse: _Verse, stanzas: Sequence[Sequence[LineAnalysis]], heard: _Heard, metre: HeardMetre | None) -> float:
    """How far the poem has this form, up to 1.0; 0.0 when its shape or its metre is another."""
    best = 0.0
    for scheme in verse.schemes:
        pieces = list(_pieces(verse.repeats, scheme, stanzas))
        if pieces and _keeps_metre(verse, pieces, heard, metre):
            best = max(best, sum(_kept(marks, places, heard) for places, marks in pieces) / len(pieces))
    return best


def _pieces(
    repeats: str, scheme: tuple[str, ...], stanzas: Sequence[Sequence[LineAnalysis]]
) -> Iterator[tuple[range, tuple[str, ...]]]:
    """The lines that each round of the scheme must have, with its marks; none where the shape is another."""
    total, size = sum(map(len, stanzas)), len(scheme)
    match repeats:
        case "no":
            fits = total == size
        case "chain":
            if total >= _SHORTEST_CHAIN and all(len(stanza) <= 3 for stanza in stanzas[1:]):
                yield range(total), _chain(total)
            return
        case "lines":
            fits = total >= 2 * size and total % size == 0
        case _:
            fits = {len(stanza) for stanza in stanzas} == {size} or (len(stanzas) == 1 and total % size == 0)
    if fits:
        for start in range(0, total, size):
            yield range(start, start + size), scheme


def _chain(lines: int) -> tuple[str, ...]:
    """The marks a b a b c b c d c ... for so many lines; a last line or couplet takes the sound that is left over."""
    marks = [chr(ord("a") + (place // 3 + (place % 3 == 1)) % 26) for place in range(lines)]
    if lines % 3 == 2:
        marks[-1] = marks[-2] = marks[-4]
    elif lines % 3 == 1:
        marks[-1] = marks[-3]
    return tuple(marks)


def _kept(marks: Sequence[str], places: range, heard: _Heard) -> float:
    """How far these lines keep a scheme: the share of its rhymes that are heard, less those that it does not ask."""
    asked: dict[str, list[int]] = {}
    refrains: dict[str, list[int]] = {}
    for place, mark in zip(places, marks, strict=True):
        if mark != "x":
            asked.setdefault(mark if mark[0] == "=" else mark[0].lower(), []).append(place)
        if mark[0].isupper() and mark[0] != "R":
            refrains.setdefault(mark, []).append(place)
    scores: list[float] = []
    for mark, lines in asked.items():
        for place, line in enumerate(lines[1:], 1):
            if mark[0] == "=":
                scores.append(float(heard.lines[line].end_word == heard.lines[lines[0]].end_word))
            elif mark != "r":
                scores.append(max(heard.rhyme(line, other) for other in lines[:place]))
    scores += [heard.begins(line, places[0]) for line in asked.get("r", ())]
    scores += [heard.refrain(line, lines[0]) for lines in refrains.values() for line in lines[1:]]
    kept = sum(scores) / len(scores) if scores else _NOTHING_ASKED
    return kept - _unasked(marks, places, heard)


def _unasked(marks: Sequence[str], places: range, heard: _Heard) -> float:
    """The share of pairs that rhyme though the scheme gives them two letters, or none."""
    if len(marks) == 1:
        near = (heard.rhyme(places[0], other) for other in _beside(places[0], len(heard.lines)))
        return float(max(near, default=0.0) >= 1.0)
    told = zip(reversed(places), reversed(marks), strict=True)
    firsts = {mark[0].lower(): place for place, mark in told if mark not in {"x", "R0"}}
    lone = [place for place, mark in zip(places, marks, strict=True) if mark == "x"]
    pairs = [*combinations(firsts.values(), 2), *combinations(lone, 2)]
    pairs += [(one, other) for one in lone for other in firsts.values()]
    if any(mark[0] == "=" for mark in marks) or not pairs:
        return 0.0
    return sum(heard.rhyme(*pair) == 1.0 for pair in pairs) / len(pairs)


def _beside(line: int, lines: int) -> Iterator[int]:
    """The lines near enough to be heard as rhymes of a line in verse without stanzas."""
    return (other for other in range(max(0, line - 3), min(lines, line + 4)) if other != line)


def _keeps_metre(
    verse: _Verse, pieces: Sequence[tuple[range, tuple[str, ...]]], heard: _Heard, metre: HeardMetre | None
) -> bool:
    """Whether the lines have the syllables or the metre that a verse form asks for."""
    if verse.syllables:
        return all(_counts_so(heard.lines, places, verse.syllables) for places, _ in pieces)
    if not verse.metre:
        return True
    if verse.metre == "none" or metre is None:
        # A long scheme tells a form also where the metre is too rough to be sure of.
        return metre is None and (verse.metre == "none" or len(pieces[0][1]) >= _TELLING)
    foot, *feet = verse.metre.split()
    return _has_foot(metre, foot) and (not feet or _has_feet(metre, [int(count) for count in feet], pieces))


def _has_foot(metre: HeardMetre, foot: str) -> bool:
    return foot in ("any", metre.foot) or (foot == "triple" and metre.foot in _TRIPLE)


def _has_feet(metre: HeardMetre, feet: Sequence[int], pieces: Sequence[tuple[range, tuple[str, ...]]]) -> bool:
    """Whether most lines have as many feet as asked, which come round in every piece."""
    lines = [line for places, _ in pieces for line in places]
    rows = len(pieces[0][0])
    # A scheme of one line comes round line by line, so that it has one count only.
    asked = list(islice(cycle(feet), rows)) * len(pieces) if rows > 1 else [feet[0]] * len(lines)
    right = sum(metre.feet[line] == count for line, count in zip(lines, asked, strict=True))
    return right >= _MOST_LINES_RIGHT * len(lines)


def _counts_so(lines: Sequence[LineAnalysis], places: range, syllables: Sequence[int]) -> bool:
    """Whether lines have these numbers of syllables, elisions granted."""
    for place, count in zip(places, syllables, strict=True):
        sung = lines[place].syllables
        if not len(sung) - sum(one.elides for one in sung) <= count <= len(sung) + sum(one.stretches for one in sung):
            return False
    return True


def _described(stanzas: Sequence[Sequence[LineAnalysis]], heard: _Heard) -> str:
    """Such as "quatrains, AABB", for stanzas of one length that share a scheme; "" for others."""
    sizes = {len(stanza) for stanza in stanzas}
    size = sizes.pop() if len(sizes) == 1 else 0
    if len(stanzas) < 2 or not 2 <= size < len(_NUMBERS):
        return ""
    total, marks = len(stanzas), ""
    for place in range(size):
        earlier = (
            first
            for first in range(place)
            if sum(heard.rhyme(start * size + first, start * size + place) for start in range(total)) >= _HABIT * total
        )
        answered = next(earlier, None)
        marks += letter(len(set(marks))) if answered is None else marks[answered]
    return f"{_NUMBERS[size]}, {marks}" if len(set(marks)) < size else ""


@cache
def _verses() -> tuple[_Verse, ...]:
    text = (files("songwright_resources") / "words" / "verse_forms.toml").read_text(encoding="utf-8")
    return tuple(
        _Verse(
            entry["name"],
            entry["form"],
            tuple(tuple(scheme.split()) for scheme in entry["scheme"]),
            entry["repeats"],
            entry.get("metre", ""),
            tuple(entry.get("syllables", ())),
        )
        for entry in tomllib.loads(text)["verse"]
    )
