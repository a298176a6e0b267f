"""Tempo, metre and key inside the song, from the window: asked for in a dialog, shown over the bars, undone at once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from songwright.core.markings import change_bar, set_marking, slow_ending
from songwright.core.song import Key, Marking, Metre, Song
from songwright.core.timeline import timeline
from songwright.ui.bars.bars_menu import ruler_menu
from songwright.ui.bars.paint_head import turn_signs
from songwright.ui.bars.turn_dialog import TurnDialog
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]
BAR = samples.BAR


@pytest.fixture
def open_pane(make_services: Callable[[Song], Services], qtbot: QtBot) -> Callable[[Song], tuple[Services, MusicPane]]:
    def make(song: Song) -> tuple[Services, MusicPane]:
        services = make_services(song)
        pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
        furnish(pane, qtbot)
        return services, pane

    return make


def asked(pane: MusicPane, tick: int) -> TurnDialog:
    pane.turning.ask(tick)
    assert pane.turning.dialog is not None
    return pane.turning.dialog


def test_what_is_ticked_changes_from_the_bar_on_as_one_step(
    open_pane: Callable[[Song], tuple[Services, MusicPane]],
) -> None:
    services, pane = open_pane(samples.song())
    before = services.session.song
    dialog = asked(pane, 2 * BAR + 700)
    dialog.wants_tempo.setChecked(True)
    dialog.tempo.setValue(80)
    dialog.over.setValue(1)
    dialog.wants_key.setChecked(True)
    dialog.tonic.setCurrentIndex(9)
    dialog.accept()
    laid = timeline(services.session.song)
    assert laid.tempi.tempo_at(2 * BAR - 1) == before.tempo
    assert laid.tempi.tempo_at(3 * BAR) == 80
    assert laid.key_at(2 * BAR).tonic == 9
    services.session.undo()
    assert services.session.song == before


def test_one_bar_of_another_metre_leaves_all_other_bars(
    open_pane: Callable[[Song], tuple[Services, MusicPane]],
) -> None:
    services, pane = open_pane(samples.song())
    dialog = asked(pane, BAR)
    dialog.wants_metre.setChecked(True)
    dialog.metre.setCurrentText("5/4")
    dialog.one_bar.setChecked(True)
    dialog.accept()
    assert [bar.metre.beats for bar in timeline(services.session.song).bars[:4]] == [4, 5, 4, 4]
    assert services.session.undo_label == "Tempo, Metre and Key"


def test_what_stands_there_is_shown_and_taken_away(open_pane: Callable[[Song], tuple[Services, MusicPane]]) -> None:
    plain = samples.song()
    services, pane = open_pane(set_marking(plain, "s1", Marking(BAR, tempo=84.0, key=Key(2))))
    dialog = asked(pane, BAR)
    assert dialog.wants_tempo.isChecked()
    assert dialog.tempo.value() == 84
    assert not dialog.wants_metre.isChecked()
    assert dialog.remove.isEnabled()
    dialog.remove.click()
    assert services.session.song == plain


def test_the_signs_stand_over_their_bars_and_never_on_each_other(
    open_pane: Callable[[Song], tuple[Services, MusicPane]],
) -> None:
    song = change_bar(samples.song(), "s1", 3 * BAR, Metre(6, 4))
    song = slow_ending(set_marking(song, "s1", Marking(0, tempo=90.0, key=Key(2))))
    _, pane = open_pane(song)
    scene = pane.bars.scene
    signs = list(turn_signs(scene, 0, scene.roll.end))
    texts = [text for _, text, _ in signs]
    assert texts[0] == "6/4"
    assert texts[1] == "4/4"
    assert any(text.startswith("rit. ♩ = ") for text in texts)
    rects = [rect for rect, _, _ in signs]
    assert all(one.right() < later.left() for one, later in pairwise(rects))
    assert scene.roll.bar_beat(3 * BAR + 5 * 480) == (4, 6)
    assert scene.roll.bar_beat(3 * BAR + 6 * 480) == (5, 1)


def test_the_menu_over_the_bars_leads_to_all_of_it(open_pane: Callable[[Song], tuple[Services, MusicPane]]) -> None:
    services, pane = open_pane(samples.song())
    services.actions["last_chorus_up"].trigger()
    laid = timeline(services.session.song)
    assert laid.key_at(laid.end - 1).tonic == (samples.song().key.tonic + 2) % 12
    assert services.session.undo_label == "Last Chorus a Tone Higher"
    services.actions["slow_ending"].trigger()
    assert not timeline(services.session.song).tempi.steady
    menu: QMenu = ruler_menu(pane.bars, pane.bars.rect().center().toPointF())
    texts = [action.text() for action in menu.actions()]
    assert {"Tempo, Metre and Key from Here…", "Last Chorus a Tone Higher", "Slow Down at the End"} <= set(texts)
    menu.deleteLater()


def test_a_wish_that_cannot_be_is_told_and_changes_nothing(
    open_pane: Callable[[Song], tuple[Services, MusicPane]],
) -> None:
    services, pane = open_pane(samples.song())
    before = services.session.song
    dialog = asked(pane, 0)
    dialog.wants_metre.setChecked(True)
    dialog.metre.setCurrentText("2/4")
    dialog.one_bar.setChecked(True)
    told: list[str] = []
    services.notices.shown.connect(lambda notice: told.append(notice.text))
    dialog.accept()
    assert services.session.song == before
    assert any("Words are sung" in text for text in told)
