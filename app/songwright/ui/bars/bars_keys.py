"""What keys do while the bars view has the focus: a table from keys to commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from songwright.core.song import TICKS_PER_QUARTER, Song
from songwright.music.note_blocks import joined, louder, quantised, split
from songwright.music.note_edits import SHORTEST, Picks, deleted, lengthened, let_go, locked, moved, transposed
from songwright.ui.bars import blocks

if TYPE_CHECKING:
    from songwright.core.roll import PlacedNote
    from songwright.ui.bars.bars_editing import EditableBars

__all__ = ["key_command", "keys_as_html"]

Command = Callable[["EditableBars", str], None]
"""Called with the view and a merge key: presses that repeat while a key is held become one step of undo."""

NUDGE = TICKS_PER_QUARTER // 4
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
_T = cast("Callable[[str, str], str]", QT_TRANSLATE_NOOP)  # Qt says `object`
_PITCH, _LENGTH = _T("BarsView", "Change Pitch"), _T("BarsView", "Change Length")


def _tr(text: str) -> str:
    return QCoreApplication.translate("BarsView", text)


def _edit(label: str, function: Callable[[Song, Picks], tuple[Song, Picks]]) -> Command:
    def command(view: EditableBars, merge: str) -> None:
        if not view.scene.picks:
            return
        view.change(_tr(label), function(view.song, view.scene.picks), f"{label} {merge}")
        note = view.focused_note()
        if note is not None and label == _PITCH:
            view.sounded.emit(note.pitch)

    return command


def _step(by: int, *, extend: bool = False) -> Command:
    """Go to the next or previous note; with nothing picked, to the one at the playhead."""

    def command(view: EditableBars, _merge: str) -> None:
        notes = [] if view.scene.track is None else list(view.roll.all_notes(view.scene.track))
        if not notes:
            return
        target = _neighbour(view, notes, by)
        picks = view.scene.picks | {target.pick} if extend else frozenset({target.pick})
        view.pick(picks, target.pick)
        view.reveal(target.start)

    return command


def _neighbour(view: EditableBars, notes: list[PlacedNote], by: int) -> PlacedNote:
    focus = view.scene.focus
    # A linked section has the same notes as its source: step on from the one that was reached last.
    place = next((i for i, note in enumerate(notes) if note.pick == focus and note.start >= view.stepped_from), None)
    if place is None:
        place = next((i for i, note in enumerate(notes) if note.pick == focus), None)
    if place is None:
        later = next((i for i, note in enumerate(notes) if note.end > view.scene.playhead), len(notes) - 1)
        target = notes[later]
    else:
        target = notes[max(0, min(len(notes) - 1, place + by))]
    view.stepped_from = target.start
    return target


def _none(view: EditableBars, _merge: str) -> None:
    view.pick(frozenset())


def _play_here(view: EditableBars, _merge: str) -> None:
    note = view.focused_note()
    view.play_asked.emit(int(view.scene.playhead) if note is None else note.start)


def _edit_chord(view: EditableBars, _merge: str) -> None:
    note = view.focused_note()
    view.edit_chord_at(int(view.scene.playhead) if note is None else note.start)


def _lock(view: EditableBars, _merge: str) -> None:
    """Lock the picked notes, or unlock them when all of them are locked."""
    picks = view.scene.picks
    if picks:
        lock = not all(pick.note.locked for pick in picks)
        view.change(_tr("Lock Notes") if lock else _tr("Unlock Notes"), locked(view.song, picks, lock=lock))
    else:
        view.refused.emit(_tr("Pick the notes first that are to be locked: click one, or drag around several."))


def _add_note(view: EditableBars, _merge: str) -> None:
    """Write a note: where the note with the focus ends, in its middle where the next follows at once."""
    note = view.focused_note()
    if note is None:
        low, high = view.roll.played_range(view.scene.track) if view.scene.track is not None else (60, 60)
        view.add_note(view.roll.snapped(view.scene.playhead, NUDGE), (low + high) // 2)
        return
    track = view.scene.track or note.pick.track
    crowded = any(
        note.end - SHORTEST < other.start < note.end + SHORTEST
        for other in view.roll.notes(track, note.end, note.end + SHORTEST)
    )
    length = note.end - note.start
    view.add_note(note.start + length // 2 if crowded else note.end, note.pitch, length=None if not crowded else length)


def _let_go(view: EditableBars, _merge: str) -> None:
    view.change(_tr("Let Notes Go"), let_go(view.song, view.scene.picks))


def _zoom(factor: float) -> Command:
    return lambda view, _merge: view.zoom_by(factor)


def _show_track(by: int) -> Command:
    """Bring the notes of the next or previous track into the large lane."""

    def command(view: EditableBars, _merge: str) -> None:
        tracks = [track.id for track in view.song.tracks]
        if view.scene.track in tracks:
            view.show_track(tracks[(tracks.index(view.scene.track) + by) % len(tracks)])

    return command


def _nudge(by: int) -> Command:
    """Move the picked notes by a step of the grid."""

    def command(view: EditableBars, merge: str) -> None:
        step = by * view.grid
        _edit(_T("BarsView", "Move Notes"), lambda song, picks: moved(song, picks, step))(view, merge)

    return command


def _quantise(view: EditableBars, merge: str) -> None:
    """Put the picked notes on the grid that is chosen."""
    grid = view.grid
    _edit(_T("BarsView", "Put on the Grid"), lambda song, picks: quantised(song, picks, grid))(view, merge)


def _seek(*, end: bool) -> Command:
    return lambda view, _merge: view.seek_asked.emit(view.roll.end if end else 0)


# fmt: off
_COMMANDS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Command] = {
    (Qt.Key.Key_Left, NONE): _step(-1),
    (Qt.Key.Key_Right, NONE): _step(1),
    (Qt.Key.Key_Left, SHIFT): _step(-1, extend=True),
    (Qt.Key.Key_Right, SHIFT): _step(1, extend=True),
    (Qt.Key.Key_Up, NONE): _edit(_PITCH, lambda song, picks: transposed(song, picks, 1)),
    (Qt.Key.Key_Down, NONE): _edit(_PITCH, lambda song, picks: transposed(song, picks, -1)),
    (Qt.Key.Key_Up, ALT): _edit(_PITCH, lambda song, picks: transposed(song, picks, 1, chromatic=True)),
    (Qt.Key.Key_Down, ALT): _edit(_PITCH, lambda song, picks: transposed(song, picks, -1, chromatic=True)),
    (Qt.Key.Key_Up, SHIFT): _edit(_PITCH, lambda song, picks: transposed(song, picks, 12, chromatic=True)),
    (Qt.Key.Key_Down, SHIFT): _edit(_PITCH, lambda song, picks: transposed(song, picks, -12, chromatic=True)),
    (Qt.Key.Key_Left, CONTROL): _nudge(-1),
    (Qt.Key.Key_Right, CONTROL): _nudge(1),
    (Qt.Key.Key_Left, CONTROL | SHIFT):
        _edit(_LENGTH, lambda song, picks: lengthened(song, picks, -NUDGE)),
    (Qt.Key.Key_Right, CONTROL | SHIFT): _edit(_LENGTH, lambda song, picks: lengthened(song, picks, NUDGE)),
    (Qt.Key.Key_Delete, NONE): _edit(_T("BarsView", "Delete Notes"), deleted),
    (Qt.Key.Key_Backspace, NONE): _edit(_T("BarsView", "Delete Notes"), deleted),
    (Qt.Key.Key_Insert, NONE): _add_note,
    (Qt.Key.Key_N, NONE): _add_note,
    (Qt.Key.Key_K, NONE): _lock,
    (Qt.Key.Key_K, SHIFT): _let_go,
    (Qt.Key.Key_A, CONTROL): lambda view, _merge: view.selectAll(),
    (Qt.Key.Key_C, CONTROL): lambda view, _merge: blocks.copy(view),
    (Qt.Key.Key_X, CONTROL): lambda view, _merge: blocks.cut(view),
    (Qt.Key.Key_V, CONTROL): lambda view, _merge: blocks.paste(view),
    (Qt.Key.Key_D, CONTROL): lambda view, _merge: blocks.duplicate(view),
    (Qt.Key.Key_S, NONE): _edit(_T("BarsView", "Split Notes"), split),
    (Qt.Key.Key_J, NONE): _edit(_T("BarsView", "Join Notes"), joined),
    (Qt.Key.Key_Q, NONE): _quantise,
    (Qt.Key.Key_BracketRight, NONE): _edit(_T("BarsView", "Loudness"), lambda song, picks: louder(song, picks, 8)),
    (Qt.Key.Key_BracketLeft, NONE): _edit(_T("BarsView", "Loudness"), lambda song, picks: louder(song, picks, -8)),
    (Qt.Key.Key_Escape, NONE): _none,
    (Qt.Key.Key_Return, NONE): _play_here,
    (Qt.Key.Key_Enter, NONE): _play_here,
    (Qt.Key.Key_F2, NONE): _edit_chord,
    (Qt.Key.Key_Plus, NONE): _zoom(1.25),
    (Qt.Key.Key_Equal, NONE): _zoom(1.25),
    (Qt.Key.Key_Minus, NONE): _zoom(0.8),
    (Qt.Key.Key_0, NONE): lambda view, _merge: view.zoom_to_fit(),
    (Qt.Key.Key_PageUp, NONE): _show_track(-1),
    (Qt.Key.Key_PageDown, NONE): _show_track(1),
    (Qt.Key.Key_Home, NONE): _seek(end=False),
    (Qt.Key.Key_End, NONE): _seek(end=True),
}

_KEY_HELP = (
    ("←  →", _T("BarsView", "Previous, next note (with Shift: add it)")),
    ("↑  ↓", _T("BarsView", "Up, down in the scale (Alt: by semitones, Shift: by octaves)")),
    ("Ctrl+←  →", _T("BarsView", "Earlier, later")),
    ("Ctrl+Shift+←  →", _T("BarsView", "Shorter, longer")),
    ("Ctrl+C  X  V  D", _T("BarsView", "Copy, cut, paste at the playhead, duplicate")),
    ("S  J", _T("BarsView", "Split, join")),
    ("Q", _T("BarsView", "Put on the grid")),
    ("[  ]", _T("BarsView", "Softer, louder")),
    ("K", _T("BarsView", "Lock: composing leaves it as it is")),
    ("Shift+K", _T("BarsView", "Let go of a change by hand: composing may change it again")),
    ("N", _T("BarsView", "Write a note after this one (with the pointer: double-click)")),
    ("Del", _T("BarsView", "Delete")),
    ("Enter", _T("BarsView", "Play from here")),
    ("F2", _T("BarsView", "Write a chord")),
    ("+  −  0", _T("BarsView", "Zoom in, out, all")),
    ("Home  End",  # as it is: keys
     _T("BarsView", "Go to the start, the end")),
    ("Page Up  Down",  # as it is: keys
     _T("BarsView", "Notes of the track above, below")),
)
# fmt: on
_IGNORED = Qt.KeyboardModifier.KeypadModifier


def key_command(event: QKeyEvent) -> Command | None:
    """The command of a key press, if it is one of ours; "+" needs Shift on many keyboards, so there it is ignored."""
    modifiers = event.modifiers() & ~_IGNORED
    if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus) and modifiers == SHIFT:
        modifiers = NONE
    return _COMMANDS.get((Qt.Key(event.key()), modifiers))


def keys_as_html() -> str:
    """What the keys do, as a table for "What's This?"."""
    rows = "".join(f"<tr><td><b>{keys}</b>&nbsp;&nbsp;</td><td>{_tr(text)}</td></tr>" for keys, text in _KEY_HELP)
    return f"<p><b>{_tr('Keys in the bars')}</b></p><table cellpadding=2>{rows}</table>"
