"""The window has its song sung while it goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from songwright.audio.process import audio_command
from songwright.core.edits import set_tempo, set_track
from songwright.core.song import UNSUNG, Line, Singing, Song
from songwright.ui.player.playback import Playback
from songwright.ui.services import Services
from ui.music import samples

pytestmark = [pytest.mark.window]
SILENT = audio_command("--device", "null")


@pytest.fixture
def playback(make_services: Callable[[Song], Services]) -> Playback:
    services = make_services(samples.one_line_song(60, 62, 64, 65))
    playback = Playback(services, command=SILENT)
    services.closing.append(playback.close_down)
    playback.show_song(services.session.song)
    return playback


def _all_sung(playback: Playback, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: playback.voices.ready[1] > 0 and playback.voices.ready[0] == playback.voices.ready[1],
                    timeout=30000)  # fmt: skip


def test_a_song_is_sung_without_being_asked_and_the_player_is_told(playback: Playback, qtbot: QtBot) -> None:
    with qtbot.waitSignal(playback.voices.sung, timeout=30000) as told:
        playback.play(0)
    track, spans = told.args
    assert track == "t1"
    assert [(span.start, span.tempo) for span in spans] == [(0, playback._song.tempo)]
    assert playback.client._score.tracks[0].sung == spans


def test_an_edit_sings_only_what_it_changed_and_words_come_with_the_score(playback: Playback, qtbot: QtBot) -> None:
    _all_sung(playback, qtbot)
    files = dict(playback.voices._files)
    song = playback._song
    assert song is not None
    line = replace(song.sections[0].lines[0], text="oh oh oh oh")
    changed = replace(song, sections=(replace(song.sections[0], lines=(line,)),))
    playback.show_song(changed)
    qtbot.waitUntil(lambda: len(playback.voices._files) > len(files), timeout=30000)
    playback.show_song(song)
    qtbot.waitUntil(lambda: playback._sent is song, timeout=30000)
    assert [span.path for span in playback.client._score.tracks[0].sung] == [str(path) for path in files.values()]


def test_another_singer_and_another_tempo_are_sung_anew(playback: Playback, qtbot: QtBot) -> None:
    _all_sung(playback, qtbot)
    song = playback._song
    assert song is not None
    low = set_track(song, replace(song.tracks[0], singing=Singing("bass")))
    with qtbot.waitSignal(playback.voices.sung, timeout=30000, check_params_cb=lambda _, spans: len(spans) == 1):
        playback.show_song(low)
    slow = set_tempo(low, 61.0)
    with qtbot.waitSignal(
        playback.voices.sung, timeout=30000, check_params_cb=lambda _, spans: [s.tempo for s in spans] == [61.0]
    ):
        playback.show_song(slow)


def test_a_track_that_is_not_to_be_sung_loses_its_voice(playback: Playback, qtbot: QtBot) -> None:
    _all_sung(playback, qtbot)
    song = playback._song
    assert song is not None
    with qtbot.waitSignal(playback.voices.sung, timeout=30000, check_params_cb=lambda _, spans: spans == ()):
        playback.show_song(set_track(song, replace(song.tracks[0], singing=Singing(UNSUNG))))


def test_a_singer_that_is_killed_is_followed_by_another(playback: Playback, qtbot: QtBot) -> None:
    _all_sung(playback, qtbot)
    os.kill(playback.voices._child.pid, signal.SIGKILL)
    song = playback._song
    assert song is not None
    playback.show_song(set_track(song, replace(song.tracks[0], singing=Singing("tenor"))))
    with qtbot.waitSignal(playback.voices.sung, timeout=30000, check_params_cb=lambda _, spans: len(spans) == 1):
        pass


def test_words_that_have_no_line_any_more_change_nothing_for_the_player(playback: Playback, qtbot: QtBot) -> None:
    song = playback._song
    assert song is not None
    playback.show_song(replace(song, sections=(replace(song.sections[0], lines=(Line("l9", "other"),)),)))
    _all_sung(playback, qtbot)


def test_words_of_another_script_are_said_to_be_hummed_once_the_song_is_heard(playback: Playback, qtbot: QtBot) -> None:
    services = playback.voices._services
    told: list[str] = []
    services.notices.shown.connect(lambda notice: told.append(notice.text))
    song = services.session.song
    line = replace(song.sections[0].lines[0], text="oh мир oh oh")
    services.session.apply("Words", replace(song, sections=(replace(song.sections[0], lines=(line,)),)))
    playback.show_song(services.session.song)
    _all_sung(playback, qtbot)
    playback.play(0)
    qtbot.waitUntil(lambda: any("hums “мир”" in text for text in told), timeout=30000)


def test_other_words_to_the_same_notes_are_sung_without_a_new_score(playback: Playback, qtbot: QtBot) -> None:
    _all_sung(playback, qtbot)
    song = playback._song
    assert song is not None
    line = replace(song.sections[0].lines[0], text="oh oh oh oh")
    before = set(playback.voices._files)
    playback.show_words(replace(song, sections=(replace(song.sections[0], lines=(line,)),)))
    qtbot.waitUntil(lambda: set(playback.voices._files) > before, timeout=30000)
    assert not playback._gather.isActive()
    assert playback._scoring is None
