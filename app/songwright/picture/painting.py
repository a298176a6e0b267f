"""From a recipe to a poster: stages the view that its seed asks for and paints it from far to near."""

from __future__ import annotations

from songwright.core.artwork import Recipe
from songwright.picture.air import paint_emblem, paint_flyer
from songwright.picture.concepts import concept, having
from songwright.picture.picture_cast import roles_of
from songwright.picture.plate import Light, Plate, Room
from songwright.picture.poster import Poster
from songwright.picture.sky import paint_sky
from songwright.picture.views import VIEWS, View
from songwright.picture.weather import paint_weather

__all__ = ["paint", "staged", "view_of"]

_FALLBACK = "hills"
_EMBLEM_RADIUS, _EMBLEM_TOP = 172.0, 200.0
_JITTER = 22


def view_of(recipe: Recipe) -> View:
    """The view that a recipe's seed takes of its place: another one each time."""
    views = _fitting(recipe, VIEWS.get(recipe.place, VIEWS[_FALLBACK]))
    return views[(recipe.seed + _first_view(recipe)) % len(views)]


def _fitting(recipe: Recipe, views: tuple[View, ...]) -> tuple[View, ...]:
    """The views that show what is named and suit the hero; all where none does."""
    hero = roles_of(recipe).hero
    kind = concept(hero.concept).kind if hero else ""
    named = {actor.concept for actor in (*recipe.setting, *recipe.cast)}
    suiting = tuple(view for view in views if kind not in view.never) or views
    return tuple(view for view in suiting if named & set(view.shows)) or suiting


def _first_view(recipe: Recipe) -> int:
    """Where the views of a room begin: with a table for things, with the floor for what stands on it."""
    names = {actor.concept for actor in recipe.cast}
    if recipe.place != "room" or not names:
        return 0
    if names & having("furniture"):
        return 2
    return 1 if all(concept(name).kind in ("thing", "plant") for name in names) else 0


def paint(recipe: Recipe, room: Room | None = None) -> Poster:
    """The picture of a recipe on a square; `room` says what the frame covers or cuts off."""
    plate, view = staged(recipe, room or Room()), view_of(recipe)
    if not view.indoors:
        paint_sky(plate)
        paint_emblem(plate)
    view.paint(plate)
    if not view.indoors:
        paint_flyer(plate)
        paint_weather(plate)
    elif plate.roles.emblem and recipe.place not in ("room", "bar", "light"):
        plate.poster.show(plate.roles.emblem.concept)
    plate.poster.show(recipe.place, recipe.hour)
    return plate.poster


def staged(recipe: Recipe, room: Room) -> Plate:
    """A plate with the light, horizon and hero of the recipe's view: mirrored or not, and never quite the same."""
    plate, view = Plate(recipe, room), view_of(recipe)
    rng = plate.rng
    plate.flip = rng.random() < 0.5
    plate.layout = view.name
    x, y, radius = view.light
    x += rng.randint(-_JITTER, _JITTER)
    hero = view.hero_x + rng.randint(-_JITTER, _JITTER)
    plate.horizon = view.horizon + rng.randint(-_JITTER, _JITTER)
    plate.light = Light(1000 - x if plate.flip else x, y, radius)
    plate.hero_x = 1000 - hero if plate.flip else hero
    if plate.roles.emblem and not view.indoors:
        plate.light.radius = max(radius, _EMBLEM_RADIUS)
        plate.light.y = min(max(_EMBLEM_TOP + 60, plate.horizon - 260), 330.0)
        plate.light.x = 500 + (plate.light.x - 500) * 0.4
        plate.hero_x = 500 + (plate.hero_x - 500) * 1.25
    if room.above and not view.indoors:
        plate.light.y = max(plate.light.y, room.above + plate.light.radius + 26)
        plate.horizon = max(plate.horizon, min(plate.horizon + 60, plate.light.y + plate.light.radius * 0.4))
    if room.below and not view.indoors:
        plate.light.y = max(plate.light.y, room.top + plate.light.radius + 24)
    if room.round or room.narrow:
        _draw_in(plate)
    return plate


def _draw_in(plate: Plate) -> None:
    """Everything nearer the middle, where a frame cuts the sides off."""
    share = 0.45 if plate.room.round else 0.62

    def nearer(x: float) -> float:
        return 500 + (x - 500) * share

    plate.hero_x = nearer(plate.hero_x)
    plate.light.x = 500 + (plate.light.x - 500) * min(1.0, share + 0.15)
