"""Who sings, as the command line says it."""

from __future__ import annotations

import argparse
from dataclasses import replace

from songwright.audio.voice.casting import cast
from songwright.audio.voice.voice_types import VOICE_TYPES
from songwright.core.language import said
from songwright.core.song import UNSUNG, Song
from songwright.core.timeline import timeline

__all__ = ["add_singer", "sung_by"]


def add_singer(parser: argparse._ActionsContainer) -> None:
    """Add who sings."""
    names = [*(voice.id for voice in VOICE_TYPES), UNSUNG]
    parser.add_argument(
        "--singer",
        choices=names,
        metavar="VOICE",
        help=said("{names} (default: the voice that suits)", names=", ".join(names)),
    )


def sung_by(song: Song, voice: str | None, *, doubled: bool = False) -> Song:
    """The song with one voice for all that is sung; a choir keeps its own unless a voice is named."""
    sung = {part.track for part in cast(song, timeline(song))}
    return replace(
        song,
        tracks=tuple(
            replace(
                track,
                singing=replace(
                    track.singing, voice=voice or track.singing.voice, doubled=doubled or track.singing.doubled
                ),
            )
            if track.id in sung
            else track
            for track in song.tracks
        ),
    )
