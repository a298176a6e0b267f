"""The dialog of the listening test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from music.listening.making import sitting, trials_of
from songwright.host.listening import SittingFolder
from songwright.music.listening.trials import Sitting, Trial, TrialKind
from songwright.music.nets.runtime import NetError
from songwright.music.request import Watch
from songwright.ui.listening import dialog as dialog_module
from songwright.ui.listening.dialog import ListeningDialog
from songwright.ui.services import Services
from songwright.ui.wiring import Studio
from ui.listening_player import LentPlayer

pytestmark = [pytest.mark.window]

Opened = tuple[ListeningDialog, LentPlayer, SittingFolder]


@pytest.fixture
def open_dialog(
    make_services: Callable[..., Services], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Opened]]:
    """Open the dialog over the tests that are given; pieces are made without a net."""
    made: list[ListeningDialog] = []

    def without_net(plans: tuple, _kit: object, watch: Watch) -> tuple[Trial, ...]:
        watch.report(0.5)
        return trials_of(plans)

    monkeypatch.setattr(dialog_module, "make_trials", without_net)

    def make(*tests: Sitting) -> Opened:
        services = make_services("Words that stay")
        services.paths = SimpleNamespace(listening=tmp_path / "listening", documents=tmp_path)  # type: ignore[assignment]
        folder = SittingFolder(services.paths.listening)
        for test in tests:
            folder.save(test)
        player = LentPlayer()
        dialog = ListeningDialog(services, player, lambda: None)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        return dialog, player, folder

    yield make
    for dialog in made:
        dialog.reject()


def page(dialog: ListeningDialog) -> QWidget:
    return dialog._pages.currentWidget()


def start(dialog: ListeningDialog, qtbot: QtBot, kind: TrialKind = TrialKind.SINGLE, *, practice: bool = False) -> None:
    dialog.start_page.kind.set_value(kind)
    dialog.start_page.count.set_value("10")
    dialog.start_page.listener.setText("  Anna  Magdalena ")
    dialog.start_page.practice.setChecked(practice)
    dialog.start_page.start.click()
    qtbot.waitUntil(lambda: page(dialog) is dialog.trial_page)


def test_a_whole_test_by_keyboard_alone(open_dialog: Callable[..., Opened], qtbot: QtBot) -> None:
    dialog, player, folder = open_dialog()
    start(dialog, qtbot)
    assert player.lent
    for number in range(10):
        trial = folder.load()[0].trials[number]
        assert dialog.trial_page.place.text() == f"{number + 1} of 10"
        assert len(player.playback.songs) == 2 * number + 1  # it is played without being asked
        assert not dialog.trial_page.next.isEnabled()
        qtbot.keyClick(dialog.trial_page.choices[0], Qt.Key.Key_Space)
        assert len(player.playback.songs) == 2 * number + 2
        qtbot.keyClick(dialog, Qt.Key.Key_1 if number % 2 else Qt.Key.Key_2)
        qtbot.keyClick(dialog, Qt.Key.Key_1 if trial.truth == 0 else Qt.Key.Key_2)  # thought better of it
        assert dialog.trial_page.feedback.isHidden()
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page(dialog) is dialog.results_page
    (test,) = folder.load()
    assert test.finished
    assert test.listener == "Anna Magdalena"
    assert all(answered.right for answered in test.trials)
    assert dialog.results_page.verdict.text().startswith("10 of 10 right: guessing would seldom do so well")
    assert dialog.results_page.table.rowCount() == 10
    dialog.reject()
    assert not player.lent


def test_pairs_are_played_one_after_the_other(open_dialog: Callable[..., Opened], qtbot: QtBot) -> None:
    dialog, player, folder = open_dialog()
    start(dialog, qtbot, TrialKind.PAIRS)
    (test,) = folder.load()
    first, _ = test.trials[0].pieces
    end = 480 / 4 * sum(length for _, length in first.voices[0])
    shown = lambda: [bar.value() for bar in dialog.trial_page.bars]  # noqa: E731
    player.playback.reach(end / 2)
    assert shown() == [500, 0]
    player.playback.reach(end + 481)
    assert len(player.playback.songs) == 2
    player.playback.reach(end / 4)
    assert shown() == [1000, 250]
    player.playback.reach(end + 481)
    assert not player.playback.playing
    dialog.trial_page.parts[1].click()
    basses = [[note.pitch for note in song.sections[0].music.parts[3].notes] for song in player.playback.songs]
    assert basses[1] == basses[2] != basses[0]


def test_a_late_word_of_the_piece_before_does_not_end_the_next(
    open_dialog: Callable[..., Opened], qtbot: QtBot
) -> None:
    dialog, player, _ = open_dialog()
    start(dialog, qtbot)
    player.playback.reach(100_000)
    assert dialog.player.playing
    player.playback.reach(10)
    player.playback.reach(100_000)
    assert not dialog.player.playing


def test_nothing_is_said_before_the_end_but_in_practice_after_each(
    open_dialog: Callable[..., Opened], qtbot: QtBot
) -> None:
    dialog, _, folder = open_dialog()
    start(dialog, qtbot, practice=True)
    (test,) = folder.load()
    trial_page = dialog.trial_page
    for trial in test.trials:
        trial_page.choose(1 - trial.truth)
        trial_page.next.click()
        assert trial_page.feedback.text().startswith("Wrong.")
        assert f"BWV {trial.pieces[0].bwv}" in trial_page.feedback.text()
        trial_page.choose(trial.truth)  # too late
        trial_page.next.click()
    assert not any(trial.right for trial in folder.load()[0].trials)
    assert "nothing is concluded" in dialog.results_page.verdict.text()
    assert dialog.results_page.numbers.text() == ""


def test_a_test_is_left_and_gone_on_with_another_day(open_dialog: Callable[..., Opened], qtbot: QtBot) -> None:
    dialog, player, folder = open_dialog(sitting(answer=lambda _: 0, name="old"))
    start(dialog, qtbot)
    for _ in range(3):
        dialog.trial_page.choose(0)
        dialog.trial_page.next.click()
    dialog.trial_page.choose(0)
    dialog.trial_page.pause.click()  # an answer that was not gone on from is none
    assert not player.playback.playing
    dialog.reject()
    again, _, _ = open_dialog()
    again.start_page._go_on.click()
    assert again.trial_page.place.text() == "4 of 10"
    assert not any(button.isChecked() for button in again.trial_page.choices)
    again.results_page.show_tests(folder.load())


def test_cancelling_ends_the_making_at_once(
    open_dialog: Callable[..., Opened], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def endless(_plans: tuple, _kit: object, watch: Watch) -> tuple[Trial, ...]:
        begun.set()
        try:
            while True:
                watch.report(0.1)
                ended.wait(0.005)
        finally:
            ended.set()

    dialog, _, folder = open_dialog()
    monkeypatch.setattr(dialog_module, "make_trials", endless)
    dialog.start_page.start.click()
    qtbot.waitUntil(begun.is_set)
    assert page(dialog) is dialog.making
    dialog.making.cancel.click()
    assert page(dialog) is dialog.start_page
    qtbot.waitUntil(ended.is_set)
    assert folder.load() == ()


def test_a_net_that_cannot_run_is_a_sentence(
    open_dialog: Callable[..., Opened], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> tuple[Trial, ...]:
        raise NetError("The trained composer cannot be started.")

    dialog, _, _ = open_dialog()
    monkeypatch.setattr(dialog_module, "make_trials", broken)
    dialog.start_page.start.click()
    qtbot.waitUntil(lambda: page(dialog) is dialog.start_page)
    assert dialog.start_page.problem.text() == "The trained composer cannot be started."


def test_an_answer_that_cannot_be_kept_is_told_and_the_others_stay(
    open_dialog: Callable[..., Opened], qtbot: QtBot
) -> None:
    dialog, _, folder = open_dialog()
    start(dialog, qtbot)
    (test,) = folder.load()
    path = folder._path(test.id)
    path.unlink()
    path.mkdir()
    dialog.trial_page.choose(0)
    dialog.trial_page.next.click()
    assert page(dialog) is dialog.start_page
    assert "was not saved" in dialog.start_page.problem.text()


def test_silence_is_told_where_the_pieces_are_heard(open_dialog: Callable[..., Opened], qtbot: QtBot) -> None:
    dialog, player, _ = open_dialog()
    start(dialog, qtbot)
    assert dialog.trial_page.silence.isHidden()
    player.playback.silence = "No sound device was found."
    player.playback.reported.emit()
    assert dialog.trial_page.silence.text() == "No sound device was found."


def test_results_are_summed_listed_heard_deleted_and_exported(
    open_dialog: Callable[..., Opened], tmp_path: Path
) -> None:
    right = [sitting(TrialKind.PAIRS, answer=lambda t: t.truth, name=n, listener=n) for n in ("anna", "bea")]
    dialog, player, folder = open_dialog(*right)
    (tmp_path / "listening" / "bad.json").write_text("{")
    dialog._read()
    dialog._show_start()
    assert "bad.json" in dialog.start_page.problem.text()
    dialog.start_page.results.click()
    results = dialog.results_page
    assert "2 listeners" in results.list.item(0).text()
    assert results.verdict.text().startswith("20 of 20 right")
    assert results.table.isHidden()
    results.list.setCurrentRow(1)
    assert results.table.rowCount() == 10
    results.table.selectRow(4)
    results.hear[1].click()
    assert len(player.playback.songs) == 1
    dialog.export_to(tmp_path / "answers", as_table=True)
    assert len((tmp_path / "answers.csv").read_text().splitlines()) == 21
    dialog.export_to(tmp_path / "answers.json", as_table=True)
    assert len(json.loads((tmp_path / "answers.json").read_text())) == 2
    dialog.export_to(tmp_path / "no" / "such" / "place.csv", as_table=True)
    assert "was not saved" in results.problem.text()
    dialog.delete("bea")
    assert [test.id for test in folder.load()] == ["anna"]
    assert "1 listener" in results.list.item(0).text()
    dialog.delete("anna")
    assert "no tests" in results.verdict.text()


def test_how_many_tunes_are_new_depends_on_who_listens(open_dialog: Callable[..., Opened]) -> None:
    dialog, _, _ = open_dialog(sitting(count=40, answer=lambda _: 0, listener="Anna"))
    dialog.start_page.listener.setText("anna")
    assert dialog.start_page.hint.text().startswith("20 of 60 tunes are new")
    dialog.start_page.listener.setText("Bea")
    assert "400 answers" in dialog.start_page.hint.text()


def test_the_menu_opens_it_and_the_song_stays_as_it_is(studio: Studio) -> None:
    before = studio.services.session.song
    studio.services.actions["listening_test"].trigger()
    dialog = studio.window.findChild(ListeningDialog)
    assert dialog is not None
    playing = dialog._playing
    assert playing.lent
    dialog.reject()
    assert not playing.lent
    assert studio.services.session.song is before
    assert studio.services.session.undo_label is None
