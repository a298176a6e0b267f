"""Blocks of notes in the bars view: the clipboard, and where what is on it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from songwright.music.note_blocks import NoteClip, copied, pasted, read_clip
from songwright.music.note_edits import deleted

if TYPE_CHECKING:
    from songwright.ui.bars.bars_editing import EditableBars

__all__ = ["copy", "cut", "duplicate", "paste"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("BarsView", text)


def copy(view: EditableBars) -> None:
    """Copy the picked notes."""
    clip = _clip(view)
    if clip is None:
        view.refused.emit(_tr("Nothing is chosen. Click a note, or drag a frame around several."))
    else:
        QApplication.clipboard().setText(clip.text())


def cut(view: EditableBars) -> None:
    """Copy the picked notes and delete them."""
    copy(view)
    if view.scene.picks:
        view.change(_tr("Cut Notes"), deleted(view.song, view.scene.picks))


def paste(view: EditableBars) -> None:
    """Put copied notes into the large lane at the playhead."""
    clip = read_clip(QApplication.clipboard().text())
    if clip is None:
        view.refused.emit(_tr("There are no notes to paste: copy some in the bars first."))
    else:
        _put(view, _tr("Paste Notes"), clip, int(view.scene.playhead))


def duplicate(view: EditableBars) -> None:
    """Put the picked notes once more right after them."""
    clip, track = _clip(view), view.scene.track
    if clip is None or track is None:
        return
    starts = [note.start for note in view.roll.all_notes(track) if note.pick in view.scene.picks]
    beat = view.song.metre.beat_ticks
    _put(view, _tr("Duplicate Notes"), clip, min(starts) // beat * beat + clip.length)


def _clip(view: EditableBars) -> NoteClip | None:
    """The picked notes where they sound first; None for none."""
    track = view.scene.track
    if track is None:
        return None
    sounds = {note.pick: note.start for note in reversed(list(view.roll.all_notes(track)))}
    return copied(view.song, [(sounds[pick], pick.note) for pick in view.scene.picks if pick in sounds])


def _put(view: EditableBars, label: str, clip: NoteClip, tick: int) -> None:
    """Put a clip at a tick of the song, on the grid."""
    tick = view.roll.snapped(tick, view.grid)
    span, track = view.roll.span_at(min(max(0, tick), view.roll.end - 1)), view.scene.track
    if span is None or track is None:
        return
    song, picks = pasted(view.song, clip, span.owner, track, tick - span.start)
    if not picks:
        view.refused.emit(_tr("There is no room for these notes here."))
        return
    first = min(picks, key=lambda pick: pick.note.start)
    view.scene.picks, view.scene.focus = picks, first
    view.edited.emit(label, song, None)
    view.pick(picks, first)
