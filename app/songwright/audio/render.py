"""A song as sound files, rendered faster than it plays by the same engine that plays it."""

from __future__ import annotations

import contextlib
import tempfile
from typing import IO, TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from songwright.audio.audiofile import WRITE_FRAMES, audio_format, write_audio
from songwright.audio.instruments import Instruments, built_in_soundfont
from songwright.audio.levelling import levelled
from songwright.audio.renderings import Rendering
from songwright.audio.synth import BLOCK, RATE, Engine, Motion, players
from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from songwright.audio.score import Score

__all__ = ["RenderCancelled", "render", "sound"]

_BLOCKS = 40
"""Blocks rendered at a time: a fifth of a second, so that the mixer's and the reverb's steps are long."""
_TAIL_SECONDS = 6.0
_SILENCE = 1e-4  # -80 dB: where the last note counts as over
_RENDERING_SHARE = 0.85  # of the work; the rest is levelling and encoding

Frames = NDArray[np.float32]


class RenderCancelled(SongwrightError):  # noqa: N818 - not an error, but it takes an error's way
    """The user stopped the export; nothing more is written."""


def _no_progress(share: float) -> None:
    """Where nobody watches."""


def _never() -> bool:
    return False


def render(
    playable: Score,
    renderings: Sequence[Rendering],
    *,
    soundfont: Path | None = None,
    loudness: float | None = None,
    progress: Callable[[float], None] = _no_progress,
    cancelled: Callable[[], bool] = _never,
) -> None:
    """Render each sound once and write it to its files, in the formats of their endings (48 kHz, stereo).

    `loudness` (LUFS) is for whole songs; stems keep their level and are as long as the mix, so that they add up to it.
    `progress` is called
    with the finished share (0-1) some times a second; `cancelled` is asked as often and ends the work with
    RenderCancelled. Raises SongwrightError: no music, no usable SoundFont, or a file that cannot be written; what was
    there under that name is then untouched.
    """
    if not any(track.notes for track in playable.tracks):
        raise SongwrightError(said("There is no music to export yet; compose some first."))
    for path in (path for rendering in renderings for path in rendering.paths):
        audio_format(path)
    instruments = Instruments(soundfont or built_in_soundfont(), RATE)
    # The mix comes first, even when nobody wants its file: stems last as long as it does.
    wanted: list[Rendering] = sorted(renderings, key=lambda rendering: rendering.track is not None)
    if wanted and wanted[0].track is not None:
        wanted.insert(0, Rendering(()))
    length: int | None = None
    for index, rendering in enumerate(wanted):
        steps = _Steps(progress, cancelled, index / len(wanted), 1 / len(wanted))
        pieces = sound(rendering.score(playable), instruments)
        if rendering.track is not None and length is not None:
            pieces = _lasting(pieces, length)
        length = _render(pieces, _frames(playable), rendering, loudness, steps)
    progress(1.0)


def _frames(playable: Score) -> float:
    """Frames from the start of a song to its last bar line."""
    return playable.tempi.seconds(playable.end) * RATE


def _lasting(pieces: Iterator[Frames], length: int) -> Iterator[Frames]:
    """The same sound, cut or filled up with silence to so many frames."""
    left = length
    for piece in pieces:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return
    while left > 0:
        yield np.zeros((min(left, WRITE_FRAMES), 2), np.float32)
        left -= WRITE_FRAMES


class _Steps:
    """Reports how much of one part of the work is done, and ends it when it is cancelled."""

    def __init__(
        self, progress: Callable[[float], None], cancelled: Callable[[], bool], before: float, share: float
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._before = before
        self._share = share

    def __call__(self, done: float) -> None:
        if self._cancelled():
            raise RenderCancelled(said("The export was stopped."))
        self._progress(min(0.99, self._before + self._share * done))


def _render(
    pieces: Iterable[Frames], expected: float, rendering: Rendering, loudness: float | None, steps: _Steps
) -> int:
    """Write one sound to its files; how many frames it has. About as many are `expected`."""
    with _Spool(keep=bool(rendering.paths)) as spool:
        for piece in pieces:
            spool.add(piece)
            steps(_RENDERING_SHARE * min(1.0, spool.length / expected))
        if rendering.paths:
            frames = spool.frames()
            if loudness is not None and rendering.track is None:
                frames = levelled(frames, RATE, loudness)
            for number, path in enumerate(rendering.paths):
                encoding = _Encoding(steps, number, len(rendering.paths))
                write_audio(path, encoding.pieces(frames), RATE, rendering.tags)
            del frames  # a view of the spool's file
        return spool.length


class _Encoding:
    """Hands a finished sound on in pieces that encoders can take, and reports how far they are."""

    def __init__(self, steps: _Steps, number: int, count: int) -> None:
        self._steps = steps
        self._number = number
        self._count = count

    def pieces(self, frames: Frames) -> Iterator[Frames]:
        for start in range(0, len(frames), WRITE_FRAMES):
            done = (self._number + start / len(frames)) / self._count
            self._steps(_RENDERING_SHARE + (1 - _RENDERING_SHARE) * done)
            yield frames[start : start + WRITE_FRAMES]


class _Spool:
    """Keeps a rendered sound on disk: it is written to several files, or measured first, and may be long.

    One that need not be kept is only counted.
    """

    def __init__(self, *, keep: bool) -> None:
        self.length = 0
        self._keep = keep
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        if self._keep:
            with _told():
                self._file = tempfile.TemporaryFile(prefix="songwright-")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # what did not fit is flushed once more
                self._file.close()

    def add(self, piece: Frames) -> None:
        if self._file is not None:
            with _told():
                self._file.write(piece.tobytes())
        self.length += len(piece)

    def frames(self) -> Frames:
        """All of it, (n, 2), read from the file as it is looked at."""
        assert self._file is not None  # noqa: S101 - entered
        with _told():
            self._file.flush()
            return np.memmap(self._file, np.float32, "r", shape=(self.length, 2))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SongwrightError(
            said(
                "There is no room for the sound while it is made ({reason}): free some space in {folder}. No file "
                "was written.",
                reason=error.strerror or error,
                folder=tempfile.gettempdir(),
            ),
            detail=repr(error),
        ) from error


def sound(playable: Score, instruments: Instruments) -> Iterator[Frames]:
    """The whole score from its first tick to the end of the last note's sound, in pieces of (n, 2) frames."""
    engine = Engine(RATE, blocks=_BLOCKS)
    engine.load(playable, players(playable, instruments))
    engine.play(0)
    late = BLOCK  # the limiter's delay: the first block that comes out is empty
    tail = int(_TAIL_SECONDS * RATE)
    while tail > 0:
        over = engine.motion is Motion.STOPPED
        piece = engine.render()[late:]
        late = 0
        if over:
            heard = _heard(piece)
            tail = tail - len(piece) if heard == len(piece) else 0
            piece = piece[:heard]
        yield piece


def _heard(piece: Frames) -> int:
    """Frames up to the end of the first block in which nothing is heard; all of them when there is no such block."""
    quiet = np.flatnonzero(np.abs(piece).reshape(-1, 2 * BLOCK).max(axis=1) < _SILENCE)
    return (int(quiet[0]) + 1) * BLOCK if len(quiet) else len(piece)
