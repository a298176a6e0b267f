"""How the window shares out its room."""

from __future__ import annotations

import pytest

from songwright.ui.shell.floor import LEAST_PAGE, Floor, floor_for


def page_width(width: int, floor: Floor) -> int:
    return width - floor.rail - floor.drawer - floor.helper


def test_at_1280x800_drawer_and_helper_stand_beside_a_page_that_is_wide_enough() -> None:
    floor = floor_for(1280, 800, drawer=True, helper=True)
    assert not floor.low
    assert (floor.drawer, floor.helper) == (264, 280)
    assert page_width(1280, floor) >= LEAST_PAGE


def test_the_helper_gives_way_before_the_page_becomes_narrow() -> None:
    floor = floor_for(1060, 800, drawer=True, helper=True)
    assert floor.helper == 0
    assert floor.drawer > 0
    assert floor_for(1060, 800, helper=True).helper > 0


@pytest.mark.parametrize("size", [(960, 540), (999, 900), (1280, 619), (683, 384)])
def test_in_a_low_or_narrow_window_both_lie_over_the_page(size: tuple[int, int]) -> None:
    floor = floor_for(*size, drawer=True, helper=True)
    assert floor.low
    assert floor.drawer + floor.rail <= size[0]


def test_the_bars_stand_below_the_words_in_a_large_window_only() -> None:
    assert floor_for(1920, 1080).large
    assert not floor_for(1280, 800).large
    assert not floor_for(1920, 1080, scale=1.5).large


def test_everything_grows_with_the_type() -> None:
    usual, large = floor_for(1920, 1080, drawer=True), floor_for(1920, 1080, scale=1.5, drawer=True)
    assert large.drawer == round(usual.drawer * 1.5)
    assert large.rail == round(usual.rail * 1.5)


def test_a_drawer_with_long_words_becomes_wider_and_page_and_helper_still_fit() -> None:
    floor = floor_for(1280, 800, drawer=True, helper=True, needed=400)
    assert floor.drawer == 400
    assert floor_for(1280, 800, drawer=True, needed=100).drawer == floor_for(1280, 800, drawer=True).drawer
    widest = floor_for(1280, 800, drawer=True, helper=True, needed=5000)
    assert widest.helper > 0
    assert page_width(1280, widest) >= LEAST_PAGE
