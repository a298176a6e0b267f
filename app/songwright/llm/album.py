"""What the songs of an album are about, and how each is asked for: one subject from as many sides as it has songs."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from typing import Any

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Piece
from songwright.llm.brief import Brief, Task
from songwright.lyrics.syllables import FUNCTION_WORDS

__all__ = [
    "BY_TURNS",
    "MOST_SONGS",
    "AlbumPlan",
    "AlbumSong",
    "hook_brief",
    "in_turn",
    "planned",
    "song_brief",
    "used_up",
]

MOST_SONGS = 30
BY_TURNS = "turns"
"""As the form or style of an album: another one for each song."""
_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class AlbumSong:
    """One song: its place on the album from 1, what it is about, its seed, and what was decided or became of it.

    `hook` is its title, which its chorus says. `path` is the file that it was saved in, `problem` a sentence on what
    went wrong with it.
    """

    number: int
    about: str
    seed: int
    hook: str = ""
    form: str = ""
    style: str = ""
    path: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AlbumPlan:
    """An album as its user asks for it. `form` and `style` may be `BY_TURNS`; no `style` means words alone."""

    about: str = ""
    songs: tuple[AlbumSong, ...] = ()
    mood: str = ""
    manner: str = ""
    form: str = ""
    style: str = ""
    voice: str = ""
    folder: str = ""

    def with_song(self, song: AlbumSong) -> AlbumPlan:
        """The plan with this song in the place of the one with its number."""
        return replace(self, songs=tuple(song if one.number == song.number else one for one in self.songs))

    def to_text(self) -> str:
        """The plan as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> AlbumPlan:
        """The plan that a text holds; an empty one where it is none."""
        try:
            told: dict[str, Any] = json.loads(text)
            songs = tuple(_song_of(one) for one in told.pop("songs", ())[:MOST_SONGS])
            return cls(songs=songs, **{name: str(value) for name, value in told.items()})
        except (ValueError, TypeError, AttributeError, KeyError):
            return cls()


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
        AlbumSong(number, side.replace("{about}", subject), (seed + number) % _SEEDS)
        for number, side in enumerate(sides, 1)
    )


def in_turn(values: Sequence[str], count: int, seed: int) -> list[str]:
    """So many of the values in an order drawn by the seed, all of them before one comes again."""
    order = random.Random(seed).sample(list(values), len(values))
    return [order[place % len(order)] for place in range(count)] if order else [""] * count


def used_up(hooks: Sequence[str], subject: str) -> tuple[str, ...]:
    """The words of weight of titles, but for those of the subject: another title is to be made of others."""
    used = {word for hook in hooks for word in re.findall(r"[a-z]{3,}", hook.lower())} - FUNCTION_WORDS
    return tuple(sorted(used - set(re.findall(r"[a-z]{3,}", subject.lower()))))


def hook_brief(plan: AlbumPlan, song: AlbumSong) -> Brief:
    """The request for a song's title, unlike those of the others."""
    return replace(song_brief(plan, replace(song, hook="")), task=Task.HOOK, manner="")


def song_brief(plan: AlbumPlan, song: AlbumSong) -> Brief:
    """The request for a song, with none of the words that the titles of the others were made of."""
    brief = Brief(song.about, Piece.SONG, plan.mood, form=song.form, hook=song.hook, manner=plan.manner)
    others = used_up([one.hook for one in plan.songs if one.number != song.number], f"{plan.about} {song.hook}")
    return replace(brief, wishes=replace(brief.wishes, held_back=others))


def _song_of(told: dict[str, Any]) -> AlbumSong:
    texts = {name: str(value) for name, value in told.items() if name not in ("number", "seed")}
    return AlbumSong(number=int(told["number"]), seed=int(told["seed"]) % _SEEDS, **texts)


def _sides() -> list[str]:
    source = files("songwright_resources").joinpath("prompts", "writing.toml")
    sides: list[str] = tomllib.loads(source.read_text("utf-8"))["album"]["sides"]
    return sides
