"""The score in the window: drawn off the event loop, followed, picked, transposed, printed to a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from songwright.core.edits import transpose
from songwright.core.session import Document
from songwright.core.song import Key, Song
from songwright.formats.engraving.drawing import Drawing, Mark
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score
from songwright.lyrics.lexicon import Lexicon
from songwright.ui.score.key_menu import KeyMenu
from songwright.ui.score.picture import to_png
from songwright.ui.score.score_view import ScoreView
from songwright.ui.score.sheets import Sheets
from songwright.ui.services import Services
from songwright.ui.wiring import Studio
from ui.score_songs import lantern, without_music

Make = Callable[..., ScoreView]


@pytest.fixture
def make_view(make_services: Callable[..., Services], qtbot: QtBot) -> Make:
    def make(song: Song, *, drawn: bool = True) -> ScoreView:
        services = make_services()
        services.session.replace_document(Document(song))
        view = ScoreView(services)
        view.services = services
        qtbot.addWidget(view)
        view.resize(800, 600)
        if drawn:
            with qtbot.waitSignal(view.engraving.drawn):
                view.show()
        else:
            view.show()
        return view

    return make


def first_note(view: ScoreView) -> tuple[Mark, QPoint]:
    """The first note, and where its head is in the view."""
    sheets = view.canvas.sheets
    assert sheets is not None
    place, mark = sheets.notes()[0]
    offset = view.canvas.offset()
    x = offset.x() + place.x + (mark.x + mark.right) / 2 * sheets.scale
    y = offset.y() + place.y + (mark.top + mark.bottom) / 2 * sheets.scale
    return mark, QPoint(round(x), round(y))


def test_a_song_with_music_is_drawn_when_it_is_shown(make_view: Make) -> None:
    view = make_view(lantern())
    assert view.canvas.isVisible()
    assert view.canvas.drawing is not None
    assert view.canvas.accessibleDescription().startswith("The Lantern: 7 bars on 1 pages.")


def test_without_music_it_says_what_to_do(make_view: Make) -> None:
    view = make_view(without_music())
    assert not view.canvas.isVisible()
    assert view._empty_text.text() == "Compose a tune to see its score."


def test_words_without_music_can_still_be_seen_as_a_sheet(make_view: Make, qtbot: QtBot) -> None:
    view = make_view(without_music())
    with qtbot.waitSignal(view.engraving.drawn):
        view.kind.setCurrentIndex(view.kind.findData("chords"))
        view.kind.activated.emit(view.kind.currentIndex())
    assert view.canvas.isVisible()


def test_an_edit_is_drawn_again_and_the_old_page_stays_until_then(make_view: Make, qtbot: QtBot) -> None:
    view = make_view(lantern())
    before = view.canvas.drawing
    with qtbot.waitSignal(view.engraving.drawn):
        view.services.session.apply("Transposing", transpose(lantern(), 2))
        assert view.canvas.drawing is before
    assert view.canvas.drawing is not before


def test_what_is_hidden_is_not_drawn_until_it_is_shown_again(make_view: Make, qtbot: QtBot) -> None:
    view = make_view(lantern())
    view.hide()
    view.services.session.apply("Title", replace(lantern(), title="Another"))
    assert not view.engraving.busy
    with qtbot.waitSignal(view.engraving.drawn):
        view.show()
    assert view.canvas.drawing is not None
    assert view.canvas.drawing.title == "Another"


def test_clicking_a_note_leads_to_its_word(make_view: Make, qtbot: QtBot) -> None:
    view = make_view(lantern())
    mark, at = first_note(view)
    chosen, shown = [], []
    view.syllable_chosen.connect(lambda *where: chosen.append(where))
    view.services.playhead.syllable_shown.connect(lambda *where: shown.append(where))
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen == shown == [("l1", 0)]
    assert view.canvas.picked == mark


def test_the_arrow_keys_go_from_note_to_note_and_return_plays_from_there(make_view: Make, qtbot: QtBot) -> None:
    view = make_view(lantern())
    sheets = view.canvas.sheets
    assert sheets is not None
    notes = [mark for _, mark in sheets.notes()]
    for _ in range(3):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert view.canvas.picked == notes[2]
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left)
    with qtbot.waitSignal(view.play_asked) as told:
        qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert told.args == [notes[1].start]


def test_a_word_that_is_sung_picks_its_note(make_view: Make) -> None:
    view = make_view(lantern())
    view.services.playhead.show_syllable("l3", 2)
    assert view.canvas.picked is not None
    assert (view.canvas.picked.line, view.canvas.picked.syllable) == ("l3", 2)


def test_the_cursor_goes_through_every_note_at_its_time(lexicon: Lexicon) -> None:
    sheets = Sheets(draw_score(lantern(), lexicon, ScoreOptions()), 2.0)
    for place, mark in sheets.notes():
        found = sheets.cursor(mark.start)
        assert found is not None
        assert found[0] is place
        assert found[1] == pytest.approx(place.x + mark.x * 2.0)


def test_the_cursor_never_runs_backwards_inside_a_system(lexicon: Lexicon) -> None:
    sheets = Sheets(draw_score(lantern(), lexicon, ScoreOptions()), 1.0)
    for place in sheets.systems:
        start, end = place.block.bars[0][0], place.block.bars[-1][1]
        xs = [sheets.cursor(tick)[1] for tick in range(start, end, 60)]  # type: ignore[index]
        assert xs == sorted(xs)


def test_zooming_keeps_the_point_under_the_pointer(make_view: Make) -> None:
    view = make_view(lantern())
    canvas = view.canvas
    canvas.set_zoom(2.0)
    at = QPointF(300, 200)
    before = (at - canvas.offset()) / canvas.zoom
    canvas.zoom_by(1.5, at)
    after = (at - canvas.offset()) / canvas.zoom
    assert after.y() == pytest.approx(before.y(), abs=8)


def test_the_page_fits_the_width_until_it_is_zoomed(make_view: Make) -> None:
    view = make_view(lantern())
    wide = view.canvas.zoom
    view.resize(500, 600)
    assert view.canvas.zoom < wide
    view.canvas.set_zoom(1.0)
    view.resize(800, 600)
    assert view.canvas.zoom == 1.0


@pytest.mark.parametrize("semitones", [1, -1])
def test_the_key_menu_transposes_the_whole_song_in_one_step_of_undo(make_view: Make, semitones: int) -> None:
    view = make_view(lantern())
    session = view.services.session
    view.key_menu.fill()
    actions = view.key.menu().actions()
    actions[0 if semitones > 0 else 1].trigger()
    assert session.song == transpose(lantern(), semitones)
    session.undo()
    assert session.song == lantern()


def test_another_key_is_reached_by_the_nearer_way(make_services: Callable[..., Services]) -> None:
    services = make_services()
    services.session.replace_document(Document(lantern()))
    menu = QMenu()
    KeyMenu(services, menu).fill()
    keys = menu.actions()[4].menu().actions()
    assert keys[2].isChecked()
    keys[11].trigger()
    assert services.session.song == transpose(lantern(), -3)
    assert services.session.song.key == Key(11, lantern().key.mode)


def test_a_capo_is_put_on_and_named(make_view: Make) -> None:
    view = make_view(lantern())
    view.key_menu.fill()
    capo = next(action.menu() for action in view.key.menu().actions() if action.text() == "Capo")
    assert capo.actions()[5].text() == "Fret 5: fingered in A"
    capo.actions()[5].trigger()
    assert view.services.session.song.capo == 5
    assert view.key.text() == "D dorian, capo 5"


def test_transposing_out_of_range_is_told_and_changes_nothing(make_view: Make, told: list[object]) -> None:
    high = transpose(lantern(), 40)
    view = make_view(high)
    view.key_menu.fill()
    view.key.menu().actions()[2].trigger()
    view.key.menu().actions()[2].trigger()
    assert view.services.session.song == transpose(high, 12)
    assert told


def test_a_picture_is_as_large_as_its_page_and_not_blank(lexicon: Lexicon, qapp: object) -> None:
    drawing: Drawing = draw_score(lantern(), lexicon, ScoreOptions(one_page=True))
    image = QImage.fromData(to_png(drawing))
    page = drawing.pages[0]
    assert image.width() / image.height() == pytest.approx(page.width / page.height, rel=0.01)
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(0, image.width(), 5)
               for y in range(0, image.height(), 5))  # fmt: skip
    assert 0.001 < dark / (image.width() * image.height() / 25) < 0.3


def test_the_window_switches_to_the_score_and_plays_from_it(studio: Studio, qtbot: QtBot) -> None:
    studio.services.session.replace_document(Document(lantern()))
    stages = studio.window.stages
    studio.services.actions["stage_score"].trigger()
    assert stages.shown == "score"
    qtbot.waitUntil(lambda: stages.widget("score").score.canvas.drawing is not None)
    studio.services.actions["stage_score"].trigger()
    assert stages.shown == "words"
    assert studio.window.centre.sheet.isVisible()


def test_chord_diagrams_are_shown_for_the_chosen_instrument(make_view: Make, qtbot: QtBot) -> None:
    view = make_view(lantern())
    view.key_menu.fill()
    diagrams = next(action.menu() for action in view.key.menu().actions() if action.text() == "Chord diagrams")
    with qtbot.waitSignal(view.engraving.drawn):
        diagrams.actions()[1].trigger()
    assert any(block.label == "chords" for block in view.canvas.drawing.pages[0].blocks)


def test_the_cursor_is_where_the_player_is(studio: Studio, qtbot: QtBot) -> None:
    studio.services.session.replace_document(Document(lantern()))
    studio.window.stages.show_stage("score")
    canvas = studio.window.stages.widget("score").score.canvas
    qtbot.waitUntil(lambda: canvas.drawing is not None)
    studio.window.music.playing.seek(3840)
    found, wanted = canvas._cursor_rect(), canvas.sheets.cursor(3840)
    assert found.center().x() == pytest.approx(canvas.offset().x() + wanted[1], abs=2)


def test_the_page_follows_what_plays(make_view: Make) -> None:
    view = make_view(lantern())
    view.canvas.set_zoom(3.0)
    last = view.canvas.sheets.systems[-1]
    view.canvas.set_playhead(last.block.bars[-1][0], playing=True)
    top = last.y - view.canvas.verticalScrollBar().value()
    assert top >= 0
    assert top + last.height <= view.canvas.viewport().height()


def test_of_a_long_song_the_first_page_comes_first(make_view: Make, qtbot: QtBot) -> None:
    verse = lantern().sections[0]
    long = replace(lantern(), sections=tuple(replace(verse, id=f"s{n}") for n in range(30)))
    pages: list[int] = []
    view = make_view(long, drawn=False)
    view.engraving.drawn.connect(lambda drawing: pages.append(len(drawing.pages)))
    qtbot.waitUntil(lambda: len(pages) == 2 and not view.engraving.busy)
    assert pages[0] == 1
    assert pages[1] > 1


def test_the_page_is_found_again_as_it_was_left_for_the_score(studio: Studio, qtbot: QtBot) -> None:
    studio.services.session.replace_document(Document(lantern()))
    centre = studio.window.centre
    editor = centre.sheet.editor
    editor.show_row(editor.rows().row_of("l3"))
    editor.moveCursor(QTextCursor.MoveOperation.EndOfLine)
    left = editor.textCursor().position()
    stages = studio.window.stages
    stages.show_stage("score")
    qtbot.waitUntil(lambda: stages.widget("score").score.canvas.picked is not None)
    stages.show_stage("words")
    assert editor.textCursor().position() == left


def test_the_line_at_the_cursor_is_shown_in_the_score_and_the_picked_word_on_the_page(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.services.session.replace_document(Document(lantern()))
    centre = studio.window.centre
    editor = centre.sheet.editor
    editor.show_row(editor.rows().row_of("l3"))
    stages = studio.window.stages
    stages.show_stage("score")
    qtbot.waitUntil(lambda: stages.widget("score").score.canvas.picked is not None)
    assert (stages.widget("score").score.canvas.picked.line, stages.widget("score").score.canvas.picked.syllable) == (
        "l3",
        0,
    )
    for _ in range(6):
        qtbot.keyClick(stages.widget("score").score.canvas, Qt.Key.Key_Right)
    assert stages.widget("score").score.canvas.picked.line == "l4"
    stages.show_stage("words")
    assert editor.textCursor().blockNumber() == editor.rows().row_of("l4")


def test_across_a_wide_window_a_page_of_readable_size_stands_in_the_middle(make_view: Make) -> None:
    view = make_view(lantern())
    view.resize(2200, 900)
    canvas = view.canvas
    canvas.fit_width()
    assert canvas.sheets is not None
    left, right = canvas.offset().x(), canvas.viewport().width() - canvas.offset().x() - canvas.sheets.width
    assert canvas.viewport().width() > 2000
    assert canvas.sheets.width < 1400
    assert abs(left - right) <= 1
