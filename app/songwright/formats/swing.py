"""Swing as musicians write it: straight eighths and a mark, in place of triplets that nobody wants to read.

A song does not say that it swings; its notes do. MusicXML has the mark `swing` with the shares of a beat's two halves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from songwright.core.song import TICKS_PER_QUARTER, Metre, Music, Note, Song
from songwright.music.band import swung, unswung
from songwright.music.metrics import is_compound

__all__ = ["STRAIGHT", "heard_swing", "straightened", "with_swing"]

STRAIGHT = 0.5
# Off-beats are sought in this part of a beat; a swing lies between a shade over straight and a dotted rhythm.
_OFF_BEAT = (0.45, 0.72)
_LEAST = 0.54
# An onset this near (in beats) to where off-beats fall is one of them: a player's touch moves it by less.
_NEAR = 0.035
_SHARE = 0.85
_FEWEST = 4
_THIRD = 1 / 3
# The sixteenths of a swung drum fill fall on thirds too; where there are more of them, the piece has real triplets.
_STRAY_THIRDS = 0.25


def heard_swing(notes: Iterable[Note], metre: Metre) -> float:
    """Where the second half of a beat falls, as a share of it: 0.5 is straight.

    Straight as well are notes without a common place for their off-beats or with real triplets, and compound metres.
    """
    if metre.unit != 4 or is_compound(metre):
        return STRAIGHT
    places = [note.start % TICKS_PER_QUARTER / TICKS_PER_QUARTER for note in notes]
    off = sorted(place for place in places if _OFF_BEAT[0] <= place <= _OFF_BEAT[1])
    thirds = sum(abs(place - _THIRD) < _NEAR for place in places)
    if len(off) < _FEWEST or thirds > _STRAY_THIRDS * len(off):
        return STRAIGHT
    middle = off[len(off) // 2]
    together = sum(abs(place - middle) < _NEAR for place in off)
    return round(middle, 2) if middle >= _LEAST and together >= _SHARE * len(off) else STRAIGHT


def straightened(song: Song) -> tuple[Song, float]:
    """The song with its notes as they are written, and where its off-beats fall when they are played."""
    swing = heard_swing(_every_note(song), song.metre)
    return (song if swing == STRAIGHT else _changed(song, unswung, swing)), swing


def with_swing(song: Song, swing: float) -> Song:
    """The song as it sounds, of one with straight notes and a mark."""
    return song if swing == STRAIGHT else _changed(song, swung, swing)


def _every_note(song: Song) -> Iterable[Note]:
    for section in song.sections:
        for part in section.music.parts if section.music is not None else ():
            yield from part.notes


def _changed(song: Song, change: Callable[[Sequence[Note], float, Metre], tuple[Note, ...]], swing: float) -> Song:
    def moved(music: Music) -> Music:
        parts = tuple(replace(part, notes=change(part.notes, swing, song.metre)) for part in music.parts)
        return replace(music, parts=parts)

    sections = tuple(
        section if section.music is None else replace(section, music=moved(section.music)) for section in song.sections
    )
    return replace(song, sections=sections)
