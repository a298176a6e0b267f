"""Stress classes of printed syllables, as the prosody net sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from songwright.music.nets.prosody import SyllableClass, classify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songwright.lyrics.lexicon import Lexicon
    from training.sources.tune import Sung

__all__ = ["Label", "is_english", "labels"]

# Monosyllables that verse treats as unstressed unless the metre lifts them.
FUNCTION_WORDS = frozenset(
    """
    a an the of to in on at by for with from and or nor but so as if than that this these those is am are was were
    be been being do does did have has had will would shall should can could may might must i me my we us our you
    your he him his she her it its they them their who whom which what when where there here not no thee thy thou ye
    hath doth o oh 'tis 'twas upon o'er
    """.split()  # noqa: SIM905 - a list of words reads best as a text
)
LETTERS = re.compile(r"[^a-z']")
# Words that begin with a capital inside a line too, so that a capital there starts no new line of verse.
ALWAYS_CAPITAL = frozenset(
    """
    i i'm i'll i've i'd o oh god lord jesus christ father son holy ghost spirit saviour savior king thee thou thy
    thine he him his lamb heaven mary israel zion sion jehovah redeemer
    """.split()  # noqa: SIM905 - a list of words reads best as a text
)


@dataclass(frozen=True, slots=True)
class Label:
    """One syllable: its class, whether it begins and ends its word, and whether a pause or a line ends after it."""

    kind: SyllableClass
    opens: bool
    closes: bool
    pause: bool
    line_end: bool


def _words(line: Sequence[Sung]) -> list[list[Sung]]:
    words: list[list[Sung]] = []
    for sung in line:
        if sung.opens or not words:
            words.append([])
        words[-1].append(sung)
    return words


def _clean(word: Sequence[Sung]) -> str:
    text = "".join(sung.text for sung in word).lower().replace("\u2019", "'")
    return LETTERS.sub("", text).strip("'")


def labels(line: Sequence[Sung], lexicon: Lexicon) -> list[Label]:
    """A label for each syllable of a verse. A capital after the first word marks the start of a line of verse."""
    words = _words(line)
    found: list[Label] = []
    for place, word in enumerate(words):
        raw = "".join(sung.text for sung in word).rstrip("\"\u201d\u2019')")
        following = words[place + 1] if place + 1 < len(words) else None
        line_end = following is None or _starts_line(following)
        kinds = _kinds(_clean(word), len(word), lexicon)
        for at, kind in enumerate(kinds):
            last = at == len(kinds) - 1
            found.append(Label(kind, at == 0, last, last and raw[-1:] in tuple(",;.!?:"), last and line_end))
    return found


def _starts_line(word: Sequence[Sung]) -> bool:
    return word[0].text.lstrip("\"\u201c\u2018'(")[:1].isupper() and _clean(word) not in ALWAYS_CAPITAL


def _kinds(word: str, syllables: int, lexicon: Lexicon) -> list[SyllableClass]:
    if not word or not lexicon.knows(word):
        return [SyllableClass.UNKNOWN] * syllables
    for said in lexicon.pronunciations(word):
        if said.syllables == syllables:
            return [classify(0 if word in FUNCTION_WORDS else int(stress), syllables) for stress in said.stresses]
    return [SyllableClass.UNKNOWN] * syllables


def is_english(line: Sequence[Sung], lexicon: Lexicon, least: int = 15, share: float = 0.8) -> bool:
    """Whether most words of a sung text are in the dictionary."""
    words = [text for text in map(_clean, _words(line)) if text]
    return len(words) > least and sum(lexicon.knows(word) for word in words) > share * len(words)
