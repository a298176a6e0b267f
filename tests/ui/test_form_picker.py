"""Choosing a form in the brief."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.song import Piece, Take
from songwright.llm.plan import Verse
from songwright.ui.compose import plan_for
from songwright.ui.services import Services
from songwright.ui.writing.brief import Brief, Draft, brief_of
from songwright.ui.writing.brief_panel import BriefPanel


@pytest.fixture
def panel(make_services: Callable[..., Services], qtbot: QtBot) -> BriefPanel:
    panel = BriefPanel(make_services())
    qtbot.addWidget(panel)
    panel.form.load()
    qtbot.waitUntil(lambda: panel.form.box.count() > 20)
    return panel


def test_free_writing_comes_first_and_every_form_is_offered(panel: BriefPanel) -> None:
    assert panel.brief().form == ""
    assert panel.form.box.findData("sonnet-shakespearean") > 0
    assert panel.form.box.findData("free-verse") == -1


def test_a_chosen_form_shows_its_shape_and_sets_the_length(panel: BriefPanel) -> None:
    panel.form.set_value("limerick")
    assert panel.brief().form == "limerick"
    assert "5 lines  AABBA" in panel.form._shape.text()
    assert not panel.length.isEnabled()
    panel.form.set_value("")
    assert panel.length.isEnabled()


def test_a_story_is_asked_for_without_a_form(panel: BriefPanel) -> None:
    panel.form.set_value("haiku")
    panel.piece.set_value(Piece.STORY.value)
    panel.piece.chosen.emit(Piece.STORY.value)
    assert panel.brief().form == ""
    assert not panel.form.isEnabled()
    assert panel.length.isEnabled()


def test_a_form_chosen_before_the_forms_are_read_is_kept(make_services: Callable[..., Services], qtbot: QtBot) -> None:
    panel = BriefPanel(make_services())
    qtbot.addWidget(panel)
    panel.form.set_value("haiku")
    panel.form.load()
    qtbot.waitUntil(lambda: panel.brief().form == "haiku")


def test_the_plan_asks_the_worker_for_exactly_that_form() -> None:
    plan = plan_for(Brief("the sea", Piece.POEM, "calm", "short", "haiku"))
    assert any(isinstance(step, Verse) and step.form.id == "haiku" for step in plan.steps)


def test_a_take_remembers_its_form() -> None:
    brief = Brief("the sea", Piece.POEM, "calm", "short", "haiku")
    take: Take = Draft(brief, 7).take("t1", complete=True)
    assert brief_of(take) == brief
