"""The open sea, and islands in it."""

from __future__ import annotations

from songwright.core.artwork import Actor
from songwright.picture.colour import mix
from songwright.picture.concepts import concept, having
from songwright.picture.contours import Contour, cut, rect, smooth
from songwright.picture.people import figure
from songwright.picture.plate import Plate
from songwright.picture.standing import character_of, kind_of, place_actor, stand
from songwright.picture.terrain import at, land, mist
from songwright.picture.town import smoke
from songwright.picture.views.view import View
from songwright.picture.waters import wake, water, waves

__all__ = ["VIEWS", "afloat"]

_HALF_UNDER = frozenset(["fish", "shark", "orca", "seal", "turtle"])


def afloat(plate: Plate, x: float, line: float, scale: float) -> None:
    """The hero on or in the water at height `line`, people and land animals in a boat; an empty boat for nobody."""
    hero = plate.roles.hero
    aboard = [actor for actor in (hero, plate.roles.second) if actor and _rides(actor)]
    if hero is None and not aboard:
        boat = "sail" if plate.rng.random() < 0.5 else "rowboat"
        _float(plate, boat, x, line, (250 if boat == "sail" else 92) * scale)
        plate.poster.show("boat")
    elif hero and (kind_of(hero) == "vehicle" or hero.concept in having("swimmer") or hero.concept == "whale"):
        _float_hero(plate, hero.concept, x, line, scale)
    elif aboard:
        _boat(plate, aboard, x, line, scale)
    elif hero:
        if kind_of(hero) == "building":
            _islet(plate, x, line, scale)
        stand(plate, hero.concept, x, line, scale)
        plate.poster.show(hero.concept)
        wake(plate, x, line + 4, 150 * scale)


def _islet(plate: Plate, x: float, line: float, scale: float) -> None:
    """A flat rock for what cannot float."""
    half = 150 * scale
    plate.fill(
        [
            smooth(
                [(x - half, line + 22), (x - half * 0.7, line - 4), (x + half * 0.7, line - 8), (x + half, line + 22)]
            )
        ],
        plate.far(0.95),
    )


def _rides(actor: Actor) -> bool:
    """Whether somebody needs a boat."""
    wet = having("swimmer") | having("at_sea") | {"mermaid"}
    return kind_of(actor) in ("person", "animal") and actor.concept not in wet


def _float_hero(plate: Plate, name: str, x: float, line: float, scale: float) -> None:
    height = 120 * scale if name == "boat" else concept(name).height * scale * 1.25
    start = len(plate.poster.patches)
    deep = height * 0.42 if name in _HALF_UNDER else 0.0
    _float(plate, concept(name).drawing, x, line + deep, height)
    if deep:
        plate.poster.clip_since(start, rect(-60, -60, 1120, line + 60))
        wake(plate, x, line + 2, height * 0.9)
    plate.poster.show(name)
    if name == "ship":
        smoke(plate, x - 20, line - height * 0.9, -260 if x > 500 else 260, 70, 8)


def _boat(plate: Plate, aboard: list[Actor], x: float, line: float, scale: float) -> None:
    """A rowing boat with one or two in it."""
    facing = 1 if x < 500 else -1
    _float(plate, "rowboat", x, line, 92 * scale)
    for place, actor in enumerate(aboard):
        at_x = x + (0 if len(aboard) == 1 else (-52, 52)[place] * scale)
        alone = kind_of(actor) == "person" and actor.concept not in ("couple", "family", "crowd")
        if alone:
            pose = plate.rng.choice(("stand", "shade", "gaze")) if len(aboard) == 1 else "sit"
            height = 200 * scale if pose != "sit" else 190 * scale
            figure(plate, character_of(plate, actor), at_x, line - 26 * scale, height, facing=facing, pose=pose)
        else:
            share = 0.62 if kind_of(actor) == "animal" else 0.8
            place_actor(plate, actor, at_x, line - 26 * scale, share * scale, facing)
        plate.poster.show("boat", actor.concept)
    plate.stamp("rowboat", x, line + 92 * 0.04 * scale, 92 * scale, facing=facing)


def _float(plate: Plate, drawing: str, x: float, line: float, height: float) -> None:
    facing = 1 if x < 500 else -1
    outline, tall = plate.stamp(drawing, x, line + height * 0.04, height, facing=facing, widest=620)
    across = [point[0] for part in outline for point in part]
    # A mast is narrower than its boat, whose wake is seen.
    width = (max(across) - min(across)) * 0.56 if tall else 0.0
    wake(plate, x, line + 2, max(110.0, width))


def _second(plate: Plate, line: float) -> None:
    second, hero = plate.roles.second, plate.roles.hero
    if second is None or (_rides(second) and (hero is None or _rides(hero))):
        return
    x = 1000 - plate.hero_x
    if _rides(second):
        _float(plate, "rower", x, line, 64)
        plate.poster.show(second.concept)
        return
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
