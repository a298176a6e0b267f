"""Metric strength and the nearest known neighbours that every net is given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.music.nets.grid import bar_steps, length_class, strengths
from songwright.music.nets.neighbours import DISTANCES, FAR, nearest_known


@pytest.mark.parametrize(
    ("metre", "expected"),
    [
        ((4, 4), (4, 0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0)),
        ((3, 4), (4, 0, 1, 0, 2, 0, 1, 0, 2, 0, 1, 0)),
        ((6, 8), (4, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0)),
        ((2, 4), (4, 0, 1, 0, 2, 0, 1, 0)),
    ],
)
def test_steps_weigh_as_musicians_count_them(metre: tuple[int, int], expected: tuple[int, ...]) -> None:
    assert strengths(metre) == expected
    assert len(expected) == bar_steps(metre)


def test_longer_is_never_a_lower_class() -> None:
    classes = length_class(np.arange(1, 100))
    assert (np.diff(classes) >= 0).all()


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=90))
def test_neighbours_are_those_found_by_looking(cells: list[tuple[int, bool]]) -> None:
    values = np.array([value for value, _ in cells])
    masked = np.array([hidden for _, hidden in cells])
    left, left_far, right, right_far = nearest_known(values, masked, 99)
    for i in range(len(cells)):
        before = next((j for j in range(i - 1, -1, -1) if not masked[j]), None)
        after = next((j for j in range(i + 1, len(cells)) if not masked[j]), None)
        assert left[i] == (99 if before is None else values[before])
        assert right[i] == (99 if after is None else values[after])
        for place, found in ((before, left_far[i]), (after, right_far[i])):
            expected = FAR if place is None else sum(abs(place - i) > edge for edge in DISTANCES)
            assert found == expected
