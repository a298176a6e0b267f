"""Menus and tool bar, laid out as data over the table of commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from songwright.ui.actions import Actions

__all__ = ["MENUS", "TOOLBAR", "build_menus", "build_tool_bar"]

# "-" is a separator, "@name" a submenu that some part of the window fills.
MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("&File", ("new", "open", "@recent", "@recovered", "open_backup", "-", "save", "save_as", "-",
               "export", "print", "-", "quit")),
    ("&Edit", ("undo", "redo", "-", "cut", "copy", "paste", "select_all", "-", "find", "find_next",
               "find_previous", "-", "settings")),
    ("&Write", ("write", "stop", "again", "-", "accept", "show_draft", "previous_take", "next_take", "-",
                "ideas", "another_word", "rhymes", "lock_line", "rewrite",
                "continue", "clearer", "-", "@model")),
    ("&Music", ("compose", "recompose", "recompose_track", "reharmonise", "surprise", "more_like_this", "-",
                "play", "stop_playback", "loop", "click", "tap", "-", "hum", "-", "@transpose", "@output", "panic")),
    ("&View", ("show_brief", "show_music", "note_list", "show_score", "-", "show_stresses", "show_next_words",
               "show_costs", "form_report", "-", "bigger", "smaller", "normal_size", "@theme", "-", "full_screen")),
    ("&Help", ("shortcuts", "listening_test", "-", "open_logs", "about")),
)  # fmt: skip
SUBMENUS = {"recent": "Open &Recent", "recovered": "Recovered &Work", "model": "&Model", "theme": "&Theme",
            "output": "Sound &Output", "transpose": "Transpose and &Capo"}  # fmt: skip
# "|" pushes what follows to the right; a name with "+" shows its text as well.
TOOLBAR = ("new", "open", "save", "-", "undo", "redo", "-", "find", "|", "compose+", "export+", "-", "settings")


def build_menus(window: QMainWindow, actions: Actions) -> Mapping[str, QMenu]:
    """Fill the window's menu bar; returns the submenus that have to be filled, by name."""
    submenus: dict[str, QMenu] = {}
    for title, entries in MENUS:
        menu = window.menuBar().addMenu(QCoreApplication.translate("Menus", title))
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry == "-":
                menu.addSeparator()
            elif entry.startswith("@"):
                name = entry[1:]
                submenus[name] = menu.addMenu(QCoreApplication.translate("Menus", SUBMENUS[name]))
            else:
                menu.addAction(actions[entry])
    return submenus


def build_tool_bar(window: QMainWindow, actions: Actions, entries: Iterable[str] = TOOLBAR) -> QToolBar:
    """The window's tool bar."""
    bar = QToolBar(QCoreApplication.translate("Menus", "Tools"), window)
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for entry in entries:
        if entry == "-":
            bar.addSeparator()
        elif entry == "|":
            bar.addWidget(_stretch())
        else:
            action = actions[entry.removesuffix("+")]
            bar.addAction(action)
            button = bar.widgetForAction(action)
            if isinstance(button, QToolButton):
                _dress(button, with_text=entry.endswith("+"))
    window.addToolBar(bar)
    return bar


def _dress(button: QToolButton, *, with_text: bool) -> None:
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(button.defaultAction().text().replace("&", "").rstrip("…"))
    if with_text:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("labelled", "true")


def _stretch() -> QWidget:
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return space
