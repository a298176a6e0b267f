"""People close by, seen from behind."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.contours import Contours, Point, cut, ellipse, smooth
from songwright.picture.people import Tones
from songwright.picture.plate import Plate
from songwright.picture.poses import CHARACTERS

__all__ = ["seen_from_behind"]


def seen_from_behind(plate: Plate, who: str, x: float, base: float, height: float) -> None:
    """Someone's head and shoulders, looking away from us; `base` is where a table or sill cuts them off."""
    look, inks = CHARACTERS[who], plate.inks
    tones = Tones(plate, look, "")
    top = tones.of(look.top) if look.top != "accent" else mix(inks.accent, inks.ink, 0.25)
    hair = mix(inks.ink, inks.mid, 0.45) if "grey" in look.hair or look.hair == "fringe" else inks.ink

    def shape(*points: Point) -> Contours:
        return [smooth([(x + a * height, base - b * height) for a, b in points])]

    plate.fill(
        shape(
            (-0.36, -0.1),
            (-0.4, 0.3),
            (-0.31, 0.47),
            (-0.1, 0.56),
            (-0.07, 0.62),
            (0.07, 0.62),
            (0.1, 0.56),
            (0.31, 0.47),
            (0.4, 0.3),
            (0.36, -0.1),
        ),
        top,
    )
    plate.fill(shape((-0.075, 0.52), (-0.07, 0.7), (0.07, 0.7), (0.075, 0.52), (0, 0.5)), tones.skin)
    plate.fill(ellipse(x, base - 0.79 * height, 0.145 * height, 0.18 * height), hair)
    if look.hair in ("long", "bob"):
        low = 0.3 if look.hair == "long" else 0.58
        plate.fill(
            shape(
                (-0.16, 0.86),
                (0, 0.985),
                (0.16, 0.86),
                (0.19, 0.62),
                (0.15, low),
                (0, low - 0.03),
                (-0.15, low),
                (-0.19, 0.62),
            ),
            hair,
        )
    if look.hair in ("bun", "grey_bun"):
        plate.fill(ellipse(x, base - 0.98 * height, 0.085 * height, 0.07 * height), hair)
    side = plate.lit(x)
    shoulder = [
        (x + side * a * height, base - b * height) for a, b in ((0.385, 0.1), (0.39, 0.3), (0.3, 0.455), (0.13, 0.54))
    ]
    plate.fill(cut(shoulder, 0.022 * height), plate.rim)
    temple = [(x + side * a * height, base - b * height) for a, b in ((0.135, 0.69), (0.142, 0.79), (0.11, 0.88))]
    plate.fill(cut(temple, 0.02 * height), plate.rim)
