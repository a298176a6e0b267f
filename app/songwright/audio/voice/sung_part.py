"""A track's voice in the player: clips that take the synthesiser's place, and give it back, without a click."""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.clips import CLIP_RATE, Clip, ClipError, read_clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from songwright.audio.score import SungSpan
    from songwright.audio.transport import Transport
    from songwright.core.tempo_map import TempoMap

__all__ = ["PlacedClip", "SungPart", "sung_part"]

_FADE = 240  # frames (5 ms) over which a voice comes in or goes when it is not by itself
_SAME_TEMPO = 1e-6

Frames = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PlacedClip:
    """A clip for what a track sings from `start` to `end` (ticks), good where it begins at its tempo only."""

    start: int
    end: int
    tempo: float
    clip: Clip

    @property
    def lead(self) -> int:
        """Frames that sound before `start`."""
        return -round(self.clip.origin * CLIP_RATE)


class SungPart:
    """The clips of one track. Where it `covers` a tick, the synthesiser keeps silent."""

    def __init__(self, clips: Iterable[PlacedClip] = ()) -> None:
        self._clips = sorted(clips, key=lambda placed: placed.start)
        self._starts = [placed.start for placed in self._clips]
        self._longest = max((len(placed.clip.samples) for placed in self._clips), default=0)
        self._sounding: list[tuple[PlacedClip, int]] = []  # what the last block ended in, with the frame that is next

    def covers(self, tick: float, tempi: TempoMap) -> bool:
        """Whether a note that begins at a tick is sung."""
        index = bisect_right(self._starts, tick) - 1
        return index >= 0 and tick < self._clips[index].end and self._fits(self._clips[index], tempi)

    def take_over(self, other: SungPart) -> None:
        """Carry on with what another part of this track has sounding, so that it can fade where it is not kept."""
        self._sounding = other._sounding

    def add_to(self, out: Frames, transport: Transport | None) -> bool:
        """Add the next frames to `out` (n, 2); with a transport, those of where it stands. Whether anything sounds."""
        wanted = [] if transport is None else self._wanted(transport, len(out))
        for placed, frame in self._sounding:
            if not any(self._goes_on(placed, frame, other) for other in wanted):
                _add(out[:_FADE], placed.clip.samples, frame, np.linspace(1, 0, min(_FADE, len(out)), dtype=np.float32))
        for placed, frame in wanted:
            known = any(self._goes_on(old, at, (placed, frame)) for old, at in self._sounding)
            if known or frame <= 0:
                _add(out, placed.clip.samples, frame)
            else:
                fade = np.minimum(np.arange(len(out), dtype=np.float32) / _FADE, 1)
                _add(out, placed.clip.samples, frame, fade)
        heard = bool(wanted or self._sounding)
        self._sounding = [(placed, frame + len(out)) for placed, frame in wanted]
        return heard

    @staticmethod
    def _goes_on(old: PlacedClip, frame: int, new: tuple[PlacedClip, int]) -> bool:
        """Whether the new place is where the old one has come to, in the same sound (a frame off by rounding)."""
        return new[0].clip.name == old.clip.name and abs(new[1] - frame) <= 1

    def _wanted(self, transport: Transport, count: int) -> list[tuple[PlacedClip, int]]:
        """The clips that sound in the next frames, each with its frame that comes first."""
        found = []
        # None that began longer ago than the longest lasts is looked at; a lead may reach before its tick.
        index = bisect_right(self._starts, transport.tick) + 1
        for placed in reversed(self._clips[:index]):
            frame = placed.lead - transport.frames_until(placed.start)
            if frame > self._longest:
                break
            if -count < frame < len(placed.clip.samples) and self._fits(placed, transport.tempi):
                found.append((placed, frame))
        return found

    @staticmethod
    def _fits(placed: PlacedClip, tempi: TempoMap) -> bool:
        tempo = tempi.tempo_at(placed.start)
        return abs(placed.tempo - tempo) <= _SAME_TEMPO * tempo


def sung_part(spans: Sequence[SungSpan]) -> SungPart | None:
    """The clips that can be read of these; where one cannot, the instrument plays. None where nothing is sung."""
    clips = []
    for span in spans:
        with contextlib.suppress(ClipError):
            clips.append(PlacedClip(span.start, span.end, span.tempo, read_clip(Path(span.path))))
    return SungPart(clips) if clips else None


def _add(out: Frames, samples: NDArray[np.float16], frame: int, gain: Frames | None = None) -> None:
    """Add samples from `frame` on, which may lie before the first."""
    first = max(-frame, 0)
    piece = samples[frame + first : frame + len(out)].astype(np.float32)
    if gain is not None:
        piece *= gain[first : first + len(piece), None]
    out[first : first + len(piece)] += piece
