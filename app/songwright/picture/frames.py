"""How a picture lies on its sheet: the shape of its window, and where the title is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FRAMES", "Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """`window` is "square", "arch", "round", "tall", "wide" or "full"; `title` "below", "above", "over" or "foot".

    `dark`: the sheet is printed in ink rather than left as paper, where the scene is dark.
    """

    label: str
    window: str
    title: str
    dark: bool = False


FRAMES: dict[str, Frame] = {
    "framed": Frame("Framed", "square", "below"),
    "full": Frame("Full, title above", "full", "over"),
    "foot": Frame("Full, title below", "full", "foot"),
    "arch": Frame("Arch", "arch", "below"),
    "round": Frame("Round", "round", "below", dark=True),
    "tall": Frame("Tall", "tall", "below"),
    "wide": Frame("Wide", "wide", "above"),
}
"""Every frame by its name in recipes; the first is that of a first reading."""
