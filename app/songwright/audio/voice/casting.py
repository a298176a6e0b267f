"""Who sings what: the tracks of a song that are sung, and by which voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

from songwright.audio.voice.voice_types import DEFAULT_VOICE, VoiceType, voice_type
from songwright.core.errors import SongwrightError
from songwright.core.song import UNSUNG, Singing, TrackRole
from songwright.music.styles import load_styles

if TYPE_CHECKING:
    from songwright.core.song import Song, Track
    from songwright.core.timeline import Timeline

__all__ = ["CastPart", "cast", "suiting_voice"]

_CHOIR = ("soprano", "alto", "tenor", "bass")


@dataclass(frozen=True, slots=True)
class CastPart:
    """A track that is sung, by whom and how."""

    track: str
    voice: VoiceType
    singing: Singing


def cast(song: Song, timeline: Timeline) -> tuple[CastPart, ...]:
    """The tracks of a song that are sung, in the song's order."""
    sung = [track for track in song.tracks if _is_sung(track, timeline)]
    found = []
    for track in sung:
        name = track.singing.voice or suiting_voice(song, track, timeline)
        try:
            voice = voice_type(name)
        except KeyError:  # a voice of a later version
            voice = voice_type(DEFAULT_VOICE)
        found.append(CastPart(track.id, voice, track.singing))
    return tuple(found)


def _is_sung(track: Track, timeline: Timeline) -> bool:
    if track.singing.voice == UNSUNG or track.role is TrackRole.DRUMS:
        return False
    notes = timeline.notes(track.id)
    return any(note.line is not None for note in notes) if not track.singing.voice else bool(notes)


@cache
def _voices_of_styles() -> Mapping[str, str]:
    """The voice that each style is sung by, by the style's id; none where the styles cannot be read."""
    try:
        return {style.id: style.voice for style in load_styles()}
    except SongwrightError:
        return {}


def suiting_voice(song: Song, track: Track, timeline: Timeline) -> str:
    """The voice for a track whose user has not chosen one: by its place in a choir, else by the style."""
    choir = [other for other in song.tracks if _is_sung(other, timeline) and not other.singing.voice]
    if track not in choir or len(choir) < 2:
        return _voices_of_styles().get(song.style) or DEFAULT_VOICE
    ordered = sorted(choir, key=lambda other: -median(note.pitch for note in timeline.notes(other.id)))
    place = ordered.index(track)
    return _CHOIR[round(place * (len(_CHOIR) - 1) / (len(ordered) - 1))]
