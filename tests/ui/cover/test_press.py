"""Printing: the same picture at every size, texture only on top, and files that other programs open."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from songwright.core.artwork import Recipe
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.picture.imagining import imagine
from songwright.picture.reading import Text
from songwright.ui.cover.press import as_jpeg, as_png, print_poster


def pixels(image: QImage) -> NDArray[np.float64]:
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return data[..., :3].astype(float)


@pytest.fixture(scope="module")
def poster() -> object:
    return draw_cover(imagine(Text("a fox by the river"), Recipe(seed=2)), "The Fox")


def test_the_same_seed_prints_the_same_pixels(poster: object) -> None:
    one, two = (pixels(print_poster(poster, 200, 7)) for _ in range(2))  # type: ignore[arg-type]
    assert np.array_equal(one, two)
    assert not np.array_equal(one, pixels(print_poster(poster, 200, 8)))  # type: ignore[arg-type]


def test_texture_is_slight_and_can_be_left_out(poster: object) -> None:
    flat, inked = (pixels(print_poster(poster, 200, 7, amount)) for amount in (0.0, 1.0))  # type: ignore[arg-type]
    difference = np.abs(flat - inked)
    assert 1 < difference.mean() < 12
    assert not np.array_equal(flat, inked)


def test_strips_leave_no_seams(poster: object) -> None:
    grain = pixels(print_poster(poster, 300, 7)) - pixels(print_poster(poster, 300, 7, 0.0))  # type: ignore[arg-type]
    rows = np.abs(np.diff(grain, axis=0)).mean(axis=(1, 2))
    assert rows[95] < 1.6 * np.median(rows)
    assert rows[191] < 1.6 * np.median(rows)


def test_files_are_what_they_say(poster: object) -> None:
    image = print_poster(poster, 120)  # type: ignore[arg-type]
    assert QImage.fromData(as_png(image), "PNG").width() == 120  # type: ignore[call-overload]
    assert QImage.fromData(as_jpeg(image), "JPEG").width() == 120  # type: ignore[call-overload]
