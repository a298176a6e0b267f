"""Clips: what was sung, as files that the player reads straight from the disk, kept within bounds.

A file is a header and half floats at 48 kHz. It is named after all that it depends on, so it never has to be brought up
to date; a damaged one is sung again, and where nothing can be kept, a folder for this process takes its place.
"""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.atomic import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CLIP_RATE", "MOST_BYTES", "Clip", "ClipError", "ClipStore", "read_clip"]

CLIP_RATE = 48_000
MOST_BYTES = 400 * 1024 * 1024
"""An hour and a quarter of one voice."""

_HEADER = struct.Struct("<4sHHdQ")  # magic, version, channels, origin (s), frames
_MAGIC, _VERSION, _SUFFIX = b"SWVC", 1, ".voice"
_LONGEST = 60.0 * CLIP_RATE * 10


class ClipError(SongwrightError):
    """A file that should hold a voice does not."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Sound of a voice, (frames, channels) at CLIP_RATE; its first frame stands `origin` s from its first note.

    Two clips of one `name` are the same sound.
    """

    name: str
    origin: float
    samples: NDArray[np.float16]


def read_clip(path: Path) -> Clip:
    """A clip whose samples are read from the file as they are looked at. Raises ClipError."""
    try:
        with path.open("rb") as file:
            magic, version, channels, origin, frames = _HEADER.unpack(file.read(_HEADER.size))
        size = path.stat().st_size
        if (magic, version) != (_MAGIC, _VERSION) or channels not in (1, 2) or not 0 < frames < _LONGEST:
            raise ValueError("no header of a voice")
        if size != _HEADER.size + 2 * channels * frames or not abs(origin) < 60:
            raise ValueError(f"{size} bytes for {frames} frames")
        samples = np.memmap(path, np.float16, "r", _HEADER.size, (frames, channels))
    except (OSError, ValueError, struct.error) as error:
        raise ClipError(said("A sung phrase cannot be read; it is sung again."), detail=f"{path}: {error!r}") from error
    return Clip(path.stem, origin, samples)


class ClipStore:
    """The clips on this machine, the least used of which make room for new ones."""

    def __init__(self, folder: Path, most: int = MOST_BYTES, spare: Path | None = None) -> None:
        """`spare` is the place for a folder of this process when the first cannot be written (None: the usual one)."""
        self._folder = folder
        self._spare_place = spare
        self._most = most
        self._spare: tempfile.TemporaryDirectory[str] | None = None
        self._in_use: set[str] = set()

    def find(self, name: str) -> Path | None:
        """The file of a clip; None when there is none or it is damaged."""
        for folder in self._folders():
            path = folder / (name + _SUFFIX)
            if not path.is_file():
                continue
            try:
                read_clip(path)
            except ClipError:
                with contextlib.suppress(OSError):
                    path.unlink()
                continue
            self._in_use.add(path.name)
            with contextlib.suppress(OSError):
                os.utime(path)  # the latest use counts
            return path
        return None

    def keep(self, clip: Clip) -> Path:
        """Write a clip and make room for it. Raises SongwrightError when there is no place for it at all."""
        frames, channels = clip.samples.shape
        header = _HEADER.pack(_MAGIC, _VERSION, channels, clip.origin, frames)
        data = header + np.ascontiguousarray(clip.samples, np.float16).tobytes()
        file = clip.name + _SUFFIX
        self._in_use.add(file)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = write_file(self._folder / file, data).path
            self._make_room()
            return path
        except (OSError, SongwrightError):
            pass
        try:
            return write_file(self._spare_folder() / file, data).path
        except OSError as error:
            raise ClipError(
                said("There is no place to keep what is sung, so instruments play it: free some space on the disk."),
                detail=repr(error),
            ) from error

    def forget(self) -> None:
        """What was used so far may go when room is needed."""
        self._in_use.clear()

    def size(self) -> int:
        """Bytes that all clips take."""
        return sum(size for _, size, _ in self._files())

    def close(self) -> None:
        """Remove what only this process needed."""
        if self._spare is not None:
            with contextlib.suppress(OSError):
                self._spare.cleanup()
            self._spare = None

    def _folders(self) -> list[Path]:
        return [self._folder] if self._spare is None else [self._folder, Path(self._spare.name)]

    def _spare_folder(self) -> Path:
        if self._spare is None:
            place = self._spare_place
            if place is not None:
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._spare = tempfile.TemporaryDirectory(prefix="songwright-voice-", dir=place, ignore_cleanup_errors=True)
        return Path(self._spare.name)

    def _make_room(self) -> None:
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self._most:
                return
            if path.name not in self._in_use:
                with contextlib.suppress(OSError):
                    path.unlink()
                    total -= size

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Clips with the time of their latest use and their size."""
        try:
            entries = list(self._folder.iterdir())
        except OSError:
            return
        for path in entries:
            if path.suffix == _SUFFIX:
                with contextlib.suppress(OSError):
                    status = path.stat()
                    yield status.st_mtime, status.st_size, path
