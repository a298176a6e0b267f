"""From a first start to a verse by another model: what a user does, counted."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from llm.ggufs import tiny_model
from llm.plans import COUPLET, LINES
from songwright.core.song import Take
from songwright.llm import shelf
from songwright.ui.shell.start_page import StartPage
from songwright.ui.wiring import Studio
from songwright.ui.writing.local_writer import LocalWriter
from songwright.ui.writing.writer import ModelState

pytestmark = pytest.mark.window

_MOST = 2


def test_two_actions_lead_from_a_first_start_to_a_verse_by_another_model(
    make_studio: Callable[..., Studio], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr(shelf.find_models, "__kwdefaults__", {"smallest": 1})
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Downloads").mkdir()
    tiny_model(tmp_path / "Downloads" / "neighbour.gguf")
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"write": [{"say": LINES}]}))
    command = [sys.executable, "-m", "songwright.llm.worker", "--scripted", str(script)]
    studio = make_studio(lambda services: LocalWriter(services, lambda _brief: COUPLET, command=command), asking=True)
    page = studio.window.findChild(StartPage)
    assert page is not None
    actions = 0

    page.writer.choices.aboutToShow.emit()  # the menu opens, and a model is picked in it: one action
    qtbot.waitUntil(lambda: any("neighbour" in action.text() for action in page.writer.choices.actions()))
    next(action for action in page.writer.choices.actions() if "neighbour" in action.text()).trigger()
    actions += 1
    writer = studio.desk.writer
    qtbot.waitUntil(lambda: writer.state is ModelState.READY and bool(page.make.isEnabled()))
    page.make.click()
    actions += 1

    def takes() -> tuple[Take, ...]:
        return studio.services.session.document.takes

    qtbot.waitUntil(lambda: bool(takes()), timeout=100_000)
    assert takes()[-1].text.splitlines()[-2:] == LINES.split("\n")[:2]
    assert takes()[-1].model == writer.name != ""
    assert "SmolLM2" not in writer.name
    assert actions <= _MOST
