"""The open sea, and islands in it."""

from __future__ import annotations

from songwright.picture.colour import mix
from songwright.picture.concepts import concept, having
from songwright.picture.contours import Contour, cut, smooth
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import character_of, kind_of, place_actor, stand
from songwright.picture.terrain import at, land, mist
from songwright.picture.town import smoke
from songwright.picture.views.view import View
from songwright.picture.waters import wake, water, waves

__all__ = ["VIEWS", "afloat"]


def afloat(plate: Plate, x: float, line: float, scale: float) -> None:
    """The hero on or in the water at height `line`; an empty boat where there is none."""
    hero = plate.roles.hero
    if hero is None:
        boat = "sail" if plate.rng.random() < 0.5 else "rowboat"
        _float(plate, boat, x, line, (250 if boat == "sail" else 92) * scale)
        plate.poster.show("boat")
        return
    kind, name = kind_of(hero), hero.concept
    if kind == "vehicle" or name in having("swimmer") or name == "whale":
        height = concept(name).height * scale * 1.25
        if name == "boat":
            height = 120 * scale
        _float(plate, concept(name).drawing, x, line, height)
        plate.poster.show(name)
        if name == "ship":
            smoke(plate, x - 20, line - height * 0.9, -260 if x > 500 else 260, 70, 8)
    elif kind in ("person", "animal"):
        _float(plate, "rowboat", x, line, 92 * scale)
        plate.poster.show("boat", name)
        if kind == "person" and name not in ("couple", "family", "crowd", "mermaid"):
            figure(
                plate,
                character_of(plate, hero),
                x,
                line - 30 * scale,
                200 * scale,
                facing=1 if x < 500 else -1,
                pose=plate.rng.choice(("stand", "shade", "gaze")),
            )
        else:
            place_actor(plate, hero, x, line - 28 * scale, 0.8 * scale)
        plate.stamp("rowboat", x, line, 92 * scale)
    else:
        stand(plate, name, x, line, scale)
        wake(plate, x, line + 4, 150 * scale)


def _float(plate: Plate, drawing: str, x: float, line: float, height: float) -> None:
    outline, tall = plate.stamp(drawing, x, line + height * 0.04, height, facing=1 if x < 500 else -1, widest=620)
    width = max(point[0] for part in outline for point in part) - min(point[0] for part in outline for point in part)
    wake(plate, x, line + 2, max(110, width * 0.56 if tall else 110))


def _second(plate: Plate, line: float) -> None:
    second = plate.roles.second
    if second is None:
        return
    x = 1000 - plate.hero_x
    place_actor(plate, second, x, line, 0.7)
    wake(plate, x, line + 2, 90)


def _open(plate: Plate) -> None:
    """A wide sea, the hero in the middle distance, waves before us."""
    line = plate.horizon
    if plate.rng.random() < 0.5:
        land(plate, line - 12, 0.22, amplitude=10, rough=4, tilt=0.02, rows=0)
    water(plate, line)
    if plate.weather == "fog":
        mist(plate, line)
    _second(plate, line + 70)
    afloat(plate, plate.hero_x, line + 145, 1.0)
    waves(plate, 850 if plate.weather in ("storm", "wind") else 905)


def _into_the_light(plate: Plate) -> None:
    """A low horizon and a great light that the hero sails into."""
    line = plate.horizon
    water(plate, line)
    _second(plate, line + 40)
    afloat(plate, plate.hero_x, line + 70, 0.95)
    if plate.weather in ("storm", "wind"):
        waves(plate, 905)


def _swell(plate: Plate) -> None:
    """Between great waves: one rises behind the hero."""
    line = plate.horizon
    water(plate, line)
    inks = plate.inks
    for k, (top, near) in enumerate(((line + 20, 0.42), (line + 120, 0.62))):
        side = 1 if (k + plate.flip) % 2 else -1
        hump: Contour = [
            (500 + side * a, top + b)
            for a, b in ((-640, 120), (-300, 70), (-60, -60), (160, -96), (330, -40), (420, 40), (640, 96))
        ]
        hump = smooth(sorted(hump), closed=False, steps=10)
        plate.fill([[*hump, (1140, 1060), (-140, 1060)]], mix(inks.mid, inks.ink, near))
        crest = mix(inks.glow, inks.low, 0.3)
        for down, opacity in ((4, 0.9), (22, 0.5), (44, 0.35), (70, 0.25)):
            plate.fill(cut([(x, y + down) for x, y in hump], 10 - down * 0.08, 0.5), crest, opacity)
        if k == 0:
            afloat(plate, plate.hero_x, at(hump, plate.hero_x) + 40, 0.9)
    waves(plate, 880)


VIEWS = (
    View("open", 590, (310, 250, 86), 680, _open),
    View("into the light", 690, (560, 560, 200), 560, _into_the_light),
    View("swell", 520, (290, 230, 76), 620, _swell),
)
