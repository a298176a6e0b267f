"""What the window and the player's process say to each other (`songwright.host.child`).

`PlayerCommand`s go in and are carried out in order; `PlayerReport`s come out as things happen. A command that cannot be
carried out is answered with a `PlayerNotice`. `audio.export` and `audio.hum.protocol` are the other two jobs of the
program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from songwright.audio.score import SungSpan
from songwright.core.song import Mix

__all__ = [
    "Audition",
    "DeviceOpened",
    "DevicesListed",
    "ListDevices",
    "ListMidiPorts",
    "LoadScore",
    "MidiPortsListed",
    "Panic",
    "Pause",
    "Play",
    "PlayClip",
    "PlayerCommand",
    "PlayerNotice",
    "PlayerReport",
    "PlayerState",
    "PlayerStatus",
    "Quit",
    "ScoreLoaded",
    "Seek",
    "SetClick",
    "SetDevice",
    "SetLoop",
    "SetMidiOutput",
    "SetMix",
    "SetProgram",
    "SetSoundFont",
    "SetTempo",
    "SetVoice",
    "SetVolume",
    "StopPlaying",
]


# Commands --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LoadScore:
    """Play this score (`Score.to_json`) from here on; playing goes on where it is. Answered with its `revision`."""

    score: object
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Play:
    """Play from a tick, or (None) from where the music is, after `count_in` bars of clicks."""

    tick: float | None = None
    count_in: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """Stay where the music is."""


@dataclass(frozen=True, slots=True)
class StopPlaying:
    """Go back to where the music began to play; stopped already, to the start of the song."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Go to a tick, and play on if music plays."""

    tick: float


@dataclass(frozen=True, slots=True)
class Panic:
    """Stop, and silence everything that hangs."""


@dataclass(frozen=True, slots=True)
class SetLoop:
    """Play the ticks from `span[0]` up to `span[1]` again and again; None to play on."""

    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class SetTempo:
    """Play at another tempo than the song's (quarter notes a minute), until a score with another tempo is loaded."""

    tempo: float


@dataclass(frozen=True, slots=True)
class SetVolume:
    """The master volume, 0-127; 100 changes nothing."""

    volume: int


@dataclass(frozen=True, slots=True)
class SetClick:
    """Whether the metronome clicks while the music plays."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetSoundFont:
    """Play with another SoundFont; None is the built-in one."""

    path: Path | None


@dataclass(frozen=True, slots=True)
class SetMix:
    """Volume, pan, reverb, mute and solo of a track, at once."""

    track: str
    mix: Mix


@dataclass(frozen=True, slots=True)
class SetProgram:
    """The instrument of a track, at once."""

    track: str
    program: int


@dataclass(frozen=True, slots=True)
class SetVoice:
    """What is sung on a track from now on; its instrument plays what no voice covers."""

    track: str
    sung: tuple[SungSpan, ...]


@dataclass(frozen=True, slots=True)
class Audition:
    """Play a note or a chord now, beside whatever else sounds."""

    pitches: tuple[int, ...]
    program: int = 0
    drums: bool = False
    velocity: int = 90
    seconds: float = 0.5


@dataclass(frozen=True, slots=True)
class PlayClip:
    """Play a recording now, beside whatever else sounds; None ends it."""

    path: Path | None


@dataclass(frozen=True, slots=True)
class SetMidiOutput:
    """Play on the external synthesiser of this name too; empty for none."""

    name: str


@dataclass(frozen=True, slots=True)
class ListMidiPorts:
    """Ask which MIDI ports there are; `MidiPortsListed` answers."""


@dataclass(frozen=True, slots=True)
class SetDevice:
    """Play on the device of this name; empty for the system's default."""

    name: str


@dataclass(frozen=True, slots=True)
class ListDevices:
    """Ask which devices there are; `DevicesListed` answers."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process; closing its stdin does the same."""


PlayerCommand = (
    LoadScore
    | Play
    | Pause
    | StopPlaying
    | Seek
    | Panic
    | SetLoop
    | SetTempo
    | SetVolume
    | SetClick
    | SetSoundFont
    | SetMix
    | SetProgram
    | SetVoice
    | Audition
    | PlayClip
    | SetMidiOutput
    | ListMidiPorts
    | SetDevice
    | ListDevices
    | Quit
)


# Reports ---------------------------------------------------------------------------------------------------------


class PlayerState(StrEnum):
    """What the player is doing, as a button would show it."""

    STARTING = "starting"
    READY = "ready"
    COUNTING = "counting"
    PLAYING = "playing"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PlayerStatus:
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
class ScoreLoaded:
    """The score with this revision is being played from, with this SoundFont."""

    revision: int
    soundfont: str


@dataclass(frozen=True, slots=True)
class PlayerNotice:
    """Something did not work as asked; the player goes on."""

    message: str
    detail: str = ""


PlayerReport = PlayerStatus | DeviceOpened | DevicesListed | MidiPortsListed | ScoreLoaded | PlayerNotice
