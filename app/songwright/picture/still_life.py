"""Things on a table."""

from __future__ import annotations

from songwright.picture.concepts import concept, having
from songwright.picture.contours import ellipse
from songwright.picture.motifs import has_motif, motif
from songwright.picture.plate import Plate
from songwright.picture.standing import kind_of

__all__ = ["table_things", "things_of"]

_TABLE_HEIGHTS = {
    "candle": 210,
    "letter": 104,
    "book": 120,
    "cup": 96,
    "suitcase": 160,
    "rose": 240,
    "vase": 240,
    "teapot": 140,
    "violin": 130,
    "guitar": 330,
    "cello": 330,
    "clock": 190,
    "piano": 240,
    "telephone": 120,
    "radio": 150,
    "wine": 170,
    "bottle": 220,
    "bread": 84,
    "apple": 92,
    "pear": 110,
    "mirror": 220,
    "lantern": 210,
    "hurricane_lamp": 220,
    "lamp": 270,
    "gramophone": 230,
    "typewriter": 140,
    "cake": 150,
    "key": 120,
}
_PROPS = (
    "candle",
    "letter",
    "cup",
    "teapot",
    "bread",
    "book",
    "wine",
    "apple",
    "pear",
    "inkwell",
    "clock",
    "violin",
    "guitar",
    "telephone",
    "radio",
    "mirror",
    "bottle",
    "lamp",
    "gramophone",
    "camera",
    "newspaper",
    "cake",
)


def things_of(plate: Plate) -> list[str]:
    """What lies on the table, most important first; at least two things."""
    actors = [actor for actor in (plate.roles.hero, plate.roles.second, plate.roles.emblem) if actor]
    things = [
        actor.concept
        for actor in actors
        if kind_of(actor) in ("thing", "plant") and actor.concept not in having("furniture")
    ]
    things += [name for name in _PROPS if plate.has(name) and name not in things][: max(0, 3 - len(things))]
    kitchen = plate.actor("room")
    spare = (
        ["teapot", "cup"]
        if kitchen and kitchen.word == "kitchen"
        else plate.rng.choice((["candle", "book"], ["vase", "cup"], ["candle", "letter"], ["lamp", "books"]))
    )
    while len(things) < 2:
        things.append(next(name for name in spare if name not in things))
    return things[:4]


def table_things(plate: Plate, names: list[str], places: tuple[float, ...], base: float, scale: float = 1.0) -> None:
    """Things on a table that cast shadows."""
    for name, x in zip(names, places, strict=False):
        drawing = concept(name).drawing if has_motif(concept(name).drawing) else name
        if not has_motif(drawing):
            continue
        tall = _TABLE_HEIGHTS.get(name, 140) * scale
        wide = motif(drawing).width * tall
        plate.fill(ellipse(x + 10, base + 2, min(190.0, wide * 0.5), 11), plate.inks.ink, 0.4)
        plate.stamp(drawing, x, base, tall, widest=330 * scale)
        plate.poster.show(name)
