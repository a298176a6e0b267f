"""One track's notes played on one instrument."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.sung_part import SungPart

if TYPE_CHECKING:
    from songwright.audio.instruments import Preset, SynthVoice
    from songwright.audio.score import ScoreNote, ScoreTrack
    from songwright.audio.transport import Transport
    from songwright.core.tempo_map import TempoMap

__all__ = ["BLOCK", "TrackPlayer"]

BLOCK = 240
"""Frames in a block: 5 ms, the time in which a turned knob takes effect."""

_TAIL_SECONDS = 2.0
"""How long a replaced instrument may go on ringing."""

_NAP_SECONDS = 0.2
"""Silence after which an instrument that holds no note is not asked for sound until it plays again."""


class _Event(NamedTuple):
    """A note's start (`velocity` above 0) or end; at one tick ends come first."""

    tick: int
    velocity: int
    pitch: int


class TrackPlayer:
    """Plays a score's track; `audible` and the mix are the mixer's business, not the player's.

    Notes that `part` covers are sung: the instrument leaves them out.
    """

    def __init__(self, track: ScoreTrack, instrument: Preset, part: SungPart | None = None) -> None:
        self.track = track
        self.instrument = instrument
        self._part = part
        self._voice: SynthVoice = instrument.voice()
        self._tails: list[tuple[SynthVoice, int]] = []
        self._held: Counter[int] = Counter()
        self._events = _events(track.notes)
        self._longest = max((note.end - note.start for note in track.notes), default=0)
        self._next = 0
        self._silent_frames = 0
        self._nap = int(_NAP_SECONDS * instrument.rate)

    def take_over(self, other: TrackPlayer) -> None:
        """Carry on with what an earlier player of this track has sounding."""
        if self.instrument is other.instrument:
            self._voice, self._held, self._tails = other._voice, other._held, other._tails
        else:
            other.release()
            self._tails = [*other._tails, (other._voice, int(_TAIL_SECONDS * other.instrument.rate))]
        if other._part is not None:
            part, self._part = self._part, other._part
            self.set_part(part or SungPart())

    def set_part(self, part: SungPart) -> None:
        """Let these clips be sung from here on; what sounds of others fades. `locate` comes next when it plays."""
        if self._part is not None:
            part.take_over(self._part)
        self._part = part

    def set_instrument(self, instrument: Preset) -> None:
        """Play on another instrument; what sounds is released and rings out."""
        self.release()
        self._tails.append((self._voice, int(_TAIL_SECONDS * self.instrument.rate)))
        self.instrument, self._voice = instrument, instrument.voice()

    def locate(self, tick: float, tempi: TempoMap) -> None:
        """Go on from a tick: hold exactly the notes that sound there, striking those that do not sound yet."""
        self._next = bisect_left(self._events, (tick,))
        wanted = self._sounding(tick, tempi)
        for pitch in (self._held - Counter(wanted.keys())).elements():
            self._voice.channel_note_off(0, pitch)
        for pitch, velocity in wanted.items():
            if not self._held[pitch]:
                self._strike(pitch, velocity)
        self._held = Counter(wanted.keys())

    def release(self) -> None:
        """Let go of every key; the sound fades as the instrument does."""
        for pitch in self._held.elements():
            self._voice.channel_note_off(0, pitch)
        self._held.clear()

    def silence(self) -> None:
        """Stop all sound at once."""
        self._voice = self.instrument.voice()  # even a quick release would go on ringing in the reverb
        self._held.clear()
        self._tails.clear()

    def render(self, out: NDArray[np.float32], transport: Transport | None, border: int) -> None:
        """Fill `out` (n, 2); with a transport, its next n frames of the score are played.

        The voices are asked for frames up to the next border of a block, which is `border` frames off, and then for a
        block at a time: what they give depends on that, so a long render is, frame for frame, many short ones.
        """
        done, end = 0, len(out)
        due = self._due(transport)
        while done < end:
            stop = border if border < end else end  # `min` would cost a tenth of this loop
            if due >= stop:
                self._fill(out[done:stop])
            else:
                due = self._play_into(out, done, stop, transport)
            if self._tails:
                self._render_tails(out[done:stop])
            done, border = stop, stop + BLOCK
        if self._part is not None:
            self._part.add_to(out, transport)

    def _due(self, transport: Transport | None) -> int:
        """Frames until the next event; beyond reach when there is none."""
        if transport is None or self._next >= len(self._events):
            return sys.maxsize
        return transport.frames_until(self._events[self._next].tick)

    def _fill(self, part: NDArray[np.float32]) -> None:
        """Let ring what rings, up to a border."""
        if self._silent_frames > self._nap:
            part[:] = 0.0
            return
        self._voice.render(part)
        self._silent_frames = 0 if self._held or part.any() else self._silent_frames + len(part)

    def _play_into(self, out: NDArray[np.float32], done: int, stop: int, transport: Transport | None) -> int:
        """Fill up to a border with the events on the way; how far off the next event then is."""
        while (due := self._due(transport)) < stop:
            if due > done:
                self._voice.render(out[done:due])
                done = due
            if transport is None or not self._is_sung(self._events[self._next], transport.tempi):
                self._play(self._events[self._next])
            self._next += 1
        if done < stop:
            self._fill(out[done:stop])
        return due

    def _sounding(self, tick: float, tempi: TempoMap) -> dict[int, int]:
        """Pitches, with their velocities, that began before a tick, have not ended at it and are not sung."""
        notes = self.track.notes
        first, last = (bisect_left(notes, (moment,)) for moment in (tick - self._longest, tick))
        return {
            note.pitch: note.velocity
            for note in notes[first:last]
            if note.end > tick and not (self._part is not None and self._part.covers(note.start, tempi))
        }

    def _is_sung(self, event: _Event, tempi: TempoMap) -> bool:
        """Whether a note begins that the voice has; what was struck is let go of all the same."""
        return self._part is not None and event.velocity > 0 and self._part.covers(event.tick, tempi)

    def _play(self, event: _Event) -> None:
        if event.velocity:
            self._strike(event.pitch, event.velocity)
            self._held[event.pitch] += 1
        elif self._held[event.pitch]:
            self._voice.channel_note_off(0, event.pitch)
            self._held[event.pitch] -= 1

    def _strike(self, pitch: int, velocity: int) -> None:
        self._voice.channel_note_on(0, pitch, velocity / 127)
        self._silent_frames = 0

    def _render_tails(self, out: NDArray[np.float32]) -> None:
        for voice, _ in self._tails:
            voice.render(out, True)  # noqa: FBT003 - the binding takes no keyword
        self._tails = [(voice, left - len(out)) for voice, left in self._tails if left > len(out)]


def _events(notes: tuple[ScoreNote, ...]) -> list[_Event]:
    starts = (_Event(note.start, note.velocity, note.pitch) for note in notes)
    ends = (_Event(note.end, 0, note.pitch) for note in notes)
    return sorted([*starts, *ends])
