"""Sound beyond playing, from the window: humming, the choice of a device, options of sound files."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from audio.hum.singing import RATE, sing
from songwright.audio.hum.hummed_melody import Fit
from songwright.audio.hum.listen import HeardNote, Hearing
from songwright.audio.hum.protocol import HumFailed, Listened, Recorded, Recording, RecordTake, Struck
from songwright.audio.instruments import built_in_soundfont
from songwright.audio.process import audio_command, hum_command
from songwright.audio.renderings import Tags, this_year
from songwright.core.edits import set_note_locks
from songwright.core.song import Song
from songwright.host.settings import EXPORT_LOUDNESS, MIDI_OUTPUT, SOUND_DEVICE, SOUND_FONT
from songwright.ui.dialogs.settings_dialog import SettingsDialog
from songwright.ui.player.mixer import Mixer
from songwright.ui.player.playback import Playback
from songwright.ui.services import Services
from songwright.ui.sound.hum_dialog import HumDialog
from songwright.ui.sound.hum_process import HumProcess
from songwright.ui.sound.options import SoundOptionsForm
from songwright.ui.sound.output_menu import OutputMenu
from songwright.ui.sound.tags_dialog import TagsDialog
from ui.music import samples
from ui.music.conftest import ToldPlayback

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]

FOUR = Hearing(
    2.5, (), tuple(HeardNote(0.2 + beat / 2, 0.7 + beat / 2, pitch) for beat, pitch in enumerate((60, 62, 64, 65)))
)


class ListingPlayback(ToldPlayback):
    """A told player that also says which devices there are."""

    from PySide6.QtCore import Signal

    devices_listed = Signal(tuple)
    midi_ports_listed = Signal(tuple, tuple)
    tick = 0.0


@pytest.fixture
def playback() -> ListingPlayback:
    return ListingPlayback()


@pytest.fixture
def hum(
    make_services: Callable[[Song], Services], playback: ListingPlayback, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[..., tuple[HumDialog, Services]]]:
    made: list[HumDialog] = []

    def make(song: Song, line: str | None = None) -> tuple[HumDialog, Services]:
        services = make_services(song)
        services.paths = SimpleNamespace(data=tmp_path / "data")
        process = HumProcess(command=hum_command("--device", "null"))
        dialog = HumDialog(services, playback, line, process=process)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        return dialog, services

    yield make
    for dialog in made:
        dialog.reject()


def heard(dialog: HumDialog, hearing: Hearing = FOUR) -> None:
    dialog._happened(Listened(Path("take.wav"), hearing, (0.1, 0.2)))


def test_a_hummed_line_is_one_step_of_undo(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    song = samples.one_line_song(72, 72, 72, 72)
    dialog, services = hum(song)
    assert not dialog.use.isEnabled()
    heard(dialog)
    assert "4 notes for 4 syllables" in dialog.outcome.text()
    dialog.use.click()
    part = services.session.song.sections[0].music.parts[0]
    assert [note.syllable for note in part.notes] == [0, 1, 2, 3]
    # It was sung an octave below the line's old notes, around which it now lies.
    assert [note.pitch for note in part.notes] == [72, 74, 76, 77]
    services.session.undo()
    assert services.session.song is song


def test_what_is_composed_while_the_dialog_is_open_is_kept(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    dialog, services = hum(samples.one_line_song(72, 72, 72, 72))
    heard(dialog)
    services.session.apply("Compose", replace(services.session.song, tempo=77.0))
    dialog.use.click()
    song = services.session.song
    assert song.tempo == 77.0
    assert [note.pitch for note in song.sections[0].music.parts[0].notes] == [72, 74, 76, 77]


def test_a_take_in_a_folder_with_signs_of_markup_is_named_and_linked_as_it_is(
    hum: Callable[..., tuple[HumDialog, Services]], tmp_path: Path
) -> None:
    dialog, _ = hum(samples.one_line_song(72, 72, 72, 72))
    folder = tmp_path / 'a "quoted" <b>folder'
    dialog._show_kept(folder / "<i>take.wav")
    page = QTextDocument()
    page.setHtml(dialog.kept.text())
    assert "<i>take.wav" in page.toPlainText()
    cursor = QTextCursor(page)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    assert cursor.charFormat().anchorHref() == str(folder)


def test_a_line_with_locked_notes_is_not_hummed_over(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    song = samples.one_line_song(72, 72, 72, 72)
    section, part = song.sections[0], song.sections[0].music.parts[0]
    dialog, _ = hum(set_note_locks(song, section.id, part.track, part.notes[:1], locked=True))
    heard(dialog)
    assert not dialog.record.isEnabled()
    assert not dialog.use.isEnabled()


def test_a_phrase_in_another_key_says_which_way_it_was_moved(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    dialog, _ = hum(samples.one_line_song(72, 72, 72, 72))
    heard(dialog)
    for semitones, told in ((-1, "moved down a semitone"), (2, "moved up 2 semitones")):
        dialog.transpose.setValue(semitones)
        assert told in dialog.outcome.text()
        assert "choir" not in dialog.outcome.text()


def test_too_few_notes_leave_a_choice(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    dialog, services = hum(samples.one_line_song(60, 62, 64, 65, 67, 65))
    heard(dialog)
    assert "parted" in dialog.outcome.text()
    dialog.fit.set_value(Fit.AS_HUMMED.value)
    dialog.fit.chosen.emit(Fit.AS_HUMMED.value)
    assert "2 syllables have no note" in dialog.outcome.text()
    dialog.use.click()
    assert len(services.session.song.sections[0].music.parts[0].notes) == 4


def test_the_line_at_the_cursor_is_the_one_that_is_hummed(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    song = samples.song()
    wanted = song.sections[1].lines[1]
    dialog, services = hum(song, wanted.id)
    assert dialog.lines.currentText() == f"Chorus: {wanted.text}"
    heard(dialog)
    dialog.use.click()
    after = services.session.song
    assert after.sections[0] is song.sections[0]
    notes = [note for note in after.sections[1].music.parts[0].notes if note.line == wanted.id]
    assert {note.edited for note in notes} == {True}


def test_silence_and_faults_are_sentences_and_change_nothing(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    dialog, services = hum(samples.one_line_song(60, 62))
    heard(dialog, Hearing(1.0, (), ()))
    assert "No note" in dialog.outcome.text()
    assert not dialog.use.isEnabled()
    dialog._happened(HumFailed("No microphone was found."))
    assert "No microphone" in dialog.view.accessibleDescription()
    assert dialog.open_file.isEnabled()
    assert services.session.song.sections[0].music is not None


def test_a_song_without_music_says_what_to_do(hum: Callable[..., tuple[HumDialog, Services]]) -> None:
    song = samples.one_line_song(60)
    wordy = Song(title="Words", sections=tuple(type(s)(s.id, lines=s.lines) for s in song.sections))
    dialog, _ = hum(wordy)
    assert "Compose" in dialog.view.accessibleDescription()
    assert not dialog.record.isEnabled()


def test_a_recording_is_opened_heard_and_used(
    hum: Callable[..., tuple[HumDialog, Services]], qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "sung.wav"
    soundfile.write(path, sing([(0.2 + beat * 0.6, 0.8 + beat * 0.6, 60 + 2 * beat) for beat in range(3)]), RATE)
    dialog, services = hum(samples.one_line_song(60, 60, 60))
    dialog.hear(path)
    qtbot.waitUntil(dialog.use.isEnabled, timeout=60000)
    dialog.use.click()
    assert [note.pitch for note in services.session.song.sections[0].music.parts[0].notes] == [60, 62, 64]


def test_a_take_is_kept_though_the_dialog_is_left(
    hum: Callable[..., tuple[HumDialog, Services]], qtbot: QtBot, tmp_path: Path, playback: ListingPlayback
) -> None:
    dialog, _ = hum(samples.one_line_song(60, 60, 60))
    events: list[object] = []
    dialog._process.happened.connect(events.append)
    dialog.along.setChecked(True)
    dialog.record.click()
    qtbot.waitUntil(lambda: any(isinstance(event, Recording) for event in events), timeout=60000)
    assert ("play", 0) in playback.asked
    dialog.reject()
    (take,) = (tmp_path / "data" / "takes").iterdir()
    assert soundfile.info(take).duration > 0
    assert np.abs(soundfile.read(take)[0]).max() == 0


def test_stopping_keeps_the_take_and_says_where(hum: Callable[..., tuple[HumDialog, Services]], qtbot: QtBot) -> None:
    dialog, _ = hum(samples.one_line_song(60, 60, 60))
    events: list[object] = []
    dialog._process.happened.connect(events.append)
    dialog.record.click()
    qtbot.waitUntil(lambda: any(isinstance(event, Recording) for event in events), timeout=60000)
    dialog.record.click()
    qtbot.waitUntil(lambda: any(isinstance(event, Listened) for event in events), timeout=60000)
    kept = next(event for event in events if isinstance(event, Recorded))
    assert kept.path.is_file()
    assert kept.path.name in dialog.kept.text()
    assert "No note" in dialog.outcome.text()


def test_a_process_that_cannot_start_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    for command in ([str(tmp_path / "gone")], [sys.executable, "-c", "raise SystemExit(3)"]):
        process = HumProcess(command=command)
        with qtbot.waitSignal(process.happened, timeout=60000) as told:
            process.start(RecordTake(tmp_path / "a.wav"))
        assert isinstance(told.args[0], HumFailed)


def test_the_device_is_chosen_from_those_that_are_there(
    make_services: Callable[[Song], Services], playback: ListingPlayback
) -> None:
    services = make_services(Song())
    services.settings.set(SOUND_DEVICE, "Old Speakers")
    menu = QMenu()
    OutputMenu(services, playback, menu)  # type: ignore[arg-type]
    assert playback.asked[-1] == ("set_device", "Old Speakers")
    menu.aboutToShow.emit()
    assert playback.asked[-2:] == [("list_devices",), ("list_midi_ports",)]
    playback.devices_listed.emit(("Headphones", "Hall & Stage"))
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["As the System", "Headphones", "Hall && Stage", "Old Speakers (not there)"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Old Speakers (not there)"]
    next(action for action in menu.actions() if action.text() == "Hall && Stage").trigger()
    assert services.settings.get(SOUND_DEVICE) == "Hall & Stage"
    assert playback.asked[-1] == ("set_device", "Hall & Stage")
    menu.deleteLater()


def test_loudness_and_tags_are_remembered(make_services: Callable[[Song], Services], qtbot: QtBot) -> None:
    services = make_services(Song(title="Harbour", style="waltz"))
    form = SoundOptionsForm(services.settings)
    qtbot.addWidget(form)
    assert form.options(services.session.song).loudness is None
    form.loudness.setCurrentIndex(form.loudness.findData(-14.0))
    form.edit_tags.click()
    dialog = form.findChild(TagsDialog)
    assert dialog is not None
    dialog.artist.setText("  Me ")
    dialog.album.setText("Tides")
    dialog.words.setChecked(False)
    dialog.accept()
    options = form.options(services.session.song)
    assert (options.loudness, options.tags.artist, options.tags.title) == (-14.0, "Me", "Harbour")
    assert (options.tags.album, options.tags.date, options.tags.lyrics) == ("Tides", this_year(), "")
    assert services.settings.get(EXPORT_LOUDNESS) == -14.0
    again = SoundOptionsForm(services.settings)
    qtbot.addWidget(again)
    assert again.options(services.session.song) == options


def test_a_cover_can_be_taken_away_and_only_where_there_is_one(qtbot: QtBot, tmp_path: Path) -> None:
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    picture.save(str(tmp_path / "sea.png"))
    dialog = TagsDialog(Tags(), with_words=False)
    qtbot.addWidget(dialog)
    assert not dialog.remove.isEnabled()
    dialog.set_cover(str(tmp_path / "sea.png"))
    assert dialog.remove.isEnabled()
    dialog.remove.click()
    assert not dialog.remove.isEnabled()
    assert dialog.picture.pixmap().isNull()
    assert dialog.tags.cover == ""


def test_a_cover_is_looked_at_when_it_is_chosen_and_not_kept_for_the_next_song(
    make_services: Callable[[Song], Services], qtbot: QtBot, tmp_path: Path
) -> None:
    services = make_services(Song(title="Harbour"))
    good, bad = tmp_path / "sea.png", tmp_path / "note.png"
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    picture.save(str(good))
    bad.write_text("no picture")
    dialog = TagsDialog(Tags(date="1999", comment="live"), with_words=True)
    qtbot.addWidget(dialog)
    dialog.set_cover(str(good))
    assert not dialog.picture.pixmap().isNull()
    dialog.set_cover(str(bad))
    assert "note.png" in dialog.note.text()
    assert dialog.tags == Tags(date="1999", comment="live", cover=str(good))
    form = SoundOptionsForm(services.settings)
    qtbot.addWidget(form)
    form.set_tags(dialog.tags, with_words=True)
    assert form.options(services.session.song).tags.cover == str(good)
    again = SoundOptionsForm(services.settings)
    qtbot.addWidget(again)
    assert again.options(services.session.song).tags.cover == ""


def test_a_soundfont_is_looked_at_when_it_is_chosen(
    make_services: Callable[[Song], Services], qtbot: QtBot, tmp_path: Path
) -> None:
    services = make_services(Song())
    dialog = SettingsDialog(services.settings, services.theme, [])
    qtbot.addWidget(dialog)
    editor = dialog.editors[SOUND_FONT.key]
    field = editor.findChild(QLineEdit)
    said = lambda: " ".join(part.text() for part in editor.findChildren(QLabel))  # noqa: E731
    assert not said()
    field.setText(str(built_in_soundfont()))
    assert re.search(r"\d+ instruments and \d+ drum kits", said())
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"RIFF....sfbk")
    field.setText(str(broken))
    assert "not a usable SoundFont" in said()
    field.setText(str(tmp_path / "gone.sf2"))
    assert f"no SoundFont gone.sf2 in {tmp_path}" in said()


def test_the_reverb_of_a_track_is_an_edit(
    make_services: Callable[[Song], Services], qtbot: QtBot, playback: ListingPlayback
) -> None:
    services = make_services(samples.song())
    mixer = Mixer(services)
    qtbot.addWidget(mixer)
    mixer.show()
    mixer.show_song(services.session.song)
    services.session.subscribe(lambda change: mixer.show_song(change.after))
    mixer.strips[1].reverb.setValue(90)
    mixer.strips[1].reverb.setValue(99)
    assert services.session.song.tracks[1].mix.reverb == 99
    services.session.undo()
    assert mixer.strips[1].reverb.value() == samples.song().tracks[1].mix.reverb


def test_a_meter_rises_at_once_and_falls_to_nothing(make_services: Callable[[Song], Services], qtbot: QtBot) -> None:
    services = make_services(samples.song())
    mixer = Mixer(services)
    qtbot.addWidget(mixer)
    mixer.show()
    mixer.show_song(services.session.song)
    first, second = mixer.strips[:2]
    mixer.show_levels({"t1": 0.8})
    mixer.show_levels({"t1": 0.1})
    assert first.meter.level > 0.5
    assert second.meter.level == 0
    qtbot.waitUntil(lambda: first.meter.level == 0, timeout=60000)


def test_a_synthesiser_is_offered_only_where_there_is_one(
    make_services: Callable[[Song], Services], playback: ListingPlayback
) -> None:
    services = make_services(Song())
    menu = QMenu()
    OutputMenu(services, playback, menu)  # type: ignore[arg-type]
    menu.aboutToShow.emit()
    playback.midi_ports_listed.emit((), ())
    assert [action.text() for action in menu.actions()] == ["As the System"]
    playback.midi_ports_listed.emit(("Synth",), ("Keys",))
    next(action for action in menu.actions() if action.text() == "Synth").trigger()
    assert playback.asked[-1] == ("set_midi_output", "Synth")
    assert services.settings.get(MIDI_OUTPUT) == "Synth"
    menu.deleteLater()


def test_the_player_says_which_devices_and_ports_there_are(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(Song())
    playback = Playback(services, command=audio_command("--device", "null"))
    services.closing.append(playback.close_down)
    with qtbot.waitSignals([playback.devices_listed, playback.midi_ports_listed], timeout=60000):
        playback.list_devices()
        playback.list_midi_ports()


def test_a_keyboard_is_offered_only_where_there_is_one_and_is_heard(
    hum: Callable[..., tuple[HumDialog, Services]], playback: ListingPlayback
) -> None:
    dialog, services = hum(samples.one_line_song(60, 60))
    assert ("list_midi_ports",) in playback.asked
    playback.midi_ports_listed.emit((), ())
    assert not dialog.source.isVisible()
    playback.midi_ports_listed.emit((), ("Keys",))
    assert dialog.source.isVisible()
    assert [dialog.source.itemText(index) for index in range(2)] == ["Microphone", "Keys"]
    dialog._happened(Struck(61, 90))
    assert playback.asked[-1] == ("strike", 61, 90)
    heard(dialog, Hearing(2.0, (), (HeardNote(0.1, 0.6, 49), HeardNote(0.6, 1.1, 51)), exact=True))
    assert not dialog.play_take.isEnabled()
    dialog.use.click()
    assert [note.pitch for note in services.session.song.sections[0].music.parts[0].notes] == [49, 51]
