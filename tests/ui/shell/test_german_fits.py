"""In German, whose words are long, nothing at the window's sides is wider than its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from songwright.core.language import English, speak
from songwright.core.words import with_lyric_text
from songwright.host.languages import catalogue_for
from songwright.ui.cover.cover_stage import CoverStage
from songwright.ui.shell.places import DRAWERS
from songwright.ui.translation import speak_everywhere
from songwright.ui.window import MainWindow
from songwright.ui.wiring import Studio

pytestmark = pytest.mark.window


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = speak_everywhere(qapp, catalogue_for("de"))
    yield
    qapp.removeTranslator(translator)
    speak(English())


@pytest.fixture
def window(german: None, make_studio: Callable[..., Studio], qtbot: QtBot) -> MainWindow:
    studio = make_studio()
    studio.window.resize(1280, 800)
    session = studio.services.session
    session.apply("Type", with_lyric_text(session.song, "[Verse 1]\nThe tide is late\nThe moon is high"))
    return studio.window


def too_wide(part: QWidget) -> list[str]:
    """What is cut at the right inside a part of the window: scrolled contents that need more than there is."""
    areas = [area for area in part.findChildren(QScrollArea) if area.isVisible() and area.widget() is not None]
    areas += [part] if isinstance(part, QScrollArea) else []
    return [
        f"{area.accessibleName() or area.objectName()}: {area.widget().minimumSizeHint().width()} of "
        f"{area.viewport().width()}"
        for area in areas
        if area.widget().minimumSizeHint().width() > area.viewport().width()
    ]


def test_the_helper_fits_at_a_line_and_at_none(window: MainWindow, qtbot: QtBot) -> None:
    for row in (0, 1):
        window.centre.sheet.go_to(row)
        window.helper.look_now()
        assert too_wide(window.helper) == []


@pytest.mark.parametrize("drawer", [spec.id for spec in DRAWERS])
def test_each_drawer_fits(window: MainWindow, drawer: str) -> None:
    window.drawers.show_drawer(drawer)
    assert too_wide(window.drawers) == []


def test_the_cover_panel_fits(window: MainWindow) -> None:
    window.stages.show_stage("cover")
    stage = window.stages.widget("cover")
    assert isinstance(stage, CoverStage)
    assert too_wide(stage.panel) == []
