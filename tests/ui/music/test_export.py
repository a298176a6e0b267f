"""Export from the window: files that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pretty_midi
import pytest
import soundfile
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from songwright.audio import takeaway
from songwright.audio.takeaway import export_all, kind_named, targets
from songwright.core.errors import SongwrightError
from songwright.core.song import Line, Section, Song
from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.formats.exports import ExportTools
from songwright.host.settings import EXPORT_FOLDER
from songwright.ui.dialogs.export_dialog import ExportDialog
from songwright.ui.notices import Level, Notice
from songwright.ui.score.score_view import ScoreView
from songwright.ui.services import LexiconHolder, Services
from songwright.ui.wiring import Studio
from ui.music import samples

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]


def kinds(*names: str) -> list[takeaway.Kind]:
    return [kind_named(name) for name in names]


def chosen(dialog: ExportDialog) -> list[str]:
    return [name for name, box in dialog.boxes.items() if box.isChecked()]


@pytest.fixture
def open_dialog(
    make_services: Callable[[Song], Services], qtbot: QtBot, tmp_path: Path
) -> Callable[..., tuple[ExportDialog, Services]]:
    def make(song: Song, *formats: str) -> tuple[ExportDialog, Services]:
        services = make_services(song)
        dialog = ExportDialog(services)
        qtbot.addWidget(dialog)
        dialog.folder.setText(str(tmp_path / "out"))
        for name, box in dialog.boxes.items():
            box.setChecked(name in formats)
        dialog.show()
        return dialog, services

    return make


def test_the_dialog_is_never_too_narrow_for_its_labels(
    open_dialog: Callable[..., tuple[ExportDialog, Services]],
) -> None:
    dialog, _ = open_dialog(samples.one_line_song(60, 62))
    dialog.resize(dialog.minimumSize())
    labels = [label for label in dialog.findChildren(QLabel) if label.text() and not label.wordWrap()]
    assert labels
    assert [label.text() for label in labels if label.width() < label.sizeHint().width()] == []


def test_the_files_are_read_by_others(open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot) -> None:
    song = samples.one_line_song(60, 62, 64, 65)
    dialog, services = open_dialog(song, "midi", "text", "wav")
    told: list[Notice] = []
    services.notices.shown.connect(told.append)
    with qtbot.waitSignal(dialog.exported, timeout=60000) as exported:
        dialog.export.click()
    midi, text, sound = exported.args[0]
    notes = pretty_midi.PrettyMIDI(str(midi)).instruments[0].notes
    assert [note.pitch for note in notes] == [60, 62, 64, 65]
    assert "la la la la" in text.read_text(encoding="utf-8")
    samples_read, rate = soundfile.read(sound)
    assert len(samples_read) / rate > 2.0
    assert abs(samples_read).max() > 0.01
    assert told[-1].level is Level.SUCCESS
    assert told[-1].action is not None
    assert services.settings.get(EXPORT_FOLDER) == str(midi.parent)
    assert not dialog.isVisible()


def test_files_that_are_there_are_asked_about(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog, _ = open_dialog(samples.one_line_song(60), "text")
    old = tmp_path / "out" / "One line.txt"
    old.parent.mkdir()
    old.write_text("mine")
    dialog.export.click()
    question = dialog.findChild(QMessageBox)
    assert old.name in question.informativeText()
    question.button(QMessageBox.StandardButton.Cancel).click()
    assert old.read_text() == "mine"
    dialog.export.click()
    question = next(box for box in dialog.findChildren(QMessageBox) if box.isVisible())
    with qtbot.waitSignal(dialog.exported):
        next(b for b in question.buttons() if question.buttonRole(b) is QMessageBox.ButtonRole.AcceptRole).click()
    assert old.read_text() != "mine"


def test_of_many_files_that_are_there_some_are_named_and_the_rest_counted(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog, _ = open_dialog(samples.song(), "midi", "kar", "abc", "text", "markdown", "html")
    (tmp_path / "out").mkdir()
    for target in dialog.files:
        target.path.write_text("mine")
    dialog.export.click()
    question = dialog.findChild(QMessageBox)
    assert question.informativeText().count("“") == 4
    assert question.informativeText().endswith("and 2 more.")
    question.button(QMessageBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: not dialog.findChildren(QMessageBox))


def test_stopping_leaves_no_half_file(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog, services = open_dialog(samples.long_song(200), "flac")
    with qtbot.waitSignal(services.notices.shown, timeout=60000) as shown:
        dialog.export.click()
        qtbot.waitUntil(lambda: dialog.progress.value() > 0, timeout=60000)
        assert not any(choice.isEnabled() for choice in (*dialog.boxes.values(), dialog.diagrams, dialog.sound))
        dialog.cancel.click()
    assert "stopped" in shown.args[0].text
    assert not list((tmp_path / "out").iterdir())
    assert not dialog.isVisible()


def test_a_folder_that_cannot_be_written_is_told_in_the_dialog(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog, _ = open_dialog(samples.one_line_song(60), "text")
    (tmp_path / "file").write_text("")
    dialog.folder.setText(str(tmp_path / "file" / "inside"))
    dialog.export.click()
    qtbot.waitUntil(lambda: "was not saved" in dialog.hint.text())
    assert dialog.isVisible()
    assert dialog.export.isEnabled()
    assert dialog.boxes["text"].isEnabled()


def test_without_music_only_words_are_offered(open_dialog: Callable[..., tuple[ExportDialog, Services]]) -> None:
    song = Song(title="Words", sections=(samples.song().sections[0],))
    wordy = Song(title="Words", sections=tuple(type(s)(s.id, lines=s.lines) for s in song.sections))
    dialog, _ = open_dialog(wordy, "text")
    assert not dialog.boxes["midi"].isEnabled()
    assert not dialog.boxes["wav"].isEnabled()
    assert dialog.export.isEnabled()


@pytest.mark.parametrize("name", ["", "a/b", "con", " "])
def test_a_name_that_no_file_can_have_is_told(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], name: str
) -> None:
    dialog, _ = open_dialog(samples.song(), "text")
    dialog.name.setText(name)
    assert not dialog.export.isEnabled()
    assert dialog.hint.text()


def test_buttons_and_boxes_stay_where_they_are_whatever_is_ticked(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot
) -> None:
    dialog, _ = open_dialog(samples.song(), "text")
    qtbot.waitExposed(dialog)
    watched = [dialog.export, dialog.cancel, *dialog.boxes.values()]

    def places() -> list[QPoint]:
        dialog.layout().activate()
        return [widget.mapTo(dialog, QPoint()) for widget in watched]

    before, size = places(), dialog.size()
    for box in dialog.boxes.values():
        box.setChecked(True)
        assert (places(), dialog.size()) == (before, size)
    dialog.name.setText("")
    assert (places(), dialog.size()) == (before, size)


def test_the_formats_of_the_last_export_are_chosen_again(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot
) -> None:
    dialog, services = open_dialog(samples.song(), "html", "midi")
    with qtbot.waitSignal(dialog.exported, timeout=60000):
        dialog.export.click()
    services.session.apply("Other words", Song(sections=(Section("v", lines=(Line("l", "only words"),)),)))
    wordy = ExportDialog(services)
    qtbot.addWidget(wordy)
    assert chosen(wordy) == ["html"]
    wordy.folder.setText(dialog.folder.text())
    wordy.name.setText("Words")
    with qtbot.waitSignal(wordy.exported, timeout=60000):
        wordy.export.click()
    services.session.apply("Music", samples.song())
    again = ExportDialog(services)
    qtbot.addWidget(again)
    assert sorted(chosen(again)) == ["html", "midi"]


def test_the_chord_diagrams_of_the_score_view_are_offered(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(samples.song())
    score = ScoreView(services)
    qtbot.addWidget(score)
    score.show_diagrams(FrettedInstrument.UKULELE)
    dialog = ExportDialog(services)
    qtbot.addWidget(dialog)
    assert dialog.diagrams.currentData() == FrettedInstrument.UKULELE


def test_an_export_of_which_nothing_is_done_yet_is_seen_to_go_on(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot
) -> None:
    dialog, _ = open_dialog(samples.one_line_song(60), "text")
    with qtbot.waitSignal(dialog.exported, timeout=60000):
        dialog.export.click()
        assert dialog.progress.isVisible()
        assert dialog.progress.maximum() == 0
    assert dialog.progress.maximum() > 0


def test_two_formats_with_one_ending_get_two_files(tmp_path: Path) -> None:
    found = [target.path.name for target in targets(tmp_path, "Song", kinds("midi0", "wav", "midi"))]
    assert found == ["Song.mid", "Song (MIDI in one track).mid", "Song.wav"]


def test_progress_runs_evenly_to_the_end(tmp_path: Path, lexicon: LexiconHolder) -> None:
    told: list[float] = []
    song = samples.one_line_song(60, 62)
    export_all(song, targets(tmp_path, "x", kinds("midi", "text", "wav")), ExportTools(lexicon, told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 2


@pytest.mark.parametrize("death", ["raise SystemExit(3)", "import sys; sys.stdin.read(10); raise SystemExit(1)"])
def test_an_export_that_dies_says_so_and_leaves_nothing(
    tmp_path: Path, lexicon: LexiconHolder, monkeypatch: pytest.MonkeyPatch, death: str
) -> None:
    monkeypatch.setattr(takeaway, "export_command", lambda: [sys.executable, "-c", death])
    with pytest.raises(SongwrightError, match="no file was written"):
        export_all(samples.long_song(80), targets(tmp_path, "x", kinds("wav")), ExportTools(lexicon))
    assert not list(tmp_path.glob("*.wav"))


def test_closing_the_window_stops_an_export(
    open_dialog: Callable[..., tuple[ExportDialog, Services]], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog, services = open_dialog(samples.long_song(800), "flac")
    dialog.export.click()
    qtbot.waitUntil(lambda: dialog.progress.value() > 0, timeout=60000)
    services.close()
    assert dialog.progress.value() < 1000
    assert not list((tmp_path / "out").iterdir())


def test_a_saved_song_is_exported_beside_its_file_and_without_a_title_under_its_name(
    make_studio: Callable[..., Studio], tmp_path: Path
) -> None:
    studio = make_studio()
    services = studio.services
    services.settings.set(EXPORT_FOLDER, str(tmp_path))
    unsaved = ExportDialog(services, studio.window)
    assert (unsaved.name.text(), unsaved.folder.text()) == ("Untitled", str(tmp_path))
    folder = tmp_path / "songs"
    folder.mkdir()
    services.session.apply("Words", replace(samples.one_line_song(60), title=""))
    studio.files.questions.paths = [folder / "My Harbour.songwright"]
    assert studio.files.save_as()
    dialog = ExportDialog(services, studio.window)
    assert (dialog.name.text(), dialog.folder.text()) == ("My Harbour", str(folder))
    studio.files.new()
    emptied = ExportDialog(services, studio.window)
    assert (emptied.name.text(), emptied.folder.text()) == ("Untitled", str(tmp_path))


def test_exported_files_are_named_after_the_title_and_not_after_the_song_file(
    make_studio: Callable[..., Studio], tmp_path: Path
) -> None:
    studio = make_studio()
    services = studio.services
    services.session.apply("Words", replace(samples.one_line_song(60), title="Harbour: at Night"))
    studio.files.questions.paths = [tmp_path / "draft 3.songwright"]
    assert studio.files.save_as()
    assert ExportDialog(services, studio.window).name.text() == "Harbour at Night"
