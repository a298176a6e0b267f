"""The page read aloud, the word that is read lit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from songwright.audio.process import audio_command
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text
from songwright.ui.player.playback import Playback
from songwright.ui.player.read_aloud import ReadAloud
from songwright.ui.services import Services

pytestmark = [pytest.mark.window]


@pytest.fixture
def make_reader(make_services: Callable[[Song], Services]) -> Callable[[str], tuple[Services, ReadAloud]]:
    def make(text: str) -> tuple[Services, ReadAloud]:
        services = make_services(with_lyric_text(Song(piece=Piece.POEM), text))
        playback = Playback(services, command=audio_command("--device", "null"))
        services.closing.append(playback.close_down)
        return services, ReadAloud(services, playback)

    return make


def test_every_word_is_lit_in_order_and_then_it_ends(
    make_reader: Callable[[str], tuple[Services, ReadAloud]], qtbot: QtBot
) -> None:
    services, reader = make_reader("[Verse]\nWater over stone\n\nGone")
    lit: list[tuple[str, int]] = []
    services.playhead.syllable_shown.connect(lambda line, syllable: lit.append((line, syllable)))
    services.actions["read_aloud"].setChecked(True)
    assert reader.reading
    qtbot.waitUntil(lambda: not reader.reading, timeout=60000)
    lines = [line.id for section in services.session.song.sections for line in section.sung_lines]
    assert lit == [(lines[0], 0), (lines[0], 2), (lines[0], 4), (lines[1], 0)]
    assert not services.actions["read_aloud"].isChecked()


def test_it_ends_when_it_is_asked_again(make_reader: Callable[[str], tuple[Services, ReadAloud]], qtbot: QtBot) -> None:
    services, reader = make_reader("Over and over\n" * 20)
    with qtbot.waitSignal(services.playhead.syllable_shown, timeout=60000):
        services.actions["read_aloud"].setChecked(True)
    with qtbot.waitSignal(services.playhead.cleared, timeout=1000):
        services.actions["read_aloud"].setChecked(False)
    assert not reader.reading


def test_a_page_without_words_says_so(make_reader: Callable[[str], tuple[Services, ReadAloud]], qtbot: QtBot) -> None:
    services, reader = make_reader("")
    with qtbot.waitSignal(services.notices.shown, timeout=20000) as told:
        services.actions["read_aloud"].setChecked(True)
    assert "nothing to read" in told.args[0].text
    assert not reader.reading
