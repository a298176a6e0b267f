"""The Listen stage: words lit as they are sung."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from songwright.core.song import Song
from songwright.ui.karaoke.listen_stage import ListenStage
from songwright.ui.karaoke.lyric_canvas import LyricCanvas
from songwright.ui.wiring import Studio
from ui.music import samples

MakeStudio = Callable[..., Studio]
pytestmark = [pytest.mark.window]


@pytest.fixture
def studio(make_studio: MakeStudio, qtbot: QtBot) -> Studio:
    studio = make_studio()
    studio.services.session.apply("Music", samples.song())
    return studio


def _stage(studio: Studio, qtbot: QtBot) -> ListenStage:
    studio.window.stages.show_stage("listen")
    stage = studio.window.stages.widget("listen")
    assert isinstance(stage, ListenStage)
    qtbot.waitUntil(lambda: bool(stage.canvas._screen.lines), timeout=20000)
    return stage


def _lit(canvas: LyricCanvas, colour: QColor) -> int:
    """How many pixels have the colour of what is sung."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return sum(
        image.pixelColor(x, y) == colour for y in range(0, image.height(), 2) for x in range(0, image.width(), 2)
    )


def test_the_line_is_lit_as_it_is_sung_and_read_to_those_who_do_not_see(studio: Studio, qtbot: QtBot) -> None:
    stage = _stage(studio, qtbot)
    line = stage.canvas._screen.lines[0]
    assert stage.canvas.accessibleDescription() == line.text == samples.VERSE[0]
    colour = studio.services.theme.colour("vocal")
    lit = []
    for tick in (line.starts[0], line.starts[3], line.ends[-1] - 1):
        stage.canvas.show_tick(tick)
        lit.append(_lit(stage.canvas, colour))
    assert lit[0] < lit[1] < lit[2]


def test_the_next_line_is_read_as_soon_as_the_last_is_over(studio: Studio, qtbot: QtBot) -> None:
    stage = _stage(studio, qtbot)
    first, second = stage.canvas._screen.lines[:2]
    stage.canvas.show_tick(first.ends[-1])
    assert stage.canvas.accessibleDescription() == second.text


def test_who_sings_himself_hears_the_band_alone_until_he_leaves(studio: Studio, qtbot: QtBot) -> None:
    stage = _stage(studio, qtbot)
    playback = studio.window.music.playback
    qtbot.waitUntil(lambda: "t1" in playback.voices.tracks, timeout=20000)
    song = studio.services.session.song
    stage.own_voice.setChecked(True)
    assert playback._mix(song.tracks[0]).mute
    assert not playback._mix(song.tracks[1]).mute
    studio.window.stages.show_stage("words")
    assert not playback._mix(song.tracks[0]).mute
    assert studio.services.session.song is song


def test_other_words_are_shown_at_once(studio: Studio, qtbot: QtBot) -> None:
    stage = _stage(studio, qtbot)
    studio.services.session.apply("Music", samples.one_line_song(60, 62, 64))
    qtbot.waitUntil(lambda: stage.canvas.accessibleDescription() == "la la la", timeout=20000)
    studio.services.session.apply("Empty", Song())
    studio.services.session.apply("Again", samples.song())
    qtbot.waitUntil(lambda: stage.canvas.accessibleDescription() == samples.VERSE[0], timeout=20000)


def test_the_cover_stands_softly_behind_the_words(studio: Studio, qtbot: QtBot) -> None:
    stage = _stage(studio, qtbot)
    plain = LyricCanvas(studio.services.theme)
    qtbot.addWidget(plain)
    plain.resize(stage.canvas.size())
    plain.show_words(stage.canvas._screen, "Harbour Light", 480)
    qtbot.waitUntil(lambda: not stage.canvas._cover.isNull(), timeout=60000)
    covered, bare = (widget.grab().toImage() for widget in (stage.canvas, plain))
    corners = [(10, 10), (covered.width() - 10, 10), (10, covered.height() - 10)]
    assert any(covered.pixelColor(*at) != bare.pixelColor(*at) for at in corners)
    assert all(abs(covered.pixelColor(*at).lightness() - bare.pixelColor(*at).lightness()) < 60 for at in corners)
