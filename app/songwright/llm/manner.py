"""In the manner of: what somebody's texts are made of, asked for in new ones and never copied.

Measured are the form of their stanzas and the words that they use much oftener than others do; told to the model is
one excerpt, the nearest to the subject, as a piece that it wrote before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log10
from statistics import median

from songwright.llm.brief import Brief
from songwright.llm.chat import Message
from songwright.llm.plan import Plan
from songwright.llm.prompts import Prompts
from songwright.lyrics.analysis import analyse
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import FUNCTION_WORDS

__all__ = ["Manner", "MannerPrompts", "longest_shared", "manner_of"]

_STANZAS = 3  # a poem in a manner has so many of its commonest stanza
_STOCK = 24  # words that tell a manner
_LINES_SHOWN = 16
_LONGEST_STANZA = 8  # lines; longer ones have no scheme of their own
_LETTERS = "abcdefghijklmnopqrstuvw"
_RAREST, _COMMONEST = 2.5, 5.5  # Zipf: beyond are names and words that everybody uses
_HEADING = re.compile(r"^\[.*\]$")


@dataclass(frozen=True, slots=True)
class Manner:
    """What was measured: `form` in notation ("" when the texts have none in common), `stock` words, the `texts`."""

    texts: tuple[str, ...]
    form: str
    stock: tuple[str, ...]

    def nearest(self, about: str) -> str:
        """The first lines of the text that shares most words with a description."""
        wanted = set(_words(about)) - FUNCTION_WORDS
        best = max(self.texts, key=lambda text: len(wanted & set(_words(text))))
        return "\n".join(best.splitlines()[:_LINES_SHOWN]).strip()


def manner_of(texts: Sequence[str], lexicon: Lexicon) -> Manner:
    """Measure texts, at least one of them with words."""
    plain = tuple(filter(None, (_without_headings(text) for text in texts)))
    stanzas = [stanza for text in plain for stanza in re.split(r"\n\s*\n", text)]
    commonest = _commonest_stanza(stanzas, lexicon)
    return Manner(plain, _repeated(commonest, _STANZAS) if commonest else "", _stock(plain, lexicon))


class MannerPrompts(Prompts):
    """Prompts that show the model an excerpt, and wish for the manner's words and form where nothing else is asked."""

    def __init__(self, usual: Prompts, manner: Manner) -> None:
        """`usual` are the templates and what is held back."""
        super().__init__(usual.templates, usual.cliches, usual.talk)
        self._manner = manner

    def plan(self, brief: Brief) -> Plan:
        """The plan for a brief, after a piece in this manner."""
        plan = super().plan(brief)
        excerpt = self._manner.nearest(brief.about)
        asked = self.opening(brief.piece.value, " ".join(excerpt.split("\n")[0].split()[:6]).strip(".,;:!?"))
        turn = asked.messages[0]
        earlier = (replace(turn, content=turn.content.replace("{about}", asked.about)), Message("assistant", excerpt))
        shown = (*plan.shown, *excerpt.splitlines())
        return replace(plan, messages=(*earlier, *plan.messages), plain=f"{excerpt}\n\n\n{plan.plain}", shown=shown)


def longest_shared(text: str, others: Sequence[str]) -> int:
    """The length, in words, of the longest run that a text has in common with one of the others."""
    words, longest = _words(text), 0
    for other in map(_words, others):
        places: dict[str, list[int]] = {}
        for place, word in enumerate(other):
            places.setdefault(word, []).append(place)
        before: dict[int, int] = {}
        for word in words:
            before = {place: before.get(place - 1, 0) + 1 for place in places.get(word, ())}
            longest = max(longest, *before.values(), 0) if before else longest
    return longest


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower().replace("’", "'"))


def _without_headings(text: str) -> str:
    return "\n".join(row for row in text.splitlines() if not _HEADING.match(row.strip())).strip()


def _stock(texts: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The words of weight that come oftener here than in English at large, the tellingest first."""
    counts = Counter(word for text in texts for word in _words(text) if word not in FUNCTION_WORDS and "'" not in word)
    total = sum(counts.values()) or 1

    def telling(word: str) -> float:
        return counts[word] * (9 + log10(counts[word] / total) - lexicon.zipf(word))

    known = [word for word in counts if _RAREST <= lexicon.zipf(word) <= _COMMONEST and len(word) > 2]
    return tuple(sorted(known, key=telling, reverse=True)[:_STOCK])


def _commonest_stanza(stanzas: Sequence[str], lexicon: Lexicon) -> list[tuple[int, str]]:
    """The commonest rhyme scheme of the stanzas, as (usual syllables, letter or "x") for each line; [] for none."""
    shapes: dict[tuple[str, ...], list[list[int]]] = {}
    for stanza in stanzas:
        lines = [line for line in analyse(stanza, lexicon).lines if line.syllables]
        scheme = tuple((line.rhyme or "x").lower() for line in lines)
        if 1 < len(scheme) <= _LONGEST_STANZA:
            shapes.setdefault(scheme, []).append([line.count for line in lines])
    if not shapes:
        return []
    scheme, counts = max(shapes.items(), key=lambda shape: len(shape[1]))
    usual = [round(median(of_line)) for of_line in zip(*counts, strict=True)]
    return list(zip(usual, scheme, strict=True))


def _repeated(stanza: Sequence[tuple[int, str]], times: int) -> str:
    """So many stanzas in notation, each with rhymes of its own."""
    letters = list(dict.fromkeys(letter for _, letter in stanza if letter != "x"))
    rows = []
    for number in range(times):
        own = {letter: _LETTERS[number * len(letters) + place] for place, letter in enumerate(letters)}
        rows.append(" ".join(f"{size}{own.get(letter, 'x')}" for size, letter in stanza))
    return " / ".join(rows)
