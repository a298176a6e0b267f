"""Sound files: the formats on offer, and writing one whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from songwright.core.errors import SongwrightError
from songwright.host.errors import write_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FORMATS", "AudioFormat", "audio_format", "write_audio"]

WRITE_FRAMES = 65_536
"""Frames written at a time: libsndfile's Vorbis encoder overruns its stack on a much larger block."""


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """A kind of sound file: its name for the user, its ending, and libsndfile's names for container and encoding."""

    name: str
    suffix: str
    container: str
    encoding: str
    needs_music: bool = True

    @property
    def id(self) -> str:
        """Its name on the command line and in settings."""
        return self.suffix.removeprefix(".")


FORMATS = (
    AudioFormat("WAV, uncompressed", ".wav", "WAV", "PCM_16"),
    AudioFormat("FLAC, lossless", ".flac", "FLAC", "PCM_16"),
    AudioFormat("Ogg Vorbis", ".ogg", "OGG", "VORBIS"),
    AudioFormat("MP3", ".mp3", "MP3", "MPEG_LAYER_III"),
    AudioFormat("Opus", ".opus", "OGG", "OPUS"),
)


def audio_format(path: Path) -> AudioFormat:
    """The format that a file's ending asks for. Raises SongwrightError for an ending that none has."""
    for known in FORMATS:
        if path.suffix.lower() == known.suffix:
            return known
    endings = ", ".join(known.suffix for known in FORMATS)
    raise SongwrightError(f"“{path.name}” does not end like a sound file; choose one of {endings}.", detail=str(path))


def write_audio(path: Path, sound: Iterator[NDArray[np.float32]], rate: int, *, title: str = "") -> None:
    """Write blocks of frames (n, 2) to a file in the format of its ending, then put it in place.

    When anything fails, or `sound` raises, what the file held before is untouched. Raises WriteFileError.
    """
    kind = audio_format(path)
    temporary = path.with_name(f".songwright-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb+") as file:
            _encode(file, kind, sound, rate, title)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _encode(file: IO[bytes], kind: AudioFormat, sound: Iterator[NDArray[np.float32]], rate: int, title: str) -> None:
    import soundfile  # loads a large library, needed only here

    sink = _Sink(file)
    try:
        with soundfile.SoundFile(
            sink, "w", samplerate=rate, channels=2, format=kind.container, subtype=kind.encoding
        ) as out:
            if title:
                out.title = title
            out.software = "Songwright"
            for block in sound:
                for start in range(0, len(block), WRITE_FRAMES):
                    out.write(block[start : start + WRITE_FRAMES])
                if sink.error is not None:
                    break
    except (AssertionError, soundfile.LibsndfileError) as error:  # how soundfile reports a short write
        if sink.error is None:
            raise SongwrightError(f"The sound could not be encoded as {kind.name}.", detail=repr(error)) from error
    if sink.error is not None:
        raise sink.error


class _Sink:
    """A file for libsndfile, which cannot pass a Python error on: the first one is kept here."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = self.error or error
            return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return self._file.seek(offset, whence)  # first writes out what is buffered
        except OSError as error:
            self.error = self.error or error
            return 0

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def readinto(self, buffer: bytearray) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
