"""The sound process, really started, on a device that keeps time in silence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import miniaudio
import pytest

from audio.listening import song_of
from audio.player_process import PlayerProcess
from songwright.audio.client import PlayerFailed
from songwright.audio.output import DeviceError, Output
from songwright.audio.process import audio_command
from songwright.audio.protocol import (
    Audition,
    DeviceOpened,
    Panic,
    Pause,
    Play,
    PlayerNotice,
    PlayerState,
    ScoreLoaded,
    Seek,
    SetLoop,
    SetMix,
    SetProgram,
    SetSoundFont,
    SetTempo,
    StopPlaying,
)
from songwright.audio.score import score
from songwright.audio.synth import Engine
from songwright.core.song import Mix, Note
from songwright.host.child.environment import child_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

SILENT = ["--device", "null"]
SCORE = score(song_of([Note(0, 3800, 69, 100)], bars=4))


class Player:
    """A sound process and all that it has said."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self.process = PlayerProcess(SILENT, self.events.append)
        self.client = self.process.client

    def wait_for_state(self, state: PlayerState) -> None:
        self.process.wait(lambda: self.client.status.state is state)

    def wait_for_event(self, kind: type) -> object:
        found: list[object] = []

        def come() -> bool:
            found[:] = [event for event in self.events if isinstance(event, kind)]
            return bool(found)

        self.process.wait(come)
        return found[0]


@pytest.fixture
def player(sine_font: Path) -> Iterator[Player]:
    player = Player()
    with player.process as process:
        process.send(SetSoundFont(sine_font))
        yield player


def test_it_plays_moves_on_pauses_and_stops(player: Player) -> None:
    client, process = player.client, player.process
    process.load(SCORE)
    process.send(Play(480))
    loaded = player.wait_for_event(ScoreLoaded)
    assert loaded == ScoreLoaded(1, "sine.sf2")
    player.wait_for_state(PlayerState.PLAYING)
    process.wait(lambda: client.status.tick > 600 and min(client.status.peaks) > 0.01)
    assert client.status.track_peaks["t0"] > 0.01

    process.send(Pause())
    player.wait_for_state(PlayerState.PAUSED)
    process.wait(lambda: client.status.peaks == (0.0, 0.0))
    assert client.status.tick > 600

    process.send(StopPlaying())
    process.wait(lambda: client.status.state is PlayerState.READY and client.status.tick == 480)


def test_commands_act_while_it_plays(player: Player) -> None:
    client, process = player.client, player.process
    process.load(SCORE)
    process.send(Play())
    process.wait(lambda: min(client.status.peaks) > 0.01)

    process.send(SetMix("t0", Mix(mute=True, reverb=0)))
    process.wait(lambda: client.status.peaks == (0.0, 0.0))
    process.send(SetMix("t0", Mix(volume=127, reverb=0)), SetProgram("t0", 5), SetTempo(60))
    process.wait(lambda: min(client.status.peaks) > 0.01 and client.status.tempo == 60)
    process.send(Seek(4000), SetLoop((3900, 4100)))
    process.wait(lambda: 3900 <= client.status.tick <= 4100)
    process.send(SetLoop(None), Panic())
    player.wait_for_state(PlayerState.READY)
    process.send(Audition((60, 64), seconds=0.2))
    process.wait(lambda: min(client.status.peaks) > 0.01)


def test_many_edits_in_a_row_do_not_disturb_it(player: Player) -> None:
    client, process = player.client, player.process
    process.load(SCORE)
    process.send(Play())
    process.wait(lambda: min(client.status.peaks) > 0.01)
    one, two = SCORE, score(song_of([Note(0, 3800, 69, 100)], [Note(0, 3800, 57, 100)], bars=4))
    for count in range(60):
        process.load(one if count % 2 else two)
    process.wait(lambda: ScoreLoaded(61, "sine.sf2") in player.events)
    tick = client.status.tick
    process.wait(lambda: client.status.tick > tick + 100 and min(client.status.peaks) > 0.01)
    assert not [event for event in player.events if isinstance(event, (PlayerFailed, PlayerNotice))]


def test_a_missing_or_broken_font_is_said_and_another_one_played(player: Player, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(os.urandom(5000))
    for path in (tmp_path / "gone.sf2", broken):
        player.events.clear()
        player.process.send(SetSoundFont(path))
        notice = player.wait_for_event(PlayerNotice)
        assert isinstance(notice, PlayerNotice)
        assert path.name in notice.message
    player.process.load(SCORE)
    player.process.send(Play())
    player.process.wait(lambda: min(player.client.status.peaks) > 0.01)


def test_nonsense_is_survived(player: Player) -> None:
    process, client = player.process, player.client
    nonsense = [
        b"hello\n",
        b"\xff\xfe\n",
        b"{}\n",
        b'{"type": "Seek"}\n',
        b'{"type": "Seek", "tick": "x"}\n',
        b'{"type": "LoadScore", "score": 3}\n',
        b'{"type": "SetMix", "track": "t0", "mix": {"volume": 900}}\n',
        b'{"type": "SetTempo", "tempo": 1e999}\n',
        b'{"type": "SetTempo", "tempo": -5}\n',
        b'{"type": "SetLoop", "span": [5]}\n',
        b'{"type": "Seek", "tick": NaN}\n',
        b'{"type": "Play", "tick": NaN, "count_in": 99999}\n',
        b'{"type": "Audition", "pitches": [999, -5]}\n',
    ]
    with process._process.speaking():
        client._outgoing += nonsense
    process.send(Panic())
    process.load(SCORE)
    process.send(Play(0))
    player.wait_for_event(ScoreLoaded)
    process.wait(lambda: client.status.state is PlayerState.PLAYING and client.status.tick > 100)
    assert not [event for event in player.events if isinstance(event, PlayerFailed)]


def test_after_a_crash_it_starts_again_with_the_same_song(player: Player) -> None:
    client, process = player.client, player.process
    process.load(SCORE)
    process.send(Seek(960))
    process.wait(lambda: client.status.tick == 960)
    process.load(replace(SCORE, tempo=90.0))
    process.wait(lambda: client.status.tempo == 90)
    player.events.clear()

    os.kill(process.pid, signal.SIGKILL)

    failed = player.wait_for_event(PlayerFailed)
    assert isinstance(failed, PlayerFailed)
    assert failed.restartable
    player.wait_for_event(ScoreLoaded)
    process.wait(lambda: client.status.tick == 960 and client.status.tempo == 90)
    process.send(Play())
    process.wait(lambda: client.status.state is PlayerState.PLAYING and min(client.status.peaks) > 0.01)


def test_it_ends_when_its_input_does() -> None:
    process = subprocess.run(
        audio_command(*SILENT),
        env=child_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert process.returncode == 0
    assert process.stdout.startswith(b'{"type":"DeviceOpened"')


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc whether the process is there")
def test_no_orphan_is_left_when_its_owner_is_killed() -> None:
    owner = textwrap.dedent("""
        import time
        from songwright.audio.client import AudioClient
        from songwright.audio.process import audio_command
        from songwright.host.child.process import ChildProcess
        with ChildProcess(AudioClient(), audio_command("--device", "null")) as audio:
            audio.start()
            assert audio.wait(60)
            print(audio.pid, flush=True)
            time.sleep(60)
    """)
    process = subprocess.Popen([sys.executable, "-c", owner], env=child_environment(), stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        child = int(process.stdout.readline())
        process.kill()
        process.wait()
        deadline = time.monotonic() + 10
        while running(child) and time.monotonic() < deadline:
            time.sleep(0.01)
    assert not running(child)


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # a zombie has ended; whoever adopted it has not looked yet


def test_without_a_device_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", refuse)
    with pytest.raises(DeviceError) as caught:
        Output(Engine()).open()
    assert "exporting audio" in caught.value.message
    said = "The sound system said: failed to init device: the device could not be opened (error -401)."
    assert caught.value.detail == said


def test_a_player_without_sound_keeps_time_and_says_so(player: Player) -> None:
    device = player.wait_for_event(DeviceOpened)
    assert isinstance(device, DeviceOpened)
    assert not device.audible
    player.process.load(SCORE)
    player.process.send(Play())
    player.process.wait(lambda: player.client.status.tick > 200)
