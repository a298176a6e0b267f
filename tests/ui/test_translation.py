"""Every string that the window shows goes through the seam of languages: in a language of brackets, all are in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from songwright.core.errors import SongwrightError
from songwright.core.language import English, Pseudo, said, speak
from songwright.ui.notices import Notice
from songwright.ui.translation import Translator, speak_everywhere
from songwright.ui.wiring import Studio

pytestmark = [pytest.mark.window]

TEXTS = (
    "text",
    "toolTip",
    "accessibleName",
    "accessibleDescription",
    "placeholderText",
    "windowTitle",
    "title",
    "whatsThis",
)
PROPER = re.compile(
    r"<[^>]*>|&\w+;|Songwright|SoundFont|GGUF|MIDI|PDF|SVG|PNG|Ctrl|Alt|Shift|Esc|Enter|http\S+|[A-G][b#]?\b"
)
"""What no language changes: markup, names, keys, keys of music."""


@pytest.fixture
def brackets(qapp: QApplication) -> Iterator[Translator]:
    translator = speak_everywhere(qapp, Pseudo())
    yield translator
    qapp.removeTranslator(translator)
    speak(English())


def bypassing(widget: QWidget, known: Callable[[str], bool] = lambda _: False) -> set[str]:
    """The texts of a widget and all inside it that are not in brackets."""
    found = set()
    for text in shown(widget):
        plain = PROPER.sub("", text)
        if Pseudo.OPEN not in text and re.search(r"[A-Za-z]{3}", plain) and not known(text):
            found.add(text)
    return found


def shown(widget: QWidget) -> Iterator[str]:
    for one in (widget, *widget.findChildren(QWidget)):
        for name in TEXTS:
            getter = getattr(one, name, None)
            if callable(getter) and not (name == "text" and one.metaObject().className() == "QLineEdit"):
                try:
                    value = getter()
                except TypeError:  # of an item or a tab, not of the widget
                    continue
                if isinstance(value, str):
                    yield value
        if isinstance(one, QComboBox):
            yield from (one.itemText(place) for place in range(one.count()))
        if isinstance(one, QTabWidget):
            yield from (one.tabText(place) for place in range(one.count()))
    for action in widget.findChildren(QAction):
        yield action.text()
        yield action.toolTip()


def test_the_window_with_its_menus_says_nothing_beside_the_seam(
    brackets: Translator, make_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    studio = make_studio()
    studio.window.show()
    own = {studio.desk.writer.name, "ABAB"}  # what a model or a scheme of rhymes is called
    assert bypassing(studio.window, lambda text: any(name in text for name in own)) == set()


def test_an_error_reaches_the_user_in_the_language(
    brackets: Translator, make_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    studio = make_studio()
    told: list[Notice] = []
    studio.services.notices.shown.connect(told.append)
    studio.services.notices.error(SongwrightError(said("“{name}” is empty.", name="x")))
    studio.services.notices.error(ValueError("inside"))
    assert all(notice.text.startswith(Pseudo.OPEN) for notice in told)


@pytest.mark.parametrize("name", ["settings", "about", "shortcuts", "wishes", "export"])
def test_dialogs_say_nothing_beside_the_seam(
    brackets: Translator, make_studio: Callable[..., Studio], qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    studio = make_studio()
    dialog = DIALOGS[name](studio, tmp_path)
    qtbot.addWidget(dialog)
    assert bypassing(dialog) == set()


def settings(studio: Studio, folder: Path) -> QWidget:
    from songwright.ui.dialogs.settings_dialog import SettingsDialog

    return SettingsDialog(studio.services.settings, studio.services.theme, [], cliches=folder / "cliches.txt")


def about(studio: Studio, _folder: Path) -> QWidget:
    from songwright.ui.dialogs.about import AboutDialog

    return AboutDialog(studio.services.theme, "", studio.window)


def shortcuts(studio: Studio, _folder: Path) -> QWidget:
    from songwright.ui.dialogs.shortcuts import ShortcutsDialog

    return ShortcutsDialog(studio.services.actions, lambda _custom: None, studio.window)


def wishes(_studio: Studio, _folder: Path) -> QWidget:
    from songwright.llm.wished import Wished
    from songwright.ui.dialogs.wishes_dialog import WishesDialog

    return WishesDialog(Wished())


def export(studio: Studio, _folder: Path) -> QWidget:
    from songwright.ui.dialogs.export_dialog import ExportDialog

    return ExportDialog(studio.services)


DIALOGS = {"settings": settings, "about": about, "shortcuts": shortcuts, "wishes": wishes, "export": export}


def test_english_asks_no_catalogue(qapp: QApplication) -> None:
    translator = Translator(English())
    assert translator.isEmpty()
    assert not Translator(Pseudo()).isEmpty()
    assert QCoreApplication.translate("Any", "Save") == "Save"
