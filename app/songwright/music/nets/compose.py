"""A composer that lets the melody net sing: rules lay out and arrange the song, the net finds the tune.

The rules compose first. The net then gives the sung notes new pitches on the rules' rhythm and chords, and the rules
arrange once more around that tune, so that second voices, introductions and endings follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from songwright.core.song import Chord, Mode, Music, Note, Section, Song, TrackRole
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import syllabify
from songwright.music.nets.grid import STEP_TICKS
from songwright.music.nets.melody import MelodyModel, MelodyStyle, SungNote, fill_pitches
from songwright.music.nets.notes import UNKNOWN_KIND
from songwright.music.nets.prosody import classify
from songwright.music.request import VOICES, Composer, ComposeRequest

__all__ = ["LearnedComposer"]

# What the net calls the chords of `songwright.music.chords`; whatever is missing here counts as a major triad.
_QUALITIES: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(("m", "m6", "mMaj7", "madd9"), "m")
    | dict.fromkeys(("7", "9", "11", "13", "7b5", "7b9", "7#9", "aug7"), "7")
    | dict.fromkeys(("maj7", "maj9"), "maj7")
    | dict.fromkeys(("m7", "m9", "m11"), "m7")
    | dict.fromkeys(("dim", "dim7", "m7b5"), "dim")
    | dict.fromkeys(("sus2", "sus4", "7sus4", "9sus4"), "sus4")
)
_STYLES: Final[Mapping[str, MelodyStyle]] = MappingProxyType({"hymn": MelodyStyle.HYMN, "folk": MelodyStyle.FOLK})
_ROOM: Final = 2
"""Semitones by which the net may go beyond the rules' tune, so that a chorus still lies above its verse."""


@dataclass(slots=True)
class _Memory:
    """Lines that already have their tune: the rules' (onset, pitch) pairs, and the net's pitches."""

    lines: list[tuple[tuple[tuple[int, int], ...], tuple[int, ...]]] = field(default_factory=list)

    def start_of(self, line: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
        """The net's pitches for as much of the line as began alike before (half of it at least, else none)."""
        best: tuple[int, ...] = ()
        for earlier, pitches in self.lines:
            shared = next(
                (i for i, (a, b) in enumerate(zip(earlier, line, strict=False)) if a != b), min(len(earlier), len(line))
            )
            if shared > len(best) and shared * 2 >= len(line):
                best = pitches[:shared]
        return best


class LearnedComposer:
    """A `Composer`: the rules' song with the net's tune. Raises what the rules raise, and Cancelled."""

    def __init__(
        self,
        rules: Composer,
        model: MelodyModel,
        lexicon: Lexicon,
        *,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Compose on top of `rules` with the melody net."""
        self._rules, self._model, self._lexicon, self._cancelled = rules, model, lexicon, cancelled

    def compose(self, song: Song, request: ComposeRequest) -> Song:
        """Set the song to music; see `Composer.compose`."""
        draft = self._rules.compose(song, request)
        vocal = next((track.id for track in draft.tracks if track.role is TrackRole.VOCAL), None)
        if vocal is None:
            return draft
        memory = _Memory()
        tuned = replace(
            draft, sections=tuple(self._tuned(draft, section, vocal, request, memory) for section in draft.sections)
        )
        settled = replace(
            request, style=tuned.style, key=tuned.key, metre=tuned.metre, tempo=tuned.tempo, seed=tuned.seed
        )
        arranged = self._rules.compose(_held(tuned, vocal), settled)
        sections = [
            _released(section, before, vocal) for section, before in zip(arranged.sections, tuned.sections, strict=True)
        ]
        return replace(arranged, sections=tuple(sections))

    def _tuned(self, song: Song, section: Section, vocal: str, request: ComposeRequest, memory: _Memory) -> Section:
        """The section with the net's pitches on its free sung notes."""
        music = section.music
        if music is None or not any(note.line and not note.locked for note in music.part(vocal).notes):
            return section
        notes = music.part(vocal).notes
        sung = [i for i, note in enumerate(notes) if note.line is not None]
        cells = self._cells(song, section, music, [notes[i] for i in sung])
        pitches = [notes[i].pitch for i in sung]
        starts = {i: note.pitch for i, note in enumerate(notes) if note.locked}
        lines = _lines([notes[i] for i in sung])
        for line in lines:
            shape = tuple((notes[sung[i]].start - notes[sung[line[0]]].start, pitches[i]) for i in line)
            for i, pitch in zip(line, memory.start_of(shape), strict=False):
                starts.setdefault(sung[i], pitch)
        voice = VOICES[request.voice]
        found = fill_pitches(
            self._model,
            [replace(cell, pitch=starts.get(i)) for i, cell in zip(sung, cells, strict=True)],
            tonic=song.key.tonic,
            minor=song.key.mode in {Mode.MINOR, Mode.DORIAN},
            metre=(song.metre.beats, song.metre.unit),
            low=max(voice.low, min(pitches) - _ROOM),
            high=max(min(voice.high, max(pitches) + _ROOM), max(voice.low, min(pitches) - _ROOM) + 7),
            seed=song.seed,
            style=_STYLES.get(song.style, MelodyStyle.LEAD_SHEET),
            cancelled=self._cancelled,
        )
        for line in lines:
            shape = tuple((notes[sung[i]].start - notes[sung[line[0]]].start, pitches[i]) for i in line)
            memory.lines.append((shape, tuple(found[i] for i in line)))
        new = list(notes)
        for i, pitch in zip(sung, found, strict=True):
            new[i] = notes[i] if notes[i].locked else replace(notes[i], pitch=pitch)
        return replace(section, music=_with_notes(music, vocal, new))

    def _cells(self, song: Song, section: Section, music: Music, notes: Sequence[Note]) -> list[SungNote]:
        """The notes as the net sees them; onsets are moved by whole bars so that an upbeat's is not negative."""
        kinds = {
            (line.id, i): int(classify(syllable.stress, syllable.word_length))
            for line in song.source(section).lines
            for i, syllable in enumerate(syllabify(line.text, self._lexicon))
        }
        bar = song.metre.bar_ticks
        cells = []
        for i, note in enumerate(notes):
            after = notes[i + 1] if i + 1 < len(notes) else None
            chord = _chord_at(music.chords, note.start)
            cells.append(
                SungNote(
                    onset=round((note.start + bar) / STEP_TICKS),
                    length=max(1, round(note.length / STEP_TICKS)),
                    root=None if chord is None else chord.root,
                    quality="" if chord is None else _QUALITIES.get(chord.quality, ""),
                    kind=kinds.get((note.line or "", note.syllable or 0), UNKNOWN_KIND),
                    held=i > 0 and (notes[i - 1].line, notes[i - 1].syllable) == (note.line, note.syllable),
                    line_end=after is None or after.line != note.line,
                )
            )
        return cells


def _lines(notes: Sequence[Note]) -> list[list[int]]:
    """The notes of each line in turn, as places in `notes`."""
    lines: list[list[int]] = []
    for i, note in enumerate(notes):
        if i == 0 or notes[i - 1].line != note.line:
            lines.append([])
        lines[-1].append(i)
    return lines


def _chord_at(chords: Sequence[Chord], tick: int) -> Chord | None:
    """The chord that sounds at a tick; over an upbeat, the first one."""
    sounding = [chord for chord in chords if chord.start <= tick]
    return sounding[-1] if sounding else next(iter(chords), None)


def _with_notes(music: Music, track: str, notes: Sequence[Note]) -> Music:
    return replace(
        music,
        parts=tuple(replace(part, notes=tuple(notes)) if part.track == track else part for part in music.parts),
    )


def _held(song: Song, vocal: str) -> Song:
    """The song with every chord and sung note locked."""

    def held(section: Section) -> Section:
        music = section.music
        if music is None:
            return section
        notes = [replace(note, locked=True) if note.line is not None else note for note in music.part(vocal).notes]
        music = replace(
            _with_notes(music, vocal, notes), chords=tuple(replace(chord, locked=True) for chord in music.chords)
        )
        return replace(section, music=music)

    return replace(song, sections=tuple(held(section) for section in song.sections))


def _released(section: Section, before: Section, vocal: str) -> Section:
    """The section with the tune, the chords and the locks that it had `before`."""
    if section.music is None or before.music is None:
        return section
    notes = [note for note in section.music.part(vocal).notes if note.line is None]
    notes += [note for note in before.music.part(vocal).notes if note.line is not None]
    notes.sort(key=lambda note: (note.start, note.pitch))
    return replace(section, music=replace(_with_notes(section.music, vocal, notes), chords=before.music.chords))
