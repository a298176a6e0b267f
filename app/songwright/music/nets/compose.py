"""A composer that lets the melody net sing: rules lay out and arrange the song, the net finds the tune.

The rules compose first. The net then gives the sung notes new pitches on the rules' rhythm and chords, and the rules
arrange once more around that tune, so that second voices, introductions and endings follow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from songwright.core.song import Mode, Music, Note, Section, Song, TrackRole
from songwright.music.compose import RuleComposer
from songwright.music.kit import Kit
from songwright.music.locks import Hold, held_notes
from songwright.music.nets.cells import sung_cells
from songwright.music.nets.melody import MelodyStyle, fill_pitches
from songwright.music.request import VOICES, ComposeRequest, Watch

__all__ = ["LearnedComposer"]

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
    """A `Composer`: the rules' song with the net's tune. Raises what the rules raise, NetError, and Cancelled."""

    def __init__(self, kit: Kit) -> None:
        """Compose with the lexicon, styles and nets of a kit."""
        self._kit = kit
        self._rules = RuleComposer(kit.lexicon, kit.styles)

    def compose(self, song: Song, request: ComposeRequest, watch: Watch | None = None) -> Song:
        """Set the song to music; see `Composer.compose`."""
        watch = watch or Watch()
        draft = self._rules.compose(song, request, Watch(watch.cancelled))
        vocal = next((track.id for track in draft.tracks if track.role is TrackRole.VOCAL), None)
        if vocal is None:
            return draft
        memory = _Memory()
        sections = []
        for index, section in enumerate(draft.sections):
            watch.report((index + 1) / (len(draft.sections) + 1))
            sections.append(self._tuned(draft, section, vocal, request, memory, watch))
        tuned = replace(draft, sections=tuple(sections))
        settled = replace(
            request, style=tuned.style, key=tuned.key, metre=tuned.metre, tempo=tuned.tempo, seed=tuned.seed
        )
        arranged = self._rules.compose(_held(tuned, vocal), settled)
        sections = [
            _released(section, before, vocal) for section, before in zip(arranged.sections, tuned.sections, strict=True)
        ]
        return replace(arranged, sections=tuple(sections))

    def compose_part(self, song: Song, request: ComposeRequest, section_id: str, hold: Hold) -> Music:
        """The music of one section with all that `hold` does not free as it was; see `Composer.compose_part`."""
        music = self._rules.compose_part(song, request, section_id, hold)
        vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), None)
        old = song.section(section_id).music
        if vocal is None or old is None or vocal not in hold.tracks:
            return music
        held = held_notes(old, vocal, hold)
        notes = music.part(vocal).notes
        marked = [replace(note, locked=note.locked or note in held) for note in notes]
        section = replace(song.section(section_id), music=_with_notes(music, vocal, marked))
        seeded = song if request.seed is None else replace(song, seed=request.seed)
        tuned = self._tuned(seeded, section, vocal, request, _Memory(), Watch()).music or music
        pairs = zip(notes, tuned.part(vocal).notes, strict=True)
        return _with_notes(music, vocal, [one if one in held else replace(one, pitch=two.pitch) for one, two in pairs])

    def _tuned(
        self, song: Song, section: Section, vocal: str, request: ComposeRequest, memory: _Memory, watch: Watch
    ) -> Section:
        """The section with the net's pitches on its free sung notes."""
        music = section.music
        if music is None or not any(note.line and not note.locked for note in music.part(vocal).notes):
            return section
        notes = music.part(vocal).notes
        sung = [i for i, note in enumerate(notes) if note.line is not None]
        cells = sung_cells(song, section, music, [notes[i] for i in sung], self._kit, shift=song.metre.bar_ticks)
        pitches = [notes[i].pitch for i in sung]
        starts = {i: note.pitch for i, note in enumerate(notes) if note.locked or (request.keep_edits and note.edited)}
        held = set(starts)
        lines = _lines([notes[i] for i in sung])
        for line in lines:
            shape = tuple((notes[sung[i]].start - notes[sung[line[0]]].start, pitches[i]) for i in line)
            for i, pitch in zip(line, memory.start_of(shape), strict=False):
                starts.setdefault(sung[i], pitch)
        voice = VOICES[request.voice]
        found = fill_pitches(
            self._kit.melody,
            [replace(cell, pitch=starts.get(i)) for i, cell in zip(sung, cells, strict=True)],
            tonic=song.key.tonic,
            minor=song.key.mode in {Mode.MINOR, Mode.DORIAN},
            metre=(song.metre.beats, song.metre.unit),
            low=max(voice.low, min(pitches) - _ROOM),
            high=max(min(voice.high, max(pitches) + _ROOM), max(voice.low, min(pitches) - _ROOM) + 7),
            seed=song.seed,
            style=_STYLES.get(song.style, MelodyStyle.LEAD_SHEET),
            cancelled=watch.cancelled,
        )
        for line in lines:
            shape = tuple((notes[sung[i]].start - notes[sung[line[0]]].start, pitches[i]) for i in line)
            memory.lines.append((shape, tuple(found[i] for i in line)))
        new = list(notes)
        for i, pitch in zip(sung, found, strict=True):
            new[i] = notes[i] if i in held else replace(notes[i], pitch=pitch)
        return replace(section, music=_with_notes(music, vocal, new))


def _lines(notes: Sequence[Note]) -> list[list[int]]:
    """The notes of each line in turn, as places in `notes`."""
    lines: list[list[int]] = []
    for i, note in enumerate(notes):
        if i == 0 or notes[i - 1].line != note.line:
            lines.append([])
        lines[-1].append(i)
    return lines


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
