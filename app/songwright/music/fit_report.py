"""What a listener would say about words and notes, line by line, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from songwright.core.bar_lines import as_heard_in, bar_holding, key_at
from songwright.core.language import counted, said
from songwright.core.song import TICKS_PER_QUARTER, Key, Line, Note, Section, Song, TrackRole
from songwright.lyrics.syllables import Syllable
from songwright.music.check import LineFit, check_song
from songwright.music.choir import lower_voices
from songwright.music.kit import Kit
from songwright.music.metrics import STRONG, level
from songwright.music.pitch import spell
from songwright.music.request import VOICES

__all__ = ["LineFitReport", "fit_report"]

_BREATH: Final = 0.2
"""Seconds of rest in which a singer can breathe."""

_LONGEST_BREATH: Final = 9.0
"""Seconds that most people can sing on one breath."""

_WIDEST: Final = 19
"""Semitones of a line's compass that most people can sing."""


@dataclass(frozen=True, slots=True)
class LineFitReport:
    """One line in one section.

    `syllables` counts the words', `notes` the onsets that there are for them. `unsung` are the indices of syllables
    without a note, `spare` those of notes that carry a syllable the line no longer has, `off_beat` those of stressed
    syllables on a weaker place than a weak neighbour's. `low` and `high` are MIDI pitches (0 without notes), `breath`
    the seconds of rest after the line (None at a section's end), `run` the longest time in seconds that is sung without
    a rest, `wanted` what the tune asks of other words: 1 for every onset on a strong beat, else 0. `sentences` say what
    is wrong; none means that the line fits.
    """

    section: str
    line: str
    text: str
    syllables: int
    notes: int
    unsung: tuple[int, ...]
    spare: tuple[int, ...]
    off_beat: tuple[int, ...]
    low: int
    high: int
    breath: float | None
    run: float
    wanted: tuple[int, ...]
    sentences: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing is wrong."""
        return not self.sentences


def fit_report(song: Song, kit: Kit) -> tuple[LineFitReport, ...]:
    """A report for every sung line of every section that has music of its own, in the song's order."""
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    lines = {line.id: line for section in song.sections for line in section.lines}
    return tuple(
        _line_report(song, song.section(fit.section), fit, lines[fit.line], vocal, kit)
        for fit in check_song(song, kit.divide).lines
    )


def _line_report(song: Song, section: Section, fit: LineFit, line: Line, vocal: str, kit: Kit) -> LineFitReport:
    syllables = kit.divide_line(line)
    part = () if section.music is None else section.music.part(vocal).notes
    own = sorted((note for note in part if note.line == fit.line), key=lambda note: note.start)
    starts: dict[int, int] = {}
    for note in own:
        if note.syllable is not None:
            starts.setdefault(note.syllable, note.start)
    run = _longest_run(own) / TICKS_PER_QUARTER * 60.0 / as_heard_in(song, section).tempo
    key = key_at(section.music, song.key, own[0].start if own else 0)
    spare = tuple(sorted(index for index in starts if index >= len(syllables)))
    levels = {index: _level(song, section, tick) for index, tick in starts.items()}
    off_beat = _off_beat(syllables, levels)
    return LineFitReport(
        section=section.id,
        line=fit.line,
        text=line.text,
        syllables=len(syllables),
        notes=len(starts),
        unsung=fit.missing,
        spare=spare,
        off_beat=off_beat,
        low=fit.low,
        high=fit.high,
        breath=fit.breath,
        run=run,
        wanted=tuple(int(levels[index] >= STRONG) for index in sorted(levels)),
        sentences=(
            *_sentences(key, fit, syllables, spare, off_beat, run),
            *(_silent_voices(song, section, fit, syllables) if own else ()),
        ),
    )


def _silent_voices(song: Song, section: Section, fit: LineFit, syllables: Sequence[Syllable]) -> list[str]:
    """Of the lower voices of a choir, those that have no note for a syllable that the tune has one for."""
    found = []
    for track in lower_voices(song):
        notes = () if section.music is None else section.music.part(track.id).notes
        sung = {note.syllable for note in notes if note.line == fit.line}
        missing = [index for index in range(len(syllables)) if index not in sung and index not in fit.missing]
        if missing:
            words = _quoted(syllables, missing)
            found.append(said("{voice} has no note for {words}.", voice=track.name, words=words))
    return found


def _level(song: Song, section: Section, tick: int) -> int:
    """How strong a tick of a section is in the bar that holds it."""
    bar = bar_holding(section.music, song.metre, tick)
    return level(bar.metre, tick - bar.start)


def _off_beat(syllables: Sequence[Syllable], levels: dict[int, int]) -> tuple[int, ...]:
    """The stressed syllables that stand on a weaker place than an unstressed neighbour of their own word."""
    found = set()
    for index, (one, other) in enumerate(pairwise(syllables)):
        if one.word != other.word or {one.stress, other.stress} != {0, 1}:
            continue
        stressed, weak = (index, index + 1) if one.stress == 1 else (index + 1, index)
        if stressed not in levels or weak not in levels:
            continue
        if levels[stressed] < levels[weak]:
            found.add(stressed)
    return tuple(sorted(found))


def _longest_run(notes: Sequence[Note]) -> int:
    """Ticks of the longest stretch without a rest."""
    longest = begun = 0
    for index, note in enumerate(notes):
        if index == 0 or note.start > notes[index - 1].end:
            begun = note.start
        longest = max(longest, note.end - begun)
    return longest


def _sentences(
    key: Key,
    fit: LineFit,
    syllables: Sequence[Syllable],
    spare: Sequence[int],
    off_beat: Sequence[int],
    run: float,
) -> list[str]:
    """What is wrong with a line as it is sung, in the user's language."""
    found = [*_of_notes(fit, syllables, spare)]
    if off_beat:
        words = _quoted(syllables, off_beat)
        found.append(said("The stress of {words} falls on a weak beat.", words=words))
    return [*found, *_of_range(key, fit), *_of_breath(fit, run)]


def _of_notes(fit: LineFit, syllables: Sequence[Syllable], spare: Sequence[int]) -> Iterator[str]:
    """Syllables without a note, notes without a syllable, and syllables that are begun twice."""
    if fit.missing and len(fit.missing) == len(syllables):
        yield said("None of its words has a note yet. Compose, or Bars Again, gives it notes.")
    elif fit.missing:
        yield said("No note for {words}.", words=_quoted(syllables, fit.missing))
    if spare:
        yield counted("{count} note has no syllable any more.", "{count} notes have no syllable any more.", len(spare))
    if fit.doubled:
        yield said("{words} is begun twice.", words=_quoted(syllables, fit.doubled))


def _of_range(key: Key, fit: LineFit) -> Iterator[str]:
    """Leaps that are hard to sing, and a line that most voices cannot reach."""
    if fit.awkward:
        yield said("A leap that is hard to sing: {sizes}.", sizes=", ".join(map(_leap, fit.awkward)))
    lowest, highest = min(voice.low for voice in VOICES.values()), max(voice.high for voice in VOICES.values())
    if fit.high and (fit.high - fit.low > _WIDEST or fit.low < lowest or fit.high > highest):
        low, high = spell(fit.low, key), spell(fit.high, key)
        yield said("It reaches from {low} to {high}, too far for most voices.", low=low, high=high)


def _leap(size: int) -> str:
    if size > 0:
        return said("{count} semitones up", count=size)
    return said("{count} semitones down", count=-size)


def _of_breath(fit: LineFit, run: float) -> Iterator[str]:
    if fit.breath is not None and fit.breath < _BREATH and run > _LONGEST_BREATH / 2:
        yield said("There is no time to breathe after it.")
    if run > _LONGEST_BREATH:
        yield said("{seconds:.0f} seconds without a rest are more than one breath.", seconds=run)


def _quoted(syllables: Sequence[Syllable], indices: Sequence[int]) -> str:
    return ", ".join(f"“{syllables[index].text}”" for index in indices)
