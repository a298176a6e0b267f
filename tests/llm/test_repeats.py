"""The price of saying the same once more."""

from __future__ import annotations

import pytest

from songwright.llm.repeats import Repeats


def costs(text: list[int], line: list[int] | None = None, weight: float = 1.0, free: int = 2) -> dict[int, float]:
    repeats = Repeats(weight, free)
    repeats.add(text)
    return repeats.costs(line or ())


def test_the_price_grows_with_the_length_of_the_run() -> None:
    assert costs([1, 2, 3, 4, 9, 2, 3]) == {4: 1.0}
    assert costs([1, 2, 3, 4, 9, 1, 2, 3]) == {4: 1.75}
    assert costs([5, 1, 2, 3, 4, 9, 5, 1, 2, 3], weight=2.0) == {4: pytest.approx(2 * 1.75**2)}
    assert costs([1, 2, 3, 4, 9, 1, 2, 3], free=4) == {}
    assert costs(list(range(30)) * 2, free=2) == {0: 12.0}


def test_each_way_on_has_the_price_of_its_longest_run() -> None:
    assert costs([1, 2, 3, 7, 2, 4, 0, 2, 3, 8, 1, 2]) == {3: 1.0}
    assert costs([1, 2, 3, 2, 4, 8, 1, 2], free=1) == {3: 1.75, 4: 1.0}


def test_a_line_that_is_not_added_goes_on_from_the_text_and_from_itself() -> None:
    text = [1, 2, 3, 4]
    assert costs(text, [9, 1, 2, 3]) == costs([*text, 9, 1, 2, 3]) == {4: 1.75}
    assert costs([9], [1, 2, 3, 1, 2]) == {3: 1.0}
    repeats = Repeats(1.0, 2)
    repeats.add(text)
    repeats.costs([9, 2, 3])
    assert repeats.costs([9]) == {}


def test_what_is_unknown_is_like_nothing_and_no_weight_is_no_price() -> None:
    assert costs([1, -1, 2, 3, 1, -1]) == {}
    assert costs([1, 2, -1, 1, 2]) == {}
    assert costs([1, 2, 3, 1, 2], weight=0.0) == {}
    assert costs([]) == {}
