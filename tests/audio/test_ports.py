"""MIDI ports by a stand-in for python-rtmidi: absent, empty, taken, and playing along."""

from __future__ import annotations

import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import mido
import pytest

from audio.listening import listen, song_of
from songwright.audio import ports
from songwright.audio.control import Control
from songwright.audio.external import External, channels
from songwright.audio.hum.keyboard import melody_of, record_keyboard
from songwright.audio.hum.protocol import HumReport, Recorded, Recording, Struck
from songwright.audio.output import Output
from songwright.audio.ports import PortError, input_names, open_input, open_output, output_names
from songwright.audio.protocol import LoadScore, Play, PlayerCommand, SetMidiOutput, SetMix, SetSoundFont
from songwright.audio.score import score
from songwright.audio.synth import Engine
from songwright.core.song import Mix, Note, TrackRole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SONG = song_of(
    [Note(0, 240, 69, 100), Note(240, 240, 71, 90)],
    [Note(0, 480, 36, 80)],
    bars=1,
    roles=(TrackRole.VOCAL, TrackRole.DRUMS),
)


class RtMidiError(Exception):
    pass


class Port:
    """A port of the stand-in; what it is sent lies in `sent`, and `play` is the keyboard's."""

    names = ("Keys", "Songwright:in")
    absent: tuple[int, ...] = ()
    sent: list[tuple[int, ...]]
    callback: Callable[[Any, Any], None]

    def __init__(self, system: int, name: str) -> None:
        if system in self.absent:
            raise RtMidiError("no sequencer")
        self.closed = False

    def get_ports(self) -> list[str]:
        return list(self.names)

    def open_port(self, index: int, name: str) -> None:
        if self.names[index] == "Taken":
            raise RtMidiError("busy")

    def send_message(self, message: list[int]) -> None:
        type(self).sent.append(tuple(message))

    def set_callback(self, callback: Callable[[Any, Any], None]) -> None:
        type(self).callback = staticmethod(callback)  # type: ignore[assignment]

    def cancel_callback(self) -> None:
        pass

    def close_port(self) -> None:
        self.closed = True

    def delete(self) -> None:
        pass


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> type[Port]:
    """The stand-in for the library's ports."""
    kind = type("Made", (Port,), {"sent": []})
    library = SimpleNamespace(MidiIn=kind, MidiOut=kind, RtMidiError=RtMidiError, get_compiled_api=lambda: [2, 3])
    monkeypatch.setattr(ports, "_library", lambda: library)
    return kind


def test_without_the_package_there_are_no_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_library", lambda: None)
    assert output_names() == input_names() == ()
    with pytest.raises(PortError, match="midi-ports"):
        open_output("Keys")


def test_without_a_sequencer_there_are_no_ports(port: type[Port]) -> None:
    port.absent = (2, 3)
    assert output_names() == input_names() == ()
    with pytest.raises(PortError, match="cannot be opened"):
        open_output("Keys")


def test_where_one_midi_system_does_not_run_the_other_is_taken(port: type[Port]) -> None:
    port.absent = (2,)
    assert output_names() == input_names() == ("Keys",)
    open_output("Keys").close()


def test_our_own_ports_are_no_instruments(port: type[Port]) -> None:
    assert output_names() == input_names() == ("Keys",)


@pytest.mark.parametrize(("name", "word"), [("Gone", "not there"), ("Taken", "another program")])
def test_a_port_that_cannot_be_opened_is_told(port: type[Port], name: str, word: str) -> None:
    port.names = ("Keys", "Taken")
    with pytest.raises(PortError, match=word):
        open_output(name)


def test_a_synthesiser_that_is_unplugged_does_not_end_the_music(
    port: type[Port], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: Port, _message: list[int]) -> None:
        raise RtMidiError("gone")

    synthesiser = External(open_output("Keys"), lambda: 0.0)
    monkeypatch.setattr(port, "send_message", gone)
    synthesiser.quiet()
    synthesiser.close()


def test_a_keyboard_is_listened_to(port: type[Port]) -> None:
    heard: list[Any] = []
    keyboard = open_input("Keys", heard.append)
    port.callback(([0x90, 60, 99], 0.0), None)
    keyboard.close()
    assert heard == [[0x90, 60, 99]]


def test_drums_have_their_channel_and_many_tracks_share_the_last() -> None:
    many = song_of(*[[Note(0, 10, 60)] for _ in range(20)], roles=[TrackRole.DRUMS, *[TrackRole.VOCAL] * 19])
    numbers = list(channels(score(many)).values())
    assert numbers[:3] == [9, 0, 1]
    assert set(numbers[1:]) == set(range(16)) - {9}


class Told:
    """A synthesiser that keeps what it is told."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, ...]] = []
        self.closed = threading.Event()

    def send(self, message: Sequence[int]) -> None:
        self.sent.append(tuple(message))

    def close(self) -> None:
        self.closed.set()


def test_messages_wait_until_their_sound_is_heard_and_keep_their_order() -> None:
    told = Told()
    wait = 30.0
    external = External(told, lambda: wait)
    external.send((0x90, 60, 1))
    external.quiet()
    assert (0x90, 60, 1) not in told.sent
    assert (0xB0, 123, 0) in told.sent
    wait = 0.0
    last = threading.Event()
    told.send = lambda message: (told.sent.append(tuple(message)), len(message) == 1 and last.set())  # type: ignore[method-assign,assignment]
    for number in range(50):
        external.send((0x90, number, 1))
    external.send((0xFE,))
    assert last.wait(60)
    assert [message[1] for message in told.sent if message[0] == 0x90] == list(range(50))
    external.close()
    assert told.closed.is_set()


def test_the_synthesiser_plays_what_the_player_plays(port: type[Port], sine_font: Path) -> None:
    reports: list[Any] = []
    output = Output(Engine(), buffer=0.0)
    control = Control(output, reports.append)

    def act(message: PlayerCommand) -> None:
        control.handle(message)
        while output._actions:
            output._actions.popleft()()

    act(SetSoundFont(sine_font))
    act(LoadScore(score(SONG).to_json()))
    act(SetMidiOutput("Keys"))
    act(SetMix("t0", Mix(99, 0, 5, solo=True)))
    act(Play(0))
    listen(output.engine, 1.2)
    done = threading.Event()
    external = control._external
    assert external is not None
    port.send_message = lambda self, message: (port.sent.append(tuple(message)), message == [0xFE] and done.set())  # type: ignore[method-assign,assignment,misc]
    external.send([0xFE])
    assert done.wait(60)
    notes = [message for message in port.sent if message[0] & 0xE0 == 0x80]
    assert [note for note in notes if note[0] & 0x0F == 0] == [
        (0x90, 69, 100),
        (0x80, 69, 0),
        (0x90, 71, 90),
        (0x80, 71, 0),
    ]
    assert [note for note in notes if note[0] & 0x0F == 9] == [(0x99, 36, 80), (0x89, 36, 0)]
    assert (0xB0, 7, 99) in port.sent
    assert port.sent[::-1][[m[:2] for m in port.sent[::-1]].index((0xB9, 7))] == (0xB9, 7, 0)
    act(SetMidiOutput(""))
    assert control._external is None
    control.close()


def test_a_synthesiser_that_is_gone_leaves_the_player_playing(port: type[Port], sine_font: Path) -> None:
    reports: list[Any] = []
    output = Output(Engine(), buffer=0.0)
    control = Control(output, reports.append)
    control.handle(SetSoundFont(sine_font))
    control.handle(LoadScore(score(replace(SONG, tracks=SONG.tracks)).to_json()))
    control.handle(SetMidiOutput("Gone"))
    assert "not there" in reports[-1].message
    control.handle(SetMix("t0", Mix(3)))
    while output._actions:
        output._actions.popleft()()
    assert output.engine.score.end > 0


def test_a_phrase_on_a_keyboard_becomes_one_voice() -> None:
    played = [
        (0.5, (0x90, 60, 90)),
        (1.0, (0x90, 64, 90)),  # legato: the first is still held
        (1.05, (0x80, 60, 0)),
        (1.4, (0xB0, 64, 127)),  # a pedal is no note
        (1.5, (0x90, 64, 0)),  # a note on without velocity lets go
        (2.0, (0x90, 55, 50)),
        (2.01, (0x90, 67, 50)),  # a chord: the highest is the melody
        (2.5, (0x80, 55, 0)),
        (2.6, (0xF8,)),
        (2.7, (0x90, 72, 30)),  # brushed
        (2.71, (0x80, 72, 0)),
    ]
    notes = melody_of(played, 4.0)
    assert [(note.start, note.end, note.pitch) for note in notes] == [(0.5, 1.0, 60), (1.0, 1.5, 64), (2.01, 4.0, 67)]


def test_what_a_keyboard_plays_is_kept_as_midi_and_reported(port: type[Port], tmp_path: Path) -> None:
    ended = threading.Event()
    reports: list[Any] = []

    def report(message: HumReport) -> None:
        reports.append(message)
        strikes = [told for told in reports if isinstance(told, Struck)]
        if isinstance(message, Recording) and len(strikes) < 2:
            port.callback(([0x90, 60 + len(strikes), 80], 0.0), None)
        elif len(strikes) == 2:
            ended.set()

    path = tmp_path / "takes" / "one.mid"
    last = record_keyboard("Keys", path, ended, report)
    assert last.hearing.exact
    assert [note.pitch for note in last.hearing.notes] == [60, 61]
    assert reports[-1] == Recorded(path)
    assert [message.note for message in mido.MidiFile(path) if message.type == "note_on"] == [60, 61]


def test_what_a_keyboard_has_played_is_on_disk_long_before_the_end(
    port: type[Port], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("songwright.audio.hum.keyboard._KEEP_SECONDS", 0.0)
    path = tmp_path / "takes" / "one.mid"

    def die_after_a_while(message: HumReport) -> None:
        if path.exists():
            raise KeyboardInterrupt
        if isinstance(message, Recording):
            port.callback(([0x90, 60, 80], 0.0), None)

    with pytest.raises(KeyboardInterrupt):
        record_keyboard("Keys", path, threading.Event(), die_after_a_while)
    assert [message.note for message in mido.MidiFile(path) if message.type == "note_on"] == [60]


def test_a_keyboard_that_is_gone_is_told(port: type[Port], tmp_path: Path) -> None:
    with pytest.raises(PortError, match="not there"):
        record_keyboard("Gone", tmp_path / "a.mid", threading.Event(), lambda _: None)
