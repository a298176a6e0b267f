"""The same words and seed give the recipe that they gave before, as imagined.json beside this file says.

Whoever changes the table of concepts or how words are read renews it with
`python tests/picture/test_imagined_before.py`, and looks at the difference: each row should have become better.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from songwright.core.artwork import Recipe
from songwright.picture.imagining import imagine
from songwright.picture.reading import Text

TABLE = Path(__file__).with_name("imagined.json")
SEEDS = (0, 3, 8)
CAPTIONS = (
    "A lighthouse keeper and his dog in the storm",
    "My brother's red bicycle in the rain",
    "The night train home",
    "Two old men playing chess at the harbour",
    "Geese over the frozen river",
    "A candle in the church window",
    "The king's daughter rides a horse through the winter forest",
    "Teddy bear on the moon",
    "Grief",
    "Hope and fear at daybreak",
    "Wild horses, fire on the mountain",
    "The clockmaker's shop in the old city",
    "An umbrella and a suitcase on the empty road",
    "Dancing in the bar until the morning",
    "The road through the desert under the stars",
    "Children with lanterns in the snow",
    "She sings to the sea",
    "Wolves running, running",
    "Merry-go-round in the autumn wind",
    "The ship, the whale and the sailor's wife",
)
LYRICS = {
    # William Blake
    "The Tyger": "Tyger Tyger, burning bright,\nIn the forests of the night;\nWhat immortal hand or eye,\n"
    "Could frame thy fearful symmetry?\n\nIn what distant deeps or skies\nBurnt the fire of thine eyes?\n"
    "On what wings dare he aspire?\nWhat the hand, dare seize the fire?",
    # William Wordsworth
    "": "I wandered lonely as a cloud\nThat floats on high o'er vales and hills,\nWhen all at once I saw a crowd,\n"
    "A host, of golden daffodils;\nBeside the lake, beneath the trees,\nFluttering and dancing in the breeze.",
    # Traditional
    "Wayfaring": "[Verse]\nI am a poor wayfaring stranger\nTravelling through this world of woe\n"
    "There's no sickness, toil nor danger\nIn that bright land to which I go\n\n[Chorus]\n"
    "I'm going there to see my father\nI'm going there no more to roam\nI'm only going over Jordan\n"
    "I'm only going over home",
}


def imagined() -> dict[str, dict[str, object]]:
    """The recipes of every text and seed, as the table has them."""
    texts = [Text(caption) for caption in CAPTIONS] + [Text(title, words) for title, words in LYRICS.items()]
    rows = {}
    for text in texts:
        for seed in SEEDS:
            recipe = imagine(text, Recipe(seed=seed))
            actors = [[f"{actor.concept} ({actor.word})" for actor in some] for some in (recipe.cast, recipe.setting)]
            names = ("place", "hour", "weather", "season", "mood", "palette", "frame")
            row = {name: getattr(recipe, name) for name in names}
            rows[f"{text.about or text.words[:24]}, seed {seed}"] = row | {"cast": actors[0], "setting": actors[1]}
    return rows


@pytest.fixture(scope="module")
def now() -> dict[str, dict[str, object]]:
    return imagined()


@pytest.mark.parametrize("name", json.loads(TABLE.read_text("utf-8")))
def test_words_are_imagined_as_they_were(name: str, now: dict[str, dict[str, object]]) -> None:
    assert now[name] == json.loads(TABLE.read_text("utf-8"))[name]


def test_every_text_stands_in_the_table(now: dict[str, dict[str, object]]) -> None:
    assert list(now) == list(json.loads(TABLE.read_text("utf-8")))


if __name__ == "__main__":
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in imagined().items())
    TABLE.write_text("{\n" + rows + "\n}\n", "utf-8")
