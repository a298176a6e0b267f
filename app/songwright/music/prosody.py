"""Words to rhythm: where in its bars each syllable of a phrase begins.

The search is dynamic programming over the onset of every syllable on a grid. What a setting costs:

=====================  ==========================================================================================
stress against metre   stressed syllables off the beat, weak ones on it (`_PLACE`), a stressed syllable on a place no
                       stronger than its weak neighbour's (`_ORDER_WORD` inside a word, `_ORDER_PHRASE` between words)
line                   the first stress off the downbeat, the last off a strong beat, no time to breathe, idle bars
note lengths           too short or too long in seconds, odd lengths, a long weak syllable before a short strong one
style                  onsets that the style's rhythm motif does not have
memory                 onsets that the parallel line does not have
=====================  ==========================================================================================

Costs are in one arbitrary unit; 1 is a blemish, 10 a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import TICKS_PER_QUARTER, Metre
from songwright.music.metrics import beats, level, sung_step
from songwright.music.phrases import Phrase

__all__ = ["Rhythm", "RhythmSearch", "Window"]

Floats = NDArray[np.float64]

_PLACE: Final = (
    (0.9, 0.5, 0.0, 0.3, 1.1, 1.8),  # weak
    (3.0, 2.0, 0.8, 0.0, 0.1, 0.3),  # secondary stress
    (6.0, 5.0, 3.0, 0.7, 0.0, 0.0),  # stressed
)
"""Cost of a syllable of each strength on a place of each metric level, 0 to 5."""

_ORDER_WORD: Final = (24.0, 40.0)
_ORDER_PHRASE: Final = (5.0, 10.0)
"""A stressed syllable on a place that is only as strong as its weak neighbour's, or weaker."""

_SYNCOPATED: Final = 0.3
"""What the stresses outside words weigh when the dial is at 0; 1 in its middle."""

_FIRST_STRESS: Final = 1.4
_LAST_STRESS: Final = {5: 0.0, 4: 0.0, 3: 3.5, 2: 7.0, 1: 8.0, 0: 9.0}
_MOTIF: Final = 0.65
_MEMORY: Final = 0.9
_IDLE_AFTER: Final = 2.4
_SHORTEST: Final = 0.11
_SNAP: Final = 1.1
_UNHURRIED: Final = (0.75, 1.3)
_HURRIED: Final = (0.42, 0.8)
"""Seconds that a syllable lasts at most without cost, and one before a pause."""

_INFEASIBLE: Final = 1e9


@dataclass(frozen=True, slots=True)
class Window:
    """The room of a phrase in ticks from its own first downbeat.

    A pick-up may start at `earliest` (0 or below), and the last note must have ended at `latest`.
    """

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The onsets of a phrase's syllables in ticks from its first downbeat, and what the setting costs."""

    onsets: tuple[int, ...]
    cost: float


class RhythmSearch:
    """Sets phrases in one metre at one tempo. `motif` holds ticks in a bar where the style likes onsets, by bar.

    `dial` weighs the words' stresses against the motif: 0 syncopates with it, 1 is as square as a hymn.
    """

    def __init__(
        self,
        metre: Metre,
        tempo: float,
        motif: tuple[frozenset[int], ...] = (),
        *,
        dial: float = 0.5,
        double: bool = False,
    ) -> None:
        """`double` sets words in double time: they feel a beat on every half of one, and hurry on from word to word."""
        self._metre = metre
        self._times = 2 if double else 1
        tempo *= self._times
        self._longest = _HURRIED if double else _UNHURRIED
        self._seconds = 60.0 / tempo / TICKS_PER_QUARTER
        # A motif is written in the bar's own time.
        self._motif = () if double else motif
        self._square = _SYNCOPATED + 2 * (1 - _SYNCOPATED) * dial
        self._style = 2 * _MOTIF * (1 - dial)
        self._beat = beats(metre)[0][1]
        self._step = sung_step(metre, tempo)
        self._pairs: dict[tuple[bytes, int, int, bool, bool, bool], Floats] = {}
        self._found: dict[object, Rhythm | None] = {}

    def fit(
        self,
        phrase: Phrase,
        window: Window,
        *,
        memory: tuple[int, ...] = (),
        fixed: Mapping[int, int] | None = None,
        blocked: tuple[tuple[int, int], ...] = (),
    ) -> Rhythm | None:
        """The best setting of a phrase; None when its syllables do not fit into the window.

        `memory` holds the onsets of a parallel phrase; `fixed` the onsets of syllables that are locked (by their index
        in the phrase); `blocked` spans of ticks in which nothing may begin.
        """
        if self._times > 1:
            return self._doubled(phrase, window, memory, fixed or {}, blocked)
        return self._fit(phrase, window, memory, fixed or {}, blocked)

    def _doubled(
        self,
        phrase: Phrase,
        window: Window,
        memory: tuple[int, ...],
        fixed: Mapping[int, int],
        blocked: tuple[tuple[int, int], ...],
    ) -> Rhythm | None:
        """The setting in time that runs twice as fast, brought back."""
        times = self._times
        found = self._fit(
            phrase,
            Window(window.earliest * times, window.latest * times),
            tuple(tick * times for tick in memory),
            {place: tick * times for place, tick in fixed.items()},
            tuple((start * times, end * times) for start, end in blocked),
        )
        return None if found is None else Rhythm(tuple(tick // times for tick in found.onsets), found.cost)

    def _fit(
        self,
        phrase: Phrase,
        window: Window,
        memory: tuple[int, ...],
        fixed: Mapping[int, int],
        blocked: tuple[tuple[int, int], ...],
    ) -> Rhythm | None:
        pinned = tuple(sorted(fixed.items()))
        key = (phrase.strengths, phrase.words, phrase.pauses, window, memory, pinned, blocked)
        if key not in self._found:
            self._found[key] = self._search(phrase, window, memory, dict(pinned), blocked)
        return self._found[key]

    def _search(
        self,
        phrase: Phrase,
        window: Window,
        memory: tuple[int, ...],
        fixed: dict[int, int],
        blocked: tuple[tuple[int, int], ...],
    ) -> Rhythm | None:
        for divisor in (1, 2, 4, 8):
            grid = self._grid(window, max(1, self._step // divisor), fixed, blocked)
            if len(grid) < len(phrase):
                continue
            found = self._solve(phrase, window, grid, memory, fixed)
            if found is not None:
                return found
        return None

    def _grid(
        self, window: Window, step: int, fixed: dict[int, int], blocked: tuple[tuple[int, int], ...]
    ) -> NDArray[np.int64]:
        first = -(-window.earliest // step) * step
        places = {
            tick
            for tick in range(first, window.latest - step // 2, step)
            if not any(start <= tick < end for start, end in blocked)
        }
        return np.array(sorted(places | set(fixed.values())), dtype=np.int64)

    def _solve(
        self,
        phrase: Phrase,
        window: Window,
        grid: NDArray[np.int64],
        memory: tuple[int, ...],
        fixed: dict[int, int],
    ) -> Rhythm | None:
        levels = np.array([level(self._metre, int(tick)) for tick in grid])
        style = self._style_cost(grid, memory)
        total = self._place_cost(phrase, 0, grid, levels, fixed) + style + self._first_cost(phrase, grid)
        total = total + self._last_cost(phrase, 0, grid, levels, window)
        choices: list[NDArray[np.int64]] = []
        for index in range(1, len(phrase)):
            paths = total[:, None] + self._pair_cost(phrase, index - 1, grid, levels)
            choice = np.argmin(paths, axis=0)
            choices.append(choice)
            total = paths[choice, np.arange(len(grid))] + self._place_cost(phrase, index, grid, levels, fixed) + style
            total = total + self._last_cost(phrase, index, grid, levels, window)
        place = int(np.argmin(total))
        cost = float(total[place])
        if cost >= _INFEASIBLE / 2:  # what is liked may have taken a little off
            return None
        path = [place]
        for choice in reversed(choices):
            path.append(int(choice[path[-1]]))
        return Rhythm(tuple(int(grid[place]) for place in reversed(path)), cost)

    def _style_cost(self, grid: NDArray[np.int64], memory: tuple[int, ...]) -> Floats:
        cost = np.zeros(len(grid))
        bar = self._metre.bar_ticks
        if self._motif:
            liked = [int(tick) % bar in self._motif[int(tick) // bar % len(self._motif)] for tick in grid]
            cost += np.where(liked, -self._style, self._style)
        if memory:
            cost += np.where(np.isin(grid, memory), -_MEMORY, _MEMORY)
        return cost

    def _place_cost(
        self, phrase: Phrase, index: int, grid: NDArray[np.int64], levels: NDArray[np.int64], fixed: dict[int, int]
    ) -> Floats:
        if index in fixed:
            return np.where(grid == fixed[index], 0.0, _INFEASIBLE)
        return np.asarray(self._square * np.array(_PLACE[phrase.strengths[index]])[levels])

    def _first_cost(self, phrase: Phrase, grid: NDArray[np.int64]) -> Floats:
        """A phrase that begins with a stress begins on its downbeat; one with a pick-up is led to it."""
        late = np.maximum(grid, 0) / self._metre.bar_ticks
        if phrase.pickup == 0:
            return np.where(grid == 0, 0.0, _FIRST_STRESS * (1 + 2 * late)) + np.where(grid < 0, 8.0, 0.0)
        return np.where(grid < 0, 0.0, _FIRST_STRESS * (1 + 2 * late))

    def _last_cost(
        self, phrase: Phrase, index: int, grid: NDArray[np.int64], levels: NDArray[np.int64], window: Window
    ) -> Floats:
        cost = np.zeros(len(grid))
        stressed = [place for place, strength in enumerate(phrase.strengths) if strength == 2]
        if stressed and index == stressed[-1]:
            cost += self._square * np.array([_LAST_STRESS[int(strength)] for strength in levels])
        if stressed and index == stressed[0] and phrase.pickup:
            cost += np.where(grid == 0, 0.0, _FIRST_STRESS + np.maximum(grid, 0) / self._metre.bar_ticks)
        if index == len(phrase) - 1:
            room = (window.latest - grid) * self._seconds
            cost += np.where(room < 0.35, 4.0, np.where(room < 0.6, 1.5, 0.0))
            cost += 0.9 * np.maximum(0.0, room - _IDLE_AFTER)
        return cost

    def _pair_cost(self, phrase: Phrase, index: int, grid: NDArray[np.int64], levels: NDArray[np.int64]) -> Floats:
        before, after = phrase.strengths[index], phrase.strengths[index + 1]
        same_word = phrase.words[index] == phrase.words[index + 1]
        ending = index == len(phrase) - 2
        key = (grid.tobytes(), before, after, same_word, phrase.pauses[index], ending)
        if key not in self._pairs:
            gaps = grid[None, :] - grid[:, None]
            cost = self._length_cost(gaps, before, after, phrase.pauses[index])
            if ending and before == 2 and after == 0:
                # A weak ending ("morn-ing") wants a broad stress before it, not a snap.
                cost = cost + np.where(gaps < min(self._beat, 2 * self._step), _SNAP, 0.0)
            if (before == 0) != (after == 0):
                stronger, weaker = (levels[:, None], levels[None, :]) if before else (levels[None, :], levels[:, None])
                equal, wrong = _ORDER_WORD if same_word else (self._square * cost for cost in _ORDER_PHRASE)
                cost = cost + np.where(stronger == weaker, equal, np.where(stronger < weaker, wrong, 0.0))
            self._pairs[key] = cost
        return self._pairs[key]

    def _length_cost(self, gaps: NDArray[np.int64], before: int, after: int, pause: bool) -> Floats:
        seconds = gaps * self._seconds
        step = self._step
        cost = np.where(gaps <= 0, _INFEASIBLE, 0.0)
        cost = cost + np.where(seconds < _SHORTEST, 12.0, np.where(seconds < 0.17, 2.5, 0.0))
        longest = self._longest[pause]
        cost = cost + 1.6 * np.maximum(0.0, seconds - longest)
        if pause:
            cost = cost + np.where(gaps < 2 * step, 1.2, 0.0)
        # Five or seven steps sound like a slip, unless they fill an irregular bar.
        cost = cost + np.where((gaps > 4 * step) & (gaps % (2 * step) != 0) & (gaps != self._metre.bar_ticks), 0.5, 0.0)
        if before == 0 and after == 2:
            cost = cost + np.where(gaps > self._beat, 0.8, 0.0)
        if before == 2:
            cost = cost + np.where(gaps < step, 1.0, 0.0)
        return np.asarray(cost)
