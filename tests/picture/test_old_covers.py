"""An old song's cover stays: every view of every place is painted as the table beside this file says.

A row of views.json is what is left of one picture: the number of shapes, the sums over their points of x, of y and of
the squared distance from a corner, and the sums of their opacities and colours. Whoever redraws a place on purpose
renews the table with `python tests/picture/test_old_covers.py`, and looks at its difference: only rows of that place
may have changed.

scenes.json has 250 covers more, of every frame, hour, weather and season and with all kinds of casts, found by search:
together they take every turn that 2,400 covers drawn by chance took, and each takes one that no other takes.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from songwright.core.artwork import Actor, Recipe
from songwright.picture.painting import paint, view_of
from songwright.picture.plate import Room
from songwright.picture.poster import Poster
from songwright.picture.views import VIEWS

TABLE = Path(__file__).with_name("views.json")
SCENES = Path(__file__).with_name("scenes.json")
ROOMS = {
    "full": Room(above=190),
    "foot": Room(below=150),
    "round": Room(round=True),
    "tall": Room(narrow=170),
}
COMPANY = (Actor("woman", "woman"), Actor("dog", "dog"), Actor("ship", "ships"))
# The table has two decimals, and a colour may be rounded the other way where another machine's powers end differently.
ROUNDING, TINTS = 0.02, 3


def recipes(place: str) -> dict[str, Recipe]:
    """A bare picture for each seed that a place has views for, and one with company, by what is in them."""
    found = {}
    for seed in range(len(VIEWS[place])):
        for kind, cast, hour, weather in (("alone", (), "day", "clear"), ("with others", COMPANY, "night", "rain")):
            recipe = Recipe(seed=seed, place=place, hour=hour, weather=weather, palette="clear day", cast=cast)
            found[f"{view_of(recipe).name}, {kind}, seed {seed}"] = recipe
    return found


def digest(poster: Poster) -> list[float]:
    """Numbers that change with any shape, point, opacity or colour of a picture."""
    points = [point for patch in poster.patches for outline in (*patch.area, *(patch.clip or ())) for point in outline]
    sums = (
        math.fsum(x for x, _ in points),
        math.fsum(y for _, y in points),
        math.fsum(x * x + y * y for x, y in points) / 1000,
        math.fsum(patch.opacity for patch in poster.patches),
    )
    tints = sum(sum(bytes.fromhex(patch.colour[1:])) for patch in poster.patches)
    return [len(poster.patches), *(round(number, 2) for number in sums), tints]


def digests(place: str) -> dict[str, list[float]]:
    """The rows of a place."""
    return {name: digest(paint(recipe)) for name, recipe in recipes(place).items()}


def test_every_place_stands_in_the_table() -> None:
    assert set(json.loads(TABLE.read_text("utf-8"))) == set(VIEWS)


@pytest.mark.parametrize("place", VIEWS)
def test_a_place_is_painted_as_it_was(place: str) -> None:
    was, now = json.loads(TABLE.read_text("utf-8"))[place], digests(place)
    assert list(now) == list(was)
    for name, row in was.items():
        assert now[name][:-1] == pytest.approx(row[:-1], rel=0, abs=ROUNDING), name
        assert now[name][-1] == pytest.approx(row[-1], rel=0, abs=TINTS), name


def scene_rows() -> list[dict[str, object]]:
    """The rows of the second table: a recipe's fields, and the digest as `digest`."""
    return list(json.loads(SCENES.read_text("utf-8")))


def scene_digest(row: dict[str, object]) -> list[float]:
    """The digest of a row's picture as it is painted now; the frame leaves its room."""
    fields = {name: value for name, value in row.items() if name != "digest"}
    actors = {name: tuple(Actor(*actor) for actor in fields.pop(name, ())) for name in ("cast", "setting")}
    recipe = Recipe(**actors, **fields)
    return digest(paint(recipe, ROOMS.get(recipe.frame)))


@pytest.mark.parametrize("place", VIEWS)
def test_scenes_of_a_place_are_painted_as_they_were(place: str) -> None:
    rows = [row for row in scene_rows() if row["place"] == place]
    assert rows
    for row in rows:
        now = scene_digest(row)
        assert now[:-1] == pytest.approx(row["digest"][:-1], rel=0, abs=ROUNDING), row
        assert now[-1] == pytest.approx(row["digest"][-1], rel=0, abs=TINTS), row


def renew() -> None:
    """Write the tables again, a line for each picture."""
    rows = [row | {"digest": scene_digest(row)} for row in scene_rows()]
    SCENES.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", "utf-8")
    parts = []
    for place in VIEWS:
        rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in digests(place).items())
        parts.append(f"  {json.dumps(place)}: {{\n{rows}\n  }}")
    TABLE.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


if __name__ == "__main__":
    renew()
