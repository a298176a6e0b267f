"""Raw takes: where they are kept, and a sound file that is whole at every moment while it is being recorded."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from songwright.host.errors import write_error
from songwright.host.names import free_path, safe_file_name

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["TakeFile", "new_take", "takes_folder"]

_HEADER = 44
_MONO_16 = (1, 1)  # PCM, one channel


def takes_folder(project: Path | None, data: Path) -> Path:
    """Where the takes of a document are kept: beside its file, or with the program's data while it has none."""
    return data / "takes" if project is None else project.with_name(f"{project.stem} takes")


def new_take(folder: Path, words: str, now: datetime, suffix: str = ".wav") -> Path:
    """The path of the next take, named after the time and the words it was hummed for. Nothing is written over."""
    name = f"{now:%Y-%m-%d %H.%M.%S} {safe_file_name(words[:60], 'Take')}"
    return free_path(folder, name, suffix)


class TakeFile:
    """A WAV file (mono, 16 bits) that grows: its header is set right after each piece, so that a crash loses nothing.

    Raises WriteFileError, also from `add` when the disk is full.
    """

    def __init__(self, path: Path, rate: int) -> None:
        self._path = path
        self._rate = rate
        self.frames = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb")
            self._write_header()
        except OSError as error:
            raise write_error(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        return self.frames / self._rate

    def add(self, samples: NDArray[np.float32]) -> None:
        """Append mono samples; what is beyond full scale is cut."""
        try:
            self._file.seek(0, 2)
            self._file.write(np.rint(np.clip(samples, -1.0, 1.0) * 32767).astype("<i2").tobytes())
            self.frames += len(samples)
            self._write_header()
        except OSError as error:
            raise write_error(self._path, error) from error

    def _write_header(self) -> None:
        size = 2 * self.frames
        format_chunk = struct.pack("<4sIHHIIHH", b"fmt ", 16, *_MONO_16, self._rate, 2 * self._rate, 2, 16)
        self._file.seek(0)
        self._file.write(struct.pack("<4sI4s", b"RIFF", _HEADER - 8 + size, b"WAVE") + format_chunk)
        self._file.write(struct.pack("<4sI", b"data", size))
        self._file.flush()
