"""What the songs of an album are about: one subject from as many sides as there are songs."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from songwright.core.errors import SongwrightError
from songwright.core.language import said

__all__ = ["AlbumSong", "planned"]


@dataclass(frozen=True, slots=True)
class AlbumSong:
    """One song: its place on the album from 1, what it is about, and its seed."""

    number: int
    about: str
    seed: int


def planned(about: str, songs: int, seed: int) -> tuple[AlbumSong, ...]:
    """So many songs about one thing. The first and last sides open and close it, those between are drawn by the seed.

    Raises SongwrightError when nothing is said to write about.
    """
    subject = " ".join(about.split()).rstrip(".")
    if not subject:
        raise SongwrightError(
            said("There is nothing to write an album about yet. Say in a few words what it is about.")
        )
    opening, *between, closing = _sides()
    inner = random.Random(seed).sample(between, len(between))
    while len(inner) < songs:
        inner += inner
    sides = [opening, *inner[: max(0, songs - 2)], *([closing] if songs > 1 else [])]
    return tuple(
        AlbumSong(number, side.replace("{about}", subject), seed + number) for number, side in enumerate(sides, 1)
    )


def _sides() -> list[str]:
    source = files("songwright_resources").joinpath("prompts", "writing.toml")
    sides: list[str] = tomllib.loads(source.read_text("utf-8"))["album"]["sides"]
    return sides
