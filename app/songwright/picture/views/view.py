"""A view of a place: where the light, the horizon and the hero are, and what paints the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from songwright.picture.plate import Plate

__all__ = ["View"]


@dataclass(frozen=True, slots=True)
class View:
    """`light` is (x, y, radius); all of it may be mirrored. `indoors`: no sky, nothing flies or falls over it."""

    name: str
    horizon: float
    light: tuple[float, float, float]
    hero_x: float
    paint: Callable[[Plate], None]
    indoors: bool = False
    shows: tuple[str, ...] = ()
    """Scenery that this view has and others of the place lack: it is taken where the words name that."""
    never: tuple[str, ...] = ()
    """Kinds of heroes that would look out of place."""
