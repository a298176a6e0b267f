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
    notes = [] if music is None else [note for part in music.parts for note in part.notes]
    return SectionCard(
        id=section.id,
        name=names[section.id],
        kind=section.kind,
        words=lines[0].text.strip() if lines else "",
        repeats="" if section.repeats is None else names[source.id],
        lines=len(lines),
        bars=0 if music is None else music.bars,
        tune=() if music is None else _tune(song, music, vocal),
        fits=unfit.isdisjoint(line.id for line in lines),
        changed=any(note.edited for note in notes),
        locked=any(line.locked for line in lines) or any(note.locked for note in notes),
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
