"""The player as the rest of the program sees it: commands in, state and events out, and no input or output of its own.

Whoever owns the sound process (the window with QProcess, the command line with a thread) writes what the commands
return to its stdin and feeds what comes from its stdout to `receive`. The client remembers everything the process
was told, so that `restart` can bring a new one to the same point after a crash.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from songwright.audio.protocol import LineReader, encode
from songwright.audio.score import Score
from songwright.core.song import TICKS_PER_QUARTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from songwright.audio.score import SungSpan
    from songwright.core.song import Mix

__all__ = [
    "AudioClient",
    "AudioEvent",
    "DeviceOpened",
    "DevicesListed",
    "Failed",
    "Loaded",
    "Notice",
    "PlayerState",
    "Status",
]

_MOST_CRASHES = 3
"""Crashes in a row, without a minute of sound between them, after which the player is left alone."""
_HEALTHY_SECONDS = 60.0


class PlayerState(StrEnum):
    """What the player is doing, as a button would show it."""

    STARTING = "starting"
    READY = "ready"
    COUNTING = "counting"
    PLAYING = "playing"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Status:
    """Where the music is: `tick` as heard, levels (1 is full scale) since the last status, drop-outs so far."""

    state: PlayerState
    tick: float = 0.0
    tempo: float = 100.0
    peaks: tuple[float, float] = (0.0, 0.0)
    track_peaks: dict[str, float] = field(default_factory=dict)
    xruns: int = 0
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class DeviceOpened:
    """A device was opened; not `audible` when there is none. `message` is for the user, empty when all is as wished."""

    audible: bool
    backend: str = ""
    message: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DevicesListed:
    """The devices that sound can come out of."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MidiPortsListed:
    """The external synthesisers and keyboards that are there."""

    outputs: tuple[str, ...]
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The score with this revision (see `AudioClient.load`) is being played from, with this SoundFont."""

    revision: int
    soundfont: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something did not work as asked; the player goes on."""

    message: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The sound process ended by itself. `restartable` says whether `restart` is worth a try."""

    message: str
    detail: str
    restartable: bool


AudioEvent = Status | DeviceOpened | DevicesListed | MidiPortsListed | Loaded | Notice | Failed

_STATES = {
    "stopped": PlayerState.READY,
    "paused": PlayerState.PAUSED,
    "counting": PlayerState.COUNTING,
    "playing": PlayerState.PLAYING,
}


class AudioClient:
    """Commands return the bytes to write to the process; the current `status` and `device` can be read at any time."""

    def __init__(self) -> None:
        self.status = Status(PlayerState.STARTING)
        self.device: DeviceOpened | None = None
        self._lines = LineReader()
        self._score = Score()
        self._revision = 0
        self._settings: dict[str, dict[str, Any]] = {}
        self._received_at = 0.0
        self._crashes = 0
        self._started_at: float | None = None

    # Commands

    def load(self, score: Score) -> bytes:
        """Play this score from here on; playing goes on where it is."""
        if score.tempo != self._score.tempo:
            self._settings.pop("tempo", None)
        self._score = score
        self._revision += 1
        return self._load()

    def play(self, tick: float | None = None, *, count_in: int = 0) -> bytes:
        """Play from a tick, or from where the music is, after `count_in` bars of clicks."""
        return encode({"do": "play", "tick": tick, "count_in": count_in})

    def pause(self) -> bytes:
        """Stay where the music is."""
        return encode({"do": "pause"})

    def stop(self) -> bytes:
        """Go back to where the music began to play; stopped already, to the start of the song."""
        return encode({"do": "stop"})

    def toggle(self, *, count_in: int = 0) -> bytes:
        """Play when it is quiet, pause when it plays: the space bar."""
        playing = self.status.state in (PlayerState.PLAYING, PlayerState.COUNTING)
        return self.pause() if playing else self.play(count_in=count_in)

    def seek(self, tick: float) -> bytes:
        """Go to a tick, and play on if music plays."""
        return encode({"do": "seek", "tick": tick})

    def panic(self) -> bytes:
        """Stop, and silence everything that hangs."""
        return encode({"do": "panic"})

    def set_loop(self, span: tuple[int, int] | None) -> bytes:
        """Play the ticks from `span[0]` up to `span[1]` again and again; None to play on."""
        return self._set({"do": "loop", "span": span})

    def set_tempo(self, tempo: float) -> bytes:
        """Play at another tempo than the song's, until a score with another tempo is loaded."""
        return self._set({"do": "tempo", "tempo": tempo})

    def set_volume(self, volume: int) -> bytes:
        """The master volume, 0-127; 100 changes nothing."""
        return self._set({"do": "volume", "volume": volume})

    def set_click(self, on: bool) -> bytes:
        """Whether the metronome clicks while the music plays."""
        return self._set({"do": "click", "on": on})

    def set_soundfont(self, path: Path | None) -> bytes:
        """Play with another SoundFont; None is the built-in one."""
        return self._set({"do": "soundfont", "path": None if path is None else str(path)})

    def set_mix(self, track_id: str, mix: Mix) -> bytes:
        """Volume, pan, reverb, mute and solo of a track, at once."""
        self._change_track(track_id, mix=mix)
        return encode({"do": "mix", "track": track_id, "mix": _mix_json(mix)})

    def set_program(self, track_id: str, program: int) -> bytes:
        """The instrument of a track, at once."""
        self._change_track(track_id, program=program)
        return encode({"do": "program", "track": track_id, "program": program})

    def set_voice(self, track_id: str, sung: Sequence[SungSpan]) -> bytes:
        """What is sung on a track from now on; its instrument plays what no voice covers."""
        self._change_track(track_id, sung=tuple(sung))
        return encode({"do": "voice", "track": track_id, "sung": list(sung)})

    def audition(
        self, pitches: Iterable[int], *, program: int = 0, drums: bool = False, velocity: int = 90, seconds: float = 0.5
    ) -> bytes:
        """Play a note or a chord now, beside whatever else sounds."""
        return encode(
            {
                "do": "audition",
                "pitches": list(pitches),
                "program": program,
                "drums": drums,
                "velocity": velocity,
                "seconds": seconds,
            }
        )

    def set_midi_output(self, name: str) -> bytes:
        """Play on the external synthesiser of this name too; empty for none."""
        return self._set({"do": "midi", "name": name})

    def list_midi_ports(self) -> bytes:
        """Ask which MIDI ports there are; `MidiPortsListed` answers."""
        return encode({"do": "midi_ports"})

    def play_clip(self, path: Path | None) -> bytes:
        """Play a recording now, beside whatever else sounds; None ends it."""
        return encode({"do": "clip", "path": None if path is None else str(path)})

    def set_device(self, name: str) -> bytes:
        """Play on the device of this name; empty for the system's default."""
        return self._set({"do": "device", "name": name})

    def list_devices(self) -> bytes:
        """Ask which devices there are; `DevicesListed` answers."""
        return encode({"do": "devices"})

    def quit(self) -> bytes:
        """End the process; closing its stdin does the same."""
        return encode({"do": "quit"})

    # The process

    def receive(self, data: bytes, now: float) -> list[AudioEvent]:
        """Take in bytes from the process at a time (seconds of any steady clock); what they say."""
        events = [event for message in self._lines.feed(data) if (event := _event(message)) is not None]
        for event in events:
            if isinstance(event, Status):
                self.status, self._received_at = event, now
            elif isinstance(event, DeviceOpened):
                self.device = event
                if self.status.state is PlayerState.STARTING:
                    self.status = replace(self.status, state=PlayerState.READY)
                    self._started_at = now
        return events

    def position(self, now: float) -> float:
        """The tick that is heard now, for a cursor that moves evenly between two reports."""
        if self.status.state is not PlayerState.PLAYING:
            return self.status.tick
        since = min(max(0.0, now - self._received_at), 0.25)
        return self.status.tick + since * self.status.tempo / 60 * TICKS_PER_QUARTER

    def ended(self, exit_code: int, now: float, stderr: str = "") -> Failed:
        """The process ended although nobody asked it to."""
        if self._started_at is not None and now - self._started_at > _HEALTHY_SECONDS:
            self._crashes = 0
        self._crashes += 1
        restartable = self._crashes < _MOST_CRASHES
        advice = "It is being started again." if restartable else "Save your work, and check the sound settings."
        self.status = replace(self.status, state=PlayerState.FAILED, peaks=(0.0, 0.0), track_peaks={})
        self.device = None
        detail = f"exit code {exit_code}\n{stderr}".strip()
        return Failed(f"The player stopped unexpectedly; your song is not affected. {advice}", detail, restartable)

    def restart(self) -> bytes:
        """What to write to a newly started process so that it stands where the last one stood, not playing."""
        self._lines = LineReader()
        self._started_at = None
        tick = self.status.tick
        self.status = replace(self.status, state=PlayerState.STARTING, xruns=0)
        font = self._settings.get("soundfont")
        rest = [encode(message) for name, message in self._settings.items() if name != "soundfont"]
        return b"".join([encode(font) if font else b"", self._load(), *rest, self.seek(tick)])

    def _load(self) -> bytes:
        return encode({"do": "load", "revision": self._revision, "score": self._score.to_json()})

    def _set(self, message: dict[str, Any]) -> bytes:
        self._settings[message["do"]] = message
        return encode(message)

    def _change_track(self, track_id: str, **changes: Any) -> None:  # noqa: ANN401
        tracks = tuple(replace(track, **changes) if track.id == track_id else track for track in self._score.tracks)
        self._score = replace(self._score, tracks=tracks)


def _mix_json(mix: Mix) -> dict[str, Any]:
    return {
        "volume": mix.volume,
        "pan": mix.pan,
        "reverb": mix.reverb,
        "mute": mix.mute,
        "solo": mix.solo,
    }


def _event(message: dict[str, Any]) -> AudioEvent | None:
    """The event that a report means; None for one that this version does not know or that is malformed."""
    try:
        match message.get("is"):
            case "status":
                left, right = message["peaks"]
                return Status(
                    _STATES[message["motion"]],
                    float(message["tick"]),
                    float(message["tempo"]),
                    (float(left), float(right)),
                    {str(track): float(peak) for track, peak in message["tracks"].items()},
                    int(message["xruns"]),
                    float(message["load"]),
                )
            case "device":
                texts = (str(message.get(name, "")) for name in ("backend", "message", "detail"))
                return DeviceOpened(bool(message["audible"]), *texts)
            case "devices":
                return DevicesListed(tuple(str(name) for name in message["names"]))
            case "midi_ports":
                outputs, inputs = (tuple(str(name) for name in message[side]) for side in ("outputs", "inputs"))
                return MidiPortsListed(outputs, inputs)
            case "loaded":
                return Loaded(int(message["revision"]), str(message["soundfont"]))
            case "error":
                return Notice(str(message["message"]), str(message.get("detail", "")))
            case _:
                return None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
