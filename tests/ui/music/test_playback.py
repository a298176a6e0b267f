"""The sound process as the window holds it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from songwright.audio.process import audio_command
from songwright.audio.protocol import DeviceOpened
from songwright.core.edits import set_mix, set_tempo
from songwright.core.language import English, Pseudo, speak
from songwright.core.song import Song
from songwright.host.child.message_codec import encode
from songwright.ui.notices import Notice
from songwright.ui.player.playback import Playback
from songwright.ui.services import Services
from ui.music import samples

pytestmark = [pytest.mark.window]
SILENT = audio_command("--device", "null")

# A sound process that writes down what it is told and says what the first word of each command wants to hear.
SCRIPTED = """
import json, os, sys
print(json.dumps({"type": "DeviceOpened", "audible": False, "message": "No sound device was found."}), flush=True)
log = open(os.environ["SCRIPT_LOG"], "a")
for line in sys.stdin:
    message = json.loads(line)
    log.write(json.dumps([message["type"], message.get("mix", {}).get("volume"), message.get("tempo")]) + "\\n")
    log.flush()
    if message["type"] == "Play":
        os._exit(3)
"""


def scripted(services: Services, log: object, monkeypatch: pytest.MonkeyPatch) -> Playback:
    monkeypatch.setenv("SCRIPT_LOG", str(log))
    playback = Playback(services, command=(sys.executable, "-c", SCRIPTED))
    services.closing.append(playback.close_down)
    return playback


def test_it_plays_and_says_where_it_is(make_services: Callable[[Song], Services], qtbot: QtBot) -> None:
    services = make_services(samples.song())
    playback = Playback(services, command=SILENT)
    services.closing.append(playback.close_down)
    playback.show_song(services.session.song)
    playback.play(960)
    qtbot.waitUntil(lambda: playback.playing, timeout=20000)
    qtbot.waitUntil(lambda: playback.position(playback._now()) > 1100, timeout=20000)
    playback.stop()
    qtbot.waitUntil(lambda: not playback.playing, timeout=20000)
    qtbot.waitUntil(lambda: playback.position(playback._now()) == 0, timeout=20000)
    playback.close_down()
    assert not playback.running


def test_no_sound_device_is_told(
    make_services: Callable[[Song], Services], qtbot: QtBot, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services(samples.song())
    with qtbot.waitSignal(services.notices.shown, timeout=20000) as shown:
        scripted(services, f"{tmp_path}/log", monkeypatch).show_song(services.session.song)
    assert shown.args[0].text == "No sound device was found."
    # The process says it anew at every start; whoever closed it need not read it again.
    assert shown.args[0].once


def test_a_player_that_dies_is_started_again_and_then_left_alone(
    make_services: Callable[[Song], Services], qtbot: QtBot, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services(samples.song())
    told: list[Notice] = []
    services.notices.shown.connect(told.append)
    playback = scripted(services, f"{tmp_path}/log", monkeypatch)
    playback.show_song(services.session.song)
    deaths = lambda: [notice for notice in told if notice.key == "sound-died"]  # noqa: E731
    for count in (1, 2, 3):
        playback.play(0)
        qtbot.waitUntil(lambda count=count: len(deaths()) == count, timeout=20000)
        assert playback.running == (count < 3)
    assert deaths()[-1].action is not None
    deaths()[-1].action[1]()
    assert playback.running


def test_the_mix_and_the_tempo_take_no_new_score(
    make_services: Callable[[Song], Services], qtbot: QtBot, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    services = make_services(samples.song())
    song, log = services.session.song, Path(str(tmp_path)) / "log"
    playback = scripted(services, log, monkeypatch)
    playback.show_song(song)
    loads = 1
    qtbot.waitUntil(lambda: log.exists() and log.read_text().count('["LoadScore"') == loads, timeout=20000)
    louder = set_mix(song, "t2", replace(song.tracks[1].mix, volume=33))
    playback.show_song(louder)
    playback.show_song(set_tempo(louder, 77))
    qtbot.waitUntil(lambda: "77" in log.read_text(), timeout=20000)
    assert '["SetMix", 33, null]' in log.read_text()
    assert log.read_text().count('["LoadScore"') == loads


def test_nothing_runs_while_there_is_no_music(make_services: Callable[[Song], Services]) -> None:
    services = make_services(Song())
    playback = Playback(services, command=SILENT)
    playback.show_song(Song())
    assert not playback.running


def test_a_process_that_starts_slowly_is_waited_for_and_one_that_falls_silent_is_not(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(samples.song())
    now = [0.0]
    mute = (sys.executable, "-c", "import sys; sys.stdin.read()")
    playback = Playback(services, command=mute, clock=lambda: now[0])
    services.closing.append(playback.close_down)
    playback.show_song(services.session.song)
    now[0] = 30.0
    playback.set_volume(70)
    assert playback.running
    playback.client.receive(encode(DeviceOpened(audible=True)))
    told: list[Notice] = []
    services.notices.shown.connect(told.append)
    now[0] = 40.0
    playback.set_volume(70)
    qtbot.waitUntil(lambda: any(notice.key == "sound-died" for notice in told), timeout=60000)


def test_what_the_sound_process_says_is_said_in_the_windows_language(
    make_services: Callable[[Song], Services],
) -> None:
    services = make_services(Song())
    playback = Playback(services, command=SILENT)
    told: list[Notice] = []
    services.notices.shown.connect(told.append)
    speak(Pseudo())
    try:
        playback._take(DeviceOpened(audible=True, message="No sound device was found."))
    finally:
        speak(English())
    assert [notice.text for notice in told if notice.key == "sound"] == ["⟦No sound device was found.⟧"]
