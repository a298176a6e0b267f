"""How far a line goes in the direction that was asked for: simpler, shorter, a stronger image."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from songwright.llm.questions import Direction
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.syllables import FUNCTION_WORDS, syllabify
from songwright.lyrics.tokens import tokens

__all__ = ["liking"]

_COMMON = 4.5  # the frequency (Zipf) of an everyday word
_SIMPLE_WEIGHT = 0.8
_SHORT_WEIGHT = 0.35
_IMAGE_WEIGHT = 0.6
_ABSTRACT_ENDINGS = ("tion", "sion", "ness", "ity", "ment", "ence", "ance", "ism", "hood", "ful", "less", "ly")


def liking(text: str, direction: Direction, lexicon: Lexicon) -> float:
    """What to add to a line's merit (log-probability a token) for going this way."""
    words = [normal(token.text) for token in tokens(text)]
    weighty = [word for word in words if word not in FUNCTION_WORDS]
    if direction is Direction.SIMPLER and weighty:
        common = sum(min(lexicon.zipf(word), _COMMON + 1) for word in weighty) / len(weighty) - _COMMON
        return _SIMPLE_WEIGHT * (common - len(syllabify(text, lexicon)) / len(words) + 1)
    if direction is Direction.SHORTER:
        return -_SHORT_WEIGHT * (len(words) + len(text) / 10)
    if direction is Direction.STRONGER_IMAGE and weighty:
        return _IMAGE_WEIGHT * sum(_image(word, lexicon) for word in weighty) / len(words)
    return 0.0


def _image(word: str, lexicon: Lexicon) -> float:
    """1 and more for a word that shows a thing, less than 0 for one that names an idea."""
    if word in _ideas() or word.endswith(_ABSTRACT_ENDINGS):
        return -1.0
    return min(2.0, max(0.0, _COMMON + 1 - lexicon.zipf(word)))


@cache
def _ideas() -> frozenset[str]:
    source = files("songwright_resources").joinpath("prompts", "shape.toml")
    return frozenset(tomllib.loads(source.read_text("utf-8"))["ideas"].split())
