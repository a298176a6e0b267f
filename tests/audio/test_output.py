"""Between engine and device: sound in any portions, where the listener is, and drop-outs; with a clock that is set."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import miniaudio
import numpy as np
import pytest

from audio.listening import engine_with, song_of
from songwright.audio import output as output_module
from songwright.audio.device import _Player
from songwright.audio.output import Output
from songwright.audio.protocol import Pause, Play
from songwright.audio.synth import BLOCK, RATE, Motion
from songwright.core.song import Note

if TYPE_CHECKING:
    from collections.abc import Generator

    from songwright.audio.instruments import Instruments

PORTION = 1200  # half of a buffer of 50 ms


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


class Device:
    """A device that asks for sound when the test says so."""

    backend = "test"

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def start(self, frames: Generator[bytes, int, None]) -> None:
        self.frames = frames

    def close(self) -> None:
        pass

    def pull(self, count: int) -> np.ndarray[Any, Any]:
        return np.frombuffer(self.frames.send(count), np.float32).reshape(-1, 2)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(output_module, "time", clock)
    monkeypatch.setattr(output_module, "hurry", lambda _: None)
    monkeypatch.setattr(miniaudio, "PlaybackDevice", Device)
    return clock


def opened(instruments: Instruments) -> tuple[Output, Device]:
    output = Output(engine_with(song_of([Note(0, 3800, 69, 100)]), instruments), buffer=0.05)
    output.open()
    device = output._device
    assert isinstance(device, Device)
    return output, device


def run(output: Output, device: Device, clock: Clock, periods: int) -> None:
    """Let a device with two periods play for a while: it asks when a period has been played."""
    for _ in range(periods):
        clock.now += PORTION / RATE
        device.pull(PORTION)


def test_any_portions_are_the_same_sound(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    output.post(output.engine.play)
    portions = np.concatenate([device.pull(count) for count in (1, 239, 240, 241, 7, 1000, 512, 512)])
    engine = engine_with(song_of([Note(0, 3800, 69, 100)]), sine)
    engine.play()
    blocks = np.concatenate([engine.render() for _ in range(len(portions) // BLOCK + 1)])
    np.testing.assert_array_equal(portions, blocks[: len(portions)])
    assert np.abs(portions).max() > 0.01


def test_the_listener_is_behind_by_what_lies_in_the_buffer(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    output.post(output.engine.play)
    device.pull(PORTION)
    device.pull(PORTION)
    assert output.heard().motion is Motion.STOPPED
    run(output, device, clock, 20)
    heard = output.heard()
    assert heard.motion is Motion.PLAYING
    assert heard.tick == pytest.approx((20 * PORTION - BLOCK) / 50, abs=2 * BLOCK / 50)
    clock.now += 0.01
    assert output.heard().tick == pytest.approx(heard.tick + 0.01 * 960, abs=1)


def test_each_block_is_told_when_it_will_be_heard(
    clock: Clock, sine: Instruments, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, device = opened(sine)
    told: list[float] = []
    render = output.engine.render
    monkeypatch.setattr(output.engine, "render", lambda: (told.append(output.ahead), render())[1])
    device.pull(PORTION)
    # The last block of a full buffer is heard a buffer later, but for its own length.
    steps = [0.05 + (done - PORTION) / RATE for done in range(0, PORTION, BLOCK)]
    assert told == pytest.approx(steps)


def test_a_device_that_is_served_in_time_has_no_drop_outs(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    output.post(output.engine.play)
    device.pull(PORTION)
    device.pull(PORTION)
    for late in (0.0, 0.02, 0.0, 0.024, -0.01, 0.01) * 50:
        clock.now += PORTION / RATE + late
        device.pull(PORTION)
        clock.now -= late
    assert output.xruns == 0


def test_a_call_that_comes_too_late_is_a_drop_out_once(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    output.post(output.engine.play)
    device.pull(PORTION)
    device.pull(PORTION)
    run(output, device, clock, 40)
    clock.now += 0.2
    run(output, device, clock, 40)
    assert output.xruns == 1


def test_a_gap_in_silence_is_no_drop_out(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    run(output, device, clock, 40)
    clock.now += 0.2
    run(output, device, clock, 40)
    assert output.xruns == 0


def test_clocks_that_drift_apart_are_no_drop_outs(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    output.post(output.engine.play)
    device.pull(PORTION)
    device.pull(PORTION)
    for _ in range(12_000):  # five minutes with a device 0.03 % slow
        clock.now += 1.0003 * PORTION / RATE
        output._account(clock.now, PORTION / RATE)
    assert output.xruns == 0


def test_a_device_that_asks_no_more_is_noticed(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    run(output, device, clock, 4)
    assert output.alive
    clock.now += 3.0
    assert not output.alive


def test_a_machine_on_which_it_stutters_gets_a_longer_buffer(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    said: list[dict[str, object]] = []
    player = _Player(output, said.append, silent=False)
    output.post(output.engine.play)
    device.pull(PORTION)
    player.open()
    player.adapt(100.0)
    output.xruns += 2
    player.adapt(111.0)
    assert output.buffer == 0.05
    for moment in range(122, 300, 11):
        output.xruns += 3
        player.adapt(float(moment))
    assert output.buffer == 0.2
    assert all(message.audible for message in said)


def test_after_drop_outs_now_and_then_the_buffer_is_longer_once_nothing_sounds(clock: Clock, sine: Instruments) -> None:
    output, device = opened(sine)
    player = _Player(output, lambda _: None, silent=False)
    player.open()
    output.post(output.engine.play)
    device.pull(PORTION)
    for moment in (111.0, 122.0, 133.0):
        output.xruns += 1
        player.adapt(moment)
    assert output.buffer == 0.05
    output.post(output.engine.panic)
    run(output, device, clock, 100)
    player.adapt(140.0)
    player.adapt(151.0)
    assert output.buffer == pytest.approx(0.075)


def test_a_device_that_is_chosen_is_opened_and_a_missing_one_is_told(
    clock: Clock, sine: Instruments, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    class Chosen(Device):
        def __init__(self, *_: object, device_id: object = None, **__: object) -> None:
            opened.append(device_id)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", Chosen)
    there = {"Headphones": "id 1"}
    monkeypatch.setattr(output_module, "playback_devices", lambda: there)
    output = Output(engine_with(song_of([Note(0, 480, 69)]), sine))
    told: list[Any] = []
    player = _Player(output, told.append, silent=False)
    output.wanted = "Headphones"
    player.open()
    there.clear()  # unplugged
    clock.now += 3
    player.open(lost=True)
    assert opened == ["id 1", None]
    assert told[0].message == ""
    assert "“Headphones” is not there" in told[1].message
    assert told[1].audible


def test_a_device_that_stopped_and_came_back_is_told(clock: Clock, sine: Instruments) -> None:
    output = Output(engine_with(song_of([Note(0, 480, 69)]), sine))
    told: list[Any] = []
    player = _Player(output, told.append, silent=False)
    player.open()
    player.open(lost=True)  # just opened by another thread: nothing is lost
    assert len(told) == 1
    clock.now += 3
    player.open(lost=True)
    assert [bool(report.message) for report in told] == [False, True]


def test_a_device_that_was_not_there_is_looked_for_again_when_the_music_plays(
    clock: Clock, sine: Instruments, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = [False]

    class Unplugged(Device):
        def __init__(self, *arguments: object, **options: object) -> None:
            if not working[0] and options["backends"] != [output_module._SILENT]:
                raise miniaudio.MiniaudioError("no device", -401)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", Unplugged)
    output = Output(engine_with(song_of([Note(0, 480, 69)]), sine))
    told: list[Any] = []
    player = _Player(output, told.append, silent=False)
    asked: list[object] = []
    monkeypatch.setattr("songwright.host.child.serving.commands", lambda _kinds: iter(asked))

    def say(*commands: object) -> None:
        asked[:] = commands
        clock.now += 3
        player.serve(SimpleNamespace(handle=lambda _command: None))  # type: ignore[arg-type]

    player.open()
    say(Pause())
    assert [report.audible for report in told] == [False]
    working[0] = True
    say(Play())
    assert [report.audible for report in told] == [False, True]
    say(Play(), Pause())  # it is there: nothing is opened for it
    assert len(told) == 2


def test_a_player_that_is_meant_to_be_silent_looks_for_no_device(clock: Clock, sine: Instruments) -> None:
    player = _Player(Output(engine_with(song_of([Note(0, 480, 69)]), sine)), lambda _report: None, silent=True)
    player.open()
    assert not player._lacking
