"""Sections as cards, and takes and tunes as two lists of one kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from songwright.core.section_cards import section_cards
from songwright.core.song import Note
from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats.project import dump, load
from songwright.ui.dialogs.comparison import ComparisonDialog, side_by_side
from songwright.ui.dialogs.tune_comparison import TuneComparison, differing
from songwright.ui.drawers.kept import TAKES, TUNES, VERSIONS, KeptDrawer
from songwright.ui.drawers.sections import SectionsDrawer
from songwright.ui.notices import Notice
from songwright.ui.theme.manager import Theme
from songwright.ui.wiring import Studio
from ui.stand_ins import ScriptedWriter

pytestmark = pytest.mark.window

TEXT = "[Verse 1]\nThe tide is late\n\n[Chorus]\nTurn, old light\n\n[Verse 2]\nThe moon is high\n\n[Chorus]"


@pytest.fixture
def studio_with_song(studio: Studio) -> Studio:
    studio.window.resize(1280, 800)
    session = studio.services.session
    session.apply("Type", with_lyric_text(session.song, TEXT))
    studio.services.actions["drawer_sections"].trigger()
    return studio


@pytest.fixture
def cards(studio_with_song: Studio) -> SectionsDrawer:
    page = studio_with_song.window.drawers.page("sections")
    assert isinstance(page, SectionsDrawer)
    return page


def names(cards: SectionsDrawer) -> list[str]:
    cards.refresh()
    return [cards.list.item(row).text() for row in range(cards.list.count())]


def test_there_is_a_card_for_every_section_and_repeats_say_what_they_repeat(
    studio_with_song: Studio, cards: SectionsDrawer
) -> None:
    assert names(cards) == ["Verse 1", "Chorus", "Verse 2", "Chorus"]
    told = cards.list.item(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "repeats Chorus" in told


def test_a_section_is_moved_by_key_in_the_text_and_back_by_one_undo(
    studio_with_song: Studio, cards: SectionsDrawer, qtbot: QtBot
) -> None:
    session = studio_with_song.services.session
    cards.list.setCurrentRow(2)
    qtbot.keyClick(cards.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert lyric_text(session.song).index("Verse 2") < lyric_text(session.song).index("Chorus")
    assert cards.list.currentItem().text() == "Verse 2"
    session.undo()
    assert lyric_text(session.song) == TEXT


def test_a_card_that_is_dropped_elsewhere_moves_its_section(studio_with_song: Studio, cards: SectionsDrawer) -> None:
    cards.list.setCurrentRow(0)
    cards.list.dropped(2)
    assert names(cards) == ["Chorus", "Verse 2", "Verse 1", "Chorus"]


def test_a_section_is_duplicated_renamed_and_removed_by_key(
    studio_with_song: Studio, cards: SectionsDrawer, qtbot: QtBot
) -> None:
    cards.list.setCurrentRow(0)
    qtbot.keyClick(cards.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert names(cards)[:2] == ["Verse 1", "Verse 3"]
    cards.rename_to("Bridge")
    assert names(cards)[1] == "Bridge"
    qtbot.keyClick(cards.list, Qt.Key.Key_Delete)
    assert names(cards) == ["Verse 1", "Chorus", "Verse 2", "Chorus"]


def test_a_repeat_can_be_unlinked_and_linked(studio_with_song: Studio, cards: SectionsDrawer) -> None:
    song = studio_with_song.services.session
    cards.list.setCurrentRow(3)
    cards.unlink()
    assert lyric_text(song.song).count("Turn, old light") == 2
    cards.link(song.song.sections[1].id)
    assert lyric_text(song.song).count("Turn, old light") == 1


def test_a_click_shows_the_section_on_the_page(studio_with_song: Studio, cards: SectionsDrawer) -> None:
    cards.list.setCurrentRow(2)
    cards.show_chosen()
    editor = studio_with_song.window.centre.sheet.editor
    assert editor.textCursor().block().text() == "[Verse 2]"


def test_a_card_draws_the_course_of_the_tune_and_says_when_it_no_longer_fits(
    studio_with_song: Studio, qtbot: QtBot
) -> None:
    music, session = studio_with_song.window.music, studio_with_song.services.session
    music.compose_panel.singing.choose_composer("rules")
    with qtbot.waitSignal(music.maker.composing.composed):
        studio_with_song.services.actions["compose"].trigger()
    verse = next(card for card in section_cards(session.song) if card.name == "Verse 1")
    assert len(verse.tune) >= 3
    assert all(0 <= start < end <= 1 and 0 <= height <= 1 for start, end, height in verse.tune)
    line = session.song.section(verse.id).sung_lines[0].id
    assert not next(card for card in section_cards(session.song, frozenset({line})) if card.id == verse.id).fits


@pytest.fixture
def kept(make_studio: Callable[..., Studio]) -> tuple[Studio, KeptDrawer]:
    writer = ScriptedWriter()
    studio = make_studio(writer)
    studio.window.resize(1280, 800)
    for text in ("[Verse 1]\nThe tide is late", "[Verse 1]\nThe horn is low"):
        studio.services.actions["write"].trigger()
        writer.say(text)
        writer.end()
    studio.services.actions["drawer_takes"].trigger()
    page = studio.window.drawers.page("takes")
    assert isinstance(page, KeptDrawer)
    return studio, page


def test_takes_are_listed_newest_first_and_the_one_in_the_page_is_marked(kept: tuple[Studio, KeptDrawer]) -> None:
    _, drawer = kept
    items = [drawer.takes.item(row).data(Qt.ItemDataRole.UserRole) for row in range(drawer.takes.count())]
    assert [item.words for item in items] == ["The horn is low", "The tide is late"]
    assert [item.current for item in items] == [True, False]
    assert "seed" in items[0].origin
    assert "Scripted 1B" in items[0].origin


def test_a_favourite_comes_first_a_name_is_kept_and_both_are_saved(kept: tuple[Studio, KeptDrawer]) -> None:
    studio, drawer = kept
    first = studio.services.session.takes[0].id
    drawer.takes.starred.emit(first)
    drawer.name(TAKES, first, "The slow one")
    assert drawer.takes.item(0).text() == "The slow one"
    again = load(dump(studio.services.session.document))
    assert (again.takes[0].name, again.takes[0].favourite) == ("The slow one", True)


def test_any_take_can_be_put_into_the_page_and_one_undo_brings_the_other_back(
    kept: tuple[Studio, KeptDrawer],
) -> None:
    studio, drawer = kept
    drawer.takes.item(1).setSelected(True)
    drawer.use.click()
    assert "The tide is late" in lyric_text(studio.services.session.song)
    studio.services.actions["undo"].trigger()
    assert "The horn is low" in lyric_text(studio.services.session.song)


def test_two_takes_are_compared_with_what_differs_marked(kept: tuple[Studio, KeptDrawer]) -> None:
    studio, drawer = kept
    drawer.takes.selectAll()
    assert drawer.compare.isEnabled()
    drawer.compare.click()
    dialog = studio.window.findChild(ComparisonDialog)
    pages = dialog.findChildren(QPlainTextEdit)
    assert [len(page.extraSelections()) for page in pages] == [1, 1]
    assert "\u2260 The horn is low" in pages[0].toPlainText()
    dialog.reject()


@pytest.fixture
def versions(studio_with_song: Studio) -> KeptDrawer:
    """The drawer of a song of which one version is kept and whose words are others since."""
    studio_with_song.services.actions["drawer_takes"].trigger()
    drawer = studio_with_song.window.drawers.page("takes")
    assert isinstance(drawer, KeptDrawer)
    drawer.pages._buttons[VERSIONS].click()
    drawer.keep_version("Before the new bridge")
    session = studio_with_song.services.session
    session.apply("Type", with_lyric_text(session.song, TEXT.replace("late", "low")))
    return drawer


def test_a_named_version_is_put_back_whole_by_one_step_of_undo(studio_with_song: Studio, versions: KeptDrawer) -> None:
    session = studio_with_song.services.session
    assert versions.versions.item(0).text() == "Before the new bridge"
    assert not versions.versions.item_of("v1").current
    versions.versions.item(0).setSelected(True)
    versions.use.click()
    assert lyric_text(session.song) == TEXT
    assert versions.versions.item_of("v1").current
    studio_with_song.services.actions["undo"].trigger()
    assert "The tide is low" in lyric_text(session.song)
    assert [version.name for version in session.versions] == ["Before the new bridge"]


def test_one_version_is_compared_with_the_words_of_now_and_two_with_each_other(
    studio_with_song: Studio, versions: KeptDrawer
) -> None:
    assert not versions.compare.isEnabled()
    versions.versions.item(0).setSelected(True)
    versions.compare.click()
    dialog = studio_with_song.window.findChild(ComparisonDialog)
    old, now = (page.toPlainText() for page in dialog.pages)
    assert "\u2260 The tide is late" in old
    assert "\u2260 The tide is low" in now
    dialog.reject()
    versions.keep_version("After it")
    versions.versions.selectAll()
    assert [name for name, _ in versions._version_texts()] == ["After it", "Before the new bridge"]


def test_a_version_is_renamed_and_starred_and_never_loses_its_name(
    studio_with_song: Studio, versions: KeptDrawer
) -> None:
    versions.name(VERSIONS, "v1", "The old bridge")
    versions.name(VERSIONS, "v1", "")
    versions.versions.starred.emit("v1")
    (found,) = load(dump(studio_with_song.services.session.document)).versions
    assert (found.name, found.favourite) == ("The old bridge", True)


def test_rows_are_paired_and_missing_ones_left_empty(theme: Theme) -> None:
    assert side_by_side("a\nb\nc", "a\nc") == [("a", "a", True), ("b", "", False), ("c", "c", True)]


@pytest.mark.parametrize("drawer", ["idea", "composer"])
def test_an_open_drawer_is_as_wide_as_its_fields_need(studio_with_song: Studio, qtbot: QtBot, drawer: str) -> None:
    drawers = studio_with_song.window.drawers
    drawers.show_drawer(drawer)
    page = drawers.page(drawer)
    longer = QPushButton("Strophe, Refrain und Überleitung, wie man sie singt")
    layout = page.layout()
    assert layout is not None
    layout.addWidget(longer)
    qtbot.waitUntil(lambda: page.width() >= page.minimumSizeHint().width() > 264)
    qtbot.waitUntil(lambda: drawers.width() >= page.width())


def test_a_removed_version_is_gone_and_its_notice_brings_it_back(
    studio_with_song: Studio, versions: KeptDrawer
) -> None:
    session, shown = studio_with_song.services.session, list[Notice]()
    studio_with_song.services.notices.shown.connect(shown.append)
    assert not versions.remove.isEnabled()
    versions.versions.item(0).setSelected(True)
    QTest.keyClick(versions.versions, Qt.Key.Key_Delete)
    assert session.versions == ()
    assert "Before the new bridge" in shown[-1].text
    versions.keep_version("After it")
    action = shown[-1].action
    assert action is not None
    action[1]()
    assert {version.name for version in session.versions} == {"Before the new bridge", "After it"}
    assert len({version.id for version in session.versions}) == 2


def test_two_tunes_of_a_section_are_shown_note_for_note_with_what_differs(
    studio_with_song: Studio, qtbot: QtBot
) -> None:
    studio = studio_with_song
    panel, composing = studio.window.music.compose_panel, studio.window.music.maker.composing
    panel.singing.choose_composer("rules")
    for seed in (3, 4):
        panel.seed.setValue(seed)
        with qtbot.waitSignal(composing.composed):
            studio.services.actions["compose"].trigger()
    studio.services.actions["drawer_takes"].trigger()
    drawer = studio.window.drawers.page("takes")
    assert isinstance(drawer, KeptDrawer)
    drawer.pages.set_value(TUNES)
    drawer.pages.chosen.emit(TUNES)
    assert not drawer.compare.isEnabled()
    verse = [row for row in range(drawer.tunes.count()) if "Verse 1" in drawer.tunes.item(row).text()][-1]
    drawer.tunes.item(verse).setSelected(True)
    assert drawer.compare.isEnabled()
    drawer.compare.click()
    dialog = studio.window.findChild(TuneComparison)
    assert dialog is not None
    kept, now = dialog.views
    assert kept.notes != now.notes
    assert kept.marked
    assert {kept.notes[place] for place in kept.marked}.isdisjoint(now.notes)
    dialog.reject()


def test_notes_of_another_pitch_place_or_length_differ() -> None:
    notes = (Note(0, 480, 60), Note(480, 480, 62), Note(960, 480, 64))
    others = (Note(0, 480, 60), Note(480, 240, 62), Note(960, 480, 65))
    assert differing(notes, others) == {1, 2}
    assert differing(notes, notes) == frozenset()
