"""Composing from the window: one edit, or none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QSplitter
from pytestqt.qtbot import QtBot

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Song, TrackRole
from songwright.core.words import lyric_text, with_lyric_text
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest, Watch
from songwright.ui.composer.composing import ComposeTask, Composing
from songwright.ui.music import MusicPane
from songwright.ui.services import Services
from ui.music import samples
from ui.music.conftest import ToldPlayback, furnish

pytestmark = [pytest.mark.window, pytest.mark.qt_log_ignore("propagateSizeHints")]
WORDS = "[Verse 1]\nThe harbour light is burning low\nAnd all the boats are home\n\n[Chorus]\nSing me a morning of gold"


class WaitingComposer:
    """Composes only when it is let go; counts how often it began."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.seen: list[Song] = []

    def compose(self, song: Song, request: ComposeRequest) -> Song:
        self.seen.append(song)
        assert self.go.wait(20)
        return replace(samples.song(), seed=request.seed or 0)


@pytest.fixture
def composer() -> WaitingComposer:
    return WaitingComposer()


def composing(services: Services) -> Composing:
    made = Composing(services, lambda: Kit(services.lexicon()))
    services.closing.append(made.cancel)
    return made


def task(composer: WaitingComposer, seed: int = 0) -> ComposeTask:
    return ComposeTask("Compose", lambda song, _kit, _watch: (composer.compose(song, ComposeRequest(seed=seed)),))


def test_the_result_is_one_step_of_undo(
    make_services: Callable[[Song], Services], composer: WaitingComposer, qtbot: QtBot
) -> None:
    services = make_services(with_lyric_text(Song(), WORDS))
    before, run = services.session.song, composing(services)
    composer.go.set()
    with qtbot.waitSignal(run.composed):
        run.start(task(composer, 5))
    assert services.session.song.seed == 5
    services.session.undo()
    assert services.session.song == before
    assert services.session.undo_label is None


def test_cancelling_leaves_the_song_untouched(
    make_services: Callable[[Song], Services], composer: WaitingComposer, qtbot: QtBot, qapp: QApplication
) -> None:
    services = make_services(with_lyric_text(Song(), WORDS))
    before, run = services.session.song, composing(services)
    run.start(task(composer))
    qtbot.waitUntil(lambda: bool(composer.seen))
    assert services.actions.state("composing")
    run.cancel()
    composer.go.set()
    services.jobs._pool.waitForDone()
    qapp.processEvents()
    assert services.session.song is before
    assert services.session.undo_label is None
    assert not services.actions.state("composing")


def test_words_changed_meanwhile_are_composed_again(
    make_services: Callable[[Song], Services], composer: WaitingComposer, qtbot: QtBot
) -> None:
    services = make_services(with_lyric_text(Song(), WORDS))
    run = composing(services)
    run.start(task(composer, 5))
    qtbot.waitUntil(lambda: bool(composer.seen))
    changed = with_lyric_text(services.session.song, WORDS + "\nand another line")
    services.session.apply("Typing", changed)
    composer.go.set()
    qtbot.waitUntil(lambda: not run.busy)
    assert composer.seen[-1] == changed
    assert services.session.song.seed == 5


def test_an_error_is_told_and_changes_nothing(make_services: Callable[[Song], Services], qtbot: QtBot) -> None:
    def refuse(_song: Song, _kit: Kit, _watch: Watch) -> tuple[Song, ...]:
        raise SongwrightError("These words cannot be sung.")

    services = make_services(with_lyric_text(Song(), WORDS))
    before, run = services.session.song, composing(services)
    with qtbot.waitSignal(services.notices.shown) as shown:
        run.start(ComposeTask("Compose", refuse))
    assert shown.args[0].text == "These words cannot be sung."
    assert services.session.song is before


def test_words_become_music_in_the_pane_and_locks_are_kept(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(with_lyric_text(Song(), WORDS))
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    furnish(pane, qtbot)
    with qtbot.waitSignal(pane.maker.composing.composed):
        services.actions["compose"].trigger()
    assert pane.bars.isVisible()
    assert services.actions.state("has_music")
    assert len(pane.mixer.strips) == len(services.session.song.tracks) > 2
    track = pane.bars.scene.track
    assert track is not None
    first = next(pane.bars.roll.all_notes(track))
    pane.bars.pick(frozenset({first.pick}), first.pick)
    pane.bars.edited.emit("Lock", _locked(services.session.song, first.pick), None)
    kept = replace(first.pick.note, locked=True)
    with qtbot.waitSignal(pane.maker.composing.composed):
        pane.maker.compose_another()
    music = services.session.song.section(first.pick.owner).music
    assert music is not None
    assert kept in music.part(track).notes


def _locked(song: Song, pick: object) -> Song:
    from songwright.music.note_edits import locked

    return locked(song, frozenset({pick}), lock=True)[0]  # type: ignore[arg-type]


def test_a_line_whose_words_changed_is_told_and_fitted_again_with_one_click(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(with_lyric_text(Song(), WORDS))
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    with qtbot.waitSignal(pane.maker.composing.composed):
        pane.maker.compose()
    text = lyric_text(services.session.song)
    longer = with_lyric_text(services.session.song, text.replace("burning low", "burning very low"))
    services.session.apply("Typing", longer)
    qtbot.waitUntil(lambda: "no longer fits" in pane.compose_panel.hint.text())
    (line,) = pane.bars.scene.unfit
    assert services.fit_marks.lines == {line}
    before = _sung(services.session.song)
    with qtbot.waitSignal(pane.maker.composing.composed):
        pane.compose_panel.fit_again.click()
    qtbot.waitUntil(lambda: "no longer fits" not in pane.compose_panel.hint.text())
    assert not pane.bars.scene.unfit
    assert not services.fit_marks.lines
    after = _sung(services.session.song)
    assert _syllables(before.pop(line)) == list(range(8))
    assert _syllables(after.pop(line)) == list(range(10))
    assert after == before
    services.session.undo()
    assert services.session.song == longer


def _syllables(notes: list[tuple[int | None, int]]) -> list[int | None]:
    """Which syllables are sung, each once: how many notes one has is the composer's affair."""
    return list(dict.fromkeys(syllable for syllable, _pitch in notes))


def _sung(song: Song) -> dict[str, list[tuple[int | None, int]]]:
    """The syllable and pitch of every sung note, by its line."""
    found: dict[str, list[tuple[int | None, int]]] = {}
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    for section in song.sections:
        for note in section.music.part(vocal).notes if section.music is not None else ():
            if note.line is not None:
                found.setdefault(note.line, []).append((note.syllable, note.pitch))
    return found


def test_a_draft_that_is_composed_is_asked_for_as_words_first(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(Song())
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    assert pane.empty.title.text() == "No words yet"
    assert not services.actions["compose"].isEnabled()
    services.actions.set_state(showing_take=True)
    assert pane.empty.title.text() == "A draft is ready for music"
    assert "takes the draft" in pane.compose_panel.hint.text()
    for use in (services.actions["compose"].trigger, pane.compose_panel.compose.click):
        with qtbot.waitSignal(pane.maker.words_wanted):
            use()
    assert not pane.maker.composing.busy
    services.session.apply("Accept", with_lyric_text(Song(), WORDS))
    assert pane.empty.title.text() == "Ready for music"
    with qtbot.waitSignal(pane.maker.composing.composed):
        services.actions["compose"].trigger()


def test_words_of_the_document_are_composed_whatever_draft_is_on_show(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    services = make_services(with_lyric_text(Song(), WORDS))
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    services.actions.set_state(showing_take=True)
    assert pane.empty.title.text() == "Ready for music"
    with qtbot.waitSignal(pane.maker.composing.composed):
        services.actions["compose"].trigger()


@pytest.mark.parametrize("picked", [False, True], ids=["idea box", "bars with a note picked"])
def test_escape_stops_composing_wherever_the_cursor_is(
    make_services: Callable[[Song], Services], composer: WaitingComposer, qtbot: QtBot, *, picked: bool
) -> None:
    services = make_services(samples.song())
    window, idea = QMainWindow(), QPlainTextEdit()
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(window)
    services.closing.insert(0, window.close)  # keeps the window until the services are closed
    column = QSplitter()
    column.addWidget(idea)
    column.addWidget(pane)
    window.setCentralWidget(column)
    services.actions.attach(window)
    with qtbot.waitExposed(window):
        window.show()
    before = services.session.song
    if picked:
        pane.bars.selectAll()
    with qtbot.waitSignal(pane.maker.composing.started):
        pane.maker.composing.start(task(composer))
    focus = pane.bars if picked else idea
    focus.setFocus()
    with qtbot.waitSignal(pane.maker.composing.ended):
        QTest.keyClick(focus, Qt.Key.Key_Escape)
    composer.go.set()
    services.jobs._pool.waitForDone()
    assert services.session.song is before


def test_marks_of_one_document_are_not_shown_in_the_next(
    make_services: Callable[[Song], Services], qtbot: QtBot
) -> None:
    text = lyric_text(samples.song()).replace("burning low", "burning very low", 1)
    services = make_services(with_lyric_text(samples.song(), text))
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    qtbot.waitUntil(lambda: bool(services.fit_marks.lines))
    services.session.replace_document(Document())
    assert not services.fit_marks.lines
    assert not pane.bars.scene.unfit


def test_music_without_a_voice_has_nothing_to_fit(
    make_services: Callable[[Song], Services], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    song = samples.song()
    services = make_services(replace(song, tracks=song.tracks[1:]))
    pane = MusicPane(services, playback=ToldPlayback())  # type: ignore[arg-type]
    qtbot.addWidget(pane)
    told: list[tuple[object, ...]] = []
    show = pane.compose_panel.show_fit
    pane.compose_panel.show_fit = lambda *found: (told.append(found), show(*found))  # type: ignore[method-assign]
    qtbot.waitUntil(lambda: bool(told))
    assert told == [((), (), 0)]
    assert not caplog.records
