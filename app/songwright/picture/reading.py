"""Words to concepts: how surely a text names each thing, and by which word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from songwright.picture.concepts import DRAWN, concept, having, vocabulary

__all__ = ["Impression", "Text", "read"]

MOST_LETTERS = 60_000
"""A novel is read no further: what a cover shows is named before."""

# A title says what a song is about; its lyric wanders.
_TITLE_WEIGHT, _WORDS_WEIGHT = 3.0, 1.0
# In a lyric the first words weigh most: after so many the weight of a word has halved on its way down to the floor.
_HALF_WAY, _FLOOR = 60, 0.35
_DAMPING = 0.4
# Words that name something but mostly mean nothing to be seen ("a light heart", "the man") count for less.
_EVERYDAY_SHARE = 0.3
# "My father's bicycle" is about the bicycle.
_OWNER_SHARE = 0.5
_TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)*")
_HEADING = re.compile(r"(?m)^\s*\[[^\]\n]*\]\s*$|<[^>\n]{0,80}>")
_ENDINGS = (
    ("ies", "y"),
    ("ves", "f"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("in'", "ing"),
    ("er", ""),
)
_SECOND_HALVES = (
    "maker",
    "keeper",
    "woman",
    "smith",
    "house",
    "side",
    "light",
    "yard",
    "field",
    "wood",
    "tree",
    "seller",
    "digger",
    "stone",
    "bird",
    "song",
    "dust",
    "fall",
    "storm",
    "shine",
    "man",
)
_WRITTEN_APART = {
    "merry-go-round": "carousel",
    "ferris wheel": "ferris",
    "hot air balloon": "balloon",
    "old man": "grandfather",
    "old woman": "grandmother",
    "rocking chair": "chair",
    "teddy bear": "teddy",
    "pocket watch": "clock",
    "phone booth": "phonebooth",
    "record player": "gramophone",
    "shooting star": "star",
    "tug of war": "rope",
    "fall in love": "love",
    "plane tree": "tree",
    **{f"leaves {what}": f"goes {what}" for what in ("the", "me", "her", "his", "at", "for", "without")},
}


@dataclass(frozen=True, slots=True)
class Text:
    """What a picture is read from: `about` (a title, subject or caption) weighs threefold; `words` are the lyric."""

    about: str = ""
    words: str = ""


@dataclass(slots=True)
class Impression:
    """How surely each concept is named, and the word that names it."""

    scores: dict[str, float] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    titled: set[str] = field(default_factory=set)
    """Those that the title or caption names."""

    def of_kind(self, kind: str) -> list[tuple[float, str]]:
        """(score, concept) of one kind, surest first; alike ones by name."""
        found = [(score, name) for name, score in self.scores.items() if concept(name).kind == kind]
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def read(text: Text) -> Impression:
    """The concepts that a text names."""
    found = Impression()
    for part, weight in ((text.about, _TITLE_WEIGHT), (text.words, _WORDS_WEIGHT)):
        for at, token in enumerate(_tokens(part[:MOST_LETTERS])):
            owner = token.endswith("'s")
            _take(token.removesuffix("'s"), at, weight * (_OWNER_SHARE if owner else 1.0), found)
    return found


def _tokens(text: str) -> list[str]:
    plain = _HEADING.sub(" ", text.lower().replace("’", "'"))
    for apart, together in _WRITTEN_APART.items():
        plain = plain.replace(apart, together)
    return list(_TOKEN.findall(plain))


def _take(token: str, at: int, weight: float, found: Impression) -> None:
    titled = weight > _WORDS_WEIGHT
    if not titled:
        weight *= _FLOOR + (1 - _FLOOR) / (1 + at / _HALF_WAY)
    if token in having("silent"):
        return
    if token in having("everyday"):
        weight *= _EVERYDAY_SHARE if not titled else 0.6
    things = 0
    for name, sure in next((vocabulary()[form] for form in _forms(token) if form in vocabulary()), ()):
        thing = concept(name).kind in DRAWN
        if thing and things and sure < 1:
            continue  # one word, one thing
        things += thing
        before = found.scores.get(name, 0.0)
        found.scores[name] = before + weight * sure / (1 + before * _DAMPING)
        if titled:
            found.titled.add(name)
            found.because[name] = token
        found.because.setdefault(name, token)


def _forms(word: str) -> Iterator[str]:
    """The word, what it may be a form of, and what it may be compounded with ("clockmaker": clock)."""
    yield word
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            yield stem + put
            if not put and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]
    for ending in _SECOND_HALVES:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word[: -len(ending)]
