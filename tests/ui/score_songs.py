"""Songs for the tests of the score view."""

from __future__ import annotations

from dataclasses import replace

from formats.songs import lantern_song
from songwright.core.song import Song

__all__ = ["lantern", "without_music"]


def lantern() -> Song:
    """A song of two sections and a repeat."""
    return lantern_song()


def without_music() -> Song:
    """The same words, not composed yet."""
    song = lantern_song()
    return replace(song, sections=tuple(replace(section, music=None) for section in song.sections))
