"""Who is in the picture: at most four, the surest first, and what each does there."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from songwright.core.artwork import Actor, Recipe
from songwright.picture.concepts import DRAWN, concept, having
from songwright.picture.reading import Impression

__all__ = ["MOST_ACTORS", "Roles", "chosen_cast", "is_many", "roles_of"]

MOST_ACTORS = 4
_TABLES = frozenset(["room", "bar", "stage", "light", "church_inside"])
"""Places where a thing is as large as a person."""
_WITHOUT_BUILDINGS = frozenset(["room", "bar", "stage", "church_inside", "underwater"])
_PARENTS = frozenset(["man", "woman", "old", "nurse", "queen", "king", "soldier", "farmer"])
_BONUS = {"animal": 0.7, "vehicle": 0.5, "building": 0.6, "person": 0.2, "thing": -0.1, "plant": -0.3}
_LEAST_SURE, _LEAST_SURE_THING, _LEAST_SURE_WORDS = 0.9, 0.8, 1.6


@dataclass(frozen=True, slots=True)
class Roles:
    """What the actors do: the `hero` and a `second` stand, `flyer` is in the air, `emblem` is within the light."""

    hero: Actor | None = None
    second: Actor | None = None
    flyer: Actor | None = None
    emblem: Actor | None = None
    others: tuple[Actor, ...] = ()


def is_many(word: str) -> bool:
    """Whether a word names several."""
    if word in having("plural"):
        return True
    return word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3 and word not in having("verb")


def roles_of(recipe: Recipe) -> Roles:
    """The roles of a recipe's cast: each takes the first that it can play and that is free."""
    taken: dict[str, Actor] = {}
    others = []
    for actor in recipe.cast:
        free = [role for role in _wishes(actor, recipe.place) if role not in taken]
        if free:
            taken[free[0]] = actor
        else:
            others.append(actor)
    return Roles(taken.get("hero"), taken.get("second"), taken.get("flyer"), taken.get("emblem"), tuple(others))


def _wishes(actor: Actor, place: str) -> tuple[str, ...]:
    name, kind = actor.concept, concept(actor.concept).kind
    if name in ("goose", "duck", "swan") and is_many(actor.word):
        return ("flyer",)
    if name in having("emblematic"):
        return ("hero", "second") if place == "light" else ("emblem", "hero")
    if name in having("aerial"):
        return ("flyer",)
    if place in ("underwater", "clouds", "light"):
        return ("hero", "second")
    if kind in ("thing", "plant") and name not in having("grounded") and place not in _TABLES:
        return ("emblem",)
    return ("hero", "second")


def chosen_cast(found: Impression, recipe: Recipe, rng: Random) -> tuple[Actor, ...]:
    """The surest concepts that the picture has room for."""
    heat = 0.3 if recipe.seed else 0.0
    able = [
        (score + _BONUS[concept(name).kind] + rng.uniform(-heat, heat), name)
        for name, score in found.scores.items()
        if concept(name).kind in DRAWN and name not in having("scenery")
    ]
    cast: list[Actor] = []
    for sure, name in sorted(able, key=lambda pair: (-pair[0], pair[1])):
        actor = Actor(name, found.because[name])
        if len(cast) == MOST_ACTORS or (cast and sure < _LEAST_SURE):
            break
        if _admitted(actor, sure, cast, found, recipe):
            cast.append(actor)
    return tuple(cast)


def _admitted(actor: Actor, sure: float, cast: list[Actor], found: Impression, recipe: Recipe) -> bool:
    """Whether a concept may join the cast: it is sure enough, fits the place and the others, and has a role to play."""
    if not _sure_enough(actor, sure, found, recipe.place) or not _fits_place(actor, recipe.place):
        return False
    if not _fits_others(actor, cast, recipe.place):
        return False
    before = roles_of(Recipe(place=recipe.place, cast=tuple(cast)))
    after = roles_of(Recipe(place=recipe.place, cast=(*cast, actor)))
    return len(after.others) == len(before.others)


def _sure_enough(actor: Actor, sure: float, found: Impression, place: str) -> bool:
    """A lyric mentions many things in passing ("gold", "hands"); a title means what it names."""
    if concept(actor.concept).kind not in ("thing", "plant") or place in _TABLES:
        return True
    return sure >= (_LEAST_SURE_THING if actor.concept in found.titled else _LEAST_SURE_WORDS)


def _fits_place(actor: Actor, place: str) -> bool:
    """Rooms have a window and a door as it is, and no house stands inside another or under water."""
    if place in ("room", "bar") and actor.concept in ("window", "door"):
        return False
    return concept(actor.concept).kind != "building" or place not in _WITHOUT_BUILDINGS


def _fits_others(actor: Actor, cast: list[Actor], place: str) -> bool:
    """Nobody comes twice, by the same word or as a second of a kind of which one is enough."""
    if any(other.word == actor.word for other in cast):
        return False
    kind, kinds = concept(actor.concept).kind, [concept(other.concept).kind for other in cast]
    if actor.concept in having("held") and "person" in kinds and place != "light":
        return False  # it is in that person's hand
    if kind == "person" and "person" in kinds:
        return _are_family({actor.concept, *(other.concept for other in cast)})
    return kind not in ("building", "vehicle") or kind not in kinds


def _are_family(names: set[str]) -> bool:
    """A parent and a child are two; other people in the words are most often the same one twice."""
    return "child" in names and bool(names & _PARENTS)
