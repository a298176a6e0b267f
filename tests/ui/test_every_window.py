"""Whatever opens from commands, drawers and menus speaks the language: a walk, so that new ones are found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from formats.songs import lantern_song
from songwright.core.language import English, Pseudo, speak
from songwright.llm.catalogue import offers
from songwright.ui.actions import ACTIONS
from songwright.ui.shell.places import DRAWERS, STAGES
from songwright.ui.translation import speak_everywhere
from songwright.ui.wiring import Studio
from ui.test_translation import bypassing

pytestmark = [pytest.mark.window]

# What ends the walk, leaves the window or waits for a device: their dialogs are looked at elsewhere.
_LEFT_OUT = {"quit", "full_screen", "hum", "play", "write", "make_song", "compose", "surprise", "open_logs"}
# What is shown as somebody wrote it: songs, folders, sung syllables, a model's words, poets,
# devices, and what the player's process says, which speaks no brackets.
_AS_WRITTEN = re.compile(
    r"antern|harbour at night|ABAB|[/\\]\w|“ooh”|^\w+ \d+%|\(1\d{3}-1\d{3}\)|Discard all samples|No sound device"
)


@pytest.fixture
def brackets(qapp: QApplication) -> Iterator[None]:
    translator = speak_everywhere(qapp, Pseudo())
    yield
    qapp.removeTranslator(translator)
    speak(English())


class Walker:
    """Opens what there is and keeps the texts that bypass the seam, each with where it stands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, own: set[str]) -> None:
        self.found: dict[str, str] = {}
        self.seen = 0
        self._own = own
        self._at = ""
        monkeypatch.setattr(QDialog, "exec", lambda dialog: self.look(dialog) or 0)
        monkeypatch.setattr(QMenu, "exec", lambda menu, *_: self.look(menu))
        monkeypatch.setattr(QMenu, "popup", lambda menu, *_: self.look(menu))
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)
        for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")

    def look(self, widget: QWidget) -> None:
        """Read all that a widget shows."""
        self.seen += 1
        if isinstance(widget, QMenu):
            widget.aboutToShow.emit()
        for text in bypassing(widget, self._is_own):
            self.found.setdefault(text, f"{self._at}: {type(widget).__name__}")

    def _is_own(self, text: str) -> bool:
        return bool(_AS_WRITTEN.search(text)) or any(name in text for name in self._own)

    def go(self, name: str, action: Callable[[], object], apart_from: QWidget) -> None:
        """Do something, then look at every window that it opened and close it."""
        self._at = name
        action()
        QApplication.processEvents()
        for top in QApplication.topLevelWidgets():
            if top.isVisible() and top is not apart_from:
                self.look(top)
                top.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.usefixtures("brackets")
def test_whatever_opens_says_nothing_beside_the_seam(
    make_studio: Callable[..., Studio], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    studio = make_studio()
    window, services = studio.window, studio.services
    services.session.apply("Example", lantern_song())
    walker = Walker(monkeypatch, {studio.desk.writer.name, *(offer.name for offer in offers())})
    for spec in (*STAGES, *DRAWERS):
        walker.go(spec.id, services.actions[spec.command].trigger, window)
        walker.look(window)
    for spec in ACTIONS:
        action = services.actions[spec.id]
        if spec.id not in _LEFT_OUT and action.isEnabled():
            walker.go(spec.id, action.trigger, window)
    for menu in window.findChildren(QMenu):
        walker.go(f"menu {menu.title()}", partial(walker.look, menu), window)
    for button in window.findChildren(QToolButton):
        if button.menu() is not None:
            walker.go(f"button {button.text()}", partial(walker.look, button.menu()), window)
    walker.look(window)
    assert walker.found == {}
    assert walker.seen > 40
