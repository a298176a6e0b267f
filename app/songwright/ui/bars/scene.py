"""What the bars view shows at one moment: the roll, where it is placed, and what is picked, played and looped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from songwright.core.roll import Pick, Roll
from songwright.core.song import Chord
from songwright.ui.bars.geometry import Geometry
from songwright.ui.bars.look import Look

__all__ = ["Scene"]


@dataclass(slots=True)
class Scene:
    """The state that painting and pointing share; only the bars view changes it."""

    roll: Roll
    geometry: Geometry
    look: Look
    chord_text: Callable[[Chord, float], str]
    roman: Callable[[Chord, float], str]
    """A chord at a tick as a Roman numeral; `chord_text` is what is painted, `symbol` always a symbol."""
    symbol: Callable[[Chord, float], str]
    pitch_name: Callable[[int, float], str]
    picks: frozenset[Pick] = frozenset()
    focus: Pick | None = None
    playhead: float = 0.0
    playing: bool = False
    sounding: tuple[int, int] | None = None
    """Start tick and pitch of the sung note that sounds."""
    loop: tuple[int, int] | None = None
    looping: bool = False
    hovered_chord: int | None = None
    band: QRectF | None = None
    lanes: tuple[str, ...] = ()
    track: str | None = None
    """The track whose notes fill the large lane."""
    chosen: tuple[int, int] | None = None
    """First and last tick of the bars that would be made again, while that is shown."""
    unfit: frozenset[str] = frozenset()
    """Ids of lines whose notes no longer fit their words."""
    numerals: bool = False
    """Whether chords are written as Roman numerals."""
    active: bool = False
    """Whether the view has the keyboard."""
