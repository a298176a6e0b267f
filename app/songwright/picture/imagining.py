"""From words to a recipe: where and when the picture is, in which inks, and who is in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from random import Random

from songwright.core.artwork import Actor, Recipe
from songwright.picture.concepts import concept
from songwright.picture.frames import FRAMES
from songwright.picture.inks import Inks, palettes
from songwright.picture.picture_cast import chosen_cast
from songwright.picture.reading import Impression, Text, read
from songwright.picture.views import VIEWS

__all__ = ["imagine", "is_abstract"]

# How strongly what is at home in a place votes for it.
_VOTE = {"animal": 0.75, "vehicle": 0.75, "building": 0.75, "person": 0.6, "thing": 0.4, "plant": 0.4}
_LEAST_VOTE = 0.3
_SHARE_OF_BROADER = 0.7
_DESERT_BY_ROAD = 0.6  # what a road adds to a desert that no word names
_MOST_SETTING = 10
_HEAT = 0.35  # how far another seed may stray from the surest reading
_FALLBACK_PLACES = ("hills", "mountain", "sea", "forest", "river", "coast")
_FALLBACK_HOURS = ("day", "dusk", "dawn")
_HEAVENLY = frozenset(["moon", "moonlight", "star", "stars", "sky", "sun", "sunset", "sunrise", "horizon"])
_WET = frozenset(["rain", "storm", "fog", "snow"])
# What wins over a broader word beside it, as in "the harbour of the city by the sea".
_NARROWER = {
    "harbour": ("sea", "coast"),
    "island": ("sea", "coast"),
    "underwater": ("sea",),
    "jungle": ("forest",),
    "street": ("city",),
    "bar": ("city", "street"),
    "village": ("hills",),
    "battlefield": ("hills",),
    "church_inside": ("room", "village"),
    "ice": ("sea", "mountain"),
    "stage": ("room", "city"),
    "rails": ("city",),
    "yard": ("city", "street"),
    "graveyard": ("hills", "village"),
}


_SIGNS = {"rails": "train"}
"""What says as much as the narrower word itself: "the night train to Vienna"."""


@dataclass(frozen=True, slots=True)
class Mood:
    """How a mood is answered where the words name nothing to see; a row of `moods.txt`."""

    hours: tuple[str, ...]
    places: tuple[str, ...]
    cast: tuple[str, ...]
    weathers: tuple[str, ...]


@cache
def moods() -> Mapping[str, Mood]:
    """The table by the mood's name."""
    table = (files("songwright_resources") / "pictures" / "moods.txt").read_text(encoding="utf-8")
    rows = [row.split("|") for row in table.splitlines() if row and not row.startswith("#")]
    return {row[0].strip(): Mood(*(tuple(part.split()) for part in row[1:5])) for row in rows}


def is_abstract(recipe: Recipe) -> bool:
    """Whether nothing that the words name is in the picture: light and weather answer them."""
    return not any(actor.word for actor in (*recipe.cast, *recipe.setting))


def imagine(text: Text, wish: Recipe | None = None) -> Recipe:
    """The recipe for a text: what `wish` says is taken over, and what is "" there (or has no cast) is read.

    The same text and wish give the same recipe; another seed gives another reading close to the surest one.
    """
    wish = wish or Recipe()
    found = read(text)
    # As bytes: halves of characters, which a pasted text may have, are no seed.
    rng = Random(f"{wish.seed}|{text.about[:2000]}|{text.words[:2000]}".encode("utf-8", "replace"))
    mood = wish.mood or _surest(found, "mood", rng, wish.seed)
    named_place = _named_place(found, rng, wish.seed)
    place = wish.place if wish.place in VIEWS else named_place or _place_of_mood(mood, found, rng)
    season, weather = _season_and_weather(found, wish, rng)
    if not weather and not wish.weather and not named_place and mood in moods():
        weather = rng.choice(moods()[mood].weathers).replace("clear", "")
    hour = wish.hour or _hour(found, place, mood, weather, rng, wish.seed)
    recipe = replace(wish, place=place, hour=hour, weather=weather or "clear", season=season, mood=mood)
    if "cast" not in wish.locks:
        recipe = replace(recipe, cast=_cast(recipe, found, rng, by_mood=not named_place))
    recipe = replace(recipe, setting=_setting(recipe, found))
    frame = wish.frame if wish.frame in FRAMES else _frame(wish.seed)
    return replace(recipe, palette=wish.palette or _palette(recipe, found, rng).name, frame=frame)


def _cast(recipe: Recipe, found: Impression, rng: Random, *, by_mood: bool) -> tuple[Actor, ...]:
    """Who the words name; where they name nobody and no place either, who answers the mood."""
    named = chosen_cast(found, recipe, rng)
    return _cast_of_mood(recipe.mood, found, rng) if not named and by_mood else named


def _setting(recipe: Recipe, found: Impression) -> tuple[Actor, ...]:
    """What the words name besides the cast, what weighs most first."""
    shown = {actor.concept for actor in recipe.cast}
    named = [Actor(name, found.because[name]) for name in _by_weight(found) if name not in shown]
    return tuple(named[:_MOST_SETTING])


def _frame(seed: int) -> str:
    names = tuple(FRAMES)
    return names[seed * 3 % len(names)] if seed else names[0]


def _by_weight(found: Impression) -> list[str]:
    things = ("animal", "person", "vehicle", "building", "thing", "plant", "place")
    named = [name for name in found.scores if concept(name).kind in things and found.scores[name] > 0.3]
    return sorted(named, key=lambda name: (-found.scores[name], name))


def _gumbel(rng: Random, heat: float) -> float:
    return -heat * math.log(-math.log(rng.uniform(0.001, 0.999))) if heat else 0.0


def _surest(found: Impression, kind: str, rng: Random, seed: int) -> str:
    heat = _HEAT if seed else 0.0
    some = [(score + _gumbel(rng, heat), name) for score, name in found.of_kind(kind) if score > 0.2]
    return max(some)[1] if some else ""


def _named_place(found: Impression, rng: Random, seed: int) -> str:
    """The place that the words name or that most of what they name is at home in; "" for none."""
    votes = _votes(found)
    _favour_narrower(votes, found)
    if "road" in votes and "desert" in votes and "desert" not in found.scores:
        votes["desert"] *= _DESERT_BY_ROAD
    if _HEAVENLY & set(found.because.values()) and "room" not in found.scores:
        votes.pop("room", None)
    heat = _HEAT if seed else 0.0
    able = sorted(place for place, vote in votes.items() if vote > _LEAST_VOTE and place in VIEWS)
    return max(able, key=lambda place: votes[place] + _gumbel(rng, heat), default="")


def _votes(found: Impression) -> dict[str, float]:
    """How strongly each place is named, by itself and by what is at home there."""
    votes = {name: score for score, name in found.of_kind("place")}
    for name, score in found.scores.items():
        thing = concept(name)
        if thing.home:
            votes[thing.home] = votes.get(thing.home, 0.0) + score * _VOTE.get(thing.kind, 0.0)
    return votes


def _favour_narrower(votes: dict[str, float], found: Impression) -> None:
    """Give a place that the words name the votes of the broader ones that it lies in."""
    for narrow, broad in _NARROWER.items():
        if found.scores.keys() & {narrow, _SIGNS.get(narrow, "")}:
            for other in broad:
                if other in votes:
                    votes[narrow] = votes.get(narrow, 0.0) + votes.pop(other) * _SHARE_OF_BROADER


def _place_of_mood(mood: str, found: Impression, rng: Random) -> str:
    if mood in moods():
        return rng.choice(moods()[mood].places)
    emblems = any(concept(name).kind == "thing" for name in found.scores)
    return "light" if emblems and rng.random() < 0.6 else rng.choice(_FALLBACK_PLACES)


def _cast_of_mood(mood: str, found: Impression, rng: Random) -> tuple[Actor, ...]:
    """Who stands for a mood that names nobody."""
    if mood not in moods():
        return ()
    name = rng.choice(moods()[mood].cast)
    return () if name == "-" else (Actor(name, found.because.get(mood, "")),)


def _season_and_weather(found: Impression, wish: Recipe, rng: Random) -> tuple[str, str]:
    season = wish.season or _surest(found, "season", rng, wish.seed)
    weather = wish.weather or _surest(found, "weather", rng, wish.seed)
    if weather == "snow" and not season:
        season = "winter"
    if season == "winter" and weather in ("", "wind") and not wish.weather and rng.random() < 0.8:
        weather = "snow"
    return season, weather


def _hour(found: Impression, place: str, mood: str, weather: str, rng: Random, seed: int) -> str:
    named = _surest(found, "hour", rng, seed)
    if named:
        return named
    if place == "space" or "lighthouse" in found.scores or place in ("stage", "bar"):
        return "night"
    if weather == "storm":
        return "dusk"
    if "flame" in found.scores or "fire" in found.scores:
        return rng.choice(("dusk", "night"))
    if seed and rng.random() < 0.4:
        return rng.choice(("day", "dusk", "dawn", "night"))
    return rng.choice(moods()[mood].hours if mood in moods() else _FALLBACK_HOURS)


def _palette(recipe: Recipe, found: Impression, rng: Random) -> Inks:
    """The palette that suits best; another seed is freer."""
    told = {recipe.hour, recipe.weather, recipe.season, recipe.mood, recipe.place} - {""}
    moods_felt = {name for score, name in found.of_kind("mood") if score > 0.8}
    if found.scores.get("fire", 0.0) > 1:
        told.add("fire")
    weight = {recipe.hour: 3.0, recipe.weather: 3.2, recipe.season: 1.5, recipe.mood: 2.0, "fire": 4.0}
    freedom = 4.5 if recipe.seed else 1.2

    def worth(inks: Inks) -> float:
        gain = math.fsum(weight.get(tag, 1.0) for tag in sorted(told) if tag in inks.suits)
        gain += 0.8 * len(moods_felt & inks.suits)
        if recipe.hour not in inks.suits:
            gain -= 5 if recipe.hour in found.scores or not recipe.seed else 3
        if recipe.weather in _WET and recipe.weather not in inks.suits:
            gain -= 5 if recipe.weather == "snow" else 3
        if recipe.weather not in ("rain", "fog", "storm") and inks.name in ("rain", "fog", "storm"):
            gain -= 3
        if recipe.weather != "snow" and "snow" in inks.suits and recipe.season != "winter" and recipe.place != "ice":
            gain -= 4
        return gain + rng.uniform(0, freedom)

    return max(palettes(), key=worth)
