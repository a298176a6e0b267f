"""Sung notes of a song as the nets of melody see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from songwright.core.song import Chord, Music, Note, Section, Song
from songwright.music.harmony import Chart
from songwright.music.kit import Kit
from songwright.music.nets.grid import STEP_TICKS
from songwright.music.nets.melody import SungNote
from songwright.music.nets.notes import UNKNOWN_KIND
from songwright.music.nets.prosody import classify

__all__ = ["chord_family", "sung_cells"]

_FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(("m", "m6", "mMaj7", "madd9"), "m")
    | dict.fromkeys(("7", "9", "11", "13", "7b5", "7b9", "7#9", "aug7"), "7")
    | dict.fromkeys(("maj7", "maj9"), "maj7")
    | dict.fromkeys(("m7", "m9", "m11"), "m7")
    | dict.fromkeys(("dim", "dim7", "m7b5"), "dim")
    | dict.fromkeys(("sus2", "sus4", "7sus4", "9sus4"), "sus4")
)


def chord_family(quality: str) -> str:
    """What the nets call a quality of `songwright.music.chords`; a major triad when they know nothing like it."""
    return _FAMILIES.get(quality, "")


def sung_cells(
    song: Song, section: Section, music: Music, notes: Sequence[Note], kit: Kit, *, shift: int = 0
) -> list[SungNote]:
    """The notes of a vocal part without their pitches; onsets count from `shift` ticks before the first downbeat."""
    kinds = {
        (line.id, i): int(classify(syllable.stress, syllable.word_length))
        for line in song.source(section).lines
        for i, syllable in enumerate(kit.divide_line(line))
    }
    chart = Chart(tuple(sorted(music.chords, key=lambda chord: chord.start)))
    cells = []
    for i, note in enumerate(notes):
        after = notes[i + 1] if i + 1 < len(notes) else None
        chord: Chord | None = chart.at(note.start)
        cells.append(
            SungNote(
                onset=round((note.start + shift) / STEP_TICKS),
                length=max(1, round(note.length / STEP_TICKS)),
                root=None if chord is None else chord.root,
                quality="" if chord is None else chord_family(chord.quality),
                kind=kinds.get((note.line or "", note.syllable or 0), UNKNOWN_KIND),
                held=i > 0 and (notes[i - 1].line, notes[i - 1].syllable) == (note.line, note.syllable),
                line_end=after is None or after.line != note.line,
            )
        )
    return cells
