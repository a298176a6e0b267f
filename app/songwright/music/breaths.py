"""A track's notes and words as what a singer sings in one breath after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from songwright.core.song import Song
from songwright.core.tempo_map import TempoMap
from songwright.core.timeline import TimedNote, timeline
from songwright.lyrics.diction import Uttered, articulate_line
from songwright.lyrics.lexicon import Lexicon

__all__ = ["HUMS", "Breath", "SungUnit", "breaths"]

HUMS: Final[dict[str, Uttered]] = {
    "ooh": Uttered((), "UW1", opens=False),
    "mm": Uttered((), "M", opens=False),
    "la": Uttered(("L",), "AA1", opens=False),
}
"""What is sung where no words are, by name."""

_REST_SECONDS: Final = 0.12
"""A gap between notes that is heard as a rest; shorter ones are sung over."""

_BREATH_SECONDS: Final = 0.14
"""What a singer takes from the last note of a line when no rest follows, but never more than half of it."""

_MOST_UNITS, _MOST_SECONDS = 28, 16.0
"""A breath that goes on for longer is parted between two words: nobody has more air, and work comes in small pieces."""

_SHORTEST_SECONDS: Final = 0.03
"""Nothing shorter can be sung; such a note is an ornament of the one before it."""


@dataclass(frozen=True, slots=True)
class SungUnit:
    """A syllable with the notes that it is sung on, in absolute ticks; `line` and `index` say which one it is."""

    uttered: Uttered
    notes: tuple[TimedNote, ...]
    line: str | None = None
    index: int | None = None

    @property
    def end(self) -> int:
        """Tick at which its last note ends."""
        return self.notes[-1].end


@dataclass(frozen=True, slots=True)
class Breath:
    """Syllables that are sung without a rest, at least one."""

    units: tuple[SungUnit, ...]

    @property
    def start(self) -> int:
        """Tick of the first note."""
        return self.units[0].notes[0].start

    @property
    def end(self) -> int:
        """Tick at which the last note ends."""
        return self.units[-1].end


def breaths(
    song: Song, track: str, lexicon: Lexicon, *, tempo: float | None = None, hum: str = "ooh"
) -> tuple[Breath, ...]:
    """What a track sings, in order; each note of it is in exactly one breath, unless another drowns it.

    Words come by the product's own pronunciations; notes without words, and words of another script, are hummed.
    `tempo` is the song's unless it is played at another.
    """
    laid = timeline(song)
    tempi = laid.tempi if tempo is None else laid.tempi.scaled(tempo / song.tempo)
    units = _units(song, _single(laid.notes(track), tempi), lexicon, HUMS[hum])
    return tuple(_parted(_with_swallowed(units, song, lexicon), tempi))


def _single(notes: Sequence[TimedNote], tempi: TempoMap) -> list[TimedNote]:
    """One note at a time: of a chord the highest, and each up to the next; very short ones are left out."""
    found: list[TimedNote] = []
    for note in notes:
        if found and tempi.between(found[-1].start, note.start) < _SHORTEST_SECONDS:
            same = (note.section, note.line, note.syllable) == (
                found[-1].section, found[-1].line, found[-1].syllable,
            )  # fmt: skip
            if same or note.line is None:
                if note.start == found[-1].start or note.pitch > found[-1].pitch:
                    found[-1] = replace(note, start=found[-1].start, length=max(note.end - found[-1].start, 1))
                continue
        if found and found[-1].end > note.start:
            found[-1] = replace(found[-1], length=max(note.start - found[-1].start, 1))
        found.append(note)
    return found


def _units(song: Song, notes: Sequence[TimedNote], lexicon: Lexicon, hum: Uttered) -> list[SungUnit]:
    """The notes by syllable; a syllable's further notes are a slur."""
    lines = {line.id: line for section in song.sections for line in section.lines}
    spoken: dict[str, tuple[Uttered, ...]] = {}
    found: list[SungUnit] = []
    for note in notes:
        if note.line in lines and note.line is not None and note.line not in spoken:
            spoken[note.line] = articulate_line(lines[note.line], lexicon)
        uttered = _uttered(note, spoken)
        key = (note.line, note.syllable)
        if uttered is None:
            found.append(SungUnit(hum, (note,)))
        elif found and (_same(found[-1], note, key) or _draws(found[-1], uttered, note)):
            found[-1] = replace(found[-1], notes=(*found[-1].notes, note), index=note.syllable)
        elif uttered.vowel:
            found.append(SungUnit(replace(uttered, drawn=False), (note,), *key))
        else:
            found.append(SungUnit(replace(HUMS["mm"], opens=uttered.opens), (note,), *key))
    return found


def _uttered(note: TimedNote, spoken: dict[str, tuple[Uttered, ...]]) -> Uttered | None:
    """The sounds that a note's syllable has; None when it has no words, or its line has changed since."""
    syllables = spoken.get(note.line or "", ())
    return syllables[note.syllable] if note.syllable is not None and 0 <= note.syllable < len(syllables) else None


def _same(unit: SungUnit, note: TimedNote, key: tuple[str | None, int | None]) -> bool:
    return (unit.line, unit.index) == key and unit.notes[-1].section == note.section


def _draws(unit: SungUnit, uttered: Uttered, note: TimedNote) -> bool:
    """Whether a note only draws out the vowel before it: the word has more written syllables than vowels."""
    return uttered.drawn and unit.line == note.line and unit.notes[-1].section == note.section


def _with_swallowed(units: Sequence[SungUnit], song: Song, lexicon: Lexicon) -> list[SungUnit]:
    """Units with the sounds of those syllables of their word that have no note of their own ("ev-ery")."""
    lines = {line.id: line for section in song.sections for line in section.lines}
    spoken: dict[str, tuple[Uttered, ...]] = {}
    found: list[SungUnit] = []
    for unit, following in zip(units, [*units[1:], None], strict=True):
        if unit.line is None or unit.index is None:
            found.append(unit)
            continue
        if unit.line not in spoken:
            spoken[unit.line] = articulate_line(lines[unit.line], lexicon)
        syllables = spoken[unit.line]
        stop = len(syllables)
        if following is not None and following.line == unit.line and following.index is not None:
            stop = following.index if following.index > unit.index else stop
        after = unit.uttered.after
        for place in range(unit.index + 1, stop):
            if syllables[place].opens:
                break
            one = syllables[place]
            after += (*one.before, *((one.vowel,) if one.vowel and not one.drawn else ()), *one.after)
        found.append(replace(unit, uttered=replace(unit.uttered, after=after)))
    return found


def _parted(units: Sequence[SungUnit], tempi: TempoMap) -> Iterator[Breath]:
    """Units by breath: a new one after a rest and at a new line."""
    current: list[SungUnit] = []
    for unit in units:
        if current and _ends_before(current, unit, tempi):
            yield Breath(_with_breath(current, unit, tempi))
            current = []
        current.append(unit)
    if current:
        yield Breath(tuple(current))


def _ends_before(current: Sequence[SungUnit], unit: SungUnit, tempi: TempoMap) -> bool:
    last, note = current[-1], unit.notes[0]
    if note.start > last.end and tempi.between(last.end, note.start) > _REST_SECONDS:
        return True
    new_line = (unit.line, note.section) != (last.line, last.notes[-1].section)
    if new_line and (unit.line is not None or last.line is not None):
        return True
    long = len(current) >= _MOST_UNITS or tempi.between(current[0].notes[0].start, last.end) > _MOST_SECONDS
    return long and (unit.uttered.opens or unit.line is None)


def _with_breath(current: Sequence[SungUnit], following: SungUnit, tempi: TempoMap) -> tuple[SungUnit, ...]:
    """The units with the last note shortened where there is no rest to breathe in."""
    last = current[-1].notes[-1]
    room = following.notes[0].start - tempi.ticks_in(_BREATH_SECONDS, following.notes[0].start)
    if last.end <= room:
        return tuple(current)
    length = max(last.length // 2, round(room) - last.start, 1)
    notes = (*current[-1].notes[:-1], replace(last, length=min(last.length, length)))
    return (*current[:-1], replace(current[-1], notes=notes))
