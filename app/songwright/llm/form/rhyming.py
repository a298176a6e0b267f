"""Rhymes planned ahead: which words may end each line so that no later line runs out of rhymes.

A line that opens a rhyme may only end in a sound for which every later line of the letter has as many words with
different consonants before it as the letter has lines; then a free one is left for each of them, whatever comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

import numpy as np

from songwright.core.errors import SongwrightError
from songwright.llm.form.given import Given
from songwright.llm.form.line import Fitting, LineTask, possible_endings
from songwright.llm.form.phrases import Phrases
from songwright.llm.form.vocabulary import Flags, Ints, Vocabulary
from songwright.llm.form.wishes import Wishes
from songwright.lyrics.forms import Form, LineForm

__all__ = ["ImpossibleFormError", "Rhyming", "Wishes", "line_tasks"]

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# Rhymes with so many common words are preferred: the later lines need not reach for an odd one.
_GENEROUS, _COMMON_ZIPF = 10, 3.7
_FEWEST, _MOST = 4, 12  # syllables of a line whose form asks for no number


class ImpossibleFormError(SongwrightError):
    """What is asked for cannot be written, whatever the words."""


def line_tasks(
    form: Form, wishes: Wishes, vocabulary: Vocabulary, able: Flags, ends: Mapping[int, str] | None = None
) -> list[LineTask]:
    """A task for each line of the form, with `able` words only; `ends` are last words that are settled, by line.

    Raises ImpossibleFormError for a word not to be had.
    """
    permitted = np.logical_and(able, _permitted(wishes, vocabulary))
    banned = Phrases(vocabulary, wishes.banned)
    sharing: defaultdict[str | None, set[str]] = defaultdict(set)
    for index, line in enumerate(form.lines):
        sharing[line.rhyme].add(line.refrain or str(index))
    letters = [wishes.acrostic[index : index + 1].strip().lower() for index in range(len(form.lines))]
    beginning = {first: _beginning(vocabulary, first) for first in set(letters)}
    required = dict(wishes.required)
    tasks = []
    for index, line in enumerate(form.lines):
        wanted = [
            vocabulary.index.get(word.lower(), -1) for word in (required.get(index, ""), (ends or {}).get(index, ""))
        ]
        uncertain, done_without = banned.uncertain([word for word in wanted if word >= 0])
        allowed = permitted & ~done_without
        wish = _wish(required.get(index), vocabulary, index, allowed)
        rhymes = line.rhyme is not None and len(sharing[line.rhyme]) > 1
        task = LineTask(_patterns(line), allowed, beginning[letters[index]], wish, rhymes=rhymes, uncertain=uncertain)
        tasks.append(task)
    return tasks


def _permitted(wishes: Wishes, vocabulary: Vocabulary) -> Flags:
    barred = [_ALPHABET.index(one.lower()) for one in wishes.without if one.lower() in _ALPHABET]
    found: Flags = np.logical_not(np.any(vocabulary.letters[:, barred], axis=1))
    found[[vocabulary.index[word.lower()] for word in wishes.forbidden if word.lower() in vocabulary.index]] = False
    return found


def _beginning(vocabulary: Vocabulary, first: str) -> Flags:
    if not first:
        return np.ones(len(vocabulary), dtype=bool)
    if first not in _ALPHABET:
        raise ImpossibleFormError(f"No line can begin with “{first}”. First letters are those from A to Z.")
    return np.equal(vocabulary.initials, _ALPHABET.index(first))


def _patterns(line: LineForm) -> tuple[str, ...]:
    if line.patterns:
        return line.patterns
    free = line.most - line.least > _MOST
    least, most = (_FEWEST, _MOST) if free else (line.least, line.most)
    return tuple("x" * size for size in range(least, most + 1))


def _wish(word: str | None, vocabulary: Vocabulary, index: int, allowed: Flags) -> int | None:
    if word is None:
        return None
    known = vocabulary.index.get(word.lower())
    if known is not None and not allowed[known]:
        raise ImpossibleFormError(
            f"“{word}” is asked for in line {index + 1}, but another wish forbids it or the model cannot spell it. "
            "Take one of the wishes back."
        )
    if word.lower() not in vocabulary.index:
        raise ImpossibleFormError(
            f"“{word}” cannot be placed in line {index + 1}: its syllables are not certain enough for exact form. "
            "Choose another word, or put it in yourself afterwards."
        )
    return vocabulary.index[word.lower()]


class Rhyming:
    """Hands out the possible last words of each line, in order, and is told which one was taken."""

    def __init__(
        self,
        form: Form,
        tasks: Sequence[LineTask],
        vocabulary: Vocabulary,
        fitting: Fitting,
        given: Given | None = None,
    ) -> None:
        """Raises ImpossibleFormError when some line cannot be written."""
        self._form = form
        self._vocabulary = vocabulary
        self._given = given or Given()
        self._first = _first_of_refrain(form, self._given.kept)
        self._own = _endings_of(tasks, vocabulary, fitting)
        for index, own in enumerate(self._own):
            if self._is_written(index) and not own.any():
                raise ImpossibleFormError(
                    f"Line {index + 1} cannot be written: no words fulfil everything that is asked of it. Ask for less "
                    "there: fewer forbidden letters, another wished word or first letter."
                )
        self._common: Flags = vocabulary.frequency >= 10 ** (_COMMON_ZIPF - 9)
        self._counts: dict[bytes, Ints] = {}
        self._tails: dict[str, int] = {}
        self._onsets: dict[str, set[int]] = {}
        self._end_words: dict[str, int] = {}
        self._ended: list[int] = []  # words that lines ended in: without a rhyme none comes again
        self._last = {index: self._settled(index, word) for index, word in self._given.endings.items()}
        self._groups = self._letters(tasks)
        for mark, lines in self._groups.items():
            self._settle_tail(mark, lines)
        fixed = set(self._tails.values())
        open_ = {mark: lines for mark, lines in self._groups.items() if mark not in self._tails}
        self._opening = {mark: self._opening_tails(lines, fixed, len(open_)) for mark, lines in open_.items()}
        self._settle_end_words()
        self._shared = self._shared_end_words()

    def copied(self, index: int) -> int | None:
        """The line that this one repeats, None for a line of its own."""
        return None if self._first[index] == index else self._first[index]

    def endings(self, index: int) -> Flags:
        """The words with which line `index` may end now; never none."""
        line, found = self._form.lines[index], self._own[index].copy()
        if index in self._last:
            return self._only(self._last[index])
        if line.end_word is not None:
            found &= self._end_word_choice(line.end_word)
            return found
        if line.rhyme is None or line.rhyme not in self._groups:
            fresh = found.copy()
            fresh[self._ended] = False
            return fresh if fresh.any() else found
        tails = self._vocabulary.tails
        if line.rhyme in self._tails:
            found &= tails == self._tails[line.rhyme]
            found &= ~_among(self._vocabulary.onsets, self._onsets[line.rhyme])
        else:
            found &= _among(tails, self._opening[line.rhyme] - set(self._tails.values()))
        usual = found & self._common
        return usual if usual.any() else found

    def taken(self, index: int, word: int) -> None:
        """Line `index` now ends in this word."""
        line = self._form.lines[index]
        self._ended.append(word)
        if line.end_word is not None:
            self._end_words[line.end_word] = word
        if line.rhyme is not None and line.rhyme in self._groups:
            self._tails[line.rhyme] = int(self._vocabulary.tails[word])
            self._onsets.setdefault(line.rhyme, set()).add(int(self._vocabulary.onsets[word]))

    def _is_written(self, index: int) -> bool:
        """Whether line `index` is to be written, not kept nor a copy."""
        return self._first[index] == index and index not in self._given.kept

    def _letters(self, tasks: Sequence[LineTask]) -> dict[str, list[int]]:
        """The lines of each letter that really rhyme and are to be written, repeated lines once."""
        groups: dict[str, list[int]] = {}
        for index, line in enumerate(self._form.lines):
            if line.rhyme is not None and tasks[index].rhymes and self._is_written(index):
                groups.setdefault(line.rhyme, []).append(index)
        return groups

    def _settled(self, index: int, word: str) -> int:
        """The number of a last word that was asked for."""
        known = self._vocabulary.index.get(word.lower())
        if known is None or not self._own[index][known]:
            why = "its syllables or its rhyme are not certain enough" if known is None else "it does not fit there"
            raise ImpossibleFormError(
                f"Line {index + 1} cannot end in “{word}”: {why}. Choose another last word, or write the line yourself."
            )
        return known

    def _settle_tail(self, mark: str, lines: list[int]) -> None:
        """Fix the sound of a letter that kept lines or settled last words bring, if there is one."""
        heard = {
            index: self._given.sounds[index] for index in self._given.sounds if self._form.lines[index].rhyme == mark
        }
        ends = [self._last[index] for index in lines if index in self._last]
        if not heard and not ends:
            return
        tails, onsets = self._vocabulary.tails, self._vocabulary.onsets
        first = min(heard, default=-1)
        for tail in dict.fromkeys([tail for _, tail in heard[first]] if heard else [int(tails[ends[0]])]):
            kept = {onset for sounds in heard.values() for onset, other in sounds if other == tail}
            taken = kept | {int(onsets[word]) for word in ends}
            if (
                all(tails[word] == tail for word in ends)
                and len(taken) == len(kept) + len(ends)
                and all(self._has_rhymes(index, tail, taken, lines) for index in lines if index not in self._last)
            ):
                self._tails[mark], self._onsets[mark] = tail, taken
                return
        source = first if heard else next(index for index in lines if index in self._last)
        others = ", ".join(str(index + 1) for index in lines if index != source)
        raise ImpossibleFormError(
            f"Nothing that fits line {others} rhymes with “{self._given.last_word(source)}”, the end of line "
            f"{source + 1}. Change that end, or ask for less in the lines that rhyme with it."
        )

    def _has_rhymes(self, index: int, tail: int, taken: set[int], lines: list[int]) -> bool:
        """Whether line `index` has an end of its own in this sound, whatever the other lines take."""
        able = self._own[index] & (self._vocabulary.tails == tail)
        free = set(self._vocabulary.onsets[able].tolist()) - taken
        return len(free) >= sum(other not in self._last for other in lines)

    def _settle_end_words(self) -> None:
        """Take the end words of kept lines, where they are known."""
        for index, line in enumerate(self._form.lines):
            known = self._vocabulary.index.get(self._given.last_word(index).lower())
            if line.end_word is not None and known is not None:
                self._end_words.setdefault(line.end_word, known)

    def _opening_tails(self, lines: list[int], fixed: set[int], letters: int) -> set[int]:
        """Rhymes that every line of a letter can take part in, as many of them as there are `letters` without one."""
        able = set.intersection(*(self._tails_with(self._own[index], len(lines)) for index in lines)) - fixed
        if len(able) < letters:
            places = ", ".join(str(index + 1) for index in lines)
            raise ImpossibleFormError(
                f"Lines {places} cannot rhyme: there are too few words that fit all of them. Ask for less in these "
                "lines, or let fewer of them rhyme."
            )
        many = max(len(lines), _GENEROUS)
        generous = set.intersection(*(self._tails_with(self._own[index] & self._common, many) for index in lines))
        generous -= fixed
        return generous if len(generous) >= letters else able

    def _tails_with(self, words: Flags, onsets: int) -> set[int]:
        """The tails that have at least so many onsets among these words; lines alike ask for the same ones."""
        key = words.tobytes()
        if key not in self._counts:
            apart = int(self._vocabulary.onsets.max()) + 1
            pairs = np.unique(self._vocabulary.tails[words] * apart + self._vocabulary.onsets[words])
            self._counts[key] = np.bincount(pairs // apart)
        return set(np.flatnonzero(self._counts[key] >= onsets).tolist())

    def _shared_end_words(self) -> dict[str, Flags]:
        shared: dict[str, Flags] = {}
        for index, (own, line) in enumerate(zip(self._own, self._form.lines, strict=True)):
            if line.end_word is not None and self._is_written(index):
                shared[line.end_word] = shared.get(line.end_word, own) & own
        for mark, words in shared.items():
            known = self._end_words.get(mark)
            if not words[known] if known is not None else int(words.sum()) < len(shared) + len(self._end_words):
                raise ImpossibleFormError(
                    f"No words can end all the lines that share end word {mark}. Ask for less in these lines."
                )
        return shared

    def _end_word_choice(self, mark: str) -> Flags:
        if mark in self._end_words:
            return self._only(self._end_words[mark])
        found = self._shared[mark].copy()
        found[list(self._end_words.values())] = False
        return found

    def _only(self, word: int) -> Flags:
        found = np.zeros(len(self._vocabulary), dtype=bool)
        found[word] = True
        return found


def _among(numbers: Ints, wanted: set[int]) -> Flags:
    """Which of the numbers are among the wanted ones (far quicker than numpy's isin; none is negative)."""
    table = np.zeros(int(numbers.max()) + 1, dtype=bool)
    table[[number for number in wanted if 0 <= number < len(table)]] = True
    found: Flags = table[numbers]
    return found


def _endings_of(tasks: Sequence[LineTask], vocabulary: Vocabulary, fitting: Fitting) -> list[Flags]:
    """The possible last words of each task; like tasks share one answer."""
    known: dict[tuple[object, ...], Flags] = {}
    found = []
    for task in tasks:
        key = (task.patterns, task.wish, task.rhymes, task.allowed.tobytes(), task.openers.tobytes())
        if key not in known:
            known[key] = possible_endings(vocabulary, fitting, task)
        found.append(known[key])
    return found


def _first_of_refrain(form: Form, kept: Container[int]) -> list[int]:
    """For each line, the index of the first line with its refrain; its own without one, and when it is kept."""
    seen: dict[str, int] = {}
    return [
        index if line.refrain is None or index in kept else seen.setdefault(line.refrain, index)
        for index, line in enumerate(form.lines)
    ]
