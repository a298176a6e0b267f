"""Who sings what: the tracks of a song that are sung, and by which voice."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from songwright.audio.voice.voice_types import DEFAULT_VOICE, VoiceType, voice_type
from songwright.core.song import UNSUNG, Singing, TrackRole

if TYPE_CHECKING:
    from songwright.core.song import Song, Track
    from songwright.core.timeline import Timeline

__all__ = ["CastPart", "cast", "suiting_voice"]

_CHOIR = ("soprano", "alto", "tenor", "bass")
_STYLES = {
    "ballad": "mezzo", "blues": "baritone", "bossa": "alto", "celtic": "mezzo", "christmas": "soprano",
    "country": "tenor", "folk": "mezzo", "gospel": "alto", "hiphop": "baritone", "hymn": "soprano", "indie": "tenor",
    "lullaby": "alto", "march": "baritone", "metal": "tenor", "patter": "tenor", "pop": "mezzo", "reggae": "tenor",
    "rnb": "alto", "rock": "tenor", "shanty": "baritone", "ska": "tenor", "soul": "alto", "swing": "mezzo",
    "synthpop": "mezzo", "tango": "alto", "waltz": "soprano",
}  # fmt: skip
"""The voice that a style is sung by unless the user says another."""


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


def suiting_voice(song: Song, track: Track, timeline: Timeline) -> str:
    """The voice for a track whose user has not chosen one: by its place in a choir, else by the style."""
    choir = [other for other in song.tracks if _is_sung(other, timeline) and not other.singing.voice]
    if track not in choir or len(choir) < 2:
        return _STYLES.get(song.style, DEFAULT_VOICE)
    ordered = sorted(choir, key=lambda other: -median(note.pitch for note in timeline.notes(other.id)))
    place = ordered.index(track)
    return _CHOIR[round(place * (len(_CHOIR) - 1) / (len(ordered) - 1))]
