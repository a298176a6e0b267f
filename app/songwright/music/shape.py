"""The shape of a whole song: small differences in touch, and a last chorus that rises above the others."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from songwright.core.song import Music, Note, Part, Section, SectionKind, TrackRole
from songwright.music.band import Player, clipped
from songwright.music.quote import in_register

__all__ = ["humanised", "with_lift"]

_TOUCH: Final = 4
"""By how much a player's touch varies, in steps of velocity. Time is left on the grid, so that scores stay readable."""

_LIFT: Final = 1.1
_DOUBLED: Final = 10
"""Velocity by which the tune's double lies above its instrument's own playing."""


def humanised(notes: Sequence[Note], seed: str) -> tuple[Note, ...]:
    """The notes struck a little unevenly, as by hand; the same seed gives the same touch."""
    rng = random.Random(seed)
    return tuple(
        replace(note, velocity=max(1, min(127, note.velocity + rng.randint(-_TOUCH, _TOUCH)))) for note in notes
    )


def with_lift(sections: Sequence[Section], players: Sequence[Player]) -> tuple[Section, ...]:
    """The sections with music of its own for the last chorus that repeats another: louder, and its tune doubled.

    Nothing happens when there is none, or when it has music of its own already.
    """
    last = next((s for s in reversed(sections) if s.kind is SectionKind.CHORUS), None)
    if last is None or last.repeats is None or last.music is not None:
        return tuple(sections)
    music = next((section.music for section in sections if section.id == last.repeats), None)
    if music is None:
        return tuple(sections)
    return tuple(replace(s, music=_lifted(music, players)) if s is last else s for s in sections)


def _lifted(music: Music, players: Sequence[Player]) -> Music:
    vocal = next((p.track.id for p in players if p.instrument.role is TrackRole.VOCAL), "")
    leads = [player for player in players if player.instrument.role is TrackRole.ACCOMPANIMENT]
    parts = {part.track: tuple(_louder(note) for note in part.notes) for part in music.parts}
    if leads and vocal in parts:
        lead = leads[-1]
        tune = [replace(note, line=None, syllable=None) for note in parts[vocal]]
        double = in_register(tune, lead.instrument.centre + 12, lead.instrument.velocity + _DOUBLED)
        parts[lead.track.id] = clipped(parts.get(lead.track.id, ()), double, single=False)
    chords = tuple(replace(chord, locked=False) for chord in music.chords)
    return replace(music, chords=chords, parts=tuple(Part(track, notes) for track, notes in parts.items()))


def _louder(note: Note) -> Note:
    return replace(note, velocity=min(127, round(note.velocity * _LIFT)), locked=False, edited=False)
