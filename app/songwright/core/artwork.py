"""The cover that a song keeps: what it was read from, and the recipe that draws the same picture again."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["RECIPE_VERSION", "Actor", "Artwork", "Recipe", "WordSource"]

RECIPE_VERSION = 1
"""Raised when the same recipe would draw another picture; an older one is drawn as well as the painter can."""


class WordSource(StrEnum):
    """Where a cover's words come from."""

    SONG = "song"
    """Title, subject and all words."""
    LINES = "lines"
    """Some lines of the song."""
    CAPTION = "caption"
    """A sentence of the user's own."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Something that the picture shows: a concept of the picture's table, and the word that it was read from."""

    concept: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a picture is made of; the same recipe, title and author give the same picture.

    `cast` is in the foreground, surest first; `setting` is what else was named and the place may show. `locks` are the
    names of the fields that reading the words again leaves alone. A text that is "" is chosen when words are read.
    """

    seed: int = 0
    frame: str = ""
    palette: str = ""
    place: str = ""
    hour: str = ""
    weather: str = ""
    season: str = ""
    mood: str = ""
    cast: tuple[Actor, ...] = ()
    setting: tuple[Actor, ...] = ()
    locks: tuple[str, ...] = ()
    version: int = RECIPE_VERSION


@dataclass(frozen=True, slots=True)
class Artwork:
    """A song's cover. `own` is a picture of the user's (JPEG or PNG as base64), shown in the drawing's place if any."""

    recipe: Recipe = field(default_factory=Recipe)
    source: WordSource = WordSource.SONG
    caption: str = ""
    lines: tuple[str, ...] = ()
    own: str = ""
