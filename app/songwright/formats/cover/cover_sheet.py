"""A cover: the picture within its frame on paper, with title and author."""

from __future__ import annotations

import math
from dataclasses import dataclass

from songwright.core.artwork import Recipe
from songwright.formats.cover.letterforms import letters, missing_letters, width_of
from songwright.formats.engraving.drawing import Face
from songwright.picture.colour import lightness, mix
from songwright.picture.contours import Contours, Point, arch, ellipse, rect, shrunk
from songwright.picture.frames import FRAMES, Frame
from songwright.picture.inks import Inks, inks_named
from songwright.picture.painting import paint
from songwright.picture.plate import Room
from songwright.picture.poster import SIDE, Patch, Poster

__all__ = ["draw_cover"]

_MARGIN = 52.0
_TITLE_FACE, _AUTHOR_FACE = Face.BOLD, Face.SANS_BOLD
_TITLE_SIZES = {"below": 58.0, "above": 64.0, "over": 76.0, "foot": 72.0}
_LEADING, _AUTHOR_SIZE, _TRACKING = 1.08, 18.0, 4.2
_SMALLEST = 22.0
_MOST_ROWS, _MOST_LETTERS = 4, 160
_BESIDE_TEXT = 150.0  # room for a title of one row and an author over a full picture


@dataclass(frozen=True, slots=True)
class _Lettering:
    """A title in rows of one size, and the author."""

    rows: tuple[str, ...]
    size: float
    author: str

    @property
    def height(self) -> float:
        author = _AUTHOR_SIZE + 24 if self.author else 0.0
        return self.size * _LEADING * len(self.rows) + (author if self.rows else author * 0.9)


def draw_cover(recipe: Recipe, title: str = "", author: str = "") -> Poster:
    """The cover of a recipe; without title and author the picture fills its frame."""
    frame = FRAMES.get(recipe.frame) or next(iter(FRAMES.values()))
    inks = inks_named(recipe.palette)
    lettering = _set(title, author, frame)
    if frame.window == "full":
        return _full(recipe, frame, inks, lettering)
    return _framed(recipe, frame, inks, lettering)


def _set(title: str, author: str, frame: Frame) -> _Lettering:
    plain = "".join(letter if letter.isprintable() else " " for letter in title[:_MOST_LETTERS])
    words = " ".join(plain.split())
    if missing_letters(words, _TITLE_FACE):
        words = ""  # a title in boxes would be worse than none; it stands beside the cover everywhere
    name = " ".join(author[:60].split()).upper()
    if missing_letters(name, _AUTHOR_FACE):
        name = ""
    wide = {"tall": 760.0}.get(frame.window, 850.0)
    rows, size = _rows(words, wide, _TITLE_SIZES[frame.title])
    return _Lettering(rows, size, name)


def _rows(title: str, width: float, size: float) -> tuple[tuple[str, ...], float]:
    """The title in as few rows as fit, evenly filled, and their size."""
    if not title:
        return (), size
    for count in range(1, _MOST_ROWS + 1):
        for share in (1.0, 0.88, 0.76):
            rows = _evenly(title, count, size * share)
            if all(width_of(row, _TITLE_FACE, size * share) <= width for row in rows):
                return rows, size * share
    widest = max(width_of(row, _TITLE_FACE, 1.0) for row in rows)
    return rows, max(_SMALLEST, min(size, width / widest))


def _evenly(title: str, count: int, size: float) -> tuple[str, ...]:
    aim = width_of(title, _TITLE_FACE, size) / count * 1.06
    rows: list[str] = [""]
    for word in title.split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and len(rows) < count and width_of(longer, _TITLE_FACE, size) > aim:
            rows.append(word)
        else:
            rows[-1] = longer
    return tuple(rows)


# Full pictures ----------------------------------------------------------------------------------------------------


def _full(recipe: Recipe, frame: Frame, inks: Inks, lettering: _Lettering) -> Poster:
    over = frame.title == "over"
    tall = lettering.height
    above = 46 + lettering.size * _LEADING * len(lettering.rows) if over and lettering.rows else 0.0
    below = 40 + tall if not over and tall else 0.0
    room = Room(above=above, below=below)
    poster = paint(recipe, room)
    if below:
        _raise(poster, room.lift)
        _strip(poster, inks, below)
    colour = _colour_over(inks, top=over)
    if over:
        _print_rows(poster, lettering.rows, 44 + lettering.size, lettering.size, colour)
        _print_author(poster, lettering.author, 962, _light(inks))
    else:
        first = SIDE - below + 12 + lettering.size
        _print_rows(poster, lettering.rows, first, lettering.size, _light(inks))
        if lettering.author:
            _print_author(poster, lettering.author, SIDE - 30, _light(inks))
    return poster


def _raise(poster: Poster, by: float) -> None:
    """Move the picture up for a title at its foot: its sky has room, its ground has none."""

    def change(point: Point) -> Point:
        return point[0], point[1] - by

    poster.reshape(change)


def _strip(poster: Poster, inks: Inks, below: float) -> None:
    """Dark ground under the title, its edge cut by hand."""
    top = SIDE - below
    edge = [(x, top + 7 * math.sin(x / 83.0) + 4 * math.sin(x / 31.0)) for x in range(-60, 1073, 12)]
    poster.fill([[*edge, (1060, 1060), (-60, 1060)]], inks.ink)


def _light(inks: Inks) -> str:
    return mix(inks.glow, inks.low, 0.08)


def _colour_over(inks: Inks, *, top: bool) -> str:
    dark = lightness(inks.sky if top else inks.ink) < 0.62
    return inks.glow if dark else inks.ink


# Pictures on paper ------------------------------------------------------------------------------------------------


def _framed(recipe: Recipe, frame: Frame, inks: Inks, lettering: _Lettering) -> Poster:
    dark = frame.dark and (lightness(inks.sky) < 0.45 or recipe.seed % 4 == 1)
    ground = inks.ink if dark else inks.paper
    colour = inks.glow if dark else mix(inks.ink, "#141414", 0.3)
    text = lettering.height + 26 if lettering.height else 0.0
    left, top, width, height = _box(frame, text)
    room = Room(round=frame.window == "round", narrow=max(0.0, (SIDE - width * SIDE / max(height, width)) / 2))
    poster = paint(recipe, room)
    _fit(poster, left, top, width, height)
    window = _window(frame, left, top, width, height)
    outside = rect(-60, -60, SIDE + 120, SIDE + 120)
    poster.fill([*outside, *window], ground)
    if dark:  # near things are as dark as the sheet: a line keeps the window whole
        poster.fill(
            [*window, *shrunk(window, left + width / 2, top + height / 2, 0.992)], mix(inks.low, inks.ink, 0.25)
        )
    if frame.title == "above":
        first = top - text + lettering.size * 0.86
        _print_rows(poster, lettering.rows, first, lettering.size, colour)
    else:
        first = top + height + 34 + lettering.size * 0.8
        _print_rows(poster, lettering.rows, first, lettering.size, colour)
    rows = len(lettering.rows)
    last = first + (rows - 1) * lettering.size * _LEADING if rows else first - lettering.size * 0.8
    _print_author(poster, lettering.author, last + 42, mix(colour, ground, 0.25))
    return poster


def _box(frame: Frame, text: float) -> tuple[float, float, float, float]:
    """The window's place: left, top, width, height."""
    room = SIDE - 2 * _MARGIN - text
    if frame.window == "tall":
        width = min(room * 0.8, SIDE - 2 * _MARGIN)
        return (SIDE - width) / 2, _MARGIN, width, room
    if frame.window == "round":
        side = min(room, SIDE - 2 * _MARGIN)
        return (SIDE - side) / 2, _MARGIN, side, side
    if frame.window == "wide":
        width, height = SIDE - 2 * _MARGIN, min(room, 690.0)
        above = (SIDE - height - text) / 2
        return _MARGIN, above + text if text else (SIDE - height) / 2, width, height
    return _MARGIN, _MARGIN, SIDE - 2 * _MARGIN, room


def _fit(poster: Poster, left: float, top: float, width: float, height: float) -> None:
    """Scale the picture so that it covers the window; more of the sky than of the ground is cut off."""
    scale = max(width, height) / SIDE
    spare_x, spare_y = SIDE * scale - width, SIDE * scale - height
    shift_x, shift_y = left - spare_x / 2, top - spare_y * 0.58

    def change(point: Point) -> Point:
        return point[0] * scale + shift_x, point[1] * scale + shift_y

    poster.reshape(change)


def _window(frame: Frame, left: float, top: float, width: float, height: float) -> Contours:
    if frame.window == "round":
        return ellipse(left + width / 2, top + height / 2, width / 2, height / 2, 160)
    if frame.window == "arch":
        return arch(left, top, width, height, width * 0.31)
    return rect(left, top, width, height)


def _print_rows(poster: Poster, rows: tuple[str, ...], y: float, size: float, colour: str) -> None:
    for number, row in enumerate(rows):
        x = (SIDE - width_of(row, _TITLE_FACE, size)) / 2
        _print_text(poster, letters(row, x, y + number * size * _LEADING, _TITLE_FACE, size), colour)


def _print_author(poster: Poster, author: str, y: float, colour: str) -> None:
    if author:
        size = _AUTHOR_SIZE
        x = (SIDE - width_of(author, _AUTHOR_FACE, size, _TRACKING)) / 2
        _print_text(poster, letters(author, x, y, _AUTHOR_FACE, size, _TRACKING), colour)


def _print_text(poster: Poster, outlines: Contours, colour: str) -> None:
    if outlines:
        poster.patches.append(Patch(outlines, colour))
