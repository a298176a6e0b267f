"""The client keeps track of the player, whatever pieces its reports come in, and can bring a new one up to date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.listening import song_of
from songwright.audio.client import AudioClient, PlayerFailed
from songwright.audio.protocol import (
    Audition,
    DeviceOpened,
    LoadScore,
    Pause,
    Play,
    PlayerCommand,
    PlayerNotice,
    PlayerReport,
    PlayerState,
    PlayerStatus,
    ScoreLoaded,
    Seek,
    SetClick,
    SetLoop,
    SetMix,
    SetProgram,
    SetSoundFont,
    SetTempo,
    SetVolume,
)
from songwright.audio.score import Score, score
from songwright.core.song import Mix, Note
from songwright.host.child.message_codec import Garbage, decode, encode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songwright.audio.client import AudioEvent

SCORE = score(song_of([Note(0, 480, 60)], [Note(0, 480, 64)]))
DEVICE = DeviceOpened(audible=True, backend="ALSA")


def status(state: PlayerState, tick: float = 0.0, tempo: float = 120.0) -> PlayerStatus:
    return PlayerStatus(state, tick, tempo, (0.5, 0.25), {"t0": 0.5}, 0, 0.1)


class Bench:
    """A client whose player runs, on a clock of the test's own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.client = AudioClient(lambda: self.now)
        self.start()

    def start(self) -> list[object]:
        """A new player was started; what it is told first."""
        self.client.start()
        assert self.client.must_start
        self.client.started()
        return self.sent()

    def sent(self) -> list[object]:
        return [decode(line, PlayerCommand) for line in self.client.data_to_send().splitlines()]

    def hear(self, *reports: PlayerReport) -> list[AudioEvent | Garbage]:
        return self.client.receive(b"".join(map(encode, reports)))

    def die(self, code: int = -6, log: bytes = b"") -> PlayerFailed:
        self.client.receive_log(log)
        (failed,) = self.client.exited(code)
        assert isinstance(failed, PlayerFailed)
        return failed


def test_the_player_is_starting_until_its_device_is_open() -> None:
    bench = Bench()
    assert bench.client.status.state is PlayerState.STARTING
    assert bench.hear(DEVICE) == [DEVICE]
    assert bench.client.status.state is PlayerState.READY
    assert bench.client.device == DEVICE


@pytest.mark.parametrize("state", [PlayerState.READY, PlayerState.PAUSED, PlayerState.COUNTING, PlayerState.PLAYING])
def test_reports_become_the_state_that_a_button_shows(state: PlayerState) -> None:
    bench = Bench()
    report = status(state, 960.0)
    assert bench.hear(report) == [report]
    assert bench.client.status == report


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_reports_may_come_in_any_pieces(sizes: Sequence[int]) -> None:
    reports = [DEVICE, status(PlayerState.PLAYING), ScoreLoaded(3, "a.sf2"), PlayerNotice("No.", "d")]
    data = b"".join(encode(report) for report in reports)
    client, events = Bench().client, []
    for size in [*sizes, len(data)]:
        events += client.receive(data[:size])
        data = data[size:]
    assert events == reports
    assert client.status.state is PlayerState.PLAYING


@given(st.binary(max_size=200))
def test_noise_changes_nothing(noise: bytes) -> None:
    bench = Bench()
    events = bench.client.receive(noise + b"\n")
    events += bench.client.receive(b'{"type": "PlayerStatus"}\n[1]\n{"type": "FromTheFuture"}\n')
    assert all(isinstance(event, Garbage) for event in events)
    assert bench.client.status.state is PlayerState.STARTING
    assert bench.hear(DEVICE) == [DEVICE]


def test_the_cursor_moves_between_reports_but_not_far_without_them() -> None:
    bench = Bench()
    bench.now = 10.0
    bench.hear(status(PlayerState.PLAYING, 960.0, 120.0))
    assert bench.client.position(10.1) == pytest.approx(960 + 96)
    assert bench.client.position(100.0) <= 960 + 0.25 * 960
    bench.hear(status(PlayerState.PAUSED, 960.0))
    assert bench.client.position(12.0) == 960.0


def test_the_space_bar_plays_and_pauses() -> None:
    bench = Bench()
    bench.hear(DEVICE)
    bench.client.toggle(count_in=1)
    assert bench.sent() == [Play(count_in=1)]
    bench.hear(status(PlayerState.PLAYING))
    bench.client.toggle()
    assert bench.sent() == [Pause()]


def test_a_restarted_player_is_told_everything_lasting_again(tmp_path: Path) -> None:
    bench = Bench()
    mix = Mix(volume=33, mute=True)
    lasting = [
        SetSoundFont(tmp_path / "mine.sf2"),
        SetLoop((480, 960)),
        SetTempo(90.0),
        SetVolume(70),
        SetClick(on=True),
    ]
    bench.client.load(SCORE)
    for command in (*lasting, SetMix("t1", mix), SetProgram("t0", 40), Audition((60,)), Play()):
        bench.client.send(command)
    assert len(bench.sent()) == 10
    bench.hear(status(PlayerState.PLAYING, 777.0))
    assert bench.die(-11).restartable

    first, load, *rest = bench.start()

    assert bench.client.status.state is PlayerState.STARTING
    assert first == lasting[0]
    assert isinstance(load, LoadScore)
    one, second = Score.from_json(load.score).tracks
    assert (one.program, second.mix) == (40, mix)
    assert rest == [*lasting[1:], Seek(777.0)]


def test_what_is_said_while_no_player_runs_is_kept_as_far_as_it_lasts() -> None:
    client = AudioClient()
    client.send(Play())
    client.send(SetVolume(70))
    assert not client.must_start
    assert client.data_to_send() == b""
    client.started()
    assert [decode(line, PlayerCommand) for line in client.data_to_send().splitlines()] == [SetVolume(70), Seek(0.0)]


def test_a_score_at_another_tempo_ends_the_practice_tempo() -> None:
    bench = Bench()
    bench.client.load(SCORE)
    bench.client.send(SetTempo(60.0))
    bench.client.load(SCORE)
    bench.die()
    assert SetTempo(60.0) in bench.start()
    bench.client.load(replace(SCORE, tempo=150.0))
    bench.die()
    assert not any(isinstance(command, SetTempo) for command in bench.start())


def test_a_player_that_keeps_crashing_is_left_alone_until_somebody_tries_again() -> None:
    bench = Bench()
    outcomes = []
    for _ in range(2):
        outcomes.append(bench.die(log=b"boom"))
        bench.start()
    outcomes.append(bench.die())
    assert [outcome.restartable for outcome in outcomes] == [True, True, False]
    assert not bench.client.must_start
    assert "song is not affected" in outcomes[0].message
    assert "exit code -6" in outcomes[0].detail
    assert "boom" in outcomes[0].detail
    bench.client.try_again()
    assert bench.client.must_start
    bench.client.started()
    assert bench.die().restartable


def test_a_crash_after_a_long_healthy_time_counts_afresh() -> None:
    bench = Bench()
    for hour in range(1, 6):
        bench.now = hour * 3600.0
        bench.hear(DEVICE)
        bench.now += 1800.0
        assert bench.die().restartable
        bench.start()


def test_a_player_that_falls_silent_is_killed_but_not_one_that_starts_slowly() -> None:
    bench = Bench()
    bench.now = 30.0
    bench.client.check()
    assert not bench.client.must_kill
    bench.hear(DEVICE)
    bench.now = 35.0
    bench.client.send(Play())  # being spoken to is no sign of life
    bench.client.check()
    assert not bench.client.must_kill
    bench.now = 36.5
    bench.client.check()
    assert bench.client.must_kill
