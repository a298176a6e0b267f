"""A recipe's picture: whole, the same each time, and another for another seed."""

from __future__ import annotations

import hashlib
import math

import pytest

from songwright.core.artwork import Actor, Recipe
from songwright.picture.contours import cut, ellipse, smooth, stroke
from songwright.picture.imagining import imagine
from songwright.picture.motifs import motif, motif_names
from songwright.picture.painting import paint, view_of
from songwright.picture.plate import Room
from songwright.picture.poses import CHARACTERS, POSES
from songwright.picture.poster import Poster
from songwright.picture.reading import Text
from songwright.picture.views import VIEWS


def fingerprint(poster: Poster) -> str:
    text = ";".join(
        f"{patch.colour}{patch.opacity:.2f}" + "".join(f"{x:.1f},{y:.1f}" for outline in patch.area for x, y in outline)
        for patch in poster.patches
    )
    return hashlib.sha256(text.encode()).hexdigest()


EVERY_VIEW = [(place, seed) for place, views in VIEWS.items() for seed in range(len(views))]


@pytest.mark.parametrize(("place", "seed"), EVERY_VIEW)
def test_every_view_is_painted_with_and_without_a_cast(place: str, seed: int) -> None:
    casts = ((), (Actor("woman", "woman"), Actor("dog", "dog")), (Actor("ship", "ships"), Actor("clock", "clock")))
    for cast in casts:
        poster = paint(imagine(Text(""), Recipe(seed=seed, place=place, weather="storm", cast=cast, locks=("cast",))))
        numbers = [
            number for patch in poster.patches for outline in patch.area for point in outline for number in point
        ]
        assert len(poster.patches) > 8
        assert all(math.isfinite(number) for number in numbers)
        assert place in poster.shown


def test_the_same_recipe_is_painted_alike_and_views_differ() -> None:
    recipe = imagine(Text("a fox in the snow"))
    assert fingerprint(paint(recipe)) == fingerprint(paint(recipe))
    prints = {fingerprint(paint(imagine(Text("a fox in the snow"), Recipe(seed=seed)))) for seed in range(6)}
    assert len(prints) == 6


def test_variants_take_different_views_of_a_place() -> None:
    views = {view_of(imagine(Text("the sea"), Recipe(seed=seed, place="sea"))).name for seed in range(8)}
    assert len(views) >= 3


def test_the_cast_is_shown() -> None:
    for caption, name in (
        ("a giraffe", "giraffe"),
        ("the bee", "honeybee"),
        ("two lovers", "couple"),
        ("an owl", "owl"),
    ):
        recipe = imagine(Text(caption))
        assert name in paint(recipe).shown, (caption, recipe.place)


def test_names_that_this_version_does_not_know_are_left_out() -> None:
    recipe = Recipe(
        place="moonbase", palette="ultraviolet", cast=(Actor("unheard-of", "x"),), hour="noon", weather="ash", version=9
    )
    assert len(paint(recipe).patches) > 8


def test_the_light_stands_below_a_title_over_the_picture() -> None:
    for seed in range(6):
        recipe = imagine(Text("the hills"), Recipe(seed=seed, place="hills", weather="clear"))
        from songwright.picture.painting import staged

        plate = staged(recipe, Room(above=190))
        assert plate.light.y - plate.light.radius >= 190


@pytest.mark.parametrize("name", motif_names())
def test_every_motif_stands_on_its_ground_and_is_about_one_high(name: str) -> None:
    if name.startswith(("hair ", "hat ")):
        return
    solid = [part for part in motif(name).parts if part.opacity > 0.5]
    ys = [y for part in solid for outline in part.area for _, y in outline]
    assert -1.7 < min(ys) < -0.3
    assert max(ys) < 0.5
    assert motif(name).width < 3.5


@pytest.mark.parametrize("pose", POSES)
def test_a_figure_stands_where_it_is_put_in_every_pose(pose: str) -> None:
    from songwright.picture.people import figure
    from songwright.picture.plate import Plate

    for who in CHARACTERS:
        plate = Plate(Recipe(palette="clear day", weather="clear"))
        figure(plate, who, 500, 800, 200, pose=pose)
        lowest = max(y for patch in plate.poster.patches for outline in patch.area for _, y in outline)
        assert 792 < lowest < 816 or pose in ("kneel", "huddle", "dance", "twirl", "run", "march", "sit", "row"), (
            who,
            lowest,
        )


def test_lines_and_cuts_have_their_width() -> None:
    (line,) = stroke([(0, 0), (100, 0)], 10)
    assert max(y for _, y in line) == pytest.approx(5)
    (mark,) = cut([(0, 0), (50, 0), (100, 0)], 10)
    assert max(y for _, y in mark) == pytest.approx(5, abs=0.3)
    assert mark[0] == pytest.approx((0, 0))
    assert len(smooth([(0, 0), (1, 0), (1, 1)], steps=4)) == 12
    assert all(math.hypot(x - 5, y - 5) == pytest.approx(3) for x, y in ellipse(5, 5, 3)[0])
