"""The client keeps track of the player, whatever pieces its reports come in, and can bring a new one up to date."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.listening import song_of
from songwright.audio.client import AudioClient, DeviceOpened, Loaded, Notice, PlayerState, Status
from songwright.audio.protocol import LineReader, encode
from songwright.audio.score import score
from songwright.core.song import Mix, Note

if TYPE_CHECKING:
    from pathlib import Path

SCORE = score(song_of([Note(0, 480, 60)], [Note(0, 480, 64)]))
DEVICE = {"is": "device", "audible": True, "backend": "ALSA"}


def status(motion: str, tick: float = 0.0, tempo: float = 120.0) -> dict[str, Any]:
    return {
        "is": "status",
        "motion": motion,
        "tick": tick,
        "tempo": tempo,
        "peaks": [0.5, 0.25],
        "tracks": {"t0": 0.5},
        "xruns": 0,
        "load": 0.1,
    }


def told(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_the_player_is_starting_until_its_device_is_open() -> None:
    client = AudioClient()
    assert client.status.state is PlayerState.STARTING
    assert client.receive(encode(DEVICE), 1.0) == [DeviceOpened(audible=True, backend="ALSA")]
    assert client.status.state is PlayerState.READY


@pytest.mark.parametrize(
    ("motion", "state"),
    [
        ("stopped", PlayerState.READY),
        ("paused", PlayerState.PAUSED),
        ("counting", PlayerState.COUNTING),
        ("playing", PlayerState.PLAYING),
    ],
)
def test_reports_become_the_state_that_a_button_shows(motion: str, state: PlayerState) -> None:
    client = AudioClient()
    events = client.receive(encode(status(motion, 960.0)), 1.0)
    assert events == [client.status]
    assert client.status == Status(state, 960.0, 120.0, (0.5, 0.25), {"t0": 0.5}, 0, 0.1)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_reports_may_come_in_any_pieces(sizes: list[int]) -> None:
    loaded = {"is": "loaded", "revision": 3, "soundfont": "a.sf2"}
    error = {"is": "error", "message": "No.", "detail": "d"}
    data = b"".join(encode(message) for message in (DEVICE, status("playing"), loaded, error))
    client, events = AudioClient(), []
    for size in [*sizes, len(data)]:
        events += client.receive(data[:size], 0.0)
        data = data[size:]
    assert events == [DeviceOpened(audible=True, backend="ALSA"), events[1], Loaded(3, "a.sf2"), Notice("No.", "d")]
    assert client.status.state is PlayerState.PLAYING


@given(st.binary(max_size=200))
def test_noise_changes_nothing(noise: bytes) -> None:
    client = AudioClient()
    assert client.receive(noise + b"\n", 0.0) == []
    assert client.receive(b'{"is": "status"}\n[1]\n{"is": "from the future"}\n', 0.0) == []
    assert client.receive(encode(DEVICE), 0.0) != []


def test_a_line_without_end_is_given_up() -> None:
    lines = LineReader()
    piece = b"x" * (1 << 24)
    for _ in range(5):
        lines.feed(piece)
    assert lines.feed(b"\n" + encode({"a": 1})) == [{"a": 1}]


def test_the_cursor_moves_between_reports_but_not_far_without_them() -> None:
    client = AudioClient()
    client.receive(encode(status("playing", 960.0, 120.0)), 10.0)
    assert client.position(10.1) == pytest.approx(960 + 96)
    assert client.position(100.0) <= 960 + 0.25 * 960
    client.receive(encode(status("paused", 960.0)), 11.0)
    assert client.position(12.0) == 960.0


def test_the_space_bar_plays_and_pauses() -> None:
    client = AudioClient()
    client.receive(encode(DEVICE), 0.0)
    assert told(client.toggle())[0]["do"] == "play"
    client.receive(encode(status("playing")), 0.0)
    assert told(client.toggle())[0]["do"] == "pause"


def test_a_restarted_player_is_told_everything_again(tmp_path: Path) -> None:
    client = AudioClient()
    mix = Mix(volume=33, mute=True)
    client.load(SCORE)
    client.set_soundfont(tmp_path / "mine.sf2")
    client.set_loop((480, 960))
    client.set_tempo(90)
    client.set_volume(70)
    client.set_click(on=True)
    client.set_mix("t1", mix)
    client.set_program("t0", 40)
    client.receive(encode(status("playing", 777.0)), 0.0)
    client.ended(-11, 0.0)

    messages = told(client.restart())

    assert client.status.state is PlayerState.STARTING
    by_name = {message["do"]: message for message in messages}
    assert messages[0] == {"do": "soundfont", "path": str(tmp_path / "mine.sf2")}
    first, second = by_name["load"]["score"]["tracks"]
    assert (first["program"], Mix(**second["mix"])) == (40, mix)
    assert by_name["loop"]["span"] == [480, 960]
    assert (by_name["tempo"]["tempo"], by_name["volume"]["volume"], by_name["click"]["on"]) == (90, 70, True)
    assert by_name["seek"]["tick"] == 777.0
    assert "play" not in by_name


def test_a_score_at_another_tempo_ends_the_practice_tempo() -> None:
    client = AudioClient()
    client.load(SCORE)
    client.set_tempo(60)
    client.load(SCORE)
    assert "tempo" in {message["do"] for message in told(client.restart())}
    client.load(replace(SCORE, tempo=150.0))
    assert "tempo" not in {message["do"] for message in told(client.restart())}


def test_a_player_that_keeps_crashing_is_left_alone() -> None:
    client = AudioClient()
    outcomes = []
    for _ in range(3):
        outcomes.append(client.ended(-6, 1.0, "boom"))
        client.restart()
    assert [outcome.restartable for outcome in outcomes] == [True, True, False]
    assert "song is not affected" in outcomes[0].message
    assert "boom" in outcomes[0].detail


def test_a_crash_after_a_long_healthy_time_counts_afresh() -> None:
    client = AudioClient()
    for hour in range(1, 6):
        client.restart()
        client.receive(encode(DEVICE), hour * 3600.0)
        assert client.ended(-6, hour * 3600.0 + 1800).restartable
