"""What the sound process does with each command: a table from names to actions on the engine."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from songwright.audio.external import External, channels
from songwright.audio.instruments import Instruments, built_in_soundfont, fallback_soundfont
from songwright.audio.player import TrackPlayer
from songwright.audio.ports import input_names, open_output, output_names
from songwright.audio.score import Score, SungSpan
from songwright.audio.soundfont import SoundFontError
from songwright.audio.synth import Engine, players
from songwright.audio.voice.sung_part import SungPart, sung_part
from songwright.core.errors import SongwrightError
from songwright.core.song import Mix

if TYPE_CHECKING:
    from collections.abc import Callable

    from songwright.audio.output import Output

__all__ = ["Control"]

TEMPO_RANGE = (10.0, 500.0)


class Control:
    """Carries out commands; slow work is done by the caller's thread, and the engine only ever touched by its own.

    `report` is called with what the other side should know.
    """

    def __init__(self, output: Output, report: Callable[[dict[str, Any]], None]) -> None:
        self._output = output
        self._engine: Engine = output.engine
        self._report = report
        self._font: Path | None = None
        self._instruments: Instruments | None = None
        self._score = Score()
        self._external: External | None = None
        self._actions: dict[str, Callable[[dict[str, Any]], None]] = {
            "load": self._load,
            "soundfont": self._soundfont,
            "play": self._play,
            "pause": lambda _: self._post(self._engine.pause),
            "stop": lambda _: self._post(self._engine.stop),
            "panic": self._panic,
            "seek": lambda message: self._post(self._engine.seek, _finite(message["tick"])),
            "loop": self._loop,
            "tempo": self._tempo,
            "volume": lambda message: self._post(self._engine.set_volume, _midi(message["volume"])),
            "click": self._click,
            "mix": self._mix,
            "program": self._program,
            "voice": self._voice,
            "audition": self._audition,
            "clip": self._clip,
            "midi": self._midi_port,
            "midi_ports": self._list_midi_ports,
        }

    def handle(self, message: dict[str, Any]) -> None:
        """Carry out one command; a malformed one is reported and changes nothing."""
        action = self._actions.get(str(message.get("do")))
        if action is None:
            return
        try:
            action(message)
        except SongwrightError as error:
            self._report({"is": "error", "message": error.message, "detail": error.detail})
        except (LookupError, AttributeError, TypeError, ValueError, OverflowError) as error:
            detail = f"{message.get('do')!r}: {error!r}"
            self._report({"is": "error", "message": "The player was asked for something impossible.", "detail": detail})

    def _post(self, action: Callable[..., None], *arguments: Any) -> None:  # noqa: ANN401
        self._output.post(lambda: action(*arguments))

    def _load(self, message: dict[str, Any]) -> None:
        self._score = Score.from_json(message["score"])
        self._perform()
        self._report({"is": "loaded", "revision": message.get("revision", 0), "soundfont": self._ready().path.name})

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

    def _midi_port(self, message: dict[str, Any]) -> None:
        self.close()
        name = str(message.get("name", ""))
        try:
            if name:
                self._external = External(open_output(name), lambda: self._output.ahead)
        finally:
            self._perform()

    def _list_midi_ports(self, _: dict[str, Any]) -> None:
        self._report({"is": "midi_ports", "outputs": output_names(), "inputs": input_names()})

    def _panic(self, _: dict[str, Any]) -> None:
        self._post(self._engine.panic)
        if self._external is not None:
            self._external.quiet()

    def _soundfont(self, message: dict[str, Any]) -> None:
        self._font = Path(message["path"]) if message.get("path") else None
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
                self._report({"is": "error", "message": error.message, "detail": error.detail})
        try:
            return Instruments(built_in_soundfont(), self._engine.rate)
        except SoundFontError:
            return Instruments(fallback_soundfont(), self._engine.rate)

    def _play(self, message: dict[str, Any]) -> None:
        tick, bars = message.get("tick"), int(message.get("count_in", 0))
        start = None if tick is None else _finite(tick)
        self._output.post(lambda: self._engine.play(start, count_in=max(0, min(bars, 8))))

    def _loop(self, message: dict[str, Any]) -> None:
        span = message.get("span")
        self._post(self._engine.set_loop, None if span is None else (int(span[0]), int(span[1])))

    def _tempo(self, message: dict[str, Any]) -> None:
        slowest, fastest = TEMPO_RANGE
        self._post(self._engine.set_tempo, min(fastest, max(slowest, _finite(message["tempo"]))))

    def _click(self, message: dict[str, Any]) -> None:
        self._post(setattr, self._engine, "click", bool(message["on"]))

    def _mix(self, message: dict[str, Any]) -> None:
        changed, mix = str(message["track"]), Mix(**message["mix"])
        self._post(self._engine.set_mix, changed, mix)
        tracks = tuple(replace(track, mix=mix) if track.id == changed else track for track in self._score.tracks)
        self._score = replace(self._score, tracks=tracks)
        if self._external is not None:
            self._external.mix(self._score)

    def _program(self, message: dict[str, Any]) -> None:
        track, program = str(message["track"]), int(message["program"])
        drums = next((known.drums for known in self._score.tracks if known.id == track), False)
        instrument = self._ready().get(_midi(program), drums=drums)
        if self._external is not None:
            instrument = self._external.echo(instrument, channels(self._score).get(track, 0))
            self._external.choose(channels(self._score).get(track, 0), _midi(program))
        self._post(self._engine.set_instrument, track, instrument)

    def _voice(self, message: dict[str, Any]) -> None:
        changed, spans = str(message["track"]), tuple(SungSpan(*span) for span in message["sung"])
        self._post(self._engine.set_part, changed, sung_part(spans) or SungPart())
        tracks = tuple(replace(track, sung=spans) if track.id == changed else track for track in self._score.tracks)
        self._score = replace(self._score, tracks=tracks)

    def _audition(self, message: dict[str, Any]) -> None:
        instrument = self._ready().get(_midi(message.get("program", 0)), drums=bool(message.get("drums")))
        pitches = [_midi(pitch) for pitch in message["pitches"]][:16]
        seconds = min(10.0, max(0.01, _finite(message.get("seconds", 0.5))))
        self._post(self._engine.audition, instrument, pitches, _midi(message.get("velocity", 90)), seconds)

    def _clip(self, message: dict[str, Any]) -> None:
        if not message.get("path"):
            self._post(self._engine.play_clip, None)
            return
        from songwright.audio.hum.listen import read_take

        samples, rate = read_take(Path(message["path"]))
        places = np.arange(0, len(samples), rate / self._engine.rate)
        self._post(self._engine.play_clip, np.interp(places, np.arange(len(samples)), samples).astype(np.float32))


def _midi(value: Any) -> int:  # noqa: ANN401 - straight from JSON
    return min(127, max(0, int(value)))


def _finite(value: Any) -> float:  # noqa: ANN401 - straight from JSON, which knows NaN in Python
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is not a finite number")
    return number
