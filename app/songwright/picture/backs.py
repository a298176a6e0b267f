"""People close by, seen from behind."""

from __future__ import annotations

from dataclasses import dataclass

from songwright.picture.colour import mix
from songwright.picture.contours import Contour, Contours, cut, ellipse, smooth
from songwright.picture.people import Tones
from songwright.picture.plate import Plate
from songwright.picture.poses import CHARACTERS, Character

__all__ = ["seen_from_behind"]


# Outlines in shares of the height, from the middle to the right and from the base up.
_SHOULDERS: Contour = [
    (-0.36, -0.1), (-0.4, 0.3), (-0.31, 0.47), (-0.1, 0.56), (-0.07, 0.62),
    (0.07, 0.62), (0.1, 0.56), (0.31, 0.47), (0.4, 0.3), (0.36, -0.1),
]  # fmt: skip
_NECK: Contour = [(-0.075, 0.52), (-0.07, 0.7), (0.07, 0.7), (0.075, 0.52), (0, 0.5)]
_LIT_SHOULDER: Contour = [(0.385, 0.1), (0.39, 0.3), (0.3, 0.455), (0.13, 0.54)]
_LIT_TEMPLE: Contour = [(0.135, 0.69), (0.142, 0.79), (0.11, 0.88)]
_HAIR_ENDS = {"long": 0.3, "bob": 0.58}
"""How far down loose hair falls."""


def _loose_hair(low: float) -> Contour:
    return [
        (-0.16, 0.86), (0, 0.985), (0.16, 0.86), (0.19, 0.62), (0.15, low), (0, low - 0.03), (-0.15, low), (-0.19, 0.62)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Back:
    """Where somebody sits or stands: the middle, the base and the height."""

    x: float
    base: float
    height: float

    def placed(self, outline: Contour, side: float = 1.0) -> Contour:
        """An outline on the plate; mirrored for `side` -1."""
        return [(self.x + side * a * self.height, self.base - b * self.height) for a, b in outline]

    def shape(self, outline: Contour) -> Contours:
        """A smooth outline on the plate."""
        return [smooth(self.placed(outline))]

    def oval(self, middle: float, wide: float, high: float) -> Contours:
        """An ellipse above the middle."""
        return ellipse(self.x, self.base - middle * self.height, wide * self.height, high * self.height)


def seen_from_behind(plate: Plate, who: str, x: float, base: float, height: float) -> None:
    """Someone's head and shoulders, looking away from us; `base` is where a table or sill cuts them off."""
    look, back = CHARACTERS[who], _Back(x, base, height)
    tones = Tones(plate, look, "")
    top = tones.of(look.top) if look.top != "accent" else mix(plate.inks.accent, plate.inks.ink, 0.25)
    plate.fill(back.shape(_SHOULDERS), top)
    plate.fill(back.shape(_NECK), tones.skin)
    _hair(plate, back, look)
    _light_on(plate, back)


def _hair(plate: Plate, back: _Back, look: Character) -> None:
    grey = "grey" in look.hair or look.hair == "fringe"
    hair = mix(plate.inks.ink, plate.inks.mid, 0.45) if grey else plate.inks.ink
    plate.fill(back.oval(0.79, 0.145, 0.18), hair)
    if look.hair in _HAIR_ENDS:
        plate.fill(back.shape(_loose_hair(_HAIR_ENDS[look.hair])), hair)
    if look.hair in ("bun", "grey_bun"):
        plate.fill(back.oval(0.98, 0.085, 0.07), hair)


def _light_on(plate: Plate, back: _Back) -> None:
    """The edges that the light catches."""
    side = plate.lit(back.x)
    plate.fill(cut(back.placed(_LIT_SHOULDER, side), 0.022 * back.height), plate.rim)
    plate.fill(cut(back.placed(_LIT_TEMPLE, side), 0.02 * back.height), plate.rim)
