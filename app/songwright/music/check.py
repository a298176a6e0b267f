"""How well words and notes fit, judged from the finished song alone.

This is the composer's examiner: it reads notes and words as any listener could, and shares no code with the search
that made them. Stress is measured inside words, as in the literature: the syllable with the primary stress against
its unstressed neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from songwright.core.bar_lines import bar_holding
from songwright.core.song import TICKS_PER_QUARTER, Metre, Mode, Note, Section, Song, TrackRole
from songwright.lyrics.divisions import divided
from songwright.lyrics.syllables import Syllable

__all__ = ["FitReport", "LineFit", "check_song"]

_GROUPS: Final = {5: (3, 2), 7: (2, 2, 3), 8: (4, 4), 10: (3, 3, 2, 2), 11: (3, 3, 3, 2), 13: (3, 3, 3, 2, 2)}
_AWKWARD: Final = frozenset({6, 10, 11})
"""Leaps in semitones that singers miss: the tritone and the sevenths (and all beyond an octave)."""


@dataclass(frozen=True, slots=True)
class LineFit:
    """What was found for one line in one section.

    `missing` syllables have no note, `doubled` ones begin more than once. `stronger`, `equal` and `weaker` count
    primary stresses of longer words against their unstressed neighbours; `phrase_*` do so for all neighbours, short
    words too. `awkward` are leaps no one can sing, in semitones; `breath` is the rest in seconds before the singer
    goes on, None at the end of a section; `last_strong` tells whether the last stress falls on a strong beat.
    """

    section: str
    line: str
    syllables: int
    missing: tuple[int, ...]
    doubled: tuple[int, ...]
    stronger: int
    equal: int
    weaker: int
    phrase_stronger: int
    phrase_equal: int
    phrase_weaker: int
    low: int
    high: int
    awkward: tuple[int, ...]
    breath: float | None
    last_strong: bool | None


@dataclass(frozen=True, slots=True)
class FitReport:
    """The lines of a song, and what they come to together."""

    lines: tuple[LineFit, ...]

    @property
    def coverage(self) -> float:
        """The share of syllables with exactly one onset, 0 to 1."""
        total = sum(line.syllables for line in self.lines)
        bad = sum(len(line.missing) + len(line.doubled) for line in self.lines)
        return 1.0 if not total else (total - bad) / total

    @property
    def stress(self) -> tuple[float, float, float]:
        """Shares of stronger, equal and weaker places inside words; (1, 0, 0) when no word has two syllables."""
        return _shares([(line.stronger, line.equal, line.weaker) for line in self.lines])

    @property
    def phrase_stress(self) -> tuple[float, float, float]:
        """The same over all neighbouring syllables."""
        return _shares([(line.phrase_stronger, line.phrase_equal, line.phrase_weaker) for line in self.lines])

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest pitch sung; (0, 0) when nothing is."""
        sung = [line for line in self.lines if len(line.missing) < line.syllables]
        return min((line.low for line in sung), default=0), max((line.high for line in sung), default=0)


def check_song(song: Song, syllabify: Callable[[str], Sequence[Syllable]]) -> FitReport:
    """Examine every line of every section that has words and music of its own."""
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    found: list[LineFit] = []
    for section in song.sections:
        if section.music is None:
            continue
        notes = section.music.part(vocal).notes
        for line in song.source(section).lines:
            syllables = divided(line.text, syllabify(line.text), line.divisions)
            if syllables:
                found.append(_check_line(song, section, line.id, syllables, notes))
    return FitReport(tuple(found))


def _check_line(
    song: Song, section: Section, line: str, syllables: Sequence[Syllable], notes: Sequence[Note]
) -> LineFit:
    own = [note for note in notes if note.line == line]
    begun, starts = _begun(own)
    places = [_place(song, section, starts[index]) if index in starts else None for index in range(len(syllables))]
    inside = _contest(syllables, places, inside_words=True)
    across = _contest(syllables, places, inside_words=False)
    last = _last_stress(syllables, places)
    return LineFit(
        section=section.id,
        line=line,
        syllables=len(syllables),
        missing=tuple(index for index in range(len(syllables)) if index not in starts),
        doubled=tuple(sorted({index for index in begun if begun.count(index) > 1})),
        stronger=inside[0],
        equal=inside[1],
        weaker=inside[2],
        phrase_stronger=across[0],
        phrase_equal=across[1],
        phrase_weaker=across[2],
        low=min((note.pitch for note in own), default=0),
        high=max((note.pitch for note in own), default=0),
        awkward=_awkward(own, song),
        breath=_breath(own, notes, song.tempo),
        last_strong=None if last is None else last >= 3,
    )


def _place(song: Song, section: Section, tick: int) -> int:
    """How strong a tick of a section is in the bar that holds it."""
    bar = bar_holding(section.music, song.metre, tick)
    return _strength(bar.metre, tick - bar.start)


def _contest(
    syllables: Sequence[Syllable], places: Sequence[int | None], *, inside_words: bool
) -> tuple[int, int, int]:
    """How often a stressed syllable stands on a stronger, an equal or a weaker place than an unstressed neighbour."""
    stronger = equal = weaker = 0
    for index, (one, other) in enumerate(pairwise(syllables)):
        here, there = places[index], places[index + 1]
        if here is None or there is None or (inside_words and one.word != other.word):
            continue
        if {one.stress, other.stress} != {0, 1}:
            continue
        ahead = here - there if one.stress == 1 else there - here
        stronger += ahead > 0
        equal += ahead == 0
        weaker += ahead < 0
    return stronger, equal, weaker


def _begun(notes: Sequence[Note]) -> tuple[list[int], dict[int, int]]:
    """Syllables in the order in which runs of notes begin them, and the tick of each one's first run."""
    runs = [(index, next(group)) for index, group in groupby(notes, key=lambda note: note.syllable)]
    begun = [index for index, _ in runs if index is not None]
    return begun, {index: first.start for index, first in reversed(runs) if index is not None}


def _last_stress(syllables: Sequence[Syllable], places: Sequence[int | None]) -> int | None:
    """How strong the last stressed syllable stands that has a note; None without one."""
    strengths = [
        place for syllable, place in zip(syllables, places, strict=True) if syllable.stress == 1 and place is not None
    ]
    return strengths[-1] if strengths else None


def _strength(metre: Metre, tick: int) -> int:
    """4 the first beat, 3 other strong beats, 2 weak beats, 1 divisions of a beat, 0 and -1 smaller ones."""
    unit = TICKS_PER_QUARTER * 4 // metre.unit
    place = tick % (unit * metre.beats)
    if place == 0:
        return 4
    units, rest = divmod(place, unit)
    if rest:
        return _strength_inside(metre, rest, unit)
    if _in_threes(metre):
        strong = {2: 3, 4: 6}.get(metre.beats // 3)  # of two or four dotted beats; the only one of others is the first
        return 3 if units == strong else 2 if units % 3 == 0 else 1
    if units in _heads(metre):
        return 3
    return 1 if _in_quick_groups(metre) else 2


def _strength_inside(metre: Metre, rest: int, unit: int) -> int:
    """The strength of a place `rest` ticks after a unit of the metre: 1 halfway, or 0 where units are quick."""
    half = 0 if _in_threes(metre) or _in_quick_groups(metre) else 1
    if rest * 2 == unit:
        return half
    return half - 1 if rest * 4 % unit == 0 else half - 2


def _in_threes(metre: Metre) -> bool:
    return metre.unit >= 8 and metre.beats % 3 == 0 and metre.beats > 3


def _in_quick_groups(metre: Metre) -> bool:
    """Whether eighths are felt in groups of two and three, as in 7/8; 8/8 is felt as 4/4."""
    return metre.beats in _GROUPS and metre.unit >= 8 and metre.beats != 8


def _heads(metre: Metre) -> set[int]:
    """Where the groups of a bar begin, in units."""
    if metre.beats in _GROUPS:
        groups = _GROUPS[metre.beats]
        return {sum(groups[:count]) for count in range(len(groups))}
    even = metre.beats % 2 == 0 and metre.beats >= 4
    return set(range(0, metre.beats, 2)) if even else {0}


def _awkward(notes: Sequence[Note], song: Song) -> tuple[int, ...]:
    """Leaps inside a line that cannot be sung cleanly, the augmented second of the minor scale among them."""
    found = []
    for one, other in pairwise(notes):
        size = abs(other.pitch - one.pitch)
        degrees = {(one.pitch - song.key.tonic) % 12, (other.pitch - song.key.tonic) % 12}
        augmented = song.key.mode is Mode.MINOR and size == 3 and degrees == {8, 11}
        if size in _AWKWARD or size > 12 or augmented:
            found.append(other.pitch - one.pitch)
    return tuple(found)


def _breath(own: Sequence[Note], notes: Sequence[Note], tempo: float) -> float | None:
    if not own:
        return None
    end = own[-1].start + own[-1].length
    after = min((note.start for note in notes if note.start >= own[-1].start and note not in own), default=None)
    return None if after is None else (after - end) / TICKS_PER_QUARTER * 60.0 / tempo


def _shares(counts: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    sums = [sum(count[place] for count in counts) for place in range(3)]
    total = sum(sums)
    return (1.0, 0.0, 0.0) if not total else (sums[0] / total, sums[1] / total, sums[2] / total)
