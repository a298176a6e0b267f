"""In the manner of: what somebody's texts are made of, asked for in new ones and never copied.

Measured are the form of their stanzas, the lengths of their lines, how many of these rhyme, and the words that they use
much oftener than others do; told to the model is one excerpt, the nearest to the subject, as a piece that it wrote.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log10
from statistics import median

from songwright.llm.brief import Brief
from songwright.llm.opening import Opening
from songwright.llm.plan import Fill, LineShape, Plan, Step
from songwright.llm.prompts import Prompts
from songwright.lyrics.analysis import LineAnalysis, analyse
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import FUNCTION_WORDS

__all__ = ["Manner", "MannerPrompts", "longest_shared", "manner_of"]

_STANZAS = 3  # a poem in a manner has so many of its commonest stanza
_STOCK = 24  # words that tell a manner
_LINES_SHOWN = 16
_WISHED = 3  # words of the manner that a piece is to have where they fit
_LEAST_WORDS, _MOST_WORDS = 3, 12  # a line: beyond are prose and lists
_LONGEST_STANZA = 8  # lines; longer ones have no scheme of their own
_LETTERS = "abcdefghijklmnopqrstuvw"
_RAREST, _COMMONEST = 2.5, 5.5  # Zipf: beyond are names and words that everybody uses
_HEADING = re.compile(r"^\[.*\]$")


@dataclass(frozen=True, slots=True)
class Manner:
    """What was measured.

    `form` is the commonest stanza three times, in notation ("" when the texts have none in common), `scheme` that
    stanza's rhymes ("abab"). `syllables` are those of a line: few, usual, many (a tenth of the lines have fewer, more);
    `words` the usual number of them in a line; `rhymed` is the share of lines that rhyme with another of their stanza.
    """

    texts: tuple[str, ...]
    form: str
    stock: tuple[str, ...]
    scheme: str = ""
    syllables: tuple[int, int, int] = (0, 0, 0)
    words: int = 0
    rhymed: float = 0.0

    def nearest(self, about: str) -> str:
        """The first lines of the text that shares most words with a description."""
        wanted = set(_words(about)) - FUNCTION_WORDS
        best = max(self.texts, key=lambda text: len(wanted & set(_words(text))))
        return "\n".join(best.splitlines()[:_LINES_SHOWN]).strip()


def manner_of(texts: Sequence[str], lexicon: Lexicon) -> Manner:
    """Measure texts, at least one of them with words."""
    plain = tuple(filter(None, (_without_headings(text) for text in texts)))
    stanzas = [stanza for text in plain for stanza in re.split(r"\n\s*\n", text)]
    heard = [[line for line in analyse(stanza, lexicon).lines if line.syllables] for stanza in stanzas]
    commonest = _commonest_stanza(heard)
    lines = [line for stanza in heard for line in stanza]
    counts = sorted(line.count for line in lines) or [0]
    return Manner(
        plain,
        _repeated(commonest, _STANZAS) if commonest else "",
        _stock(plain, lexicon),
        "".join(letter for _, letter in commonest),
        (counts[len(counts) // 10], counts[len(counts) // 2], counts[len(counts) * 9 // 10]),
        round(sum(len(_words(line.text)) for line in lines) / max(1, len(lines))),
        sum(line.rhyme is not None for line in lines) / max(1, len(lines)),
    )


class MannerPrompts(Prompts):
    """Prompts that show the model an excerpt, wish for some of the manner's words, and write lines of its length."""

    def __init__(self, usual: Prompts, manner: Manner) -> None:
        """`usual` are the templates and what is held back."""
        super().__init__(usual.templates, usual.cliches, usual.talk)
        self._manner = manner

    def plan(self, brief: Brief) -> Plan:
        """The plan for a brief, after a piece in this manner."""
        plan = super().plan(self._wishing(brief))
        excerpt = self._manner.nearest(brief.about)
        shown = (*plan.shown, *excerpt.splitlines())
        opening = self.after(excerpt, brief.piece.value, Opening(plan.messages, plan.plain, plan.about))
        return replace(plan, messages=opening.messages, plain=opening.plain, shown=shown, steps=self._sized(plan.steps))

    def continuation(self, brief: Brief, text: str, parts: int = 1) -> Plan:
        """The plan for going on where a free text ends, after a piece in this manner."""
        plan = super().continuation(brief, text, parts)
        opening = self.after(
            self._manner.nearest(brief.about), brief.piece.value, Opening(plan.messages, plan.plain, plan.about)
        )
        return replace(plan, messages=opening.messages, plain=opening.plain, steps=self._sized(plan.steps))

    def _wishing(self, brief: Brief) -> Brief:
        """The brief with a few words of the manner, others for another subject."""
        rng = random.Random(brief.about)
        some = rng.sample(self._manner.stock, min(_WISHED, len(self._manner.stock)))
        return replace(brief, wishes=replace(brief.wishes, theme=(*brief.wishes.theme, *some)))

    def _sized(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The steps, with lines of free verse as long as the manner's."""
        usual = self._manner.words
        if not _LEAST_WORDS <= usual <= _MOST_WORDS:
            return tuple(steps)
        shape = LineShape(max(2, usual - 2), usual, usual + 3)
        return tuple(
            replace(step, shape=shape) if isinstance(step, Fill) and step.shape.verse and not step.title else step
            for step in steps
        )


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


def _commonest_stanza(stanzas: Sequence[Sequence[LineAnalysis]]) -> list[tuple[int, str]]:
    """The commonest rhyme scheme of the stanzas, as (usual syllables, letter or "x") for each line; [] for none."""
    shapes: dict[tuple[str, ...], list[list[int]]] = {}
    for lines in stanzas:
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
