"""A written score as it sounds: bars in the order in which they are played, each verse with its own words.

Where more verses stand under the notes than the repeats play, the whole is played once for each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from songwright.core.language import said
from songwright.core.song import Chord, Key, Metre, Mix
from songwright.formats.errors import UnreadableError
from songwright.formats.heard import (
    MOST_BARS,
    MOST_NOTES,
    Heard,
    HeardChange,
    HeardNote,
    HeardPart,
    HeardSyllable,
    SectionMark,
)
from songwright.formats.unfold import BarFlow, Played, played_bars

__all__ = [
    "WrittenBar",
    "WrittenChange",
    "WrittenChord",
    "WrittenMark",
    "WrittenNote",
    "WrittenPart",
    "WrittenWord",
    "performed",
]

_ABOUT_AS_MUCH = 0.6
_MOST_VERSES = 16


class WrittenWord(NamedTuple):
    """A syllable under a note."""

    text: str
    ends_word: bool
    ends_line: bool = False
    ends_section: bool = False


class WrittenNote(NamedTuple):
    """A note in a bar, `offset` ticks from its beginning; `words` by verse, from 1."""

    bar: int
    offset: int
    length: int
    pitch: int
    velocity: int
    tied_from: bool
    words: Mapping[int, WrittenWord]


class WrittenChord(NamedTuple):
    """A chord symbol in a bar."""

    bar: int
    offset: int
    chord: Chord


class WrittenMark(NamedTuple):
    """A rehearsal mark or a heading at the beginning of a bar."""

    bar: int
    title: str


class WrittenChange(NamedTuple):
    """Another tempo, metre or key from a place in a bar on, in the order in which the score is written."""

    bar: int
    offset: int
    tempo: float | None = None
    metre: Metre | None = None
    key: Key | None = None


class WrittenBar(NamedTuple):
    """A bar: its length in ticks, and where it leads."""

    length: int
    flow: BarFlow


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """One voice of a part, its notes by bar and offset."""

    name: str
    notes: Sequence[WrittenNote]
    program: int = 0
    drums: bool = False
    mix: Mix = field(default_factory=Mix)


class _Step(NamedTuple):
    """A bar as it sounds: where, which one, for the how manieth time, and whether a jump leads to it."""

    tick: int
    bar: int
    time: int
    jumped: bool


def performed(
    bars: Sequence[WrittenBar],
    parts: Sequence[WrittenPart],
    metre: Metre,
    *,
    chords: Sequence[WrittenChord] = (),
    marks: Sequence[WrittenMark] = (),
    changes: Sequence[WrittenChange] = (),
) -> Heard:
    """The parts that have notes, those with words first, with chords and marks; the rest of the piece is usual.

    The words are those of the first part, which is the first that sings about as much as any other. Raises
    UnreadableError when it would be endless.
    """
    written = _Changes(changes, metre)
    steps = list(_steps(bars, parts, written, {mark.bar for mark in marks}))
    if sum(len(part.notes) for part in parts) * max(1, len(steps) // max(1, len(bars))) > MOST_NOTES:
        raise UnreadableError(
            said("With its repeats, this score has more than {most:,} notes. It is no song.", most=MOST_NOTES)
        )
    heard = [found for part in parts if (found := _heard_part(part, steps)).notes]
    if not heard:
        raise UnreadableError(said("This score has no notes, so there is nothing to open."))
    most = max(len(part.words) for part in heard)
    singer = next(part for part in heard if len(part.words) >= _ABOUT_AS_MUCH * most)
    heard.sort(key=lambda part: (part is not singer, not part.words))
    left_out = []
    if sum(bool(part.words) for part in heard) > 1:
        left_out.append(
            said("The words of one singing part were taken; the other voices have their notes without words.")
        )
    shared = _by_bar(chords)
    found_chords = [
        Chord(step.tick + chord.offset, chord.chord.root, chord.chord.quality, chord.chord.bass)
        for step in steps
        for chord in shared.get(step.bar, ())
    ]
    end = max((step.tick + bars[step.bar].length for step in steps), default=0)
    return Heard(
        parts=tuple(heard),
        marks=tuple(_marks(steps, marks)),
        chords=tuple(found_chords),
        end=end,
        left_out=tuple(left_out),
        changes=tuple(written.heard(steps)),
    )


class _Changes:
    """What changes in a score, as it is written and as it is heard."""

    def __init__(self, changes: Sequence[WrittenChange], metre: Metre) -> None:
        self._ordered = sorted(changes, key=lambda change: (change.bar, change.offset))
        self._places = [change.bar for change in self._ordered]
        self._holding = list(accumulate(self._ordered, _both, initial=WrittenChange(0, 0, metre=metre)))

    def metre_of(self, bar: int) -> Metre:
        """The metre of a bar, with what is said at its beginning."""
        found = self.before(bar).metre
        at_start = (change.metre for change in self.within(bar) if change.offset == 0 and change.metre)
        metre = next(at_start, found)
        assert metre is not None  # noqa: S101 - the piece's own is what everything begins with
        return metre

    def before(self, bar: int) -> WrittenChange:
        """All that holds where a bar begins, without what is said in it."""
        return self._holding[bisect_left(self._places, bar)]

    def within(self, bar: int) -> Sequence[WrittenChange]:
        """What is said in a bar."""
        return self._ordered[bisect_left(self._places, bar) : bisect_left(self._places, bar + 1)]

    def heard(self, steps: Sequence[_Step]) -> Iterator[HeardChange]:
        """The changes in time; after a jump all that holds where it leads to."""
        if not self._ordered:
            return
        expected = 0
        for step in steps:
            if step.bar != expected:
                held = self.before(step.bar)
                yield HeardChange(step.tick, held.tempo, held.metre, held.key)
            for change in self.within(step.bar):
                yield HeardChange(step.tick + change.offset, change.tempo, change.metre, change.key)
            expected = step.bar + 1


def _both(before: WrittenChange, later: WrittenChange) -> WrittenChange:
    """What holds after a change: what it says, and what was said before of the rest."""
    return WrittenChange(
        later.bar, later.offset, later.tempo or before.tempo, later.metre or before.metre, later.key or before.key
    )


def _by_bar(chords: Sequence[WrittenChord]) -> Mapping[int, list[WrittenChord]]:
    found: defaultdict[int, list[WrittenChord]] = defaultdict(list)
    for chord in chords:
        found[chord.bar].append(chord)
    return found


def _steps(
    bars: Sequence[WrittenBar], parts: Sequence[WrittenPart], written: _Changes, marked: set[int]
) -> Iterator[_Step]:
    """The bars in time. A first bar that is too short is a pick-up, whenever it is played.

    What begins again after a bar that is too short begins at the next bar line.
    """
    order = played_bars([bar.flow for bar in bars])
    rounds = _rounds(order, parts)
    if rounds * len(order) > MOST_BARS:
        raise UnreadableError(
            said("With all its verses, this piece has more than {most:,} bars. It is damaged.", most=MOST_BARS)
        )
    pickup = bars[0].length if bars and bars[0].length < written.metre_of(0).bar_ticks else 0
    tick = -pickup
    origin, metre = 0, written.metre_of(0)
    times: Counter[int] = Counter()
    for turn in range(rounds):
        for place, played in enumerate(order):
            if written.metre_of(played.bar) != metre:
                origin, metre = tick, written.metre_of(played.bar)
            bar_ticks = metre.bar_ticks
            if played.bar == 0 and pickup and tick >= 0:
                # To the next place from which the pick-up leads to a bar line.
                tick += (origin - tick - pickup) % bar_ticks
            elif bars[played.bar].length >= bar_ticks and (played.jumped or _anew(played.bar, bars, marked)):
                tick += (origin - tick) % bar_ticks
            times[played.bar] += 1
            yield _Step(tick, played.bar, times[played.bar], _begins(played, place, turn, rounds))
            tick += bars[played.bar].length


def _rounds(order: Sequence[Played], parts: Sequence[WrittenPart]) -> int:
    """How often the whole must be played for every verse to be sung: more often than the repeats alone play it."""
    plays = Counter(played.bar for played in order)
    verses: dict[int, int] = {}
    for part in parts:
        for note in part.notes:
            if note.words:
                verses[note.bar] = max(verses.get(note.bar, 1), min(len(note.words), _MOST_VERSES))
    return max((-(-count // plays[bar]) for bar, count in verses.items() if plays[bar]), default=1)


def _anew(bar: int, bars: Sequence[WrittenBar], marked: set[int]) -> bool:
    return bar in marked or bars[bar].flow.forward


def _begins(played: Played, place: int, turn: int, rounds: int) -> bool:
    return played.jumped or (place == 0 and (turn > 0 or rounds > 1))


def _marks(steps: Sequence[_Step], marks: Sequence[WrittenMark]) -> Iterator[SectionMark]:
    """The score's own marks, and unnamed ones where a repeat begins again and none stands."""
    plays = Counter(step.bar for step in steps)
    titles = {mark.bar: _titles(mark.title, plays[mark.bar]) for mark in marks}
    first = min(titles, default=None)
    for step in steps:
        if step.bar in titles:
            yield SectionMark(max(0, step.tick), titles[step.bar][step.time - 1])
        elif step.jumped and (first is None or step.bar < first):
            yield SectionMark(max(0, step.tick), "")


def _titles(title: str, plays: int) -> list[str]:
    """The name of a place for each time that it is played: "Verse 1 / Verse 2" names two."""
    names = title.split(" / ")
    return names if len(names) == plays else [title] * plays


def _heard_part(part: WrittenPart, steps: Sequence[_Step]) -> HeardPart:
    by_bar: defaultdict[int, list[WrittenNote]] = defaultdict(list)
    for note in part.notes:
        by_bar[note.bar].append(note)
    verses = {bar: {verse for note in notes for verse in note.words} for bar, notes in by_bar.items()}
    notes: list[HeardNote] = []
    words: list[HeardSyllable] = []
    sounding: dict[int, int] = {}  # where the last note of each pitch stands
    for step in steps:
        if step.jumped and words:
            # Whatever is sung again begins a line.
            words[-1] = words[-1]._replace(ends_word=True, ends_line=True, ends_section=True)
        shared = _shared_verse(verses.get(step.bar, set()), step.time)
        for note in by_bar.get(step.bar, ()):
            start = step.tick + note.offset
            before = sounding.get(note.pitch)
            word = note.words.get(shared)
            # A tie that only some verses hold: where a syllable is sung on its end, it is none.
            if note.tied_from and word is None and before is not None and _meets(notes[before], start):
                first, _, pitch, velocity = notes[before]
                notes[before] = (first, start + note.length - first, pitch, velocity)
                continue
            sounding[note.pitch] = len(notes)
            notes.append((start, note.length, note.pitch, note.velocity))
            if word is not None:
                words.append(HeardSyllable(start, *word))
    return HeardPart(
        part.name, tuple(sorted(notes, key=itemgetter(0, 2))), tuple(words), part.program, part.drums, part.mix
    )


def _shared_verse(verses: set[int], time: int) -> int:
    """Whose words are sung when a bar is played for the `time`th time: each verse's in turn, a refrain's every time."""
    if time in verses or not verses:
        return time
    return sorted(verses)[(time - 1) % len(verses)]


def _meets(note: HeardNote, start: int) -> bool:
    return abs(note[0] + note[1] - start) <= 1
