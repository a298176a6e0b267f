"""How words feel, and what music suits that: the style, mode, tempo and key that a composer chooses for itself."""

from __future__ import annotations

import math
import random
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Mode, Song
from songwright.music.styles import Style

__all__ = ["Feeling", "chosen_mode", "chosen_style", "chosen_tempo", "feeling_of"]

_ENDINGS: Final = frozenset(
    ["", "s", "es", "ed", "en", "ing", "in", "e", "er", "ers", "y", "ly", "ies", "ful", "ness", "ion", "ions"]
)
"""What a word may add to the stem that stands for it; "sin" is not in "since", nor "war" in "warm"."""

_DOUBLING: Final = frozenset(["ed", "ing", "in", "er", "ers"])

_ASKED: Final = 0.75
"""What a mood that is asked for weighs against what the words say."""

_ENOUGH: Final = 4.0
"""Telling words after which a text is believed by half."""

_BRIGHTNESS: Final[Mapping[Mode, float]] = MappingProxyType(
    {Mode.LYDIAN: 0.8, Mode.MAJOR: 0.6, Mode.MIXOLYDIAN: 0.4, Mode.DORIAN: -0.4, Mode.MINOR: -0.7, Mode.PHRYGIAN: -0.9}
)
"""How bright modes are heard, major against minor above all."""

_CLARITY: Final = 2.0
"""How strongly a feeling decides between modes: at 1 a plain mood makes one mode e² times as likely as its opposite."""

_THEME: Final = 0.45
_CHANCE: Final = 0.22
"""What a theme word takes from a style's distance, and what chance does to it: several styles suit most words."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """Between dark (-1) and bright (1), and between still (-1) and lively (1); `sure` from 0 (no idea) to 1."""

    bright: float = 0.0
    lively: float = 0.0
    sure: float = 0.0


@dataclass(frozen=True, slots=True)
class _Mood:
    at: tuple[float, float]
    names: tuple[str, ...]
    words: tuple[str, ...]


def feeling_of(song: Song, mood: str = "") -> Feeling:
    """How a song's words, title and subject feel; `mood` is what was asked for, in free words, and weighs most."""
    asked = _mean(found.at for found in _moods() if _is_named(mood, found))
    words = _telling(song)
    found = [known.at for word in words for known in _moods() if any(_is_kin(word, stem) for stem in known.words)]
    told = _mean(found)
    trust = len(found) / (len(found) + _ENOUGH)
    if asked is None:
        return Feeling() if told is None else Feeling(*told, sure=trust)
    if told is None:
        return Feeling(*asked, sure=1.0)
    share = _ASKED + (1 - _ASKED) * (1 - trust)
    bright, lively = (share * one + (1 - share) * other for one, other in zip(asked, told, strict=True))
    return Feeling(bright, lively, sure=1.0)


def chosen_style(song: Song, feeling: Feeling, styles: Iterable[Style], seed: int) -> Style:
    """The style that suits the words best, a little chance among those that suit them nearly as well."""
    named, words = set(_words(f"{song.title} {song.about}")), set(_telling(song))

    def distance(style: Style) -> float:
        away = math.dist(style.mood, (feeling.bright, feeling.lively)) * (0.3 + 0.7 * feeling.sure)
        hits = sum(_mentions(theme, words) + _mentions(theme, named) for theme in style.themes)
        return (
            away
            + style.reserve
            - _THEME * math.sqrt(hits)
            + _CHANCE * random.Random(f"{seed}/{style.id}/for you").gauss(0, 1)
        )

    return min(styles, key=distance)


def chosen_mode(style: Style, feeling: Feeling, rng: random.Random) -> Mode:
    """One of the style's modes, drawn as often as the style has it and the feeling wants it."""
    weights = [math.exp(_CLARITY * feeling.sure * feeling.bright * _BRIGHTNESS[mode]) for mode in style.modes]
    return rng.choices(style.modes, weights)[0]


def chosen_tempo(style: Style, feeling: Feeling, rng: random.Random) -> float:
    """A whole number in the style's range: slow for what is still, fast for what is lively."""
    low, high = style.tempo
    place = 0.5 + 0.4 * feeling.sure * feeling.lively
    spread = 0.5 - 0.3 * feeling.sure * abs(feeling.lively)
    return float(round(low + (high - low) * min(1.0, max(0.0, place + spread * rng.uniform(-1, 1)))))


def _telling(song: Song) -> list[str]:
    """The words of the lyric, and those of title and subject twice: they say what the song is about."""
    lyric = " ".join(line.text for section in song.sections for line in section.lines)
    return _words(lyric) + 2 * _words(f"{song.title} {song.about}")


def _mentions(theme: str, words: Iterable[str]) -> bool:
    return any(_is_kin(word, theme) for word in words)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def _is_kin(word: str, stem: str) -> bool:
    if not word.startswith(stem):
        return False
    ending = word[len(stem) :]
    if ending == "d":
        return stem.endswith("e")
    # A short word doubles its last letter before an ending: run, running.
    return ending in _ENDINGS or (ending[:1] == stem[-1:] and ending[1:] in _DOUBLING)


def _is_named(asked: str, mood: _Mood) -> bool:
    words = _words(asked)
    return any(name in words or (" " in name and name in asked.lower()) for name in mood.names)


def _mean(points: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    every = list(points)
    if not every:
        return None
    return sum(point[0] for point in every) / len(every), sum(point[1] for point in every) / len(every)


@lru_cache(maxsize=1)
def _moods() -> Sequence[_Mood]:
    source = files("songwright_resources") / "moods" / "moods.toml"
    try:
        table: dict[str, dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))
        return tuple(
            _Mood((float(entry["at"][0]), float(entry["at"][1])), tuple(entry["names"]), tuple(entry["words"]))
            for entry in table.values()
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SongwrightError(
            said("Songwright's table of moods cannot be read, so nothing can be composed. Install Songwright again."),
            detail=repr(error),
        ) from error
