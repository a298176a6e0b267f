"""Rhymes planned ahead: which words may end each line so that no later line runs out of rhymes.

A place where a rhyme is heard is the end of a line, or a word inside it. What opens a rhyme may only have a sound for
which every later place of the letter has as many words with different consonants before it as the letter has places;
then a free one is left for each of them, whatever comes. A letter that opens inside a line has the sounds of all words
there that could be meant, until a later line settles on one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from copy import copy
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from songwright.core.language import said
from songwright.llm.form.line.automaton import possible_endings
from songwright.llm.form.line.inner_rhymes import InnerRhymes, inner_rhymes_of
from songwright.llm.form.line.line_task import Fitting, Inner, LineTask
from songwright.llm.form.verse.form_tasks import ImpossibleFormError
from songwright.llm.form.verse.given import BroughtSounds, Given
from songwright.llm.form.words.vocabulary import Flags, Ints, Vocabulary
from songwright.lyrics.forms import Form

__all__ = ["RhymePlan"]

# Rhymes with so many common words are preferred: the later lines need not reach for an odd one.
_GENEROUS, _COMMON_ZIPF = 10, 3.7


class _Place(NamedTuple):
    """Where a rhyme is heard: at the end of a line, or inside it."""

    line: int
    inside: bool = False


class RhymePlan:
    """Hands out the words that may make the rhymes of each line, in order, and hears which were taken."""

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
        self._tasks = tasks
        self._vocabulary = vocabulary
        self._given = given or Given()
        self._first = _first_of_refrain(form, self._given.kept)
        self._framings = _framings_of(tasks, vocabulary, fitting)
        self._own = [framing.ends for framing in self._framings]
        for index, own in enumerate(self._own):
            if self._is_written(index) and not own.any():
                within = "" if tasks[index].inner is None else said(" with a rhyme inside")
                raise ImpossibleFormError(
                    said(
                        "Line {line} cannot be written{within}: no words fulfil everything that is asked of it. "
                        "Ask for less there: fewer forbidden letters, another wished word or first letter.",
                        line=index + 1,
                        within=within,
                    )
                )
        self._common: Flags = vocabulary.frequency >= 10 ** (_COMMON_ZIPF - 9)
        self._counts: dict[bytes, Ints] = {}
        self._tails: dict[str, set[int]] = {}  # those that a letter may have, once it was heard
        self._heard: defaultdict[str, set[int]] = defaultdict(set)  # sounds
        self._end_words: dict[str, int] = {}
        self._ended: list[int] = []  # words that lines ended in: without a rhyme none comes again
        self._last = {index: self._settled(index, word) for index, word in self._given.endings.items()}
        self._places = self._letters()
        for mark, places in self._places.items():
            self._settle_tail(mark, places)
        fixed = {tail for tails in self._tails.values() if len(tails) == 1 for tail in tails}
        open_ = {mark: places for mark, places in self._places.items() if mark not in self._tails}
        self._opening = {mark: self._opening_tails(places, fixed, len(open_)) for mark, places in open_.items()}
        self._settle_end_words()
        self._shared = self._shared_end_words()

    def copy(self) -> RhymePlan:
        """The same, which goes on by itself."""
        other = copy(self)
        other._tails = {mark: set(tails) for mark, tails in self._tails.items()}  # noqa: SLF001 - its own kind
        other._heard = defaultdict(set, {mark: set(sounds) for mark, sounds in self._heard.items()})  # noqa: SLF001 - its own kind
        other._end_words, other._ended = dict(self._end_words), [*self._ended]  # noqa: SLF001 - its own kind
        return other

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
        if line.rhyme is None or line.rhyme not in self._places:
            fresh = found.copy()
            fresh[self._ended] = False
            return fresh if fresh.any() else found
        found &= self._open_to(line.rhyme)
        if (inner := self._tasks[index].inner) is not None and inner.own:
            return found  # what is usual may have no word inside to rhyme with
        usual = found & self._common
        return usual if usual.any() else found

    def inner(self, index: int) -> Inner | None:
        """The rhyme that must be inside line `index` now."""
        inner, mark = self._tasks[index].inner, self._form.lines[index].inner
        if inner is None or mark not in self._places:
            return None
        return replace(inner, words=inner.words & self._open_to(mark))

    def taken(self, index: int, words: Sequence[int]) -> None:
        """Line `index` now has these words."""
        line, last = self._form.lines[index], words[-1]
        self._ended.append(last)
        if line.end_word is not None:
            self._end_words[line.end_word] = last
        inner = self.inner(index)
        if line.rhyme is not None and line.rhyme in self._places:
            self._hear(line.rhyme, [last])
        if inner is not None and line.inner is not None:
            self._hear(line.inner, [word for word in words[:-1] if inner.words[word]])

    def _hear(self, mark: str, words: Sequence[int]) -> None:
        """A letter was heard in one of these words."""
        tails = self._tails.get(mark, self._opening.get(mark, set()))
        first: dict[int, int] = {}
        for word in words:
            if int(self._vocabulary.tails[word]) in tails:
                first.setdefault(int(self._vocabulary.tails[word]), int(self._vocabulary.sounds[word]))
        if first:
            self._tails[mark] = set(first)
            self._heard[mark].update(first.values())

    def _open_to(self, mark: str) -> Flags:
        """The words that may be the next to rhyme with a letter."""
        tails = self._vocabulary.tails
        if mark in self._tails:
            found = _among(tails, self._tails[mark])
            for sound in self._heard[mark]:
                found &= self._vocabulary.sounds != sound
            return found
        others = {tail for known in self._tails.values() if len(known) == 1 for tail in known}
        return _among(tails, self._opening[mark] - others)

    def _is_written(self, index: int) -> bool:
        """Whether line `index` is to be written, not kept nor a copy."""
        return self._first[index] == index and index not in self._given.kept

    def _letters(self) -> dict[str, list[_Place]]:
        """The places of each letter that really rhymes, in lines to be written, repeated lines once."""
        found: dict[str, list[_Place]] = {}
        for index, line in enumerate(self._form.lines):
            if not self._is_written(index):
                continue
            if line.rhyme is not None and self._tasks[index].rhymes:
                found.setdefault(line.rhyme, []).append(_Place(index))
            if line.inner is not None and self._tasks[index].inner is not None:
                found.setdefault(line.inner, []).append(_Place(index, inside=True))
        return found

    def _settled(self, index: int, word: str) -> int:
        """The number of a last word that was asked for."""
        known = self._vocabulary.index.get(word.lower())
        if known is None or not self._own[index][known]:
            unknown = said("it is not one word in Latin letters")
            why = unknown if known is None else said("it does not fit there")
            raise ImpossibleFormError(
                said(
                    "Line {line} cannot end in “{word}”: {why}. Choose another last word, or write the line yourself.",
                    line=index + 1,
                    word=word,
                    why=why,
                )
            )
        return known

    def _settle_tail(self, mark: str, places: list[_Place]) -> None:
        """Fix the sound of a letter that kept lines or settled last words bring, if there is one."""
        brought = self._brought(mark, places)
        if brought.source < 0:
            return
        for tail in brought.tails(self._vocabulary):
            taken = brought.taken(tail, self._vocabulary)
            if taken is not None and all(self._has_rhymes(place, tail, taken, places) for place in places):
                self._tails.setdefault(mark, set()).add(tail)
                self._heard[mark] |= taken
                if brought.heard or brought.ends:
                    return
        if mark not in self._tails and brought.source not in self._given.guessed:
            raise self._no_rhyme(brought, places)

    def _brought(self, mark: str, places: list[_Place]) -> BroughtSounds:
        lines = self._form.lines
        return BroughtSounds(
            {index: sounds for index, sounds in self._given.sounds.items() if lines[index].rhyme == mark},
            {index: sounds for index, sounds in self._given.inside.items() if lines[index].inner == mark},
            {place.line: self._last[place.line] for place in places if place.line in self._last and not place.inside},
        )

    def _no_rhyme(self, brought: BroughtSounds, places: list[_Place]) -> ImpossibleFormError:
        source = brought.source
        others = ", ".join(dict.fromkeys(str(place.line + 1) for place in places if place.line != source))
        anywhere = source in brought.inside and not brought.heard
        last = said("“{word}”, the end of", word=self._given.last_word(source))
        what = said("any word inside") if anywhere else last
        return ImpossibleFormError(
            said(
                "Nothing that fits line {others} rhymes with {what} line {line}. Change that line, or ask for "
                "less in the lines that rhyme with it.",
                others=others,
                what=what,
                line=source + 1,
            )
        )

    def _has_rhymes(self, place: _Place, tail: int, taken: set[int], places: list[_Place]) -> bool:
        """Whether a place has a word of its own in this sound, whatever the other ones take."""
        if place.line in self._last and not place.inside:
            return True
        needed = sum(other.inside or other.line not in self._last for other in places)
        return any(self._free(words, tail, taken) >= needed for words in self._sets(place))

    def _free(self, words: Flags, tail: int, taken: set[int]) -> int:
        able = words & (self._vocabulary.tails == tail)
        return len(set(self._vocabulary.sounds[able].tolist()) - taken)

    def _sets(self, place: _Place) -> tuple[Flags, ...]:
        """Sets of words for a place, any of which will do by itself."""
        return self._framings[place.line].inside if place.inside else (self._own[place.line],)

    def _settle_end_words(self) -> None:
        """Take the end words of kept lines, where they are known."""
        for index, line in enumerate(self._form.lines):
            known = self._vocabulary.index.get(self._given.last_word(index).lower())
            if line.end_word is not None and known is not None:
                self._end_words.setdefault(line.end_word, known)

    def _opening_tails(self, places: list[_Place], fixed: set[int], letters: int) -> set[int]:
        """Rhymes that every place of a letter can take part in, as many of them as there are `letters` without one."""
        able = set.intersection(*(self._tails_at(place, len(places)) for place in places)) - fixed
        if len(able) < letters:
            told = ", ".join(dict.fromkeys(str(place.line + 1) for place in places))
            raise ImpossibleFormError(
                said(
                    "Lines {told} cannot rhyme: there are too few words that fit all of them. Ask for less in "
                    "these lines, or let fewer of them rhyme.",
                    told=told,
                )
            )
        many = max(len(places), _GENEROUS)
        generous = set.intersection(*(self._tails_at(place, many, self._common) for place in places)) - fixed
        return generous if len(generous) >= letters else able

    def _tails_at(self, place: _Place, onsets: int, among: Flags | None = None) -> set[int]:
        """The tails that have at least so many onsets in a place."""
        sets = [words if among is None else words & among for words in self._sets(place)]
        return set.union(*(self._tails_with(words, onsets) for words in sets))

    def _tails_with(self, words: Flags, onsets: int) -> set[int]:
        """The tails that have at least so many onsets among these words; lines alike ask for the same ones."""
        key = words.tobytes()
        if key not in self._counts:
            sounds = np.unique(self._vocabulary.sounds[words])
            self._counts[key] = np.bincount(self._vocabulary.tail_of_sound(sounds))
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
                    said(
                        "No words can end all the lines that share end word {mark}. Ask for less in these lines.",
                        mark=mark,
                    )
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


def _framings_of(tasks: Sequence[LineTask], vocabulary: Vocabulary, fitting: Fitting) -> list[InnerRhymes]:
    """The possible last words of each task, and those inside; like tasks share one answer."""
    known: dict[tuple[object, ...], InnerRhymes] = {}
    found = []
    for task in tasks:
        inner = None if task.inner is None else task.inner.at
        key = (task.patterns, task.wish, task.rhymes, task.certain.tobytes(), task.openers.tobytes(), inner)
        if key not in known:
            known[key] = (
                InnerRhymes(possible_endings(vocabulary, fitting, task), ())
                if task.inner is None
                else inner_rhymes_of(vocabulary, fitting, task)
            )
        found.append(known[key])
    return found


def _first_of_refrain(form: Form, kept: Container[int]) -> list[int]:
    """For each line, the index of the first line with its refrain; its own without one, and when it is kept."""
    seen: dict[str, int] = {}
    return [
        index if line.refrain is None or index in kept else seen.setdefault(line.refrain, index)
        for index, line in enumerate(form.lines)
    ]
