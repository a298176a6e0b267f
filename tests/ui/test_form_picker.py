"""Choosing a form in the brief."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from songwright.core.song import Piece, Take
from songwright.host.paths import find_paths
from songwright.host.settings import SAMPLER, Settings
from songwright.llm.brief import Brief, Length, Task, brief_of
from songwright.llm.pace import QUALITIES, Pace
from songwright.llm.plan import Say, Verse
from songwright.llm.questions import LineOptions, Place
from songwright.llm.running_draft import RunningDraft
from songwright.llm.wished import Wished
from songwright.llm.wishes import Wishes
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import Form, form_of, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.ui.dialogs.form_chooser import FormChooser
from songwright.ui.dialogs.wishes_dialog import WishesDialog
from songwright.ui.services import Services
from songwright.ui.wiring import plan_for
from songwright.ui.writing.brief_panel import BriefPanel
from songwright.ui.writing.inquiries import Inquiries, Inquiry
from songwright.ui.writing.manner_shelf import MannerShelf
from songwright.ui.writing.outliner import Outliner
from songwright.ui.writing.writer import ModelState
from ui.stand_ins import ScriptedWriter


@pytest.fixture
def panel(make_services: Callable[..., Services], qtbot: QtBot) -> BriefPanel:
    panel = BriefPanel(make_services())
    qtbot.addWidget(panel)
    panel.form.load()
    qtbot.waitUntil(lambda: len(panel.forms.forms) > 20)
    return panel


def chooser(panel: BriefPanel, qtbot: QtBot, value: str = "", stanza: Form | None = None) -> FormChooser:
    dialog = FormChooser(panel._services, panel.forms, value, lambda: stanza)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog: FormChooser) -> list[str]:
    items = [dialog.list.item(place) for place in range(dialog.list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_a_new_piece_has_the_form_of_its_kind_until_one_is_chosen(panel: BriefPanel) -> None:
    assert panel.brief().form == "song"
    panel.piece.chosen.emit("poem")
    assert panel.form.value == "stanzas"
    panel.form.set_value("haiku")
    panel.piece.chosen.emit("song")
    assert panel.form.value == "haiku"


def test_free_writing_comes_first_and_every_form_is_offered(panel: BriefPanel, qtbot: QtBot) -> None:
    names = shown(chooser(panel, qtbot))
    assert names[0] == "Free"
    assert "Sonnet, Shakespearean" in names
    assert "Free verse" not in names


def test_a_form_is_found_by_a_word_and_taken_with_enter(panel: BriefPanel, qtbot: QtBot) -> None:
    dialog = chooser(panel, qtbot)
    qtbot.keyClicks(dialog.search, "sonnet")
    assert shown(dialog) == ["Sonnet, Shakespearean", "Sonnet, Petrarchan", "Sonnet, Spenserian"]
    assert dialog._name.text() == "Sonnet, Shakespearean"
    assert "14 lines  ABAB CDCD EFEF GG" in dialog._picture.facts
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.value == "sonnet-petrarchan"


def test_the_form_of_the_writers_own_stanza_can_be_chosen(panel: BriefPanel, lexicon: Lexicon, qtbot: QtBot) -> None:
    form = form_of(analyse("The tide is late\nThe moon is high\nThe tide will wait", lexicon).lines, "As mine")
    dialog = chooser(panel, qtbot, stanza=form)
    dialog.list.setCurrentRow(1)
    dialog.accept()
    panel.form.set_value(dialog.value)
    assert panel.form.box.currentText() == "As mine"
    steps = plan_for(replace(panel.brief(), about="fog")).steps
    verse = next(step for step in steps if isinstance(step, Verse))
    assert [line.most for line in verse.form.lines] == [4, 4, 4]
    assert [line.rhyme for line in verse.form.lines] == ["A", None, "A"]
    # Opened again, the chooser has it still, though the cursor is elsewhere by now.
    again = chooser(panel, qtbot, panel.form.value)
    assert again.list.currentItem().text() == "As mine"


def test_a_word_that_no_form_has_leaves_nothing_to_choose(panel: BriefPanel, qtbot: QtBot) -> None:
    dialog = chooser(panel, qtbot)
    qtbot.keyClicks(dialog.search, "hexasonnet")
    assert shown(dialog) == []
    dialog.accept()
    assert dialog.isVisible()


def test_a_chosen_form_shows_its_shape_and_sets_the_length(panel: BriefPanel) -> None:
    panel.form.set_value("limerick")
    assert panel.brief().form == "limerick"
    assert "5 lines  AABBA" in panel.form._facts.text()
    assert panel.length.isHidden()
    assert not panel.quality.isHidden()
    panel.form.set_value("")
    assert not panel.length.isHidden()
    assert panel.quality.isHidden()


def test_the_time_is_unknown_before_the_first_piece_and_then_told_for_any_form(panel: BriefPanel, qtbot: QtBot) -> None:
    panel.form.set_value("haiku")
    told = panel.quality._time
    assert "unknown" in told.text()
    panel._note_time(Brief("the sea", form="haiku"), 4.0)
    assert told.text() == "About 4 seconds on this machine"
    panel.form.set_value("sonnet-shakespearean")
    haiku, sonnet = 17 + 3 * 1.5, 140 + 14 * 1.5
    assert told.text() == f"About {round(4.0 * sonnet / haiku)} seconds on this machine"


def test_more_drafts_of_a_line_take_longer() -> None:
    form = next(form for form in load_forms() if form.id == "haiku")
    pace = Pace()
    assert pace.expected(form, 8) is None
    pace.note(form, 8, 4.0)
    times = [pace.expected(form, quality) for quality in QUALITIES]
    assert times == sorted(times)
    assert times[1] == pytest.approx(4.0)


def test_a_form_that_is_still_being_read_is_not_called_free(
    make_services: Callable[..., Services], qtbot: QtBot
) -> None:
    panel = BriefPanel(make_services())
    qtbot.addWidget(panel)
    panel.form.set_value("ballad")
    assert panel.form.box.currentText() == "Being read…"
    panel.form.load()
    qtbot.waitUntil(lambda: panel.form.form is not None)
    assert panel.form.box.currentText() == panel.form.form.name


def test_a_story_is_shown_to_be_free_and_the_form_comes_back_with_the_verse(panel: BriefPanel) -> None:
    panel.form.set_value("ballad")
    name = panel.form.box.currentText()
    panel.piece.set_value(Piece.STORY.value)
    panel.piece.chosen.emit(Piece.STORY.value)
    assert panel.form.box.currentText() == "Free"
    assert panel.brief().form == ""
    panel.piece.set_value(Piece.SONG.value)
    panel.piece.chosen.emit(Piece.SONG.value)
    assert panel.form.box.currentText() == name != "Free"
    assert panel.brief().form == "ballad"


def test_the_quality_is_kept_in_the_settings(make_services: Callable[..., Services], qtbot: QtBot) -> None:
    services = make_services()
    services.settings = Settings(find_paths().settings)
    services.settings.set(SAMPLER, (("temperature", 0.5),))
    panel = BriefPanel(services)
    qtbot.addWidget(panel)
    panel.quality.segments.set_value("16")
    panel.quality.segments.chosen.emit("16")
    assert dict(services.settings.get(SAMPLER)) == {"temperature": 0.5, "quality": 16.0}
    assert panel.quality.quality == 16


def test_wishes_are_typed_shown_and_kept_in_the_brief(panel: BriefPanel, qtbot: QtBot) -> None:
    dialog = WishesDialog(Wished(acrostic="SEA"))
    qtbot.addWidget(dialog)
    assert dialog.fields["acrostic"].text() == "SEA"
    qtbot.keyClicks(dialog.fields["words"], "salt, rope")
    dialog.outline.setPlainText("The tide comes in\n\n  It takes  the boat ")
    panel.set_wished(dialog.wished)
    brief = panel.brief()
    assert (brief.wishes.acrostic, brief.wishes.anywhere) == ("SEA", ("salt", "rope"))
    assert brief.outline == ("The tide comes in", "It takes the boat")
    assert "salt, rope" in panel._wished.toolTip()
    verse = next(step for step in plan_for(replace(panel.brief(), about="fog", form="haiku")).steps)
    assert isinstance(verse, Verse)
    assert (verse.wishes.acrostic, verse.wishes.anywhere) == ("SEA", ("salt", "rope"))
    asked = plan_for(replace(panel.brief(), about="fog")).messages[0].content
    assert "It takes the boat" in asked


def test_wishes_that_contradict_each_other_or_the_form_are_told_before_they_are_taken(qtbot: QtBot) -> None:
    dialog = WishesDialog(Wished(acrostic="LANTERN", words="salt, moon", letters="o"), lines=3)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert "the form has 3" in dialog.problem.text()
    assert dialog.problem.geometry().top() > dialog.outline.geometry().bottom()
    assert "“moon” is asked for, but has the letter “o”" in dialog.problem.text()
    assert dialog.result() == 0
    dialog.fields["letters"].clear()
    dialog.accept()
    assert dialog.result() == 0
    assert "“moon”" not in dialog.problem.text()
    dialog.accept()
    assert dialog.result() == 1


def test_wishes_that_cannot_be_are_told_while_they_are_typed(panel: BriefPanel, qtbot: QtBot) -> None:
    dialog = WishesDialog(Wished(words="moon"), lines=3, jobs=panel._services.jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.fields["letters"], "o")
    qtbot.waitUntil(lambda: "“moon” is asked for, but has the letter “o”" in dialog.problem.text())
    assert dialog.problem.isVisible()
    dialog.fields["words"].setText("two:salt")
    qtbot.waitUntil(lambda: "“two:salt” names no line" in dialog.problem.text())
    dialog.fields["words"].setText("salt")
    qtbot.waitUntil(lambda: not dialog.problem.isVisible())
    dialog.accept()
    assert dialog.result() == 1


def test_a_word_for_a_line_is_read_as_on_the_command_line_and_a_line_that_is_none_is_not_taken(qtbot: QtBot) -> None:
    dialog = WishesDialog(Wished(acrostic="S_A", words="two:salt; rope"), lines=3)
    qtbot.addWidget(dialog)
    for _ in range(2):
        dialog.accept()
        assert "“two:salt” names no line" in dialog.problem.text()
    dialog.fields["words"].setText("2:salt; rope")
    dialog.accept()
    assert dialog.result() == 1
    assert dialog.wished.wishes() == Wishes("S A", ((1, "salt"),), ("rope",))


def test_a_story_is_asked_for_without_a_form(panel: BriefPanel) -> None:
    panel.form.set_value("haiku")
    panel.piece.set_value(Piece.STORY.value)
    panel.piece.chosen.emit(Piece.STORY.value)
    assert panel.brief().form == ""
    assert not panel.form.isEnabled()
    assert not panel.length.isHidden()


def test_a_form_chosen_before_the_forms_are_read_is_kept(make_services: Callable[..., Services], qtbot: QtBot) -> None:
    panel = BriefPanel(make_services())
    qtbot.addWidget(panel)
    panel.form.set_value("haiku")
    panel.form.load()
    qtbot.waitUntil(lambda: panel.brief().form == "haiku")


def test_the_plan_asks_the_worker_for_exactly_that_form() -> None:
    plan = plan_for(Brief("the sea", Piece.POEM, "calm", Length.SHORT, form="haiku"))
    assert any(isinstance(step, Verse) and step.form.id == "haiku" for step in plan.steps)


def test_a_take_remembers_its_form() -> None:
    brief = Brief("the sea", Piece.POEM, "calm", Length.SHORT, form="haiku")
    take: Take = RunningDraft(brief, 7).take("t1", complete=True)
    assert brief_of(take) == brief


def test_an_outline_is_proposed_for_the_brief_and_can_be_changed(writer: ScriptedWriter, qtbot: QtBot) -> None:
    outliner = Outliner(writer, lambda: Brief("a ferry", form="quatrain"))
    dialog = WishesDialog(Wished(), outliner=outliner)
    qtbot.addWidget(dialog)
    dialog.suggest.click()
    brief, _seed = writer.requests[-1]
    assert (brief.about, brief.task, brief.form) == ("a ferry", Task.OUTLINE, "")
    assert dialog.suggest.text() == "Stop"
    writer.say("Hook: The horn is low.\n", "Verse 1: He waits.")
    writer.end()
    assert dialog.suggest.text() == "Suggest an outline"
    assert dialog.wished.outline == "Hook: The horn is low.\nVerse 1: He waits."
    writer.say("words of somebody else")
    assert dialog.wished.outline.endswith("He waits.")


def test_closing_the_wishes_stops_an_outline_and_a_busy_model_is_said(writer: ScriptedWriter, qtbot: QtBot) -> None:
    dialog = WishesDialog(Wished(), outliner=Outliner(writer, lambda: Brief("a ferry")))
    qtbot.addWidget(dialog)
    dialog.suggest.click()
    dialog.reject()
    assert writer.stops == 1
    writer.become(ModelState.LOADING)
    dialog.suggest.click()
    assert "no time now" in dialog.problem.text()


def test_the_plan_of_an_outline_asks_for_a_row_for_each_part() -> None:
    plan = plan_for(Brief("a ferry", task=Task.OUTLINE))
    told = [step.text.strip() for step in plan.steps if isinstance(step, Say) and step.text.strip()]
    assert told == ["Hook:", "Verse 1:", "Verse 2:", "Bridge:"]


def test_words_that_nobody_knows_are_told_with_their_sound_while_they_are_typed(qtbot: QtBot, lexicon: Lexicon) -> None:
    dialog = WishesDialog(Wished(words="salt, Aoife"), lexicon=lambda: lexicon)
    qtbot.addWidget(dialog)
    assert dialog.said.isHidden()
    dialog.fields["words"].setText("salt, Wojtek, 2:rope")
    assert not dialog.said.isHidden()
    assert "Wojtek (" in dialog.said.text()
    assert "salt" not in dialog.said.text()
    dialog.fields["words"].setText("")
    assert dialog.said.isHidden()


def test_a_manner_is_chosen_told_in_plain_words_and_kept_in_the_brief(
    panel: BriefPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "one.txt").write_text("The rope was wet\nThe bell was ringing\nA man had bet\nThe gulls were singing")
    shelf = MannerShelf(panel._services, list)
    dialog = WishesDialog(Wished(), shelf=shelf)
    qtbot.addWidget(dialog)
    picker = dialog.picker
    assert picker is not None
    assert not dialog.its_form.isVisibleTo(dialog)
    picker.choose(f"folder:{tmp_path}")
    qtbot.waitUntil(lambda: picker.manner is not None)
    assert "nearly all rhyme" in picker.facts.text()
    assert "rope" in picker.facts.text()
    assert dialog.its_form.isVisibleTo(dialog)
    assert dialog.form == ""
    dialog.its_form.setChecked(True)
    assert dialog.form == picker.manner.form
    panel.set_wished(dialog.wished)
    assert panel.brief().manner == f"folder:{tmp_path}"
    assert tmp_path.name in panel._wished.toolTip()
    plan = plan_for(replace(panel.brief(), about="fog", form=""), manners=shelf)
    assert [turn.role for turn in plan.messages] == ["user", "assistant", "user"]
    assert Wished.of(panel.brief()).manner == f"folder:{tmp_path}"
    dialog._clear()
    assert dialog.wished.manner == ""


def test_a_manner_without_texts_is_refused_where_it_is_chosen(panel: BriefPanel, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = WishesDialog(Wished(manner=f"folder:{tmp_path}"), shelf=MannerShelf(panel._services, list))
    qtbot.addWidget(dialog)
    assert dialog.picker is not None
    qtbot.waitUntil(lambda: "holds no texts" in dialog.picker.facts.text())
    assert dialog.wished.manner == ""
    assert dialog.picker.box.currentText() == "Nobody in particular"


def test_questions_are_asked_in_the_manner_too(writer: ScriptedWriter) -> None:
    inquiries = Inquiries(writer)
    inquiries.ask(Inquiry(), LineOptions(Place(about="fog")))
    inquiries.example = lambda about: f"An example of {about}"
    inquiries.ask(Inquiry(), LineOptions(Place(about="fog")))
    assert [question.place.example for question, _ in writer.questions] == ["", "An example of fog"]
