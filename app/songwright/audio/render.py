"""A song as a sound file, rendered faster than it plays by the same engine that plays it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.audiofile import write_audio
from songwright.audio.instruments import Instruments, built_in_soundfont
from songwright.audio.score import Score, score
from songwright.audio.synth import BLOCK, RATE, Engine, Motion, players
from songwright.core.errors import SongwrightError
from songwright.core.song import TICKS_PER_QUARTER
from songwright.host.names import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from songwright.core.song import Song

__all__ = ["RenderCancelled", "render_audio", "render_score", "render_stems", "render_wav", "sound"]

_TAIL_SECONDS = 6.0
_BLOCKS = 40
"""Blocks rendered at a time: a fifth of a second, so that the mixer's and the reverb's steps are long."""
_SILENCE = 1e-4  # -80 dB: where the last note counts as over

Frames = NDArray[np.float32]


class RenderCancelled(SongwrightError):  # noqa: N818 - not an error, but it takes an error's way
    """The user stopped the export; nothing was written."""


def render_wav(
    song: Song,
    path: Path,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    soundfont: Path | None = None,
) -> None:
    """Write a song as a WAV file, whose ending is added when it lacks: see `render_audio`."""
    target = path if path.suffix.lower() == ".wav" else path.with_name(f"{path.name}.wav")
    render_audio(song, target, progress, cancelled, soundfont=soundfont)


def render_audio(
    song: Song,
    path: Path,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    soundfont: Path | None = None,
) -> None:
    """Write a song as a sound file in the format of the path's ending (48 kHz, stereo).

    `progress` is called with the finished share (0-1) some times a second; `cancelled` is asked as often and ends
    the work with RenderCancelled. Raises SongwrightError: no music, no usable SoundFont, or a file that cannot be
    written; an older file of that name is then untouched.
    """
    render_score(score(song), path, progress, cancelled, soundfont=soundfont, title=song.title)


def render_score(
    playable: Score,
    path: Path,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    soundfont: Path | None = None,
    title: str = "",
) -> None:
    """Write a score as a sound file: see `render_audio`."""
    if not any(track.notes for track in playable.tracks):
        raise SongwrightError("There is no music to export yet; compose some first.")
    instruments = Instruments(soundfont or built_in_soundfont(), RATE)
    blocks = _watched(sound(playable, instruments), playable, progress, cancelled)
    write_audio(path, blocks, RATE, title=title)
    if progress is not None:
        progress(1.0)


def render_stems(
    song: Song,
    folder: Path,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    suffix: str = ".wav",
    soundfont: Path | None = None,
) -> tuple[Path, ...]:
    """Write one sound file for each track that has notes, named after it; they add up to the song.

    Mute and solo are left out of account, volume, pan and reverb are kept. Raises as `render_audio` does.
    """
    playable = score(song)
    tracks = [(song.tracks[index].name, track) for index, track in enumerate(playable.tracks) if track.notes]
    paths: list[Path] = []
    for index, (name, track) in enumerate(tracks):
        heard = replace(track, mix=replace(track.mix, mute=False, solo=False))
        paths.append(folder / f"{index + 1:02d} {safe_file_name(name)}{suffix}")
        share = _share(progress, index, len(tracks))
        render_score(replace(playable, tracks=(heard,)), paths[-1], share, cancelled, soundfont=soundfont, title=name)
    return tuple(paths)


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


def _watched(
    blocks: Iterator[Frames],
    playable: Score,
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[Frames]:
    """Pass the blocks on, reporting how far they have come."""
    total = playable.end * 60.0 / (playable.tempo * TICKS_PER_QUARTER) * RATE
    done = 0
    for block in blocks:
        if cancelled is not None and cancelled():
            raise RenderCancelled("The export was stopped; no file was written.")
        yield block
        done += len(block)
        if progress is not None:
            progress(min(0.99, done / total))


def _share(progress: Callable[[float], None] | None, index: int, count: int) -> Callable[[float], None] | None:
    if progress is None:
        return None
    return lambda part: progress((index + part) / count)
