"""Making parts of a song anew: only what is chosen changes, every step can be undone, and no tune is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from songwright.core.edits import set_note_locks
from songwright.core.session import Document
from songwright.core.song import Music, Note, Song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats.project import dump, load
from songwright.music.nets.runtime import NetError
from songwright.ui.composer.selection import chosen
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]
BAR = samples.BAR


class Bench:
    """A pane around a composed song, and short ways to ask."""

    def __init__(self, services: Services, pane: MusicPane, qtbot: QtBot) -> None:
        self.services, self.pane, self.qtbot = services, pane, qtbot

    @property
    def song(self) -> Song:
        return self.services.session.song

    def music(self, section: str) -> Music:
        music = self.song.section(section).music
        assert music is not None
        return music

    def tune(self, section: str) -> tuple[Note, ...]:
        return self.music(section).part("t1").notes

    def choose(self, section: str, first: int, last: int) -> None:
        """Pick the sung notes of a section that begin from one tick to another."""
        picks = frozenset(
            note.pick
            for note in self.pane.bars.roll.all_notes("t1")
            if note.pick.owner == section and first <= note.pick.note.start < last
        )
        self.pane.bars.pick(picks, min(picks, key=lambda pick: pick.note.start))

    def do(self, command: str) -> None:
        with self.qtbot.waitSignal(self.pane.maker.composing.composed):
            self.services.actions[command].trigger()

    def numbers(self) -> list[str]:
        strip = self.pane.compose_panel.tunes.strip
        return [strip.item(row).text() for row in range(strip.count())]

    def current(self) -> str:
        item = self.pane.compose_panel.tunes.strip.currentItem()
        return "" if item is None else item.text()

    def take(self, place: int) -> None:
        strip = self.pane.compose_panel.tunes.strip
        strip.itemActivated.emit(strip.item(place))


@pytest.fixture
def bench(make_services: Callable[[Song], Services], qtbot: QtBot) -> Bench:
    services = make_services(samples.song())
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    furnish(pane, qtbot)
    pane.compose_panel.show_page("tunes")
    return Bench(services, pane, qtbot)


def outside(notes: tuple[Note, ...], first: int, last: int) -> list[Note]:
    """The notes that begin elsewhere; a section's pick-up belongs to its first bar."""
    begins = first if first > 0 else -BAR
    return [note for note in notes if not begins <= note.start < last]


def test_the_bars_of_picked_notes_are_chosen(bench: Bench) -> None:
    bench.choose("s1", 2 * BAR, 4 * BAR)
    where = chosen(bench.pane.bars.scene)
    assert where is not None
    assert (where.selection.section, where.selection.first_bar, where.selection.bars) == ("s1", 2, 2)
    assert "3–4" in bench.pane.compose_panel.tunes.place.toolTip()
    assert where.voice_only.tracks == {"t1"}


def test_with_nothing_picked_the_loop_is_chosen_and_without_one_the_section_of_the_playhead(bench: Bench) -> None:
    spans = bench.pane.bars.roll.spans
    bench.pane.playing.set_loop((spans[1].start + BAR, spans[1].start + 3 * BAR))
    where = chosen(bench.pane.bars.scene)
    assert where is not None
    assert (where.selection.section, where.selection.first_bar, where.selection.bars) == ("s2", 1, 2)
    bench.pane.playing.set_loop(None)
    bench.pane.playing.seek(spans[2].start + 10)
    where = chosen(bench.pane.bars.scene)
    assert where is not None
    assert (where.selection.section, where.whole) == ("s3", True)


def test_what_the_page_of_tunes_shows_is_what_is_changed_while_the_song_plays_on_and_when_it_rests(
    bench: Bench,
) -> None:
    pane, spans = bench.pane, bench.pane.bars.roll.spans
    place = pane.compose_panel.tunes.place

    def play(tick: int, *, playing: bool = True) -> None:
        pane.playback.tell(tick, playing=playing, at=0.0, rate=0.0)  # type: ignore[attr-defined]

    pane.playing.seek(spans[0].start)
    play(spans[0].start)
    play(spans[1].start + BAR)
    assert place.toolTip().startswith(spans[0].name)
    bench.do("more_like_this")
    assert bench.music("s2") == samples.song().section("s2").music
    assert place.toolTip().startswith(spans[0].name)

    play(spans[1].start + BAR, playing=False)
    assert place.toolTip().startswith(spans[1].name)
    assert pane.maker.chosen == chosen(pane.bars.scene)
    play(spans[1].start + BAR)
    pane.compose_panel.show_page("style")
    play(spans[2].start)
    assert pane.maker.chosen == chosen(pane.bars.scene)
    pane.compose_panel.show_page("tunes")
    assert place.toolTip().startswith(spans[2].name)


def test_only_the_chosen_bars_are_composed_again(bench: Bench) -> None:
    bench.choose("s1", 2 * BAR, 4 * BAR)
    before, was = bench.song, bench.music("s1")
    bench.do("recompose")
    now = bench.music("s1")
    assert now != was
    for track in ("t1", "t2", "t3", "t4"):
        kept = outside(was.part(track).notes, 2 * BAR, 4 * BAR)
        assert outside(now.part(track).notes, 2 * BAR, 4 * BAR) == kept
    assert bench.song.sections[1:] == before.sections[1:]
    bench.services.session.undo()
    assert bench.song == before
    assert bench.services.session.undo_label is None


def test_only_the_track_in_the_large_lane_is_composed_again(bench: Bench) -> None:
    bench.pane.bars.show_track("t3")
    was = bench.music("s1")
    bench.do("recompose_track")
    now = bench.music("s1")
    assert now.part("t3") != was.part("t3")
    assert [now.part(track) for track in ("t1", "t2", "t4")] == [was.part(track) for track in ("t1", "t2", "t4")]
    assert now.chords == was.chords


def test_new_chords_leave_the_tune_and_locked_chords(bench: Bench) -> None:
    bench.choose("s1", 0, 8 * BAR)
    was = bench.music("s1")
    bench.do("reharmonise")
    now = bench.music("s1")
    assert now.part("t1") == was.part("t1")
    assert now.chords != was.chords
    assert [chord for chord in was.chords if chord.locked] == [chord for chord in now.chords if chord.locked]


def test_a_surprise_keeps_rhythm_words_and_locked_notes(bench: Bench) -> None:
    bench.choose("s1", 0, 4 * BAR)
    first = bench.tune("s1")[0]
    session = bench.services.session
    session.apply("Lock", set_note_locks(bench.song, "s1", "t1", [first], locked=True))
    bench.choose("s1", 0, 4 * BAR)
    was = bench.tune("s1")
    bench.do("surprise")
    now = bench.tune("s1")
    assert [note.pitch for note in now] != [note.pitch for note in was]
    assert [(n.start, n.length, n.line, n.syllable) for n in now] == [
        (n.start, n.length, n.line, n.syllable) for n in was
    ]
    assert now[0] == was[0]
    assert outside(now, 0, 4 * BAR) == outside(was, 0, 4 * BAR)


def test_every_tune_can_be_had_again(bench: Bench) -> None:
    bench.choose("s1", 0, BAR)
    was = bench.song
    bench.do("surprise")
    bench.do("more_like_this")
    made = bench.song
    assert bench.numbers() == ["1", "2", "3"]
    assert bench.current() == "3"
    bench.take(0)
    assert bench.song == was
    assert bench.current() == "1"
    bench.services.session.undo()
    assert bench.song == made
    bench.services.session.replace_document(Document(samples.song()))
    assert bench.numbers() == []


def between_a_surprise(bench: Bench) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """The tune of the first section marked as A and a surprise as B; A is what is sung."""
    bench.choose("s1", 0, 8 * BAR)
    page = bench.pane.compose_panel.tunes
    assert not page.path.slider.isEnabled()
    bench.do("surprise")
    assert not page.swap.isEnabled()
    page.mark_b.click()
    surprise = bench.tune("s1")
    bench.take(0)
    page.mark_a.click()
    assert bench.numbers() == ["1 A", "2 B"]
    return bench.tune("s1"), surprise


def test_two_tunes_are_compared(bench: Bench) -> None:
    _, surprise = between_a_surprise(bench)
    page = bench.pane.compose_panel.tunes
    page.swap.click()
    assert bench.tune("s1") == surprise
    assert page.path.slider.value() == page.path.slider.maximum()
    page.swap.click()
    assert bench.current() == "1 A"
    assert page.path.slider.value() == 0


def test_every_stop_between_two_tunes_is_heard_keeps_the_rhythm_and_can_be_kept(bench: Bench) -> None:
    first, last = between_a_surprise(bench)
    page, path = bench.pane.compose_panel.tunes, bench.pane.compose_panel.tunes.path
    told: ToldPlayback = bench.pane.playback  # type: ignore[assignment]
    path.slider.setFocus()
    before = bench.song
    told.asked.clear()
    for _ in range(2):  # the first step finds the way, the second only goes
        QTest.keyClick(path.slider, Qt.Key.Key_Right)
    bench.qtbot.waitUntil(lambda: bench.song != before)
    assert any(name == "play" for name, *_ in told.asked)
    tunes = [first]
    for stop in range(1, path.slider.maximum() + 1):
        path.slider.setValue(stop)
        tunes.append(bench.tune("s1"))
    assert tunes[-1] == last
    assert len(set(tunes)) == len(tunes)
    assert {tuple((note.start, note.length, note.syllable) for note in tune) for tune in tunes[:-1]} == {
        tuple((note.start, note.length, note.syllable) for note in first)
    }
    bench.services.session.undo()
    assert bench.song == before
    path.slider.setValue(3)
    assert page.keep.isEnabled()
    page.keep.click()
    assert bench.numbers() == ["1 A", "2 B", "3"]
    assert not page.keep.isEnabled()


def test_tunes_and_their_marks_are_there_when_the_song_is_opened_again(bench: Bench) -> None:
    first, last = between_a_surprise(bench)
    session = bench.services.session
    assert session.modified
    document = load(dump(session.document))
    session.replace_document(Document())
    assert bench.numbers() == []
    session.replace_document(document)
    bench.choose("s1", 0, BAR)
    assert bench.numbers() == ["1 A", "2 B"]
    assert bench.tune("s1") == first
    bench.pane.compose_panel.tunes.swap.click()
    assert bench.tune("s1") == last


def test_tunes_are_not_undone(bench: Bench) -> None:
    bench.choose("s1", 0, BAR)
    bench.do("surprise")
    bench.services.session.undo()
    assert bench.numbers() == ["1", "2"]
    assert bench.current() == "1"


def test_the_lower_voices_of_a_choir_follow_another_tune(bench: Bench) -> None:
    bench.pane.compose_panel.singing.choir.setChecked(True)
    bench.pane.compose_panel.seed.setValue(3)
    bench.do("compose")
    names = {track.name: track.id for track in bench.song.tracks}
    assert list(names) == ["Soprano", "Alto", "Tenor", "Bass"]
    bench.choose("s1", 0, 2 * BAR)
    was = bench.music("s1")
    bench.do("surprise")
    now = bench.music("s1")
    assert now.part(names["Soprano"]) != was.part(names["Soprano"])
    assert any(now.part(names[name]) != was.part(names[name]) for name in ("Alto", "Tenor", "Bass"))
    assert outside(now.part(names["Alto"]).notes, 0, 2 * BAR) == outside(was.part(names["Alto"]).notes, 0, 2 * BAR)


def test_the_bars_that_would_change_are_marked_while_the_page_is_open(bench: Bench) -> None:
    bench.choose("s1", 2 * BAR, 4 * BAR)
    assert bench.pane.bars.scene.chosen == (2 * BAR, 4 * BAR)
    bench.pane.compose_panel.show_page("style")
    assert bench.pane.bars.scene.chosen is None


def test_a_tune_that_a_hand_changed_can_be_compared_too(bench: Bench) -> None:
    bench.choose("s1", 0, BAR)
    page = bench.pane.compose_panel.tunes
    page.mark_a.click()
    was = bench.song
    QTest.keyClick(bench.pane.bars, Qt.Key.Key_Up)
    page.mark_b.click()
    assert bench.numbers() == ["1 A", "2 B"]
    page.swap.click()
    assert bench.song == was


def test_a_seed_that_is_typed_is_used_and_one_that_is_left_alone_is_drawn_anew(bench: Bench) -> None:
    panel = bench.pane.compose_panel
    panel.singing.choose_composer("rules")
    panel.seed.setValue(42)
    bench.do("compose")
    assert bench.song.seed == 42
    first = bench.song
    bench.do("compose")
    assert bench.song.seed != 42
    panel.seed.setValue(42)
    bench.do("compose")
    assert bench.song.sections == first.sections


def test_lines_that_can_be_fitted_are_though_another_cannot(bench: Bench) -> None:
    text = lyric_text(bench.song)
    for old, new in (("burning low", "burning very low"), ("boats are home", "boats are nearly home")):
        text = text.replace(old, new, 1)
    session = bench.services.session
    session.apply("Typing", with_lyric_text(bench.song, text))
    held = [note for note in bench.tune("s1") if note.line == "l2"]
    session.apply("Lock", set_note_locks(bench.song, "s1", "t1", held, locked=True))
    locked = [note for note in bench.tune("s1") if note.line == "l2"]
    bench.qtbot.waitUntil(lambda: len(bench.pane.bars.scene.unfit) >= 2)
    with bench.qtbot.waitSignal(bench.pane.maker.composing.composed):
        bench.pane.compose_panel.fit.again.click()
    assert {note.syllable for note in bench.tune("s1") if note.line == "l1"} == set(range(10))
    assert [note for note in bench.tune("s1") if note.line == "l2"] == locked


def test_a_verse_is_sung_to_the_tune_of_another(bench: Bench) -> None:
    bench.choose("s3", 0, BAR)
    menu = bench.pane.compose_panel.tunes.models
    action = next(action for action in menu.actions() if "Verse 1" in action.text())
    with bench.qtbot.waitSignal(bench.pane.maker.composing.composed):
        action.trigger()
    sung = bench.tune("s3")
    assert bench.music("s3").chords == bench.music("s1").chords
    assert {note.line for note in sung} == {line.id for line in bench.song.section("s3").lines}
    texts = {line.id: line.text for line in bench.song.section("s3").lines}
    for line, text in texts.items():
        assert {note.syllable for note in sung if note.line == line} == set(range(samples.SYLLABLES[text]))


def test_the_fit_report_goes_to_the_place(bench: Bench) -> None:
    text = lyric_text(bench.song).replace("The harbour light is burning low", "The harbour light is very nearly low", 1)
    bench.services.session.apply("Typing", with_lyric_text(bench.song, text))
    page = bench.pane.compose_panel.fit
    bench.qtbot.waitUntil(lambda: page.again.isEnabled())
    item = page.lines.item(0)
    spoken = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "very nearly" in spoken
    assert "No note" in spoken
    page.lines.itemActivated.emit(item)
    focus = bench.pane.bars.focused_note()
    assert focus is not None
    assert focus.pick.note.line == "l1"


def test_without_the_nets_composing_by_rules_is_offered(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> Song:
        if bench.pane.compose_panel.request.composer == "learned":
            raise NetError("The trained composer is missing.")
        return samples.long_song(8)

    monkeypatch.setattr("songwright.music.composers.compose", fail)
    with bench.qtbot.waitSignal(bench.services.notices.shown) as shown:
        bench.services.actions["compose"].trigger()
    text, use = shown.args[0].action
    assert "Rules" in text
    with bench.qtbot.waitSignal(bench.pane.maker.composing.composed):
        use()
    assert bench.song.title == "Long"


def test_voice_composer_and_dial_are_remembered(bench: Bench) -> None:
    panel = bench.pane.compose_panel
    voice = panel.style_fields.voice
    voice.setCurrentIndex(voice.findData("bass"))
    voice.activated.emit(voice.currentIndex())
    panel.singing.choose_composer("rules")
    panel.singing.dial.setValue(panel.singing.dial.maximum())
    again = MusicPane(bench.services, playback=ToldPlayback())  # type: ignore[arg-type]
    bench.qtbot.addWidget(again)
    request = again.compose_panel.request
    assert (request.voice, request.composer, request.prosody) == ("bass", "rules", 1.0)


def test_hidden_lanes_stay_hidden(bench: Bench) -> None:
    bench.pane.mixer.strips[2].lane.click()
    assert bench.pane.bars.scene.lanes == ("t2", "t4")
    again = MusicPane(bench.services, playback=ToldPlayback())  # type: ignore[arg-type]
    furnish(again, bench.qtbot)
    assert again.bars.scene.lanes == ("t2", "t4")
    assert [strip.lane.isChecked() for strip in again.mixer.strips[1:]] == [True, False, True]


def test_the_window_starts_without_what_only_composing_needs() -> None:
    code = "import sys, songwright.ui.music as m; sys.exit(bool({'numpy', 'onnxruntime'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_pressed_button_keeps_the_focus(bench: Bench) -> None:
    bench.choose("s1", 0, BAR)
    page = bench.pane.compose_panel.tunes
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "Surprise")
    bench.pane.activateWindow()
    bench.qtbot.waitUntil(bench.pane.isActiveWindow)
    button.setFocus()
    with bench.qtbot.waitSignal(bench.pane.maker.composing.composed):
        button.click()
    assert button.hasFocus()


def test_while_it_is_composed_the_focus_is_on_cancel(bench: Bench) -> None:
    panel = bench.pane.compose_panel
    panel.show_page("style")
    bench.pane.activateWindow()
    bench.qtbot.waitUntil(bench.pane.isActiveWindow)
    panel.compose.setFocus()
    panel.set_busy(busy=True)
    bench.qtbot.waitUntil(panel.cancel.isVisible)
    assert panel.cancel.hasFocus()
    assert not panel.compose.isVisible()
    panel.set_busy(busy=False)
    assert panel.compose.hasFocus()
    assert not panel.cancel.isVisible()
