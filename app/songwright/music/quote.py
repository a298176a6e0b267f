"""What the band plays where nobody sings: the end of a tune that the song has, on its own chords."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from songwright.core.song import Chord, Metre, Music, Note
from songwright.music.harmony import Chart

__all__ = ["Quotation", "in_register", "quote"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of tune and its chords, counted from the first downbeat of where it is played."""

    chords: tuple[Chord, ...]
    notes: tuple[Note, ...]


def quote(music: Music, vocal: str, bars: int, metre: Metre) -> Quotation | None:
    """The last bars of a section's tune; None when the section is not that long.

    `vocal` is the id of the track that sings it.
    """
    first = (music.bars - bars) * metre.bar_ticks
    if first < 0 or not music.chords:
        return None
    chart = Chart(music.chords)
    opening = chart.at(first)
    sounding = () if opening is None else (replace(opening, start=0, locked=False),)
    later = [replace(chord, start=chord.start - first, locked=False) for chord in music.chords if chord.start > first]
    notes = [
        replace(note, start=note.start - first, line=None, syllable=None, locked=False)
        for note in music.part(vocal).notes
        if note.start >= first
    ]
    return Quotation((*sounding, *later), tuple(notes))


def in_register(notes: Sequence[Note], centre: int, velocity: int) -> tuple[Note, ...]:
    """The notes moved by octaves to lie around `centre`, at one loudness."""
    if not notes:
        return ()
    mean = sum(note.pitch for note in notes) / len(notes)
    shift = 12 * round((centre + 4 - mean) / 12)
    return tuple(replace(note, pitch=note.pitch + shift, velocity=max(1, min(127, velocity))) for note in notes)
