"""Phrases that should not be said, such as "heart of *", as words of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from songwright.llm.form.words.vocabulary import Flags, Vocabulary

__all__ = ["LONGEST_PHRASE", "Phrases"]

LONGEST_PHRASE = 6  # words; longer ones are passed over


class Phrases:
    """Some phrases: `single` are the words that are a phrase by themselves, the others are found by `completing`.

    "*" stands for any word or part of a word; at an end of a phrase it asks for nothing.
    """

    def __init__(self, vocabulary: Vocabulary, phrases: Iterable[str]) -> None:
        matches = _Matchers(vocabulary)
        found = [tuple(map(matches, words)) for words in _words_of(phrases)]
        self.single: Flags = np.zeros(len(vocabulary), dtype=bool)
        for phrase in found:
            if len(phrase) == 1:
                self.single |= vocabulary.spread(phrase[0])
        self._vocabulary = vocabulary
        self._phrases = [phrase for phrase in found if len(phrase) > 1]
        self._before_last: Flags = np.array([phrase[-2] for phrase in self._phrases]).reshape(-1, len(vocabulary))

    def completing(self, words: Sequence[int]) -> tuple[int, ...]:
        """Words that would complete a phrase after these (-1 for one that is not known), in order."""
        if not words or words[-1] < 0 or not self._phrases:
            return ()
        found: set[int] = set()
        for place in np.flatnonzero(self._before_last[:, words[-1]]).tolist():
            phrase = self._phrases[place]
            tail = words[-len(phrase) + 1 :]
            if len(tail) == len(phrase) - 1 and all(
                word >= 0 and part[word] for part, word in zip(phrase, tail, strict=False)
            ):
                found.update(np.flatnonzero(phrase[-1]).tolist())
        return tuple(sorted(found))

    def between(self, before: Sequence[int], after: Sequence[int]) -> Flags:
        """Words that would be part of a phrase between these."""
        found = self.single.copy()
        for phrase in self._phrases:
            for place, part in enumerate(phrase):
                left, right = before[max(0, len(before) - place) :] if place else (), after[: len(phrase) - place - 1]
                around = [*zip(phrase[:place], left, strict=False), *zip(phrase[place + 1 :], right, strict=False)]
                if len(around) == len(phrase) - 1 and all(word >= 0 and one[word] for one, word in around):
                    found |= part
        return found

    def uncertain(self, wanted: Collection[int]) -> tuple[Flags, Flags]:
        """Words that nothing may hang on, and words to do without, so that no phrase need ever be completed.

        A phrase is harmless in a line that can always go on without its last word, or that never has one of the words
        before it. The latter is chosen, for the rarest of them, where the last word is `wanted` in the line.
        """
        last, before = np.zeros_like(self.single), self.single.copy()
        for phrase in self._phrases:
            if any(phrase[-1][word] for word in wanted):
                before |= min(phrase[:-1], key=lambda part: (any(part[word] for word in wanted), int(part.sum())))
            else:
                last |= phrase[-1]
        return self._vocabulary.spread(last), self._vocabulary.spread(before)


def _words_of(phrases: Iterable[str]) -> list[list[str]]:
    found = []
    for phrase in phrases:
        words = phrase.lower().replace("’", "'").split()
        while words and words[-1] == "*":
            words.pop()
        while words and words[0] == "*":
            del words[0]
        if 0 < len(words) <= LONGEST_PHRASE:
            found.append(words)
    return found


class _Matchers:
    """Which words the parts of phrases stand for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._index = vocabulary.index
        self._known: dict[str, Flags] = {}
        # All words as one text, a row each: one search of it takes a fraction of one for each word.
        self._rows = "\n".join(vocabulary.index)
        sizes = np.fromiter(map(len, vocabulary.index), dtype=np.intp, count=len(vocabulary)) + 1
        self._starts = np.cumsum(sizes) - sizes

    def __call__(self, part: str) -> Flags:
        known = self._known.get(part)
        if known is None:
            known = self._known[part] = self._matched(part)
        return known

    def _matched(self, part: str) -> Flags:
        found = np.zeros(len(self._starts), dtype=bool)
        if "*" not in part:
            found[[self._index[part]] if part in self._index else []] = True
            return found
        pattern = re.escape(part).replace(r"\*", ".*")
        starts = [match.start() for match in re.finditer(f"^{pattern}$", self._rows, re.MULTILINE)]
        found[np.searchsorted(self._starts, starts)] = True
        return found
