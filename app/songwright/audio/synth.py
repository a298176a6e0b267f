"""The playing engine: a score turned into sound block by block, with a mixer and a transport that act at once.

The engine always works in blocks of `BLOCK` frames, so the same commands at the same blocks give the same samples
whatever buffer a device asks for and however many blocks are made at a time, and an exported file is what was heard.
It knows no threads: its owner calls it from one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.audio.limiter import Limiter
from songwright.audio.metronome import Metronome
from songwright.audio.mix_bus import MixBus
from songwright.audio.player import BLOCK, TrackPlayer
from songwright.audio.score import ClickGrid, Score
from songwright.audio.transport import Transport
from songwright.audio.voice.sung_part import SungPart, sung_part
from songwright.core.tempo_map import TempoMap, TempoStep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from songwright.audio.instruments import Instruments, Preset
    from songwright.core.song import Mix

__all__ = ["BLOCK", "RATE", "Engine", "Motion", "players"]

RATE = 48_000
"""Frames a second."""

Frames = NDArray[np.float32]

_UNITY_VOLUME = 100  # the master volume that changes nothing
_MAKE_UP = 10 ** (5.0 / 20)  # brings a song of five tracks near -16 LUFS
_AUDITION_TAIL_SECONDS = 3
_REST_BLOCKS = 100  # of silence, after which nothing is worked out until something is asked for


class Motion(StrEnum):
    """What the transport does."""

    STOPPED = "stopped"
    PAUSED = "paused"
    COUNTING = "counting"
    PLAYING = "playing"


def players(score: Score, instruments: Instruments) -> list[TrackPlayer]:
    """Players for all tracks of a score. It loads instruments, so it may take a while: not for the sound's thread."""
    return [
        TrackPlayer(track, instruments.get(track.program, drums=track.drums), sung_part(track.sung))
        for track in score.tracks
    ]


class Engine:
    """Transport, players, mixer, metronome and limiter. Sound comes out one block after it is made.

    `blocks` is how many are made at a time: 1 to play, more to write a file, where nothing has to act at once.
    """

    def __init__(self, rate: int = RATE, *, blocks: int = 1) -> None:
        self.rate = rate
        self._span = blocks * BLOCK
        self.score = Score()
        self.motion = Motion.STOPPED
        self.click = False
        self._loop: tuple[int, int] | None = None
        self._players: list[TrackPlayer] = []
        self._transport = Transport(rate)
        self._tempi = self._transport.tempi
        self._began = 0.0  # where Stop goes back to
        self._entry = 0.0  # where the music sets in after the count-in
        self._volume = self._volume_before = 1.0
        self._hushing = False
        self._ramp = np.linspace(0.0, 1.0, BLOCK, endpoint=False, dtype=np.float32)[:, None]
        self._mixer = MixBus(rate, self._span)
        self._limiter = Limiter(rate, BLOCK)
        self._metronome = Metronome(rate)
        self._auditions: list[_Audition | _Clip] = []
        self._peaks = np.zeros(2, np.float32)
        self._silent_blocks = _REST_BLOCKS + 1

    @property
    def tick(self) -> float:
        """The position in the song; while counting in, the position at which it will set in."""
        return self._entry if self.motion is Motion.COUNTING else self._transport.tick

    @property
    def tempo(self) -> float:
        """Quarter notes a minute, as played."""
        return self._transport.tempo

    @property
    def resting(self) -> bool:
        """Whether nothing sounds, and nothing will until something is asked for."""
        return self._still and self._silent_blocks > _REST_BLOCKS

    @property
    def _still(self) -> bool:
        return self.motion in (Motion.STOPPED, Motion.PAUSED) and not self._auditions

    def load(self, score: Score, new: Iterable[TrackPlayer]) -> None:
        """Play another score from here on, without a gap when one is playing already."""
        old = {player.track.id: player for player in self._players}
        if (score.tempo, score.changes) != (self.score.tempo, self.score.changes):
            self._tempi = score.tempi
            if self.motion is not Motion.COUNTING:
                self._transport.set_tempi(self._tempi)
        self.score, self._players = score, list(new)
        self._mixer.set_tracks(score.tracks)
        for player in self._players:
            if player.track.id in old:
                player.take_over(old[player.track.id])
        if self.motion is Motion.PLAYING:
            self._locate()
        elif self.motion is not Motion.COUNTING:
            self._transport.jump(min(self._transport.tick, float(score.end)))

    def play(self, tick: float | None = None, *, count_in: int = 0) -> None:
        """Play from a tick or from here, after `count_in` bars of clicks; from the song's end, start it again."""
        self._silence_if_hushing()
        start = self.tick if tick is None else max(0.0, float(tick))
        start = 0.0 if start >= self.score.end else start
        self._began = self._entry = start
        self._release()
        if count_in > 0:
            # What is counted is what begins: its tempo and its metre, whatever comes before it in the song.
            grid = self.score.grid_at(start)
            self._transport.set_tempo(self._tempi.tempo_at(start))
            self._transport.jump(start - (start - grid.start) % grid.bar - count_in * grid.bar)
            self.motion = Motion.COUNTING
            self._metronome.locate(self._transport.tick, self._grids)
        else:
            self._jump(start)
            self.motion = Motion.PLAYING
            self._locate()

    def pause(self) -> None:
        """Stay where the music is."""
        if self.motion is Motion.COUNTING:
            self._jump(self._entry)
        if self.motion is not Motion.STOPPED:
            self.motion = Motion.PAUSED
        self._release()

    def stop(self) -> None:
        """Go back to where the music began to play; when it stands still already, to the start of the song."""
        self._go_back()
        self._release()

    def _go_back(self) -> None:
        self._jump(0.0 if self.motion is Motion.STOPPED else self._began)
        self.motion = Motion.STOPPED

    def _jump(self, tick: float) -> None:
        """Go on from a tick at the song's own tempi (a count-in has one of its own)."""
        if self._transport.tempi is not self._tempi:
            self._transport.set_tempi(self._tempi)
        self._transport.jump(tick)

    @property
    def _grids(self) -> tuple[ClickGrid, ...]:
        return (self.score.grid_at(self._entry),) if self.motion is Motion.COUNTING else self.score.grids

    def seek(self, tick: float) -> None:
        """Go to a tick and play on if music plays; notes that sound there are heard in mid-note."""
        tick = min(max(0.0, float(tick)), float(self.score.end))
        moving = self.motion in (Motion.PLAYING, Motion.COUNTING)
        self._jump(tick)
        self._began = tick
        if moving:
            self.play(tick)

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Play a stretch of the song (from, to) again and again; None to play on."""
        self._loop = loop if loop is not None and 0 <= loop[0] < loop[1] else None

    def set_tempo(self, tempo: float) -> None:
        """Change the song's tempo at once, and all others with it; voices that were sung at another are silent then."""
        self._tempi = self.score.tempi.scaled(tempo / self.score.tempo)
        counting = self.motion is Motion.COUNTING
        self._transport.set_tempi(
            TempoMap([TempoStep(0, self._tempi.tempo_at(self._entry))]) if counting else self._tempi
        )
        if self.motion is Motion.PLAYING:
            self._locate()

    def set_volume(self, volume: int) -> None:
        """The master volume, 0-127; 100 changes nothing."""
        self._volume = (volume / _UNITY_VOLUME) ** 2
        if self.resting:
            self._volume_before = self._volume

    def set_mix(self, track_id: str, mix: Mix) -> None:
        """Volume, pan, reverb, mute and solo of a track."""
        self._mixer.set_mix(track_id, mix)

    def set_instrument(self, track_id: str, instrument: Preset) -> None:
        """Let a track play on another instrument, beginning with the notes that it holds."""
        for player in self._players:
            if player.track.id == track_id:
                player.set_instrument(instrument)
                if self.motion is Motion.PLAYING:
                    player.locate(self._transport.tick, self._transport.tempi)

    def set_part(self, track_id: str, part: SungPart) -> None:
        """Let a track be sung by these clips from here on; its instrument plays what they leave out."""
        for player in self._players:
            if player.track.id == track_id:
                player.set_part(part)
                if self.motion is Motion.PLAYING:
                    player.locate(self._transport.tick, self._transport.tempi)

    def audition(self, instrument: Preset, pitches: Iterable[int], velocity: int, seconds: float) -> None:
        """Play a note or a chord now, beside whatever else sounds."""
        self._silence_if_hushing()
        self._auditions.append(_Audition(instrument, tuple(pitches), velocity, seconds))

    def play_clip(self, samples: NDArray[np.float32] | None) -> None:
        """Play a recording (mono, at the engine's rate) now, in place of one that plays; None only ends that."""
        self._auditions = [audition for audition in self._auditions if not isinstance(audition, _Clip)]
        if samples is not None:
            self._silence_if_hushing()
            self._auditions.append(_Clip(samples))

    def panic(self) -> None:
        """Stop, and silence everything that hangs; over a block, so that it does not click."""
        self._go_back()
        self._hushing = True
        if self.resting:
            self._silence_if_hushing()

    def _silence_if_hushing(self) -> None:
        if not self._hushing:
            return
        self._hushing = False
        for player in self._players:
            player.silence()
        self._auditions.clear()
        self._metronome.clear()
        self._mixer.clear()

    def render(self) -> Frames:
        """The next blocks of sound (blocks * BLOCK, 2), between -1 and 1."""
        still = self._still
        if self.resting:
            return np.zeros((self._span, 2), np.float32)
        done = 0
        while done < self._span:
            done += self._advance(done)
        out = self._mixer.mixed()
        for audition in self._auditions:
            audition.add_to(out)
        self._auditions = [audition for audition in self._auditions if not audition.over]
        self._set_level(out)
        self._silence_if_hushing()
        self._metronome.add_to(out)
        out = self._limiter.process(out)
        np.maximum(self._peaks, self._limiter.peaks, out=self._peaks)
        self._silent_blocks = self._silent_blocks + 1 if still and not out.any() else 0
        return out

    def _set_level(self, out: Frames) -> None:
        """Apply the master volume; a new one is come to over a block, and so is silence."""
        before, now = self._volume_before, 0.0 if self._hushing else self._volume
        self._volume_before = self._volume
        if before == now:
            out *= np.float32(_MAKE_UP * now)
            return
        out[:BLOCK] *= np.float32(_MAKE_UP) * (before + (now - before) * self._ramp)
        out[BLOCK:] *= np.float32(_MAKE_UP * now)

    def take_peaks(self) -> tuple[list[float], dict[str, float]]:
        """The highest levels since the last call: left and right, and each track's by id (1 is full scale)."""
        master = [float(peak) for peak in self._peaks]
        self._peaks[:] = 0.0
        return master, self._mixer.take_peaks()

    def _advance(self, done: int) -> int:
        """Render all tracks up to the end or the transport's next turn; how many frames that was."""
        length, limit = self._span - done, self._limit()
        if limit is not None:
            length = max(0, min(length, self._transport.frames_until(limit)))
        if length:
            transport = self._transport if self.motion is Motion.PLAYING else None
            for player, buffer in zip(self._players, self._mixer.buffers, strict=True):
                player.render(buffer[done : done + length], transport, BLOCK - done % BLOCK)
        if length and limit is not None:
            audible = self.click or self.motion is Motion.COUNTING
            self._metronome.advance(self._transport, self._grids, done, length, audible=audible)
            self._transport.advance(length)
        if limit is not None and self._transport.frames_until(limit) <= 0:
            self._turn(limit)
        return length

    def _limit(self) -> float | None:
        """The tick at which the transport turns: the entry, the loop's end, the song's; None when it stands."""
        if self.motion is Motion.COUNTING:
            return self._entry
        if self.motion is not Motion.PLAYING:
            return None
        loop_end = self._loop_end()
        return loop_end if loop_end is not None and self._transport.tick < loop_end else self.score.end

    def _loop_end(self) -> int | None:
        if self._loop is None or self._loop[0] >= self.score.end:
            return None
        return min(self._loop[1], self.score.end)

    def _turn(self, limit: float) -> None:
        if self.motion is Motion.COUNTING:
            self.play(self._entry)
        elif self._loop is not None and limit == self._loop_end():
            self._release()
            self._transport.jump(self._loop[0])
            self._locate()
        else:
            self.stop()

    def _locate(self) -> None:
        for player in self._players:
            player.locate(self._transport.tick, self._transport.tempi)
        self._metronome.locate(self._transport.tick, self._grids)

    def _release(self) -> None:
        for player in self._players:
            player.release()


class _Audition:
    """A chord struck on a voice of its own."""

    def __init__(self, instrument: Preset, pitches: tuple[int, ...], velocity: int, seconds: float) -> None:
        self._voice = instrument.voice()
        self._pitches = pitches
        self._left = int(seconds * instrument.rate)
        self._tail = _AUDITION_TAIL_SECONDS * instrument.rate
        for pitch in pitches:
            self._voice.channel_note_on(0, pitch, velocity / 127)

    @property
    def over(self) -> bool:
        """Whether nothing more will be heard."""
        return self._left < -self._tail

    def add_to(self, block: Frames) -> None:
        self._voice.render(block, True)  # noqa: FBT003 - the binding takes no keyword
        held, self._left = self._left > 0, self._left - len(block)
        if held and self._left <= 0:
            for pitch in self._pitches:
                self._voice.channel_note_off(0, pitch)


class _Clip:
    """A recording that is played once."""

    def __init__(self, samples: NDArray[np.float32]) -> None:
        self._rest = samples

    @property
    def over(self) -> bool:
        """Whether nothing more will be heard."""
        return not len(self._rest)

    def add_to(self, block: Frames) -> None:
        now, self._rest = self._rest[: len(block)], self._rest[len(block) :]
        block[: len(now)] += now[:, None]
