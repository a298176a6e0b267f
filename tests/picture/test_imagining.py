"""A text's recipe: place, hour, cast, and what the user's wishes hold."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from songwright.core.artwork import Actor, Recipe
from songwright.picture.imagining import imagine, is_abstract
from songwright.picture.inks import palettes
from songwright.picture.painting import paint, staged
from songwright.picture.picture_cast import MOST_ACTORS, roles_of
from songwright.picture.plate import Room
from songwright.picture.reading import Text
from songwright.picture.town import skyline
from songwright.picture.views import VIEWS


@pytest.mark.parametrize(
    ("caption", "place", "shown"),
    [
        ("A giraffe walking along a road", "road", "giraffe"),
        ("Two lovers on a bridge in the fog", "river", "couple"),
        ("My grandmother's kitchen in the rain", "room", "old"),
        ("The fishermen come home to the harbour", "harbour", "boat"),
        ("A wolf in the winter forest", "forest", "wolf"),
        ("The prisoner counts the days behind the wall", "yard", "man"),
        ("Jellyfish in the coral reef", "underwater", "jellyfish"),
        ("Astronaut", "space", "astronaut"),
    ],
)
def test_a_caption_sets_the_place_and_the_cast(caption: str, place: str, shown: str) -> None:
    recipe = imagine(Text(caption))
    assert recipe.place == place
    assert shown in [actor.concept for actor in recipe.cast]


def test_weather_and_hour_come_from_the_words() -> None:
    recipe = imagine(Text("A nurse waits for the night bus in the rain"))
    assert (recipe.hour, recipe.weather) == ("night", "rain")
    assert {"night", "rain"} & next(inks.suits for inks in palettes() if inks.name == recipe.palette)


def test_the_same_words_and_seed_give_the_same_recipe_and_another_seed_another() -> None:
    text = Text("An old man and his dog by the river")
    assert imagine(text, Recipe(seed=4)) == imagine(text, Recipe(seed=4))
    assert len({imagine(text, Recipe(seed=seed)).palette for seed in range(8)}) > 2


def test_what_is_wished_for_is_kept() -> None:
    cast = (Actor("owl", "owl"),)
    wish = Recipe(
        seed=3, place="desert", hour="night", weather="snow", palette="ember", frame="arch", cast=cast, locks=("cast",)
    )
    recipe = imagine(Text("a ship on the sea"), wish)
    assert replace(recipe, season="", mood="", setting=()) == replace(wish, season="", mood="", setting=())


@pytest.mark.parametrize("caption", ["Love", "Freedom", "The pity of time", "Fear", "", "ελπίδα", "qwzx"])
def test_an_abstract_subject_gets_a_place_and_a_light(caption: str) -> None:
    recipe = imagine(Text(caption))
    assert recipe.place in VIEWS
    assert recipe.hour
    assert len(recipe.cast) <= 1


def test_a_subject_without_anything_to_see_is_told_apart() -> None:
    assert is_abstract(imagine(Text("自由")))
    assert not is_abstract(imagine(Text("a fox")))


def test_at_most_four_are_cast_and_each_has_a_role() -> None:
    recipe = imagine(Text("a horse, a castle, a crow, a ship, a violin, a candle, a fox and an apple"))
    assert 2 <= len(recipe.cast) <= MOST_ACTORS
    assert roles_of(recipe).others == ()


def test_a_thing_that_a_lyric_only_mentions_is_not_cast() -> None:
    recipe = imagine(Text("The river", "all that glitters is no coin to me\n" + "la la la\n" * 20))
    assert "coin" not in [actor.concept for actor in recipe.cast]


def test_a_recipe_is_small() -> None:
    import json

    for seed in range(6):
        recipe = imagine(
            Text("the soldiers cross the old stone bridge with horses, drums and flags by night"), Recipe(seed=seed)
        )
        assert len(json.dumps(asdict(recipe)).encode()) < 1000


def test_there_are_twenty_places_and_more_with_three_views_each() -> None:
    assert len(VIEWS) >= 20
    assert all(len(views) >= 3 and len({view.name for view in views}) == len(views) for views in VIEWS.values())


def test_the_owner_of_a_thing_is_not_what_the_title_is_about() -> None:
    recipe = imagine(Text("My father's old bicycle"))
    assert recipe.cast[0].concept == "bicycle"
    assert "old" not in [actor.concept for actor in recipe.cast]
    assert imagine(Text("The gardener's daughter")).cast[0].concept == "woman"


@pytest.mark.parametrize(
    "words", ["She closed it or nothing", "Two players at chess", "It changed for better or worse", "I lay still"]
)
def test_a_rare_sense_of_a_common_word_is_not_drawn(words: str) -> None:
    shown = {actor.concept for actor in imagine(Text(words)).cast}
    assert not shown & {"notes", "grass", "dice", "musician", "river"}


def test_a_train_goes_before_the_city_that_it_goes_to() -> None:
    assert imagine(Text("The night train to Vienna")).place == "rails"


def test_a_castle_on_a_cliff_by_the_sea_is_the_castle() -> None:
    recipe = imagine(Text("The castle on the cliff above the sea"))
    for seed in range(3):
        shown = paint(replace(recipe, place="coast", seed=seed)).shown
        assert "lighthouse" not in shown or "castle" in shown


def test_no_house_stands_before_what_is_shown_within_the_light() -> None:
    recipe = Recipe(place="city", hour="dusk", cast=(Actor("telephone", "calls"),), palette="harvest")
    for seed in range(4):
        plate = staged(replace(recipe, seed=seed), Room())
        assert plate.roles.emblem is not None
        skyline(plate, plate.horizon, (500, 600), 0.5, 0.0)
        light = plate.light
        houses = [point for patch in plate.poster.patches[-40:] for contour in patch.area for point in contour]
        inside = [y for x, y in houses if abs(x - light.x) < light.radius * 0.5]
        assert inside
        assert min(inside) > light.y
