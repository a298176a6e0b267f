"""Covers: frame, lettering, SVG."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from songwright.core.artwork import Recipe
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.formats.cover.letterforms import letters, missing_letters, width_of
from songwright.formats.cover.vector import to_svg_cover
from songwright.formats.engraving.drawing import Face
from songwright.picture.frames import FRAMES
from songwright.picture.imagining import imagine
from songwright.picture.reading import Text

SVG = "{http://www.w3.org/2000/svg}"


def cover(caption: str, title: str = "", author: str = "", **wish: object) -> bytes:
    recipe = imagine(Text(caption), Recipe(**wish))  # type: ignore[arg-type]
    return to_svg_cover(draw_cover(recipe, title, author), title)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_cover_in_each_frame_is_a_valid_drawing_without_fonts(frame: str) -> None:
    tree = ElementTree.fromstring(cover("a fox by the river", "The Fox & <I>", "A. Lind", frame=frame))
    kinds = {element.tag for element in tree.iter()}
    assert tree.findtext(f"{SVG}title") == "The Fox & <I>"
    assert kinds <= {f"{SVG}{name}" for name in ("svg", "title", "path", "clipPath")}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_title_and_an_author_are_printed_inside_the_sheet(frame: str) -> None:
    recipe = imagine(Text("a fox"), Recipe(frame=frame))
    plain = draw_cover(recipe)
    named = draw_cover(recipe, "An unusually long title about foxes and what they dream of", "Somebody")
    assert len(named.patches) > len(plain.patches)
    lettering = [point for patch in named.patches[-4:] for outline in patch.area for point in outline]
    inside = [point for patch in named.patches[-2:] for outline in patch.area for point in outline]
    assert lettering
    assert all(0 < x < 1000 and 0 < y < 1000 for x, y in inside)


def test_the_width_of_letters_is_that_of_the_typeface() -> None:
    outlines = letters("Hon", 100, 500, Face.BOLD, 100)
    right = max(x for outline in outlines for x, _ in outline)
    assert right == pytest.approx(100 + width_of("Hon", Face.BOLD, 100), abs=8)
    assert width_of("AB", Face.SANS, 10, 4) == pytest.approx(width_of("AB", Face.SANS, 10) + 4)


def test_an_accented_letter_is_its_letter_with_its_accent_above() -> None:
    plain = letters("e", 0, 0, Face.BOLD, 100)
    accented = letters("é", 0, 0, Face.BOLD, 100)
    assert len(accented) == len(plain) + 1
    assert min(y for outline in accented for _, y in outline) < min(y for outline in plain for _, y in outline) - 5


def test_a_title_that_the_typeface_cannot_write_is_left_to_the_page_beside_it() -> None:
    assert missing_letters("東京", Face.BOLD)
    recipe = imagine(Text("a fox"))
    assert len(draw_cover(recipe, "東京").patches) == len(draw_cover(recipe).patches)


def test_halves_of_characters_are_no_hindrance() -> None:
    assert ElementTree.fromstring(cover("a fox \ud800", "The \ud800 Fox", "\udfff"))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300), st.text(max_size=200), st.integers(0, 60))
def test_any_text_and_title_give_a_cover(words: str, title: str, seed: int) -> None:
    recipe = imagine(Text(title, words), Recipe(seed=seed))
    ElementTree.fromstring(to_svg_cover(draw_cover(recipe, title, words), title))


def test_the_same_recipe_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys, hashlib\n"
        "from songwright.core.artwork import Recipe\n"
        "from songwright.formats.cover.cover_sheet import draw_cover\n"
        "from songwright.formats.cover.vector import to_svg_cover\n"
        "from songwright.picture.imagining import imagine\n"
        "from songwright.picture.reading import Text\n"
        "recipe = imagine(Text('two lovers on a bridge in autumn'), Recipe(seed=5))\n"
        "data = to_svg_cover(draw_cover(recipe, 'Autumn', 'A. Lind'), 'Autumn')\n"
        "sys.stdout.write(hashlib.sha256(data).hexdigest())\n"
    )
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": paths},
        ).stdout
        for number in ("1", "2")
    }
    recipe = imagine(Text("two lovers on a bridge in autumn"), Recipe(seed=5))
    here = hashlib.sha256(to_svg_cover(draw_cover(recipe, "Autumn", "A. Lind"), "Autumn")).hexdigest()
    assert found == {here}


@pytest.mark.parametrize("face", Face)
def test_the_outline_of_every_letter_goes_round_once(face: Face) -> None:
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&?é":
        for outline in letters(letter, 0, 0, face, 1000):
            assert len(set(outline)) == len(outline), letter
            assert abs(_area(outline)) > 0, letter


def test_a_letter_of_straight_lines_covers_what_its_drawing_says() -> None:
    (outline,) = letters("I", 0, 0, Face.SANS, 1000)
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    assert abs(_area(outline)) == pytest.approx((max(xs) - min(xs)) * (max(ys) - min(ys)))


def _area(outline: list[tuple[float, float]]) -> float:
    """By the shoelace formula: positive or negative by the way round."""
    following = [*outline[1:], outline[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(outline, following, strict=True)) / 2
