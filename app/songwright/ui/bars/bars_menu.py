"""The menus of the bars view: everything that keys and drags do, to be found with a right click."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWhatsThis

from songwright.core.edits import move_section, remove_section, repeat_section, set_chord, transpose
from songwright.core.errors import SongwrightError
from songwright.ui.bars.bars_keys import ALT, CONTROL, NONE, SHIFT, key_command
from songwright.ui.bars.geometry import Lane

if TYPE_CHECKING:
    from songwright.core.roll import PlacedChord, RollSpan
    from songwright.ui.bars.bars_editing import EditableBars

__all__ = ["chord_menu", "note_menu", "ruler_menu"]

_WITHOUT_PICKS = (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_N, Qt.Key.Key_V)
"""Commands that need nothing picked."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("BarsView", text)


def note_menu(view: EditableBars) -> QMenu:
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
        (_tr("Copy"), "Ctrl+C", Qt.Key.Key_C, CONTROL),
        (_tr("Cut"), "Ctrl+X", Qt.Key.Key_X, CONTROL),
        (_tr("Paste at the Playhead"), "Ctrl+V", Qt.Key.Key_V, CONTROL),
        (_tr("Duplicate"), "Ctrl+D", Qt.Key.Key_D, CONTROL),
        (_tr("Split"), "S", Qt.Key.Key_S, NONE),
        (_tr("Join"), "J", Qt.Key.Key_J, NONE),
        (_tr("Put on the Grid"), "Q", Qt.Key.Key_Q, NONE),
        (_tr("Louder"), "]", Qt.Key.Key_BracketRight, NONE),
        (_tr("Softer"), "[", Qt.Key.Key_BracketLeft, NONE),
        None,
        (_tr("Unlock") if locked else _tr("Lock"), "K", Qt.Key.Key_K, NONE),
        (_tr("Let Go of the Change"), "Shift+K", Qt.Key.Key_K, SHIFT),
        (_tr("Add a Note"), "N", Qt.Key.Key_N, NONE),
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
        action.setEnabled(bool(view.scene.picks) or key in _WITHOUT_PICKS)
        if (key, modifiers) == (Qt.Key.Key_K, SHIFT):
            action.setEnabled(any(pick.note.edited for pick in view.scene.picks))
    menu.addSeparator()
    _add_making(menu, view)
    return menu


def _add_making(menu: QMenu, view: EditableBars) -> None:
    """What can be made again of the chosen bars."""
    inner = menu.addMenu(_tr("Compose Again"))
    for text, name in (
        (_tr("These Bars"), "recompose"),
        (_tr("This Track in These Bars"), "recompose_track"),
        (_tr("Chords for This Tune"), "reharmonise"),
        (_tr("Surprise Me"), "surprise"),
        (_tr("More Like This"), "more_like_this"),
    ):
        inner.addAction(text).triggered.connect(lambda _on=False, name=name: view.command_asked.emit(name))


def _add_numerals(menu: QMenu, view: EditableBars) -> None:
    action = menu.addAction(_tr("Chords as Roman Numerals"))
    action.setCheckable(True)
    action.setChecked(view.scene.numerals)
    action.toggled.connect(view.numerals_asked)


def ruler_menu(view: EditableBars, at: QPointF) -> QMenu:
    """What can be done at a place in the song."""
    menu = QMenu(view)
    tick = max(0, int(view.scene.geometry.tick(at.x())))
    beat = view.roll.floored(tick, view.roll.beat_at(tick))
    span = view.roll.span_at(tick)
    menu.addAction(_tr("Play from Here")).triggered.connect(lambda: view.play_asked.emit(beat))
    if span is not None:
        looped = menu.addAction(_tr("Loop “{name}”").format(name=span.name))
        looped.triggered.connect(lambda: view.loop_asked.emit((span.start, span.end)))
        _add_section(menu, view, span)
    if view.lane_at(at) is Lane.MELODY:
        menu.addAction(_tr("Add a Note Here")).triggered.connect(lambda: view.add_note_at(at, chromatic=False))
    unlooped = menu.addAction(_tr("No Loop"))
    unlooped.setEnabled(view.scene.loop is not None)
    unlooped.triggered.connect(lambda: view.loop_asked.emit(None))
    menu.addSeparator()
    menu.addAction(_tr("Change Chord…") + "\tF2").triggered.connect(lambda: view.edit_chord_at(beat))
    menu.addAction(_tr("Select All Notes") + "\tCtrl+A").triggered.connect(lambda: _press(view, Qt.Key.Key_A, CONTROL))
    menu.addSeparator()
    _add_making(menu, view)
    _add_turns(menu, view, tick)
    for text, steps in ((_tr("Song a Semitone Higher"), 1), (_tr("Song a Semitone Lower"), -1)):
        menu.addAction(text).triggered.connect(lambda _on=False, steps=steps: _transpose(view, steps))
    menu.addSeparator()
    _add_numerals(menu, view)
    menu.addAction(_tr("Show the Whole Song") + "\t0").triggered.connect(view.zoom_to_fit)
    where = view.viewport().mapToGlobal(at.toPoint())
    menu.addAction(_tr("Keys…")).triggered.connect(lambda: QWhatsThis.showText(where, view.whatsThis(), view))
    return menu


def _add_turns(menu: QMenu, view: EditableBars, tick: int) -> None:
    """Another tempo, metre or key: from a place on, or at the end of the song."""
    bar = view.roll.bar_at(tick).start
    here = menu.addAction(_tr("Tempo, Metre and Key from Here…"))
    here.triggered.connect(lambda: view.turn_asked.emit(bar))
    here.setEnabled(view.roll.span_at(bar) is not None)
    for text, name in (
        (_tr("Last Chorus a Tone Higher"), "last_chorus_up"),
        (_tr("Slow Down at the End"), "slow_ending"),
    ):
        menu.addAction(text).triggered.connect(lambda _on=False, name=name: view.command_asked.emit(name))


def _add_section(menu: QMenu, view: EditableBars, span: RollSpan) -> None:
    """What can be done with a section as a whole, words and music."""
    inner = menu.addMenu(_tr("Section “{name}”").format(name=span.name))
    song, name = view.song, span.section.id
    place = next(place for place, section in enumerate(song.sections) if section.id == name)
    for text, label, possible, edit in (
        (_tr("Move Earlier"), _tr("Move Section"), place > 0, lambda: move_section(song, name, place - 1)),
        (
            _tr("Move Later"),
            _tr("Move Section"),
            place < len(song.sections) - 1,
            lambda: move_section(song, name, place + 1),
        ),
        (_tr("Sing Once More"), _tr("Repeat Section"), True, lambda: repeat_section(song, name)),
        (_tr("Remove"), _tr("Remove Section"), True, lambda: remove_section(song, name)),
    ):
        action = inner.addAction(text)
        action.setEnabled(possible)
        action.triggered.connect(lambda _on=False, label=label, edit=edit: view.edited.emit(label, edit(), None))


def chord_menu(view: EditableBars, placed: PlacedChord) -> QMenu:
    """What can be done with a chord."""
    menu = QMenu(view)
    chord, owner = placed.chord, placed.owner
    change = menu.addAction(_tr("Change Chord…") + "\tF2")
    change.triggered.connect(lambda: view.edit_chord(owner, chord.start, placed, placed.start))
    lock = menu.addAction(_tr("Unlock") if chord.locked else _tr("Lock"))
    lock.triggered.connect(lambda: _lock_chord(view, placed))
    menu.addAction(_tr("Remove")).triggered.connect(lambda: view.chord_typed.emit((owner, chord.start), ""))
    menu.addSeparator()
    menu.addAction(_tr("Play from Here")).triggered.connect(lambda: view.play_asked.emit(placed.start))
    _add_numerals(menu, view)
    return menu


def _lock_chord(view: EditableBars, placed: PlacedChord) -> None:
    chord = replace(placed.chord, locked=not placed.chord.locked)
    label = _tr("Lock Chord") if chord.locked else _tr("Unlock Chord")
    view.edited.emit(label, set_chord(view.song, placed.owner, chord), None)


def _transpose(view: EditableBars, steps: int) -> None:
    try:
        view.edited.emit(_tr("Transpose"), transpose(view.song, steps), None)
    except SongwrightError as error:
        view.refused.emit(error.message)


def _press(view: EditableBars, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    command = key_command(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers))
    if command is not None:
        command(view, "menu")
        view.setFocus()
