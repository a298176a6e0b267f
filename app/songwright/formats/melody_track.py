"""Which track of a song is its melody, for formats that write one staff."""

from __future__ import annotations

from songwright.core.song import Song, Track, TrackRole
from songwright.core.timeline import Timeline
from songwright.formats.sung import singing_track

__all__ = ["melody_track"]


def melody_track(song: Song, laid: Timeline) -> Track | None:
    """The track that sings, else the first with pitches; None when there is none."""
    singing = singing_track(song, laid)
    pitched = [track for track in song.tracks if track.role is not TrackRole.DRUMS and laid.notes(track.id)]
    return next((track for track in song.tracks if track.id == singing), next(iter(pitched), None))
