"""What is to be rendered: which tracks of a song, into which sound files, tagged how, and how loud.

These are values that travel to the process that renders (`songwright.audio.export`), and the choices behind them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from songwright.core.language import sayable
from songwright.core.timeline import timeline
from songwright.formats.text import stanzas_by_section
from songwright.host.names import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from songwright.audio.score import Score
    from songwright.core.song import Song

__all__ = [
    "LOUDEST",
    "LOUDNESS_TARGETS",
    "QUIETEST",
    "Rendering",
    "SoundOptions",
    "Tags",
    "song_tags",
    "stems",
    "this_year",
    "whole",
]

LOUDNESS_TARGETS = sayable(((-14.0, "music services"), (-16.0, "podcasts and small speakers"), (-23.0, "broadcasting")))
"""Integrated loudness on offer (LUFS), with who plays at it: EBU R 128 for broadcasting, AES TD1008 for streams."""
LOUDEST, QUIETEST = -8.0, -40.0
"""Loudness (LUFS) that can be asked for; more would be all limiter."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a sound file says about itself; an empty tag is left out, and so is one that a format has no place for.

    `cover` is the path of a PNG or JPEG file.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    genre: str = ""
    comment: str = ""
    lyrics: str = ""
    cover: str = ""


@dataclass(frozen=True, slots=True)
class SoundOptions:
    """How sound files are made: with which SoundFont (None: the built-in one), how loud (LUFS; None: as mixed).

    `tags` holds what all files share; each file's title is the song's.
    """

    soundfont: Path | None = None
    loudness: float | None = None
    tags: Tags = Tags()


@dataclass(frozen=True, slots=True)
class Rendering:
    """One sound and the files that it is written to. `track` is the one that is heard; None: all, as mixed."""

    paths: tuple[Path, ...]
    tags: Tags = Tags()
    track: str | None = None

    def score(self, playable: Score) -> Score:
        """The score to be rendered: a track on its own is heard even where the mix mutes it."""
        if self.track is None:
            return playable
        own = next(track for track in playable.tracks if track.id == self.track)
        return replace(playable, tracks=(replace(own, mix=replace(own.mix, mute=False, solo=False)),))


def this_year() -> str:
    """The year for the tags, unless the user says another."""
    return str(datetime.now(tz=UTC).year)


def song_tags(song: Song, said: Tags = Tags(), *, words: bool = True) -> Tags:
    """Tags for all sound files of a song: what the user has said, with the rest from the song, and with its words."""
    return Tags(
        said.title.strip() or song.title,
        said.artist.strip(),
        said.album.strip(),
        said.date.strip() or this_year(),
        said.genre.strip() or song.style.replace("-", " "),
        said.comment.strip(),
        "\n\n".join(_stanzas(song)) if words else "",
        said.cover,
    )


def _stanzas(song: Song) -> Iterator[str]:
    for _, stanzas in stanzas_by_section(song):
        yield from ("\n".join(stanza) for stanza in stanzas)


def whole(song: Song, paths: Iterable[Path], tags: Tags = Tags()) -> Rendering:
    """The song as it is mixed, rendered once and written to each path."""
    return Rendering(tuple(paths), replace(tags, title=tags.title or song.title))


def stems(song: Song, folder: Path, suffix: str, tags: Tags = Tags()) -> tuple[Rendering, ...]:
    """A rendering of each track that has notes, named after it: "01 Voice.wav".

    Volume, pan and reverb are kept, so that the files add up to the song; mute and solo are left out of account.
    """
    line = timeline(song)
    sounding = [track for track in song.tracks if line.notes(track.id)]
    return tuple(
        Rendering(
            (folder / f"{number:02d} {safe_file_name(track.name)}{suffix}",),
            replace(tags, title=" – ".join(part for part in (song.title, track.name) if part), lyrics="", cover=""),
            track.id,
        )
        for number, track in enumerate(sounding, 1)
    )
