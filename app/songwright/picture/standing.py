"""The cast on its feet: people alone, in pairs and crowds, and everything else that stands somewhere."""

from __future__ import annotations

from songwright.core.artwork import Actor
from songwright.picture.colour import mix
from songwright.picture.concepts import concept, having
from songwright.picture.contours import Contour, cut, ellipse, moved
from songwright.picture.motifs import has_motif, motif
from songwright.picture.people import figure
from songwright.picture.picture_cast import is_many
from songwright.picture.plate import Plate
from songwright.picture.terrain import at

__all__ = ["character_of", "heroes", "kind_of", "place_actor", "stand"]

_WHO = {
    "nurse": ("nurse",),
    "soldier": ("soldier",),
    "sailor": ("sailor",),
    "farmer": ("farmer",),
    "king": ("king",),
    "queen": ("queen",),
    "priest": ("priest",),
    "witch": ("witch",),
    "singer": ("singer",),
    "bride": ("bride",),
    "musician": ("musician",),
    "dancer": ("dancer",),
    "child": ("child", "girl"),
    "man": ("man", "man2"),
    "woman": ("woman", "woman2", "woman3"),
}
_BY_WORD = {
    "beekeeper": "keeper",
    "worker": "worker",
    "driver": "worker",
    "girl": "girl",
    "daughter": "girl",
    "granddaughter": "girl",
    "boy": "child",
    "son": "child",
    "stranger": "traveller",
    "lady": "woman2",
    "grandmother": "old_woman",
    "grandma": "old_woman",
    "widow": "old_woman",
    "widower": "old_man",
    "grandfather": "old_man",
    "grandpa": "old_man",
    "elder": "old_man",
    "fisherman": "sailor",
    "ballerina": "dancer",
    "shepherd": "farmer",
    "mother": "woman2",
    "wife": "woman",
    "farmer": "farmer",
    "traveller": "traveller",
    "traveler": "traveller",
    "sailor": "sailor",
    "poet": "man2",
}
# Rows of a group: how far up the feet are and how tall they stand, in heights, and how near (1 is here).
_ROWS = ((-0.16, 0.8, 0.55), (-0.07, 0.9, 0.78), (0.0, 1.0, 1.0))
_PAIRS = ("hands", "embrace", "walk", "dance")
# Heights of animals beside people, in heights of a grown person.
_BESIDE_PEOPLE = {
    "dog": 0.42,
    "cat": 0.26,
    "fox": 0.4,
    "sheep": 0.52,
    "goat": 0.56,
    "pig": 0.5,
    "rabbit": 0.22,
    "rooster": 0.34,
    "hen": 0.28,
    "goose": 0.42,
    "duck": 0.26,
    "swan": 0.46,
    "squirrel": 0.2,
    "hedgehog": 0.18,
    "mouse": 0.1,
    "frog": 0.16,
    "monkey": 0.5,
    "beaver": 0.3,
    "seal": 0.5,
    "penguin": 0.5,
    "turtle": 0.2,
    "wolf": 0.62,
    "fawn": 0.55,
    "donkey": 0.72,
    "cow": 0.78,
    "bull": 0.86,
    "horse": 0.98,
    "deer": 0.95,
    "lion": 0.66,
    "tiger": 0.56,
    "bear": 0.86,
    "owl": 0.5,
}
_LIVING = ("animal", "person")
_RUNNING_MOODS = frozenset(["fear", "hope", "joy", "anger", "freedom", "pride"])


def kind_of(actor: Actor | None) -> str:
    """The kind of an actor's concept; "" for none."""
    return concept(actor.concept).kind if actor else ""


def character_of(plate: Plate, actor: Actor) -> str:
    """Which character of the table of people stands for an actor."""
    if actor.word in _BY_WORD:
        return _BY_WORD[actor.word]
    if actor.concept == "woman" and plate.has("nurse"):
        return "nurse"
    if actor.concept == "old":
        return plate.rng.choice(("old_man", "old_woman"))
    return plate.rng.choice(_WHO.get(actor.concept, ("man",)))


def heroes(plate: Plate, line: Contour, sink: float = 20, scale: float = 1.0) -> None:
    """The hero and the second of the cast on a ridge, and more of the hero's kind where its word names several."""
    hero, second = plate.roles.hero, plate.roles.second
    if second:
        _place_second(plate, second, line, sink, scale)
    if not hero:
        return
    if kind_of(hero) == "animal" and is_many(hero.word) and not second:
        _place_herd(plate, hero, line, sink, scale)
    larger = 1.3 if kind_of(hero) == "person" and not second else 1.12
    place_actor(plate, hero, plate.hero_x, at(line, plate.hero_x) + sink, scale * larger)


def _place_second(plate: Plate, second: Actor, line: Contour, sink: float, scale: float) -> None:
    """Two that live stand side by side; what does not live stands across the picture, further off."""
    lives = kind_of(second) in _LIVING
    beside = lives and kind_of(plate.roles.hero) in _LIVING
    x = _opposite(plate)
    if beside:
        x = plate.hero_x + (165 if plate.hero_x < 500 else -165)
    y = at(line, x) + sink * (0.9 if beside else 0.5)
    place_actor(plate, second, x, y, scale * (1.0 if lives else 0.75), -1 if x > plate.hero_x else 1)


def _place_herd(plate: Plate, hero: Actor, line: Contour, sink: float, scale: float) -> None:
    """Three more of a kind behind the hero, on the side that has room."""
    for across, share in ((-190, 0.5), (-95, 0.66), (150, 0.58)):
        x = plate.hero_x + (across if plate.hero_x > 500 else -across)
        stand(plate, hero.concept, x, at(line, x) + sink - 26, scale * share, colour=plate.far(0.82))


def _opposite(plate: Plate) -> float:
    return 1000 - plate.hero_x


def place_actor(plate: Plate, actor: Actor, x: float, base: float, scale: float = 1.0, facing: int = 0) -> None:
    """One of the cast, standing on (x, base) in its size times `scale`."""
    facing = facing or (1 if x < 500 else -1)
    if actor.concept != "old":  # told apart below
        plate.poster.show(actor.concept)
    if kind_of(actor) == "person" and actor.concept not in ("mermaid", "skater", "ballerina", "angel", "astronaut"):
        _people(plate, actor, x, base, concept(actor.concept).height * scale, facing)
    else:
        stand(plate, actor.concept, x, base, scale, facing=facing, word=actor.word)


def _people(plate: Plate, actor: Actor, x: float, base: float, height: float, facing: int) -> None:
    if actor.concept == "couple":
        _couple(plate, x, base, height)
    elif actor.concept == "family":
        figure(plate, "man", x - 0.3 * height, base, height, facing=1, pose="hands")
        figure(plate, "woman2", x + 0.32 * height, base, height * 0.95, facing=-1, pose="hands")
        figure(plate, "girl", x + 0.02 * height, base + 2, height, facing=1, pose="stand")
    elif actor.concept == "crowd" or (
        is_many(actor.word) and actor.concept in ("soldier", "child", "man", "dancer", "sailor")
    ):
        _several(plate, actor, x, base, height, facing)
    else:
        who = character_of(plate, actor)
        plate.poster.show("beekeeper" if who == "keeper" else who.rstrip("23").replace("_", " "))
        figure(plate, who, x, base, height, facing=facing, holding=_held(plate))


def _held(plate: Plate) -> str:
    """What the words put into somebody's hand; "" for nothing."""
    found = plate.actor(*sorted(having("held")))
    if found is None or found in plate.recipe.cast:
        return ""
    plate.poster.show(found.concept)
    return found.concept


def _couple(plate: Plate, x: float, base: float, height: float) -> None:
    how = "apart" if plate.has("broken_heart") else plate.rng.choice(_PAIRS)
    if plate.has("dancer"):
        how = "dance"
    man, woman = plate.rng.choice((("man", "woman"), ("man2", "woman"), ("man", "woman2")))
    gap, poses, facings = {
        "apart": (0.55, ("mourn", "mourn"), (-1, 1)),
        "hands": (0.15, ("hands", "hands"), (1, -1)),
        "embrace": (0.085, ("embrace", "embrace"), (1, -1)),
        "walk": (0.13, ("stroll", "stroll"), (1, 1)),
        "dance": (0.14, ("lead", "twirl"), (1, -1)),
    }[how]
    figure(plate, man, x - gap * height, base, height, facing=facings[0], pose=poses[0])
    figure(plate, woman, x + gap * height, base, height * 0.94, facing=facings[1], pose=poses[1])


def _several(plate: Plate, actor: Actor, x: float, base: float, height: float, facing: int) -> None:
    """A group: the further back, the paler."""
    crowd = ("man", "woman", "woman2", "man2", "old_man", "woman3", "worker", "child")
    rng = plate.rng
    rows = _ROWS if actor.concept == "crowd" else (_ROWS[0], _ROWS[2])
    for row, (up, size, veil) in enumerate(rows):
        count = len(rows) + 1 - row
        for k in range(count):
            across = (k - (count - 1) / 2) * 0.46 * height + rng.uniform(-6, 6)
            who = rng.choice(crowd) if actor.concept == "crowd" else character_of(plate, actor)
            pale = "" if veil == 1.0 else plate.far(veil)
            figure(plate, who, x + across, base + up * height, height * size * 0.9, facing=facing, silhouette=pale)


def stand(
    plate: Plate,
    name: str,
    x: float,
    base: float,
    scale: float = 1.0,
    *,
    facing: int = 0,
    colour: str = "",
    word: str = "",  # noqa: ARG001 - callers pass an actor's word along
) -> None:
    """Something of a concept's size times `scale` on (x, base), if there is a drawing of it."""
    facing = facing or (1 if x < 500 else -1)
    if name == "owl":
        _bough(plate, x, base)
        base -= 130
    drawing = _drawing(plate, name)
    if not has_motif(drawing):
        return
    kinds = {concept(actor.concept).kind for actor in plate.recipe.cast}
    height = concept(name).height * scale
    if "person" in kinds and name in _BESIDE_PEOPLE:
        height = 205 * scale * _BESIDE_PEOPLE[name]
    drawn = motif(drawing)
    height = min(height, 560 / drawn.width)
    if drawn.traced and not colour:
        plate.stamp_lit(drawing, x, base, height, body=plate.inks.ink, facing=facing)
        if concept(name).kind == "animal" and len(drawn.parts) == 1:
            _fur(plate, drawing, x, base, height, facing)
    else:
        plate.stamp(drawing, x, base, height, body=colour, facing=facing)
    if name == "unicorn":
        plate.stamp("unicorn_horn", x + facing * height * 0.4, base - height * 0.94, height * 0.24, turn=facing * 0.6)


def _drawing(plate: Plate, name: str) -> str:
    drawing = concept(name).drawing
    rng = plate.rng
    if name == "dog":
        return rng.choice(("dog", "dog_sitting"))
    if name == "cat":
        return rng.choice(("cat", "cat", "cat_walking"))
    if name == "horse" and (plate.has("fire") or plate.recipe.mood in _RUNNING_MOODS):
        return "horse_running"
    return drawing


def _fur(plate: Plate, name: str, x: float, base: float, height: float, facing: int) -> None:
    """A few cuts along the side that the light falls on."""
    rng, side, drawn = plate.rng, plate.lit(x), motif(name)
    hull = moved(drawn.parts[0].area, x, base, height, flip=(facing < 0) != (name in having("leftward")))
    width = drawn.width * height
    shapes: list[Contour] = []
    for _ in range(26):
        at_x, at_y = x + side * rng.uniform(-0.1, 0.42) * width, base - height * rng.uniform(0.25, 0.95)
        size = height * rng.uniform(0.018, 0.04)
        shapes += cut(
            [(at_x, at_y - size), (at_x + side * size * 0.35, at_y), (at_x + side * size * 0.2, at_y + size)],
            height * 0.009,
        )
    plate.fill(shapes, mix(plate.inks.ink, plate.rim, 0.45), 0.85, hull)


def _bough(plate: Plate, x: float, base: float) -> None:
    """A branch that reaches into the picture at the height where an owl sits."""
    side, y, ink = (1 if x > 500 else -1), base - 130, plate.inks.ink
    plate.fill(
        cut(
            [(500 + side * 590, y + 70), (x + side * 130, y + 12), (x - side * 20, y + 2), (x - side * 190, y - 34)],
            44,
            0.5,
            blunt=True,
        ),
        ink,
    )
    for (ax, ay), (bx, by) in (((90, 8), (20, 90)), ((-60, -2), (-150, 56)), ((150, 12), (190, -110))):
        start, end = (x + side * ax, y + ay), (x + side * bx, y + by)
        middle = ((start[0] + end[0]) / 2 - side * 12, (start[1] + end[1]) / 2)
        plate.fill(cut([start, middle, end], 15, 0.5, blunt=True), ink)
        plate.fill(ellipse(*end, 10, 6), ink)
