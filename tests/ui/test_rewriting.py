"""Writing a stanza anew around the lines that stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from songwright.core.song import Piece, Song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.llm.brief import Brief, Length, brief_of
from songwright.llm.plan import Fill, Say, Verse
from songwright.llm.running_draft import RunningDraft
from songwright.llm.wish_text import read_wishes
from songwright.llm.wished import Wished
from songwright.llm.wishes import Wishes
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import form_of, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.notation import parse_form
from songwright.ui.notices import Notice
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from songwright.ui.wiring import plan_for
from songwright.ui.writing.desk import Placement, WritingDesk
from songwright.ui.writing.form_shelf import FormShelf, form_sign
from songwright.ui.writing.going_on import GoingOn
from songwright.ui.writing.rewriter import Rewriter
from ui.stand_ins import ScriptedWriter

TEXT = """[Verse 1]
The boats went out before the light
And never one came home
The widows watched the water's edge
And combed the empty foam

[Chorus]
Turn the lamp and let it burn"""
NEW = "The boats went out before the light\nThe sails were torn and wet\nThe widows watched the water's edge\nAnd wait"


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    made = make_services(TEXT)
    made.actions.set_state(has_words=True)
    return made


@pytest.fixture
def desk(services: Services, writer: ScriptedWriter) -> WritingDesk:
    return WritingDesk(services, writer, lambda: Brief("", wishes=read_wishes(avoid="fire")))


@pytest.fixture
def sheet(services: Services, desk: WritingDesk, qtbot: QtBot) -> LyricSheet:
    forms = FormShelf(services)
    forms.load()
    qtbot.waitUntil(lambda: bool(forms.forms), timeout=20000)
    widget = LyricSheet(services, forms)
    qtbot.addWidget(widget)
    Rewriter(services, desk, widget, forms)
    return widget


def lock(services: Services, sheet: LyricSheet, *rows: int) -> None:
    for row in rows:
        sheet.go_to(row)
        services.actions["lock_line"].trigger()


def asked(sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot) -> Brief:
    sheet._services.actions["rewrite"].trigger()
    qtbot.waitUntil(lambda: bool(writer.requests), timeout=20000)
    return writer.requests[-1][0]


def test_the_stanza_at_the_cursor_is_written_in_its_own_form_around_its_locked_lines(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    lock(services, sheet, 1, 3)
    sheet.go_to(2)
    brief = asked(sheet, writer, qtbot)
    lines = services.session.song.sections[0].sung_lines
    assert brief.rewrites == tuple(line.id for line in lines)
    assert brief.kept == ((0, lines[0].text), (2, lines[2].text))
    words = {word for line in lines for word in line.text.lower().split()}
    assert set(brief.about.split(", ")) <= words
    assert {"widows", "foam"} <= set(brief.about.split(", "))
    verse = next(step for step in plan_for(brief).steps if isinstance(step, Verse))
    assert [line.most for line in verse.form.lines] == [8, 6, 8, 6]
    assert verse.form.lines[1].rhyme == verse.form.lines[3].rhyme is not None
    assert verse.kept == brief.kept
    assert verse.wishes.forbidden == ("fire",)


CHAINED = """The boats went out before the light
And never one came home
The widows watched all through the night
And combed the empty foam

They lit a lantern, small and bright
And set it by the sea
And far away it came in sight
Of those who could not see"""


def test_a_stanza_that_the_form_ties_to_another_is_written_with_the_other_kept(
    make_services: Callable[..., Services], writer: ScriptedWriter, qtbot: QtBot
) -> None:
    services = make_services(CHAINED)
    services.actions.set_state(has_words=True)
    wished = Wished(acrostic="TATATAAO", words="moon, 2:home, 6:salt", avoid="fire")
    desk = WritingDesk(services, writer, lambda: wished.asked_of(Brief("")))
    shelf = FormShelf(services)
    shelf.load()
    qtbot.waitUntil(lambda: bool(shelf.forms), timeout=20000)
    sheet = LyricSheet(services, shelf)
    qtbot.addWidget(sheet)
    Rewriter(services, desk, sheet, shelf)
    sheet.watch.measure_by(parse_form("8a 6b 8a 6b / 8a 6c 8a 6c"))
    qtbot.waitUntil(lambda: sheet.watch.check is not None and sheet.watch.settled, timeout=20000)
    lock(services, sheet, 5)
    sheet.go_to(6)
    brief = asked(sheet, writer, qtbot)
    lines = [line for section in services.session.song.sections for line in section.sung_lines]
    assert brief.rewrites == tuple(line.id for line in lines)
    assert brief.kept == tuple((index, lines[index].text) for index in range(5))
    verse = next(step for step in plan_for(brief).steps if isinstance(step, Verse))
    assert [line.stanza for line in verse.form.lines] == [0] * 4 + [1] * 4
    assert verse.form.lines[0].rhyme == verse.form.lines[4].rhyme != verse.form.lines[5].rhyme
    assert verse.wishes.acrostic == wished.acrostic
    assert (verse.wishes.required, verse.wishes.anywhere) == (((1, "home"), (5, "salt")), ())
    assert verse.wishes.forbidden == ("fire",)


def test_at_a_heading_the_stanza_below_it_is_written_anew(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    sheet.go_to(0)
    brief = asked(sheet, writer, qtbot)
    assert brief.rewrites == tuple(line.id for line in services.session.song.sections[0].sung_lines)
    assert brief.kept == ()


def test_accepting_is_one_step_that_leaves_the_other_words_and_every_line_its_identity(
    services: Services, sheet: LyricSheet, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    lock(services, sheet, 1, 3)
    before = services.session.song
    sheet.go_to(2)
    asked(sheet, writer, qtbot)
    writer.say(NEW)
    writer.end()
    assert services.session.song is before
    assert desk.usual_placement is Placement.PLACE
    services.actions["accept"].trigger()
    desk.accept()
    after = services.session.song
    assert lyric_text(after) == TEXT.replace("And never one came home", "The sails were torn and wet").replace(
        "And combed the empty foam", "And wait"
    )
    assert [line.id for line in after.sections[0].lines] == [line.id for line in before.sections[0].lines]
    services.session.undo()
    assert services.session.song == before


def test_a_draft_cut_short_changes_only_the_lines_it_has(
    services: Services, sheet: LyricSheet, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    sheet.go_to(2)
    asked(sheet, writer, qtbot)
    writer.say("The dogs lay down")
    services.actions["stop"].trigger()
    desk.accept()
    assert lyric_text(services.session.song) == TEXT.replace("The boats went out before the light", "The dogs lay down")


def test_only_the_selected_lines_are_written_anew(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    cursor = QTextCursor(sheet.editor.document().findBlockByNumber(2))
    cursor.movePosition(QTextCursor.MoveOperation.Down, QTextCursor.MoveMode.KeepAnchor)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    sheet.editor.setTextCursor(cursor)
    brief = asked(sheet, writer, qtbot)
    assert [index for index, _ in brief.kept] == [0, 3]
    assert len(brief.rewrites) == 4


def test_lines_outside_the_selection_stay_as_they_were_changed_since(
    services: Services, sheet: LyricSheet, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    cursor = QTextCursor(sheet.editor.document().findBlockByNumber(2))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    sheet.editor.setTextCursor(cursor)
    asked(sheet, writer, qtbot)
    edited = TEXT.replace("empty foam", "quiet foam")
    services.session.apply("Words", with_lyric_text(services.session.song, edited))
    writer.say(NEW)
    writer.end()
    desk.accept()
    assert lyric_text(services.session.song) == edited.replace("And never one came home", "The sails were torn and wet")


def test_the_words_before_the_stanza_are_read_by_the_model_but_not_shown(
    services: Services, sheet: LyricSheet, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    sheet.go_to(7)
    plan = plan_for(asked(sheet, writer, qtbot))
    first = plan.steps[0]
    assert isinstance(first, Say)
    assert first.text.startswith("The boats went out")
    assert "[" not in first.text
    assert (first.shown, first.read) == (False, True)
    assert len(plan.steps) == 2


@pytest.mark.parametrize(("row", "locked", "why"), [(5, (), "into a stanza"), (7, (7,), "locked")])
def test_what_cannot_be_rewritten_is_told(
    services: Services,
    sheet: LyricSheet,
    writer: ScriptedWriter,
    told: list[Notice],
    row: int,
    locked: tuple[int, ...],
    why: str,
) -> None:
    lock(services, sheet, *locked)
    sheet.go_to(row)
    services.actions["rewrite"].trigger()
    assert why in told[-1].text
    assert writer.requests == []


def test_a_take_remembers_what_it_rewrites_and_its_wishes(services: Services) -> None:
    wished = Wished("ROSE", "sea, salt", "fire; heart of *", "z", "water", "a child", "rope", "the 1920s")
    brief = wished.asked_of(
        Brief(
            "fog",
            Piece.POEM,
            "calm",
            Length.SHORT,
            form="4a 4a",
            rewrites=("l2", "l3"),
            kept=((1, "And wait"),),
            before="A line before",
        )
    )
    draft = RunningDraft(brief, 3)
    draft.pieces.append("The dogs lay down\nAnd wait")
    assert brief_of(draft.take("t1", complete=True)) == brief
    assert wished.wishes() == Wishes("ROSE", (), ("sea", "salt"), ("fire",), "z", ("water",), ("heart of *",))


def test_another_take_of_a_rewrite_keeps_the_lines_as_they_are_now(
    services: Services, sheet: LyricSheet, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    lock(services, sheet, 1)
    asked(sheet, writer, qtbot)
    writer.say(NEW)
    writer.end()
    song = services.session.song
    services.session.apply("Edit", with_lyric_text(song, TEXT.replace("before the light", "before the dawn")))
    lock(services, sheet, 4)
    services.actions["again"].trigger()
    assert writer.requests[-1][0].kept == ((0, "The boats went out before the dawn"), (3, "And combed the empty foam"))


def test_every_form_that_a_stanza_can_have_is_told_to_the_model_whole(
    services: Services, lexicon: Lexicon, qtbot: QtBot
) -> None:
    shelf = FormShelf(services)
    shelf.load()
    qtbot.waitUntil(lambda: bool(shelf.forms), timeout=20000)
    refrains = "Come home to me\nThe night is long\nCome home to me\nThe day is grey\nThe night is long"
    form = form_of(analyse(refrains, lexicon).lines)
    told = shelf.get(form_sign(form, shelf))
    assert told is not None
    assert [(line.least, line.most, line.patterns) for line in told.lines] == [
        (line.least, line.most, line.patterns) for line in form.lines
    ]
    same = [[place for place, one in enumerate(told.lines) if one.refrain == line.refrain] for line in told.lines]
    assert same[0] == [0, 2]
    assert same[1] == [1, 4]
    assert told.lines[0].rhyme != told.lines[1].rhyme
    sonnet = next(form for form in load_forms() if form.id == "sonnet-shakespearean")
    assert form_sign(sonnet, shelf) == "sonnet-shakespearean"


def test_nothing_is_put_in_place_of_lines_that_are_gone(
    services: Services, sheet: LyricSheet, desk: WritingDesk, writer: ScriptedWriter, qtbot: QtBot
) -> None:
    sheet.go_to(2)
    asked(sheet, writer, qtbot)
    writer.say(NEW)
    writer.end()
    services.session.apply("Edit", with_lyric_text(Song(), "Other words"))
    assert desk.usual_placement is Placement.APPEND


# --- prose, and verse without a form ------------------------------------------------------------------------------

STORY = "The ferry left at six.\n\nNobody saw the boy who had no ticket get on board.\n\nThe fog came down."


@pytest.fixture
def story(make_services: Callable[..., Services], writer: ScriptedWriter, qtbot: QtBot) -> LyricSheet:
    services = make_services(STORY, piece=Piece.STORY)
    services.actions.set_state(has_words=True)
    desk = WritingDesk(services, writer, lambda: Brief("a ferry", Piece.STORY, form="haiku"))
    widget = LyricSheet(services)
    qtbot.addWidget(widget)
    widget.desk = desk
    Rewriter(services, desk, widget, FormShelf(services))
    GoingOn(services, desk, widget)
    return widget


@pytest.mark.parametrize("command", ["clearer", "rewrite"])
def test_a_paragraph_is_said_anew_in_its_place(story: LyricSheet, writer: ScriptedWriter, command: str) -> None:
    session = story._session
    story.go_to(2)
    story._services.actions[command].trigger()
    brief, _ = writer.requests[0]
    assert brief.passage == "Nobody saw the boy who had no ticket get on board."
    assert brief.before == "The ferry left at six."
    fill = plan_for(brief).steps[-1]
    assert isinstance(fill, Fill)
    assert fill.count == 1
    writer.say("A boy slipped aboard.")
    writer.end()
    assert brief_of(session.takes[-1]) == brief
    story.desk.accept()
    assert lyric_text(session.song) == STORY.replace(brief.passage, "A boy slipped aboard.")
    session.undo()
    assert lyric_text(session.song) == STORY


def test_going_on_puts_the_new_words_after_the_paragraph_at_the_cursor(
    story: LyricSheet, writer: ScriptedWriter
) -> None:
    story.go_to(3)
    story._services.actions["continue"].trigger()
    brief, _ = writer.requests[0]
    assert brief.before == "\n\n".join(STORY.split("\n\n")[:2])
    shown = [step for step in plan_for(brief).steps if not isinstance(step, Say) or step.shown]
    assert len(shown) == 1
    writer.say("He hid among the cars.")
    writer.end()
    assert story.desk.usual_placement is Placement.PLACE
    story.desk.accept()
    first, second, third = STORY.split("\n\n")
    assert lyric_text(story._session.song) == "\n\n".join([first, second, "He hid among the cars.", third])


def test_there_is_nothing_to_go_on_from_before_the_first_words(
    story: LyricSheet, writer: ScriptedWriter, told: list[Notice]
) -> None:
    story._session.apply("Edit", with_lyric_text(story._session.song, "\n\nLate words"))
    story.go_to(0)
    story._services.actions["continue"].trigger()
    assert "no words before" in told[-1].text
    story._services.actions["clearer"].trigger()
    assert "not locked" in told[-1].text
    assert writer.requests == []
