"""A picture as flat patches in the order in which they are printed, on a square of 1000 by 1000."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from songwright.picture.contours import Outlines, Point

__all__ = ["SIDE", "Patch", "Poster"]

SIDE = 1000.0


@dataclass(frozen=True, slots=True)
class Patch:
    """An area in one colour; with `clip`, only where that outline is too."""

    area: Outlines
    colour: str
    opacity: float = 1.0
    clip: Outlines | None = None


@dataclass(slots=True)
class Poster:
    """The patches, and in `shown` the names of what a viewer can make out."""

    patches: list[Patch] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def fill(self, area: Outlines, colour: str, opacity: float = 1.0, clip: Outlines | None = None) -> None:
        """Print an area over what is there."""
        if area:
            self.patches.append(Patch(area, colour, opacity, clip))

    def show(self, *names: str) -> None:
        """Note what is to be seen."""
        self.shown.extend(name for name in names if name and name not in self.shown)

    def clip_since(self, start: int, clip: Outlines) -> None:
        """What was printed since patch number `start` shows only within an outline."""
        self.patches[start:] = [
            patch if patch.clip is not None else replace(patch, clip=clip) for patch in self.patches[start:]
        ]

    def reshape(self, change: Callable[[Point], Point], start: int = 0) -> None:
        """Move every point since patch number `start`. Outlines that patches share stay shared."""
        done: dict[int, Outlines] = {}

        def changed(outline: Outlines) -> Outlines:
            if id(outline) not in done:
                done[id(outline)] = [[change(point) for point in contour] for contour in outline]
            return done[id(outline)]

        kept = self.patches[start:]  # alive until the end, so that no outline's id is given twice
        self.patches[start:] = [
            replace(patch, area=changed(patch.area), clip=None if patch.clip is None else changed(patch.clip))
            for patch in kept
        ]
