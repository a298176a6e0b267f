"""From where a line can be completed: tables over the positions of one pattern, worked out from its end.

With an inner rhyme there is a table for every sound that a word inside may have promised to the end. Sounds that leave
the same kinds of last words share one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.words.vocabulary import Flags, Ints, Vocabulary

__all__ = ["AWAITED", "FREE", "Completion", "Promises"]

FREE = -1  # no inner rhyme is asked for, or it is fulfilled
AWAITED = -2  # the word with the inner rhyme is still to come


class Promises:
    """Which kinds of last words are left by each sound that a word inside a line may have: a row of `kinds` each.

    Row 0 is for all `endings`. `rows` has the row of every word, -1 for those that leave none.
    """

    def __init__(self, vocabulary: Vocabulary, endings: Flags, words: Flags, wish: int | None) -> None:
        by_tail: defaultdict[int, list[tuple[int, int, bool]]] = defaultdict(list)
        for word in np.flatnonzero(endings).tolist() if words.any() else ():
            kind, onset = int(vocabulary.kinds[word]), int(vocabulary.onsets[word])
            by_tail[int(vocabulary.tails[word])].append((onset, kind, word == wish))
        everything = frozenset(np.unique(vocabulary.kinds[endings]).tolist())
        known: dict[tuple[frozenset[int], bool], int] = {(everything, wish is not None and bool(endings[wish])): 0}
        of_sound: dict[int, int] = {}
        self.rows: Ints = np.full(len(vocabulary), -1, dtype=np.intp)
        for word in np.flatnonzero(words).tolist():
            sound = int(vocabulary.sounds[word])
            if sound not in of_sound:
                onset = int(vocabulary.onsets[word])
                left = [one for one in by_tail.get(int(vocabulary.tails[word]), ()) if one[0] != onset]
                key = frozenset(kind for _, kind, _ in left), any(wished for _, _, wished in left)
                of_sound[sound] = known.setdefault(key, len(known)) if left else -1
            self.rows[word] = of_sound[sound]
        self.kinds: Flags = np.zeros((len(known), len(vocabulary.types)), dtype=bool)
        for (kinds, _), row in known.items():
            self.kinds[row, list(kinds)] = True
        self.wished: Flags = np.array([wished for _, wished in known], dtype=bool)
        self.of_sound = {FREE: 0} | {sound: row for sound, row in of_sound.items() if row >= 0}


class Completion:
    """Whether a line can be completed in one pattern, from each position, for a wish that is due or not.

    Position 0 asks for an opener. Only words that may be counted on count.
    """

    def __init__(
        self, vocabulary: Vocabulary, fitting: Fitting, task: LineTask, pattern: str, endings: Flags, promises: Promises
    ) -> None:
        self._vocabulary, self._fitting, self._task, self._pattern = vocabulary, fitting, task, pattern
        self._promises = promises
        self._rows = promises.rows if task.inner is not None and task.inner.own else np.zeros_like(promises.rows)
        self._places: dict[int, Flags] = {}
        size = len(pattern)
        rows = len(promises.kinds)
        self._tables = np.zeros((2, rows, size + 1), dtype=bool)
        self._awaited = np.zeros((2, size + 1), dtype=bool)
        certain = task.certain & vocabulary.inside
        inside = self._present(vocabulary.kinds[certain]), self._present(vocabulary.kinds[certain & task.openers])
        only = self._present(vocabulary.kinds[endings & task.openers])
        for position in range(size - 1, -1, -1):
            words = certain if position else certain & task.openers
            last = promises.kinds if position else promises.kinds & only
            self._fill(position, inside[position == 0], last)
            if task.inner is not None:
                self._fill_awaited(position, inside[position == 0], words)

    def from_(self, position: int, echo: int, *, due: bool) -> bool:
        """Whether a line can be completed from here; `echo` is FREE, AWAITED or the sound of a word inside."""
        return bool(self.along(echo, due=due)[position])

    def along(self, echo: int, *, due: bool) -> Flags:
        """The same for each position, False at the end of the pattern."""
        if echo == AWAITED:
            return np.asarray(self._awaited[int(due)])
        row = self._promises.of_sound.get(echo, -1)
        return np.asarray(self._tables[int(due), row]) if row >= 0 else np.zeros(len(self._pattern) + 1, dtype=bool)

    def fulfilling(self, position: int, *, due: bool) -> Flags:
        """The words that may start here and be the inner rhyme that is awaited, so that the line can be completed."""
        places = self._places.get(position)
        if places is None:
            places = self._places[position] = self._inner_places(position)
        ends = np.minimum(position + self._vocabulary.syllables, len(self._pattern))
        return np.asarray(places & (self._rows >= 0) & self._tables[int(due)][self._rows, ends])

    def _inner_places(self, position: int) -> Flags:
        inner = self._task.inner
        if inner is None:
            return np.zeros(len(self._vocabulary), dtype=bool)
        here = self._fitting(self._pattern, position)[self._vocabulary.kinds]
        return inner.places(self._vocabulary, self._pattern, position) & here

    def _fill(self, position: int, inside: Flags, last: Flags) -> None:
        """Work out one position of every row, from those after it."""
        size, here = len(self._pattern), self._fitting(self._pattern, position)
        ends = position + self._fitting.lengths
        further = np.unique(ends[here & inside & (ends < size)])
        fulfilled, due = self._tables
        fulfilled[:, position] = (last & (here & (ends == size))).any(axis=1) | fulfilled[:, further].any(axis=1)
        due[:, position] = due[:, further].any(axis=1)
        end = self._wish_end(position)
        if end is not None:
            due[:, position] |= self._promises.wished if end == size else fulfilled[:, end]

    def _fill_awaited(self, position: int, inside: Flags, words: Flags) -> None:
        size, here = len(self._pattern), self._fitting(self._pattern, position)
        ends = position + self._fitting.lengths
        further = np.unique(ends[here & inside & (ends < size)])
        for due in (False, True):
            found = self._awaited[int(due), further].any() or (self.fulfilling(position, due=due) & words).any()
            self._awaited[int(due), position] = found
        end, wish = self._wish_end(position), self._task.wish
        if end is not None and end < size:
            fulfils = wish is not None and self.fulfilling(position, due=False)[wish]
            self._awaited[1, position] |= self._awaited[0, end] or fulfils

    def _wish_end(self, position: int) -> int | None:
        """Where the wished word would end that starts here; None where it may not."""
        wish = self._task.wish
        if wish is None or (position == 0 and not self._task.openers[wish]):
            return None
        if not self._fitting(self._pattern, position)[self._vocabulary.kinds[wish]]:
            return None
        return position + int(self._vocabulary.syllables[wish])

    def _present(self, kinds: Iterable[int]) -> Flags:
        found = np.zeros(len(self._vocabulary.types), dtype=bool)
        found[np.asarray(kinds, dtype=np.intp)] = True
        return found
