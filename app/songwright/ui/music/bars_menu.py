"""The menus of the bars view: everything that keys and drags do, to be found with a right click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from songwright.ui.music.bars_keys import ALT, CONTROL, NONE, SHIFT, key_command

if TYPE_CHECKING:
    from songwright.ui.music.bars_view import BarsView

__all__ = ["note_menu", "ruler_menu"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("BarsView", text)


def note_menu(view: BarsView) -> QMenu:
    """What can be done with the picked notes."""
    menu = QMenu(view)
    locked = bool(view.scene.picks) and all(pick.note.locked for pick in view.scene.picks)
    entries = (
        (_tr("Play from Here"), "Enter", Qt.Key.Key_Return, NONE),
        None,
        (_tr("Higher"), "↑", Qt.Key.Key_Up, NONE),
        (_tr("Lower"), "↓", Qt.Key.Key_Down, NONE),
        (_tr("A Semitone Higher"), "Alt+↑", Qt.Key.Key_Up, ALT),
        (_tr("A Semitone Lower"), "Alt+↓", Qt.Key.Key_Down, ALT),
        (_tr("An Octave Higher"), "Shift+↑", Qt.Key.Key_Up, SHIFT),
        (_tr("An Octave Lower"), "Shift+↓", Qt.Key.Key_Down, SHIFT),
        None,
        (_tr("Earlier"), "Ctrl+←", Qt.Key.Key_Left, CONTROL),
        (_tr("Later"), "Ctrl+→", Qt.Key.Key_Right, CONTROL),
        (_tr("Shorter"), "Ctrl+Shift+←", Qt.Key.Key_Left, CONTROL | SHIFT),
        (_tr("Longer"), "Ctrl+Shift+→", Qt.Key.Key_Right, CONTROL | SHIFT),
        None,
        (_tr("Unlock") if locked else _tr("Lock"), "K", Qt.Key.Key_K, NONE),
        (_tr("Change Chord…"), "F2", Qt.Key.Key_F2, NONE),
        (_tr("Delete"), "Del", Qt.Key.Key_Delete, NONE),
    )
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        text, shown, key, modifiers = entry
        action = menu.addAction(f"{text}\t{shown}")
        action.triggered.connect(lambda _on=False, key=key, modifiers=modifiers: _press(view, key, modifiers))
        action.setEnabled(bool(view.scene.picks) or key in (Qt.Key.Key_Return, Qt.Key.Key_F2))
    return menu


def ruler_menu(view: BarsView, at: QPointF) -> QMenu:
    """What can be done at a place in the song."""
    menu = QMenu(view)
    tick = max(0, int(view.scene.geometry.tick(at.x())))
    beat = view.roll.song.metre.beat_ticks
    span = view.roll.span_at(tick)
    menu.addAction(_tr("Play from Here")).triggered.connect(lambda: view.play_asked.emit(tick // beat * beat))
    if span is not None:
        looped = menu.addAction(_tr("Loop “{name}”").format(name=span.name))
        looped.triggered.connect(lambda: view.loop_asked.emit((span.start, span.end)))
    unlooped = menu.addAction(_tr("No Loop"))
    unlooped.setEnabled(view.scene.loop is not None)
    unlooped.triggered.connect(lambda: view.loop_asked.emit(None))
    menu.addSeparator()
    menu.addAction(_tr("Change Chord…") + "\tF2").triggered.connect(lambda: view.edit_chord_at(tick // beat * beat))
    menu.addAction(_tr("Select All Notes") + "\tCtrl+A").triggered.connect(lambda: _press(view, Qt.Key.Key_A, CONTROL))
    menu.addSeparator()
    menu.addAction(_tr("Show the Whole Song") + "\t0").triggered.connect(view.zoom_to_fit)
    return menu


def _press(view: BarsView, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    command = key_command(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers))
    if command is not None:
        command(view, "menu")
        view.setFocus()
