"""Keeps the index of songs: what is opened or saved goes in, read off the event loop."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from songwright.core.errors import SongwrightError
from songwright.core.section_cards import section_cards
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.core.words import heading_title, lyric_text
from songwright.host.library import Library, LibraryEntry
from songwright.ui.services import Services

__all__ = ["LibraryKeeper", "entry_of", "entry_of_file"]

_MOST_STROKES = 160
"""Of a thumbnail: more would not be seen."""


class LibraryKeeper(QObject):
    """`library` is the index; `changed` says that it holds something else."""

    changed = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.library = Library(services.paths.library)

    def keep(self, path: Path) -> None:
        """Put the open document in, under its path."""
        self.keep_song(self._services.session.song, path, time.time())

    def own_songs(self) -> list[Path]:
        """The files of all songs, those used last first. Raises SongwrightError; from any thread."""
        return [entry.path for entry in self.library.search("", "used")]

    def keep_song(self, song: Song, path: Path, used: float) -> None:
        """Put a song in, under its path, as used then (seconds since 1970)."""
        library = self.library
        self._services.jobs.run(
            lambda: library.keep(entry_of(song, path, used)),
            lambda _done: self.changed.emit(),
            lambda error: self._services.notices.error(error, key="library"),
        )


def entry_of(song: Song, path: Path, used: float) -> LibraryEntry:
    """What the index says of a song."""
    # Imported here: it brings the painter of covers, and this is called off the event loop.
    from songwright.ui.cover.cover_files import thumbnail

    rows = (row.strip() for row in lyric_text(song).split("\n"))
    words = "\n".join(row for row in rows if row and heading_title(row) is None)
    laid = timeline(song)
    seconds = laid.seconds(laid.spans[-1].end) if laid.spans else 0.0
    title = song.title.strip() or path.stem
    style = song.style if song.tracks else ""
    return LibraryEntry(path, title, style, song.tags, words, seconds, _tune(song), used, thumbnail(song))


def entry_of_file(path: Path) -> LibraryEntry | None:
    """What the index says of a file; None when it cannot be read."""
    # Imported when used: the window starts without it (tests/test_start.py).
    from songwright.formats.project import load

    try:
        return entry_of(load(path.read_bytes()).song, path, path.stat().st_mtime)
    except (SongwrightError, OSError):
        return None


def _tune(song: Song) -> tuple[tuple[float, float, float], ...]:
    """The course of the whole tune, as shares of the song's length and height."""
    cards = [card for card in section_cards(song) if card.bars]
    bars = sum(card.bars for card in cards)
    found: list[tuple[float, float, float]] = []
    at = 0
    for card in cards:
        for start, end, height in card.tune:
            left, right = (at + start * card.bars) / bars, (at + end * card.bars) / bars
            found.append((round(left, 4), round(right, 4), round(height, 3)))
        at += card.bars
    step = max(1, len(found) // _MOST_STROKES)
    return tuple(found[::step])
