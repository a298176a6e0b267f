"""The menus, laid out as data over the table of commands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar

from songwright.core.language import sayable
from songwright.ui.actions import Actions
from songwright.ui.shell.places import DRAWERS, STAGES

__all__ = ["MENUS", "SUBMENUS", "build_menus"]

# "-" is a separator, "@name" a submenu that some part of the window fills.
MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("&File", ("new", "open", "@recent", "@recovered", "open_backup", "-", "save", "save_as", "-",
               "export", "print", "-", "quit")),
    ("&Edit", ("undo", "redo", "-", "cut", "copy", "paste", "select_all", "-", "find", "find_next",
               "find_previous", "-", "settings")),
    ("&Write", ("write", "make_song", "album", "stop", "again", "-", "accept", "show_draft", "previous_take",
                "next_take", "-", "ideas", "another_word", "rhymes", "lock_line", "rewrite",
                "improve", "continue", "clearer", "-", "read_aloud", "-", "@model")),
    ("&Music", ("compose", "recompose", "recompose_track", "reharmonise", "surprise", "more_like_this", "-",
                "chord_here", "change_here", "last_chorus_up", "slow_ending", "-",
                "play", "stop_playback", "loop", "click", "tap", "-", "hum", "-", "@transpose", "@output", "panic")),
    ("&View", (*(spec.command for spec in STAGES), "-", *(spec.command for spec in DRAWERS), "show_helper", "note_list",
               "-", "show_chords", "show_stresses", "show_next_words",
               "show_costs", "form_report", "-", "bigger", "smaller", "normal_size", "@theme", "-", "full_screen")),
    ("&Help", ("tour", "example_song", "how_it_works", "shortcuts", "listening_test", "-", "open_logs", "about")),
)  # fmt: skip
SUBMENUS = sayable({"recent": "Open &Recent", "recovered": "Recovered &Work", "model": "&Model", "theme": "&Theme",
            "output": "Sound &Output", "transpose": "Transpose and &Capo"})  # fmt: skip


def build_menus(bar: QMenuBar, button: QMenu, actions: Actions) -> Mapping[str, QMenu]:
    """Fill the menu bar and the menu of the top bar's button; returns the submenus that have to be filled, by name."""
    submenus: dict[str, QMenu] = {}
    for title, entries in MENUS:
        menu = bar.addMenu(QCoreApplication.translate("Menus", title))
        button.addMenu(menu)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(actions.dress)
        for entry in entries:
            if entry == "-":
                menu.addSeparator()
            elif entry.startswith("@"):
                name = entry[1:]
                submenus[name] = menu.addMenu(QCoreApplication.translate("Menus", SUBMENUS[name]))
            else:
                menu.addAction(actions.for_menu(entry))
    return submenus
