"""The music pane: what is done in it reaches the song as single steps of undo, and playing moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from songwright.core.edits import set_line_lock
from songwright.core.session import Document
from songwright.core.song import Note, Song, TrackRole
from songwright.music.chords import pretty_symbol
from songwright.ui.bars.paint_head import chord_label_rect
from songwright.ui.bars.paint_notes import note_rect
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

# Qt's offscreen platform says this of every window that has a least size.
pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """A pane on show, with hands."""

    def __init__(self, services: Services, pane: MusicPane, playback: ToldPlayback) -> None:
        self.services, self.pane, self.playback = services, pane, playback
        self.bars = pane.bars
        self.now = 0.0

    @property
    def song(self) -> Song:
        return self.services.session.song

    def sung(self) -> tuple[Note, ...]:
        music = self.song.sections[0].music
        assert music is not None
        return music.part("t1").notes

    def note_centre(self, place: int) -> QPoint:
        placed = list(self.bars.roll.all_notes("t1"))[place]
        return note_rect(self.bars.scene, placed).center().toPoint()

    def drag(self, start: QPoint, end: QPoint) -> None:
        port = self.bars.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, start)
        middle = (start + end) / 2
        for point in (middle, end):
            QTest.mouseMove(port, point)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, end)

    def click(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.bars.viewport(), Qt.MouseButton.LeftButton, modifiers, point)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.bars, key, modifiers)

    def undo_steps(self) -> int:
        """How many times undo can be used until the song is as it was at first."""
        session, steps = self.services.session, 0
        while session.undo_label is not None:
            session.undo()
            steps += 1
        return steps


@pytest.fixture
def open_desk(make_services: Callable[[Song], Services], qtbot: QtBot) -> Iterator[Callable[[Song], Desk]]:
    def make(song: Song) -> Desk:
        services = make_services(song)
        playback = ToldPlayback()
        desks: list[Desk] = []
        pane = MusicPane(services, playback=playback, clock=lambda: desks[0].now)  # type: ignore[arg-type]
        desks.append(Desk(services, pane, playback))
        furnish(pane, qtbot)
        return desks[0]

    return make


def test_an_arrow_key_moves_a_note_a_scale_step_as_one_step_of_undo(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62, 64))
    desk.click(desk.note_centre(1))
    desk.key(Qt.Key.Key_Up)
    assert [note.pitch for note in desk.sung()] == [60, 64, 64]
    assert desk.undo_steps() == 1


def test_a_held_key_is_one_step_of_undo(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    desk.click(desk.note_centre(0))
    desk.key(Qt.Key.Key_Up)
    for _ in range(3):
        press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Up, NONE, "", autorep=True)
        desk.bars.keyPressEvent(press)
    assert desk.sung()[0].pitch == 67
    assert desk.undo_steps() == 1


def test_two_presses_are_two_steps(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    desk.click(desk.note_centre(0))
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_Up)
    assert desk.undo_steps() == 2


def test_dragging_a_note_up_changes_its_pitch_in_one_step(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62, 64))
    start = desk.note_centre(0)
    rows = round(desk.bars.scene.geometry.row * 4)
    desk.drag(start, start - QPoint(0, rows))
    assert [note.pitch for note in desk.sung()] == [64, 62, 64]
    assert desk.undo_steps() == 1


def test_escape_gives_a_drag_up(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62, 64))
    before, port, start = desk.song, desk.bars.viewport(), desk.note_centre(0)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, start)
    QTest.mouseMove(port, start - QPoint(0, 40))
    assert desk.bars.song != before
    desk.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, start)
    assert desk.bars.song == desk.song == before


def test_dragging_the_edge_changes_the_length(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    placed = list(desk.bars.roll.all_notes("t1"))[1]
    rect = note_rect(desk.bars.scene, placed)
    edge = QPointF(rect.right() - 2, rect.center().y()).toPoint()
    desk.drag(edge, edge + QPoint(round(desk.bars.scene.geometry.zoom), 0))
    assert desk.sung()[1].length == 2 * samples.BEAT
    assert desk.undo_steps() == 1


@pytest.mark.parametrize(
    ("key", "modifiers", "field", "value"),
    [
        (Qt.Key.Key_K, NONE, "locked", True),
        (Qt.Key.Key_Right, CONTROL | SHIFT, "length", samples.BEAT + samples.BEAT // 4),
        (Qt.Key.Key_Left, CONTROL | SHIFT, "length", samples.BEAT - samples.BEAT // 4),
        (Qt.Key.Key_Right, CONTROL, "start", samples.BEAT + samples.BEAT // 4),
        (Qt.Key.Key_Down, SHIFT, "pitch", 50),
    ],
)
def test_keys_edit_the_chosen_note(
    open_desk: Callable[[Song], Desk], key: Qt.Key, modifiers: Qt.KeyboardModifier, field: str, value: object
) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    desk.click(desk.note_centre(1))
    desk.key(key, modifiers)
    assert getattr(desk.sung()[1], field) == value
    assert desk.undo_steps() == 1


def test_keys_alone_reach_and_delete_a_note(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62, 64))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Delete):
        desk.key(key)
    assert [note.pitch for note in desk.sung()] == [60, 64]
    assert desk.undo_steps() == 1


def test_a_locked_note_says_why_it_stays(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    desk.click(desk.note_centre(0))
    desk.key(Qt.Key.Key_K)
    with qtbot.waitSignal(desk.services.notices.shown) as shown:
        desk.key(Qt.Key.Key_Up)
    assert "unlock" in shown.args[0].text
    assert desk.sung()[0].pitch == 60


def test_a_note_is_described_for_those_who_cannot_see_it(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Right)
    assert "A4" in desk.bars.accessibleDescription()
    assert "har" in desk.bars.accessibleDescription()


def test_the_repeated_chorus_is_edited_where_it_is_written(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    last = list(desk.bars.roll.all_notes("t1"))[-1]
    desk.bars.reveal(last.start)
    desk.click(note_rect(desk.bars.scene, last).center().toPoint())
    desk.key(Qt.Key.Key_Delete)
    music = desk.song.section("s2").music
    assert music is not None
    assert len(music.part("t1").notes) == 15
    assert desk.song.section("s4").music is None


def test_a_typed_chord_is_obeyed(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.song())
    scene = desk.bars.scene
    desk.click(chord_label_rect(scene, 0, "G").center().toPoint())
    field = desk.bars.chord_field
    assert field.text() == "G"
    field.setText("Bb/D")
    with qtbot.waitSignal(desk.pane.chord_changes.settled):
        QTest.keyClick(field, Qt.Key.Key_Return)
    music = desk.song.sections[0].music
    assert music is not None
    assert (music.chords[0].root, music.chords[0].bass, music.chords[0].locked) == (10, 2, True)
    assert desk.undo_steps() == 1


def test_an_unknown_chord_stays_in_the_field_with_the_reason(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    before = desk.song
    desk.bars.edit_chord_at(0)
    field = desk.bars.chord_field
    field.setText("H17")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert "H17" in field.accessibleDescription()
    assert field.problem.isVisible()
    assert "F#m7" in field.problem.text()
    assert field.parentWidget().rect().contains(field.problem.geometry())
    assert not field.geometry().intersects(field.problem.geometry())
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert not field.problem.isVisible()
    assert desk.song is before


def test_tab_goes_on_to_the_next_chord(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.song())
    desk.bars.edit_chord_at(0)
    desk.bars.chord_field.setText("Am")
    with qtbot.waitSignal(desk.pane.chord_changes.settled):
        QTest.keyClick(desk.bars.chord_field, Qt.Key.Key_Tab)
    assert desk.bars.chord_field.isVisible()
    assert desk.bars.chord_field.text() == "Em"


def test_the_playhead_follows_what_is_heard(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.playback.tell(960, playing=True, at=0.0, rate=768)
    desk.now = 1.0
    desk.pane.playing.frame()
    assert desk.bars.scene.playhead == pytest.approx(960 + 768)
    assert desk.pane.transport.position.text() == "1 : 4"


def test_while_it_plays_the_page_is_told_the_syllable(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    told: list[tuple[str, int]] = []
    desk.services.playhead.syllable_shown.connect(lambda line, syllable: told.append((line, syllable)))
    for beat in range(3):
        desk.playback.tell(beat * samples.BEAT + 5, playing=True, at=desk.now)
    assert told == [("l1", 0), ("l1", 1), ("l1", 2)]


def test_while_it_plays_the_page_is_told_the_section(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    told: list[str] = []
    desk.services.playhead.section_shown.connect(told.append)
    spans = desk.bars.roll.spans
    for span in spans:
        desk.playback.tell(span.start + 5, playing=True, at=desk.now)
    assert told == [span.section.id for span in spans]


def test_clicking_a_note_shows_its_word_on_the_page(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.song())
    with qtbot.waitSignal(desk.services.playhead.syllable_shown) as shown:
        desk.click(desk.note_centre(3))
    assert shown.args == ["l1", 3]


def test_a_word_of_the_page_chooses_its_note(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.pane.choose_syllable("l2", 4)
    note = desk.bars.focused_note()
    assert note is not None
    assert (note.pick.note.line, note.pick.note.syllable) == ("l2", 4)


def test_only_stripes_are_painted_while_it_plays(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.long_song(200))
    desk.playback.tell(100, playing=True, at=0.0, rate=768)
    qtbot.wait(1)
    widths: list[int] = []
    paint = desk.bars.paintEvent
    desk.bars.paintEvent = lambda event: (widths.append(event.region().boundingRect().width()), paint(event))  # type: ignore[method-assign]
    desk.bars.set_playhead(130, playing=True)
    qtbot.waitUntil(lambda: bool(widths))
    assert max(widths) < 60


def test_a_lent_player_neither_loops_nor_moves_the_playhead(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    playing, asked = desk.pane.playing, desk.playback.asked
    playing.seek(samples.BEAT)
    playing.set_loop((0, samples.BAR))
    desk.services.actions["click"].setChecked(True)
    asked.clear()
    playing.lend()
    assert {("set_loop", None), ("set_click", False)} <= set(asked)
    desk.playback.tell(3 * samples.BEAT, playing=True, at=desk.now)
    assert desk.bars.scene.playhead == samples.BEAT
    asked.clear()
    playing.take_back()
    assert {("set_loop", (0, samples.BAR)), ("set_click", True), ("seek", samples.BEAT)} <= set(asked)
    assert ("show_song", desk.song) in asked
    desk.playback.tell(2 * samples.BEAT, playing=True, at=desk.now)
    assert desk.bars.scene.playhead == 2 * samples.BEAT


def test_another_song_is_opened_at_its_beginning(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.pane.playing.seek(samples.BAR)
    desk.services.session.replace_document(Document(samples.one_line_song(60, 62)))
    assert desk.bars.scene.playhead == 0
    assert ("stop",) in desk.playback.asked


def test_a_click_on_the_bar_numbers_goes_there(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    geometry = desk.bars.scene.geometry
    desk.click(QPoint(round(geometry.x(samples.BAR)), geometry.ruler_bottom - 6))
    assert ("seek", samples.BAR) in desk.playback.asked
    assert desk.bars.scene.playhead == samples.BAR


def test_a_drag_on_the_bar_numbers_loops(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    geometry = desk.bars.scene.geometry
    y = geometry.ruler_bottom - 6
    desk.drag(QPoint(round(geometry.x(samples.BAR)) + 3, y), QPoint(round(geometry.x(2 * samples.BAR)) - 3, y))
    assert desk.playback.asked[-1] == ("set_loop", (samples.BAR, 2 * samples.BAR))
    assert desk.services.actions["loop"].isChecked()
    desk.services.actions["loop"].trigger()
    assert desk.playback.asked[-1] == ("set_loop", None)


def test_the_loop_command_loops_what_is_picked(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    notes = [note for note in desk.bars.roll.all_notes("t1") if note.span == 0][4:7]
    desk.bars.pick(frozenset(note.pick for note in notes))
    desk.services.actions["loop"].trigger()
    wanted = (notes[0].start, -(-notes[-1].end // samples.BEAT) * samples.BEAT)
    assert desk.playback.asked[-1] == ("set_loop", wanted)
    # A range that is asked for by hand is not overruled by what is picked.
    desk.bars.loop_asked.emit((0, samples.BAR))
    assert desk.playback.asked[-1] == ("set_loop", (0, samples.BAR))


def test_play_from_here_on_a_chosen_note(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.click(desk.note_centre(2))
    desk.key(Qt.Key.Key_Return)
    assert desk.playback.asked[-1] == ("play", 2 * samples.BEAT)


def test_a_drag_of_a_volume_slider_is_one_step_of_undo(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    strip = desk.pane.mixer.strips[1]
    for value in (80, 70, 60):
        strip.volume.setValue(value)
    strip.volume.sliderReleased.emit()
    assert desk.song.tracks[1].mix.volume == 60
    strip.volume.setValue(90)
    assert desk.undo_steps() == 2
    assert strip.volume.value() == samples.TRACKS[1].mix.volume


def test_mute_and_instrument_are_edits(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    strip = desk.pane.mixer.strips[2]
    strip.mute.click()
    strip.programmed.emit("t3", 38)
    track = desk.song.tracks[2]
    assert (track.mix.mute, track.program, track.role) == (True, 38, TrackRole.BASS)
    assert strip.instrument.text() == "Synth Bass 1"
    assert desk.undo_steps() == 2


def test_the_tempo_field_and_taps_set_the_tempo(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.pane.transport.tempo.setValue(132)
    assert desk.song.tempo == 132
    desk.services.session.undo()
    assert desk.pane.transport.tempo.value() == 96


def test_without_words_the_pane_says_what_to_do(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(Song())
    assert desk.pane.empty.isVisible()
    assert "words" in desk.pane.empty.title.text()
    assert not desk.pane.empty.button.isVisible()
    assert not desk.pane.compose_panel.compose.isEnabled()


def test_everything_that_can_be_used_has_a_name(open_desk: Callable[[Song], Desk]) -> None:
    from PySide6.QtWidgets import QWidget

    desk = open_desk(samples.song())
    nameless = [
        widget
        for widget in desk.pane.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or widget.property("text"))
        and not widget.inherits("QListView")  # inside combo boxes
        and not widget.objectName().startswith("qt_")
    ]
    assert not nameless


def test_a_lane_brings_its_track_into_the_large_lane(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.pane.resize(1200, 600)
    geometry = desk.bars.scene.geometry
    desk.click(QPoint(20, round(geometry.lane_top(1) + geometry.lane_height / 2)))
    assert desk.bars.scene.track == "t3"
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Up)
    desk.key(Qt.Key.Key_PageUp)
    assert desk.bars.scene.track == "t2"
    assert desk.song.sections[0].music != samples.song().sections[0].music
    assert desk.sung() == samples.song().sections[0].music.part("t1").notes  # type: ignore[union-attr]


def test_notes_dragged_out_of_sight_make_room_for_themselves(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    port, start = desk.bars.viewport(), desk.note_centre(0)
    row = desk.bars.scene.geometry.row
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, start)
    QTest.mouseMove(port, start - QPoint(0, round(24 * row)))
    assert desk.bars.scene.geometry.high >= 84
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, start - QPoint(0, round(24 * row)))
    assert desk.sung()[0].pitch == 84


def test_a_drag_is_dropped_when_the_song_changes_under_it(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    port, start = desk.bars.viewport(), desk.note_centre(0)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, NONE, start)
    QTest.mouseMove(port, start - QPoint(0, 40))
    other = samples.one_line_song(70, 71)
    desk.services.session.apply("Other", other)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NONE, start - QPoint(0, 40))
    assert desk.song is other
    assert desk.bars.song is other


def test_a_chord_can_be_unlocked_and_removed_from_its_menu(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    from songwright.ui.bars.bars_menu import chord_menu

    desk = open_desk(samples.song())
    placed = next(chord for chord in desk.bars.roll.chords(0, 4 * samples.BAR) if chord.chord.locked)
    texts = {action.text(): action for action in chord_menu(desk.bars, placed).actions()}
    texts["Unlock"].trigger()
    assert not any(chord.chord.locked for chord in desk.bars.roll.chords(0, samples.BAR * 4))
    with qtbot.waitSignal(desk.pane.chord_changes.settled):
        texts["Remove"].trigger()
    assert placed.start not in [chord.start for chord in desk.bars.roll.chords(0, samples.BAR * 4)]
    assert desk.undo_steps() == 2


def test_a_section_is_moved_sung_once_more_and_removed_from_the_menu_above_the_bars(
    open_desk: Callable[[Song], Desk],
) -> None:
    from songwright.ui.bars.bars_menu import ruler_menu

    desk = open_desk(samples.song())
    before = desk.song
    first, second = before.sections[:2]

    def choose(text: str) -> None:
        menu = next(action.menu() for action in ruler_menu(desk.bars, QPointF(100, 30)).actions() if action.menu())
        next(action for action in menu.actions() if action.text() == text).trigger()

    choose("Move Later")
    assert [section.id for section in desk.song.sections[:2]] == [second.id, first.id]
    assert desk.song.section(first.id).music == first.music
    desk.services.session.undo()
    choose("Sing Once More")
    assert [section.repeats for section in desk.song.sections[:2]] == [None, first.id]
    desk.services.session.undo()
    choose("Remove")
    assert desk.song.sections[0].id == second.id
    desk.services.session.undo()
    assert desk.song == before


def test_the_whole_song_can_be_transposed(open_desk: Callable[[Song], Desk]) -> None:
    from songwright.ui.bars.bars_menu import ruler_menu

    desk = open_desk(samples.one_line_song(60, 62))
    actions = {action.text(): action for action in ruler_menu(desk.bars, QPointF(100, 30)).actions()}
    actions["Song a Semitone Higher"].trigger()
    assert [note.pitch for note in desk.sung()] == [61, 63]
    assert desk.song.key.tonic == 1


def test_a_double_click_puts_a_fader_back(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    QTest.mouseDClick(desk.pane.mixer.strips[1].pan, Qt.MouseButton.LeftButton)
    assert desk.song.tracks[1].mix.pan == 64
    assert desk.undo_steps() == 1


def test_undo_is_the_songs_also_while_the_tempo_is_typed(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    override = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CONTROL)
    override.ignore()
    desk.pane.transport.tempo.event(override)
    assert not override.isAccepted()


def test_the_words_stay_in_sight_where_the_tune_has_to_scroll(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(36, 60, 96))
    desk.pane.resize(728, 244)
    geometry = desk.bars.scene.geometry
    assert geometry.max_scroll_y > 0
    place = list(desk.bars.roll.all_notes("t1"))[1]
    word = QPoint(round(geometry.x(place.start)) + 8, desk.bars.viewport().height() - 8)
    for value in (0, desk.bars.verticalScrollBar().maximum()):
        desk.bars.verticalScrollBar().setValue(value)
        desk.bars.pick(frozenset())
        desk.click(word)
        assert [pick.note.pitch for pick in desk.bars.scene.picks] == [60]


def test_the_words_of_a_repeated_section_are_told_every_time(open_desk: Callable[[Song], Desk]) -> None:
    plain = samples.song()
    # Right after each other, as a link; and with a tune of its own to the same words.
    chorus, again = plain.sections[1], plain.sections[3]
    own = replace(again, id="s5", music=chorus.music)
    desk = open_desk(replace(plain, sections=(plain.sections[0], chorus, again, own)))
    told: list[tuple[str, int]] = []
    desk.services.playhead.syllable_shown.connect(lambda line, syllable: told.append((line, syllable)))
    for note in desk.bars.roll.all_notes("t1"):
        desk.playback.tell(note.start + 5, playing=True, at=desk.now)
    sung = [(line.id, i) for line in chorus.lines for i in range(samples.SYLLABLES[line.text])]
    assert told[-3 * len(sung) :] == 3 * sung


def test_the_first_word_is_told_also_when_its_note_was_clicked_before(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.song())
    desk.click(desk.note_centre(0))
    told: list[tuple[str, int]] = []
    desk.services.playhead.syllable_shown.connect(lambda line, syllable: told.append((line, syllable)))
    desk.playback.tell(5, playing=True, at=desk.now)
    assert told == [("l1", 0)]


def test_a_double_click_on_an_empty_place_writes_a_note_with_its_word(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62, 64, 65))
    desk.click(desk.note_centre(1))
    desk.key(Qt.Key.Key_Delete)
    geometry = desk.bars.scene.geometry
    at = QPoint(round(geometry.x(samples.BEAT)) + 3, round(geometry.y(67) + geometry.row / 2))
    QTest.mouseDClick(desk.bars.viewport(), Qt.MouseButton.LeftButton, NONE, at)
    note = desk.sung()[1]
    assert (note.start, note.length, note.pitch, note.syllable) == (samples.BEAT, samples.BEAT, 67, 1)
    assert desk.bars.scene.picks == {pick for pick in desk.bars.scene.picks if pick.note == note}
    assert desk.undo_steps() == 2


def test_a_note_is_written_by_key_after_the_one_that_is_chosen(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62, 64))
    desk.click(desk.note_centre(2))
    desk.key(Qt.Key.Key_N)
    assert [(note.start, note.pitch) for note in desk.sung()][-1] == (3 * samples.BEAT, 64)
    desk.click(desk.note_centre(0))
    desk.key(Qt.Key.Key_N)
    half = samples.BEAT // 2
    assert [(note.start, note.length, note.syllable) for note in desk.sung()][:2] == [(0, half, 0), (half, half, 0)]


def test_where_a_note_cannot_be_written_it_says_why(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    with qtbot.waitSignal(desk.services.notices.shown) as shown:
        desk.bars.add_note(0, 72)
    assert "one note at a time" in shown.args[0].text
    assert desk.services.session.undo_label is None


def test_a_roman_numeral_is_obeyed_in_the_songs_key(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.song())
    desk.bars.edit_chord_at(0)
    desk.bars.chord_field.setText("V7/V")
    with qtbot.waitSignal(desk.pane.chord_changes.settled):
        QTest.keyClick(desk.bars.chord_field, Qt.Key.Key_Return)
    music = desk.song.sections[0].music
    assert music is not None
    assert (music.chords[0].root, music.chords[0].quality, music.chords[0].locked) == (9, "7", True)


def test_chords_that_would_suit_are_offered_where_one_is_typed(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    desk = open_desk(samples.song())
    desk.bars.edit_chord_at(samples.BAR)
    field = desk.bars.chord_field
    qtbot.waitUntil(lambda: bool(field.ideas.symbols))
    assert field.ideas.isVisible()
    assert "Em" not in field.ideas.symbols  # it is there already
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == field.ideas.symbols[0]
    QTest.keyClick(field, Qt.Key.Key_Up)
    wanted = field.text()
    assert wanted == field.ideas.symbols[-1]
    with qtbot.waitSignal(desk.pane.chord_changes.settled):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert not field.ideas.isVisible()
    placed = next(chord for chord in desk.bars.roll.chords(samples.BAR, samples.BAR) if chord.start == samples.BAR)
    assert desk.bars.scene.chord_text(placed.chord, placed.start) == pretty_symbol(wanted)
    assert placed.chord.locked


def test_chords_are_shown_as_roman_numerals_when_asked(open_desk: Callable[[Song], Desk], qtbot: QtBot) -> None:
    from songwright.ui.bars.bars_menu import ruler_menu

    desk = open_desk(samples.song())
    placed = list(desk.bars.roll.chords(0, 4 * samples.BAR))
    assert [desk.bars.scene.chord_text(one.chord, one.start) for one in placed[:4]] == ["G", "Em", "Cmaj7", "D7"]
    actions = {action.text(): action for action in ruler_menu(desk.bars, QPointF(100, 30)).actions()}
    actions["Chords as Roman Numerals"].trigger()
    assert [desk.bars.scene.chord_text(one.chord, one.start) for one in placed[:4]] == ["I", "vi", "IVmaj7", "V7"]
    desk.bars.edit_chord_at(0)
    assert desk.bars.chord_field.text() == "G"
    again = MusicPane(desk.services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(again)
    assert again.bars.scene.numerals


def test_notes_of_a_locked_line_are_told_to_be_kept(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(set_line_lock(samples.song(), "l1", locked=True))
    desk.click(desk.note_centre(0))
    assert "line is locked" in desk.bars.accessibleDescription()
    before = desk.bars.viewport().grab().toImage()
    desk.services.session.apply("Unlock", set_line_lock(desk.song, "l1", locked=False))
    assert desk.bars.viewport().grab().toImage() != before


def test_a_syllable_stands_inside_its_note_where_the_note_is_wide_enough(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60))
    bars = desk.bars
    placed = next(iter(bars.roll.notes("t1", 0, samples.BAR)))

    def inks() -> int:
        rect = note_rect(bars.scene, placed).adjusted(3, 2, -3, -2).toRect()
        image = bars.viewport().grab(rect).toImage()
        return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})

    bars.zoom_by(6)
    assert note_rect(bars.scene, placed).width() > 60
    assert inks() > 5
    bars.zoom_by(13 / note_rect(bars.scene, placed).width())
    assert 8 < note_rect(bars.scene, placed).width() < 16
    assert inks() <= 3


def test_a_word_that_is_changed_is_told_to_the_player(open_desk: Callable[[Song], Desk]) -> None:
    desk = open_desk(samples.one_line_song(60, 62))
    told: list[Song] = []
    desk.pane.playback.show_words = told.append  # type: ignore[method-assign]
    song = desk.services.session.song
    line = replace(song.sections[0].lines[0], text="oh my")
    changed = replace(song, sections=(replace(song.sections[0], lines=(line,)),))
    desk.services.session.apply("Words", changed)
    assert told == [desk.services.session.song]
