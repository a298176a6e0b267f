"""Sound files: the formats on offer, and writing one whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from songwright.audio.cover import Cover, read_cover
from songwright.audio.id3 import id3_tag
from songwright.audio.renderings import Tags
from songwright.audio.retag import with_words_and_cover
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.errors import write_error

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import soundfile
    from numpy.typing import NDArray

__all__ = ["FORMATS", "AudioFormat", "audio_format", "remove_temporaries", "write_audio"]

_LIBRARY_TAGS = ("title", "artist", "album", "date", "genre", "comment")
"""The tags that libsndfile writes."""

WRITE_FRAMES = 65_536
"""Frames written at a time: libsndfile's Vorbis encoder overruns its stack on a much larger block."""


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """A kind of sound file: its name for the user, its ending, and libsndfile's names for container and encoding.

    `compression` is libsndfile's level, from 0 (largest) to 1 (smallest); None where its own is good.
    """

    name: str
    suffix: str
    container: str
    encoding: str
    compression: float | None = None
    needs_music: bool = True

    @property
    def id(self) -> str:
        """Its name on the command line and in settings."""
        return self.suffix.removeprefix(".")


FORMATS = (
    AudioFormat("WAV, uncompressed", ".wav", "WAV", "PCM_16"),
    AudioFormat("FLAC, lossless", ".flac", "FLAC", "PCM_16", 0.25),  # 2 % larger than usual, a third faster
    AudioFormat("Ogg Vorbis", ".ogg", "OGG", "VORBIS", 0.4),
    AudioFormat("MP3", ".mp3", "MP3", "MPEG_LAYER_III", 0.2),
    AudioFormat("Opus", ".opus", "OGG", "OPUS"),
)


def audio_format(path: Path) -> AudioFormat:
    """The format that a file's ending asks for. Raises SongwrightError for an ending that none has."""
    for known in FORMATS:
        if path.suffix.lower() == known.suffix:
            return known
    endings = ", ".join(known.suffix for known in FORMATS)
    raise SongwrightError(
        said("“{name}” does not end like a sound file; choose one of {endings}.", name=path.name, endings=endings),
        detail=str(path),
    )


def write_audio(path: Path, sound: Iterable[NDArray[np.float32]], rate: int, tags: Tags = Tags()) -> None:  # noqa: B008
    """Write blocks of frames (n, 2), with tags, to a file in the format of its ending, then put it in place.

    When anything fails, or `sound` raises, what the file held before is untouched. Raises WriteFileError, and
    SongwrightError for a cover that cannot be used.
    """
    kind = audio_format(path)
    cover = read_cover(Path(tags.cover)) if tags.cover else None
    temporary = path.with_name(f"{_temporary(os.getpid())}{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb+") as file:
            _encode(file, kind, sound, rate, tags, cover)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove_temporaries(folder: Path, process: int) -> None:
    """Remove what a process that was killed had begun to write in a folder."""
    for path in folder.glob(f"{_temporary(process)}*.tmp"):
        with contextlib.suppress(OSError):
            path.unlink()


def _temporary(process: int) -> str:
    return f".songwright-{process}-"


def _encode(
    file: IO[bytes],
    kind: AudioFormat,
    sound: Iterable[NDArray[np.float32]],
    rate: int,
    tags: Tags,
    cover: Cover | None,
) -> None:
    import soundfile  # loads a large library, needed only here

    head = id3_tag(tags, cover) if kind.container == "MP3" else b""
    file.write(head)
    sink = _Sink(file, len(head))
    try:
        with soundfile.SoundFile(sink, "w", samplerate=rate, channels=2, **_encoding(kind)) as out:
            if not head:
                _tag(out, tags)
            for block in sound:
                for start in range(0, len(block), WRITE_FRAMES):
                    out.write(block[start : start + WRITE_FRAMES])
                if sink.error is not None:
                    break
    except (AssertionError, soundfile.LibsndfileError) as error:  # how soundfile reports a short write
        if sink.error is None:
            raise SongwrightError(
                said("The sound could not be encoded as {name}.", name=kind.name), detail=repr(error)
            ) from error
    if sink.error is not None:
        raise sink.error
    if (tags.lyrics or cover is not None) and kind.container in ("FLAC", "OGG"):
        file.seek(0)
        again = with_words_and_cover(file.read(), tags.lyrics, cover)
        file.seek(0)
        file.write(again)


def _encoding(kind: AudioFormat) -> dict[str, Any]:
    chosen: dict[str, Any] = {"format": kind.container, "subtype": kind.encoding}
    if kind.compression is not None:
        chosen["compression_level"] = kind.compression
    if kind.container == "MP3":
        chosen["bitrate_mode"] = "VARIABLE"
    return chosen


def _tag(out: soundfile.SoundFile, tags: Tags) -> None:
    for name in _LIBRARY_TAGS:
        if text := getattr(tags, name):
            setattr(out, name, text)
    out.software = "Songwright"


class _Sink:
    """A file for libsndfile, which cannot pass a Python error on: the first one is kept here.

    For libsndfile the file begins at `origin`, behind what was written there before.
    """

    def __init__(self, file: IO[bytes], origin: int) -> None:
        self._file = file
        self._origin = origin
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = self.error or error
            return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            start = self._origin if whence == os.SEEK_SET else 0
            return self._file.seek(offset + start, whence) - self._origin  # first writes out what is buffered
        except OSError as error:
            self.error = self.error or error
            return 0

    def tell(self) -> int:
        return self._file.tell() - self._origin

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def readinto(self, buffer: bytearray) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
