"""Chord diagrams: which keys of the piano are marked."""

from __future__ import annotations

import pytest

from songwright.core.song import Key
from songwright.formats.engraving.diagrams import diagrams
from songwright.formats.engraving.drawing import Ink, Shape
from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.music.chords import parse_symbol

# Middles of the keys of two octaves, in widths of a white key, from the left edge of the first.
_PLACES = (0.5, 1.0, 1.5, 2.0, 2.5, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5)


def marked(symbol: str) -> list[int]:
    """The keys that are marked, 0 to 23 from the left, read from where the drawing has its dots and its keyboard."""
    (row,) = diagrams([parse_symbol(symbol)], Key(), FrettedInstrument.PIANO, 400.0)
    shapes = [item for item in row.block.items if isinstance(item, Shape)]
    keys = [x for shape in shapes if shape.ink is not Ink.CHORD for x in xs(shape)]
    left, width = min(keys), (max(keys) - min(keys)) / 14
    dots = [
        (sum(found) / len(found) - left) / width for shape in shapes if shape.ink is Ink.CHORD if (found := ends(shape))
    ]
    places = [7 * octave + place for octave in range(2) for place in _PLACES]
    return sorted(min(range(24), key=lambda key: abs(places[key] - dot)) for dot in dots)


def xs(shape: Shape) -> list[float]:
    return [x for _, numbers in shape.ops for x in numbers[::2]]


def ends(shape: Shape) -> tuple[float, float]:
    return min(xs(shape)), max(xs(shape))


@pytest.mark.parametrize(
    ("symbol", "keys"),
    [
        ("C", [0, 4, 7]),
        ("Am", [9, 12, 16]),
        ("G7", [7, 11, 14, 17]),
        ("C/E", [4, 12, 16, 19]),
        ("F#", [6, 10, 13]),
        ("Bb/D", [2, 10, 14, 17]),
    ],
)
def test_a_chord_stands_on_the_keys_from_its_bass_upwards(symbol: str, keys: list[int]) -> None:
    assert marked(symbol) == keys
