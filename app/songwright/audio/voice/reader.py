"""Reads rows aloud into files for the player of clips: the part of the singing process that speaks."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from songwright.audio.voice.messages import CannotSing, Read, RowRead
from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    from pathlib import Path

    from songwright.audio.voice.acoustics import Acoustics

__all__ = ["RowReader"]

_KEPT = 4  # files: the player has long taken in the oldest when the newest is asked for


class RowReader:
    """Keeps its few files in a folder, and takes them away when it is closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._acoustics: Acoustics | None = None

    def read(self, command: Read) -> RowRead | CannotSing:
        """A row, read; or why it cannot be."""
        # Imported when used, here and below: a child answers first, then loads what sings.
        import soundfile

        from songwright.audio.voice.acoustics import RATE, load_acoustics
        from songwright.audio.voice.reading_aloud import read_row
        from songwright.audio.voice.voice_types import voice_type

        path = self._path(command.number)
        try:
            self._acoustics = self._acoustics or load_acoustics()
            sound, words = read_row(command.parts, voice_type(command.voice), self._acoustics, seed=command.number)
            self._folder.mkdir(parents=True, exist_ok=True)
            soundfile.write(path, sound, RATE)
        except (OSError, LookupError, soundfile.SoundFileError, SongwrightError) as error:
            return CannotSing(
                said("The text cannot be read aloud here: there is no voice, or no room for it."), repr(error)
            )
        return RowRead(command.number, path, len(sound) / RATE, words)

    def close(self) -> None:
        """Remove the files."""
        for number in range(_KEPT):
            with contextlib.suppress(OSError):
                self._path(number).unlink()

    def _path(self, number: int) -> Path:
        return self._folder / f"reading-{os.getpid()}-{number % _KEPT}.wav"
