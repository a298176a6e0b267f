"""What a section's card says: pure, from a song to what is to be painted."""

from __future__ import annotations

from dataclasses import dataclass

from songwright.core.bar_lines import music_ticks
from songwright.core.roll import section_names
from songwright.core.song import Music, Section, SectionKind, Song, TrackRole

__all__ = ["SectionCard", "section_cards"]

Stroke = tuple[float, float, float]
"""Start, end (both as shares of the section) and height (0 low, 1 high) of a sung note."""


@dataclass(frozen=True, slots=True)
class SectionCard:
    """One section: its name, first words, what it repeats, its bars and the course of its tune.

    `fits` is False when a line of it no longer fits its notes; `changed` says that a hand was at the notes, `locked`
    that something in it is locked.
    """

    id: str
    name: str
    kind: SectionKind
    words: str
    repeats: str
    lines: int
    bars: int
    tune: tuple[Stroke, ...]
    fits: bool = True
    changed: bool = False
    locked: bool = False


def section_cards(song: Song, unfit: frozenset[str] = frozenset()) -> tuple[SectionCard, ...]:
    """The cards of a song, in its order; `unfit` are lines whose notes no longer fit."""
    names = section_names(song)
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    return tuple(_card(song, section, names, vocal, unfit) for section in song.sections)


def _card(song: Song, section: Section, names: dict[str, str], vocal: str, unfit: frozenset[str]) -> SectionCard:
    source, music = song.source(section), song.music(section)
    lines = source.sung_lines
    notes = [note for part in music.parts for note in part.notes] if music is not None else []
    return SectionCard(
        section.id,
        names[section.id],
        section.kind,
        lines[0].text.strip() if lines else "",
        names[source.id] if section.repeats is not None else "",
        len(lines),
        music.bars if music is not None else 0,
        _tune(song, music, vocal) if music is not None else (),
        not any(line.id in unfit for line in lines),
        any(note.edited for note in notes),
        any(line.locked for line in lines) or any(note.locked for note in notes),
    )


def _tune(song: Song, music: Music, vocal: str) -> tuple[Stroke, ...]:
    notes = [note for note in music.part(vocal).notes if note.end > 0]
    if not notes:
        return ()
    low, high = min(note.pitch for note in notes), max(note.pitch for note in notes)
    length = max(1, music_ticks(music, song.metre))
    return tuple(
        (max(0.0, note.start / length), min(1.0, note.end / length), (note.pitch - low) / max(1, high - low))
        for note in notes
    )
