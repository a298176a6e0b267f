"""The player as the rest of the program sees it: commands in, state and events out, and no input or output of its own.

The client remembers everything lasting that the player was told, so that a new process stands where the last one
stood, not playing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from songwright.audio.protocol import (
    DeviceOpened,
    LoadScore,
    Pause,
    Play,
    PlayerReport,
    PlayerState,
    PlayerStatus,
    Seek,
    SetClick,
    SetDevice,
    SetLoop,
    SetMidiOutput,
    SetMix,
    SetProgram,
    SetSoundFont,
    SetTempo,
    SetVoice,
    SetVolume,
)
from songwright.audio.score import Score
from songwright.core.language import said
from songwright.core.song import TICKS_PER_QUARTER
from songwright.host.child.client import ChildClient, Death
from songwright.host.child.restart import RestartPolicy

__all__ = ["AudioClient", "AudioEvent", "PlayerFailed"]

_LASTING = (SetClick, SetDevice, SetLoop, SetMidiOutput, SetSoundFont, SetTempo, SetVolume)
"""Commands of which the last one of each kind holds for a new process too."""
_SILENCE_SECONDS = 6.0
"""A process that has not said anything for so long (it does every second) hangs."""
_STARTING_SECONDS = 60.0
"""The same for one that has not said anything yet: a busy machine or a cold disk takes its time."""
_AHEAD_SECONDS = 0.25
"""How far the cursor moves on by itself: several reports (30 a second) late, the player is probably in trouble."""


@dataclass(frozen=True, slots=True)
class PlayerFailed:
    """The player's process ended by itself. `restartable` says whether it is being started again."""

    message: str
    detail: str
    restartable: bool


AudioEvent = PlayerReport | PlayerFailed


class AudioClient(ChildClient[AudioEvent]):
    """Follows the player; the current `status` and `device` can be read at any time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(PlayerReport, clock=clock)
        self.status = PlayerStatus(PlayerState.STARTING)
        self.device: DeviceOpened | None = None
        self._score = Score()
        self._revision = 0
        self._lasting: dict[type, object] = {}
        self._policy = RestartPolicy()

    # What the program wants

    def load(self, score: Score) -> None:
        """Play this score from here on; playing goes on where it is."""
        if (score.tempo, score.changes) != (self._score.tempo, self._score.changes):
            self._lasting.pop(SetTempo, None)
        self._score = score
        self._revision += 1
        self.send(self._load())

    def send(self, command: object) -> None:
        """Tell the player; while none runs (see `start`) only what lasts is kept, for the next one."""
        self._remember(command)
        if self.running:
            super().send(command)

    def toggle(self, *, count_in: int = 0) -> None:
        """Play when it is quiet, pause when it plays: the space bar."""
        playing = self.status.state in (PlayerState.PLAYING, PlayerState.COUNTING)
        self.send(Pause() if playing else Play(count_in=count_in))

    def try_again(self) -> None:
        """Start the player although it died too often."""
        self._policy.forgive()
        self.start()

    def position(self, now: float) -> float:
        """The tick that is heard now, for a cursor that moves evenly between two reports."""
        if self.status.state is not PlayerState.PLAYING:
            return self.status.tick
        since = min(max(0.0, now - self.heard_at), _AHEAD_SECONDS)
        return self.status.tick + since * self.status.tempo / 60 * TICKS_PER_QUARTER

    # What becomes of it

    @property
    def deadline(self) -> float | None:
        """When a player that says nothing is given up."""
        if not self.running or self.must_kill:
            return None
        starting = self.status.state is PlayerState.STARTING
        return self.heard_at + (_STARTING_SECONDS if starting else _SILENCE_SECONDS)

    def check(self) -> Sequence[AudioEvent]:
        """Have a player killed that says nothing any more."""
        if self.deadline is not None and self.clock() >= self.deadline:
            self.kill()
        return []

    def started(self) -> None:
        """A fresh player gets everything that the last one had been sent."""
        self.status = replace(self.status, state=PlayerState.STARTING, xruns=0)
        super().started()

    def opening(self) -> Sequence[object]:
        """The SoundFont first, so that the score is not worked out twice; then all that lasts, and where it stood."""
        lasting = dict(self._lasting)
        font = lasting.pop(SetSoundFont, None)
        first = [font] if font else []
        if self._revision:
            first.append(self._load())
        return [*first, *lasting.values(), Seek(self.status.tick)]

    def understood(self, report: PlayerReport) -> Sequence[AudioEvent]:
        """The report itself; what it says of the player is kept."""
        if isinstance(report, PlayerStatus):
            self.status = report
        elif isinstance(report, DeviceOpened):
            self.device = report
            if self.status.state is PlayerState.STARTING:
                self.status = replace(self.status, state=PlayerState.READY)
                self._policy.works(self.clock())
        return [report]

    def died(self, death: Death) -> Sequence[AudioEvent]:
        """Another player is started while that is worth a try."""
        restartable = death.code is not None and self._policy.died(self.clock())
        if restartable:
            self.start()
        advice = (
            said("It is being started again.") if restartable else said("Save your work, and check the sound settings.")
        )
        self.status = replace(self.status, state=PlayerState.FAILED, peaks=(0.0, 0.0), track_peaks={})
        self.device = None
        message = said("The player stopped unexpectedly; your song is not affected. {advice}", advice=advice)
        return [PlayerFailed(message, death.detail, restartable)]

    def _load(self) -> LoadScore:
        return LoadScore(self._score.to_json(), self._revision)

    def _remember(self, command: object) -> None:
        if isinstance(command, _LASTING):
            self._lasting[type(command)] = command
        elif isinstance(command, SetMix):
            self._change_track(command.track, mix=command.mix)
        elif isinstance(command, SetProgram):
            self._change_track(command.track, program=command.program)
        elif isinstance(command, SetVoice):
            self._change_track(command.track, sung=command.sung)

    def _change_track(self, track_id: str, **changes: Any) -> None:  # noqa: ANN401
        tracks = tuple(replace(track, **changes) if track.id == track_id else track for track in self._score.tracks)
        self._score = replace(self._score, tracks=tracks)
