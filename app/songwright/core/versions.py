"""Named versions of a song ("before the new bridge"): kept beside it, so that undo never loses one.

All functions are pure. A version holds the whole song: parts that it shares with the song of now cost no memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from songwright.core.song import Song

__all__ = ["SongVersion", "is_version", "with_song_kept", "with_version", "with_versions_back"]


@dataclass(frozen=True, slots=True)
class SongVersion:
    """A song as it once was, under its user's name; `created` is a time in ISO 8601."""

    id: str
    name: str
    song: Song
    created: str = ""
    favourite: bool = False


def with_song_kept(
    versions: Sequence[SongVersion], song: Song, name: str, created: str = ""
) -> tuple[SongVersion, ...]:
    """The versions (oldest first) and the song as it is now, under an identifier that none of them has."""
    identifier = _free_id({version.id for version in versions})
    return (*versions, SongVersion(identifier, name, song, created))


def with_versions_back(versions: Sequence[SongVersion], gone: Sequence[SongVersion]) -> tuple[SongVersion, ...]:
    """The versions, and those that were removed from among them, under other identifiers where theirs are taken."""
    whole = tuple(versions)
    for version in gone:
        taken = {one.id for one in whole}
        named = version if version.id not in taken else replace(version, id=_free_id(taken))
        whole = (*whole, named)
    return tuple(sorted(whole, key=lambda version: version.created))


def _free_id(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"v{number}" in taken:
        number += 1
    return f"v{number}"


def with_version(song: Song, version: SongVersion) -> Song:
    """The song of a version, which gives out no identifier again that `song` has given out since."""
    return replace(version.song, serial=max(song.serial, version.song.serial))


def is_version(song: Song, version: SongVersion) -> bool:
    """Whether the song is as it was in this version."""
    serial = max(song.serial, version.song.serial)
    return replace(song, serial=serial) == replace(version.song, serial=serial)
