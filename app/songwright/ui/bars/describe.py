"""Notes and chords in words: for screen readers, tool tips and the status line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from songwright.core.roll import PlacedChord, PlacedNote
from songwright.core.song import TICKS_PER_QUARTER
from songwright.ui.bars.scene import Scene

__all__ = ["describe_chord", "describe_note", "place"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("BarsView", text)


def place(scene: Scene, tick: int) -> str:
    """Bar and beat in words."""
    bar, beat = scene.roll.bar_beat(tick)
    return _tr("bar {bar}, beat {beat}").format(bar=bar, beat=beat)


def describe_note(scene: Scene, note: PlacedNote) -> str:
    """A note in words: pitch, syllable, place, length, lock."""
    length = note.pick.note.length / (TICKS_PER_QUARTER * 4 / scene.roll.song.metre.unit)
    parts = [scene.pitch_name(note.pitch, note.start)]
    if note.text:
        parts.append(f"“{note.text.rstrip('-')}”")
    parts.append(place(scene, note.start))
    parts.append(_tr("1 beat") if length == 1 else _tr("{count} beats").format(count=f"{length:g}"))
    if note.pick.note.locked:
        parts.append(_tr("locked"))
    elif note.pick.note.line in scene.roll.locked_lines:
        parts.append(_tr("its line is locked: composing keeps its tune"))
    elif note.pick.note.edited:
        parts.append(_tr("changed by hand: composing keeps it"))
    return " · ".join(parts)


def describe_chord(scene: Scene, placed: PlacedChord) -> str:
    """A chord in words, and what can be done with it."""
    chord, at = placed.chord, placed.start
    text = f"{scene.symbol(chord, at)} · {scene.roman(chord, at)} · {place(scene, at)}"
    if placed.chord.locked:
        text += " · " + _tr("locked")
    return text + " · " + _tr("click to change")
