"""What the player does with each command: a table from commands to actions on the engine."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from songwright.audio.external import External, channels
from songwright.audio.instruments import Instruments, built_in_soundfont
from songwright.audio.player import TrackPlayer
from songwright.audio.ports import input_names, open_output, output_names
from songwright.audio.protocol import (
    Audition,
    ListMidiPorts,
    LoadScore,
    MidiPortsListed,
    Panic,
    Pause,
    Play,
    PlayClip,
    PlayerCommand,
    PlayerNotice,
    PlayerReport,
    ScoreLoaded,
    Seek,
    SetClick,
    SetLoop,
    SetMidiOutput,
    SetMix,
    SetProgram,
    SetSoundFont,
    SetTempo,
    SetVoice,
    SetVolume,
    StopPlaying,
)
from songwright.audio.score import Score
from songwright.audio.soundfont import SoundFontError
from songwright.audio.synth import Engine, players
from songwright.audio.voice.sung_part import SungPart, sung_part
from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from songwright.audio.output import Output

__all__ = ["Control"]

TEMPO_RANGE = (10.0, 500.0)
_MOST_BARS_COUNTED = 8
_MOST_NOTES_AUDITIONED = 16


class Control:
    """Carries out commands; slow work is done by the caller's thread, and the engine only ever touched by its own.

    `report` is called with what the other side should know.
    """

    def __init__(self, output: Output, report: Callable[[PlayerReport], None]) -> None:
        self._output = output
        self._engine: Engine = output.engine
        self._report = report
        self._font: Path | None = None
        self._instruments: Instruments | None = None
        self._score = Score()
        self._external: External | None = None
        self._actions: dict[type, Callable[[Any], None]] = {
            LoadScore: self._load,
            SetSoundFont: self._soundfont,
            Play: self._play,
            Pause: lambda _: self._post(self._engine.pause),
            StopPlaying: lambda _: self._post(self._engine.stop),
            Panic: self._panic,
            Seek: lambda command: self._post(self._engine.seek, _finite(command.tick)),
            SetLoop: lambda command: self._post(self._engine.set_loop, command.span),
            SetTempo: self._tempo,
            SetVolume: lambda command: self._post(self._engine.set_volume, _midi(command.volume)),
            SetClick: lambda command: self._post(setattr, self._engine, "click", command.on),
            SetMix: self._mix,
            SetProgram: self._program,
            SetVoice: self._voice,
            Audition: self._audition,
            PlayClip: self._clip,
            SetMidiOutput: self._midi_port,
            ListMidiPorts: self._list_midi_ports,
        }

    def handle(self, command: PlayerCommand) -> None:
        """Carry out one command; an impossible one is reported and changes nothing."""
        action = self._actions.get(type(command))
        if action is None:
            return
        try:
            action(command)
        except SongwrightError as error:
            self._report(PlayerNotice(error.message, error.detail))
        except (LookupError, AttributeError, TypeError, ValueError, OverflowError) as error:
            detail = f"{type(command).__name__}: {error!r}"
            self._report(PlayerNotice(said("The player was asked for something impossible."), detail))

    def _post(self, action: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401
        self._output.post(lambda: action(*arguments))

    def _load(self, command: LoadScore) -> None:
        self._score = Score.from_json(command.score)
        self._perform()
        self._report(ScoreLoaded(command.revision, self._ready().path.name))

    def _perform(self) -> None:
        """Hand the score over with players of its instruments; without any instruments it plays silently."""
        ready: list[TrackPlayer] = []
        try:
            ready = players(self._score, self._ready())
            if self._external is not None:
                ready = self._echoed(self._external)
        finally:
            score = self._score if ready else replace(self._score, tracks=())
            self._post(self._engine.load, score, ready)

    def _echoed(self, external: External) -> list[TrackPlayer]:
        """Players that an external synthesiser follows."""
        numbers = channels(self._score)
        external.prepare(self._score)
        return [
            TrackPlayer(
                track,
                external.echo(self._ready().get(track.program, drums=track.drums), numbers[track.id]),
                sung_part(track.sung),
            )
            for track in self._score.tracks
        ]

    def close(self) -> None:
        """Let go of the external synthesiser, silent."""
        external, self._external = self._external, None
        if external is not None:
            external.close()

    def _midi_port(self, command: SetMidiOutput) -> None:
        self.close()
        try:
            if command.name:
                self._external = External(open_output(command.name), lambda: self._output.ahead)
        finally:
            self._perform()

    def _list_midi_ports(self, _: ListMidiPorts) -> None:
        self._report(MidiPortsListed(tuple(output_names()), tuple(input_names())))

    def _panic(self, _: Panic) -> None:
        self._post(self._engine.panic)
        if self._external is not None:
            self._external.quiet()

    def _soundfont(self, command: SetSoundFont) -> None:
        self._font = command.path
        self._instruments = None
        self._perform()

    def _ready(self) -> Instruments:
        """The instruments of the chosen SoundFont; when it fails, that is reported and the built-in one is used."""
        if self._instruments is None:
            self._instruments = self._open()
        return self._instruments

    def _open(self) -> Instruments:
        if self._font is not None:
            try:
                return Instruments(self._font, self._engine.rate)
            except SoundFontError as error:
                self._report(PlayerNotice(error.message, error.detail))
        return Instruments(built_in_soundfont(), self._engine.rate)

    def _play(self, command: Play) -> None:
        start = None if command.tick is None else _finite(command.tick)
        bars = max(0, min(command.count_in, _MOST_BARS_COUNTED))
        self._output.post(lambda: self._engine.play(start, count_in=bars))

    def _tempo(self, command: SetTempo) -> None:
        slowest, fastest = TEMPO_RANGE
        self._post(self._engine.set_tempo, min(fastest, max(slowest, _finite(command.tempo))))

    def _mix(self, command: SetMix) -> None:
        changed, mix = command.track, command.mix
        self._post(self._engine.set_mix, changed, mix)
        tracks = tuple(replace(track, mix=mix) if track.id == changed else track for track in self._score.tracks)
        self._score = replace(self._score, tracks=tracks)
        if self._external is not None:
            self._external.mix(self._score)

    def _program(self, command: SetProgram) -> None:
        track, program = command.track, command.program
        drums = next((known.drums for known in self._score.tracks if known.id == track), False)
        instrument = self._ready().get(_midi(program), drums=drums)
        if self._external is not None:
            instrument = self._external.echo(instrument, channels(self._score).get(track, 0))
            self._external.choose(channels(self._score).get(track, 0), _midi(program))
        self._post(self._engine.set_instrument, track, instrument)

    def _voice(self, command: SetVoice) -> None:
        changed, spans = command.track, command.sung
        self._post(self._engine.set_part, changed, sung_part(spans) or SungPart())
        tracks = tuple(replace(track, sung=spans) if track.id == changed else track for track in self._score.tracks)
        self._score = replace(self._score, tracks=tracks)

    def _audition(self, command: Audition) -> None:
        instrument = self._ready().get(_midi(command.program), drums=command.drums)
        pitches = [_midi(pitch) for pitch in command.pitches[:_MOST_NOTES_AUDITIONED]]
        seconds = min(10.0, max(0.01, _finite(command.seconds)))
        self._post(self._engine.audition, instrument, pitches, _midi(command.velocity), seconds)

    def _clip(self, command: PlayClip) -> None:
        if command.path is None:
            self._post(self._engine.play_clip, None)
            return
        # It brings the net that listens: nobody who only plays pays for that.
        from songwright.audio.hum.listen import read_take

        samples, rate = read_take(command.path)
        places = np.arange(0, len(samples), rate / self._engine.rate)
        self._post(self._engine.play_clip, np.interp(places, np.arange(len(samples)), samples).astype(np.float32))


def _midi(value: int) -> int:
    return min(127, max(0, value))


def _finite(number: float) -> float:
    """The number itself; JSON as Python reads it knows NaN and infinity."""
    if not math.isfinite(number):
        raise ValueError(f"{number} is not a finite number")
    return number
