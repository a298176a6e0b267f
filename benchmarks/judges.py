"""Outside judges of verse for benchmarks/form.py: they share no code with the program (dependency group "judges").

`CmuJudge` looks words up in the CMU dictionary by the package `pronouncing`; `ProsodicJudge` counts syllables with the
package `prosodic`. Both allow every pronunciation that their dictionary knows of a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, Protocol

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_MOST_READINGS = 4096
_WEAK = {
    "it": ("IH T", "AH T"),
    "me": ("M IY",),
    "you": ("Y UW",),
    "her": ("ER", "HH ER"),
    "him": ("IH M", "AH M"),
    "us": ("AH S",),
    "them": ("DH AH M", "DH EH M"),
}


class Judge(Protocol):
    """Counts the syllables of a line."""

    name: str

    def counts(self, line: str) -> set[int] | None:
        """The numbers of syllables that the line may have; None when a word in it is not known."""


class CmuJudge:
    """Syllables, rhyme and stress by the CMU dictionary."""

    name = "CMU"

    def __init__(self) -> None:
        import pronouncing

        self._dictionary: Any = pronouncing

    def counts(self, line: str) -> set[int] | None:
        """The numbers of syllables that the line may have; None when a word in it is not known."""
        ways = [self._phones(word) for word in _WORD.findall(line)]
        if not ways or not all(ways):
            return None
        return _sums([{self._dictionary.syllable_count(phones) for phones in word} for word in ways])

    def rhyme(self, first: str, second: str) -> bool | None:
        """Whether two lines rhyme: their last words differ and sound alike from the last stressed vowel on.

        A weak last word may sound on from the one before it: "know it" rhymes with "poet" and "show it".
        """
        words = [_WORD.findall(line.lower())[-2:] for line in (first, second)]
        if not all(one and self._phones(one[-1]) for one in words):
            return None
        single = [{self._part(phones) for phones in self._phones(one[-1])} for one in words]
        double = [self._joined(one) for one in words]
        if words[0][-1] == words[1][-1]:
            return words[0] != words[1] and not double[0].isdisjoint(double[1])
        return not (single[0] | double[0]).isdisjoint(single[1] | double[1])

    def _part(self, phones: str) -> str:
        return str(self._dictionary.rhyming_part(phones).translate(_UNSTRESSED))

    def _joined(self, words: Sequence[str]) -> set[str]:
        """How two words sound together from the first one's stressed vowel on, when the second is weak."""
        if len(words) < 2 or words[1] not in _WEAK:
            return set()
        return {f"{self._part(phones)} {weak}" for phones in self._phones(words[0]) for weak in _WEAK[words[1]]}

    def stressed(self, line: str, patterns: Sequence[str]) -> bool | None:
        """Whether no main stress of a longer word stands in a weak place of every pattern ("s", "w" or "x" a place)."""
        ways = [self._phones(word) for word in _WORD.findall(line)]
        if not ways or not all(ways):
            return None
        stresses = [{self._dictionary.stresses(phones) for phones in word} for word in ways]
        for tried, reading in enumerate(product(*stresses)):
            marks = "".join("." if len(word) == 1 else word for word in reading)
            for pattern in patterns:
                pairs = list(zip(marks, pattern, strict=False))
                if len(marks) == len(pattern) and all(mark != "1" or place != "w" for mark, place in pairs):
                    return True
            if tried > _MOST_READINGS:
                return None
        return False

    def _phones(self, word: str) -> list[str]:
        found: list[str] = self._dictionary.phones_for_word(word.lower().replace("’", "'"))
        return found


class ProsodicJudge:
    """Syllables by prosodic."""

    name = "prosodic"

    def __init__(self) -> None:
        import nltk

        # Sentences play no part here, and the usual splitter wants to load data from the network.
        whole: Callable[..., list[str]] = lambda text, *_args, **_named: [text]  # noqa: E731
        nltk.sent_tokenize = nltk.tokenize.sent_tokenize = whole
        import prosodic

        self._prosodic: Any = prosodic

    def counts(self, line: str) -> set[int] | None:
        """The numbers of syllables that the line may have; None when a word in it is not known."""
        sizes = []
        try:
            rows = list(self._prosodic.Text(line).lines)
        except RuntimeError:  # a word that its dictionary lacks, and no espeak to ask
            return None
        for row in rows:
            for token in row.wordtokens:
                ways = {len(form.children) for form in token.wordtype.children}
                sizes += [ways] if ways and _WORD.search(token.txt) else []
        return _sums(sizes) if sizes else None


_UNSTRESSED = str.maketrans("", "", "012")


def _sums(sizes: Sequence[set[int]]) -> set[int]:
    found = {0}
    for ways in sizes:
        found = {total + way for total in found for way in ways}
    return found


def judges() -> list[Judge]:
    """The judges whose packages are installed."""
    found: list[Judge] = []
    for make in (CmuJudge, ProsodicJudge):
        try:
            found.append(make())
        except ImportError:
            continue
    return found
