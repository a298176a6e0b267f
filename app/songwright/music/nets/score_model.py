"""Four voices on the sixteenth grid: fill any free cells so that they sound with the rest (blocked Gibbs sampling).

The net gives each hidden cell a distribution from all the others. Sampling begins with every free cell hidden and hides
fewer and fewer (C.-Z. A. Huang et al., "Counterpoint by Convolution", ISMIR 2017, after Yao et al. 2014). In its last
half a cell that breaks a rule of voice leading takes its likeliest value that breaks none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.neighbours import nearest_known
from songwright.music.nets.runtime import Net, check_cancelled, load_net, softmax
from songwright.music.nets.voice_leading import RANGES, allowed_here

__all__ = ["FREE", "ScoreModel", "fill", "harmonise", "load_score_model"]

LOWEST = 36
PITCHES = 47
REST_VALUE = 47
HIDDEN = 48
FREE = -1
MOST_STEPS = 256
OVERLAP = 32
COOL = 0.2  # what is left of the temperature in the last quarter of the passes

Grid = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """The net of four-part music."""

    net: Net

    def probabilities(self, values: Grid, hidden: Mask, first_step: int, temperature: float) -> NDArray[np.float64]:
        """(steps, 4, 48) for values 0-46 (MIDI 36-82) and 47 (rest); only hidden cells' rows mean anything."""
        left, left_far, right, right_far = nearest_known(values, hidden, HIDDEN)
        phase = (np.arange(len(values)) + first_step) % 16
        arrays = {
            "shown": np.where(hidden, HIDDEN, values), "left": left, "left_far": left_far, "right": right,
            "right_far": right_far, "phase": phase,
        }  # fmt: skip
        batch = {name: array[None].astype(np.int64) for name, array in arrays.items()}
        batch["style"] = np.zeros(1, np.int64)
        logits = self.net.run(batch)[0][0]
        logits[..., REST_VALUE] = -1e9
        for voice, (low, high) in enumerate(RANGES):
            logits[:, voice, : low - LOWEST] = -1e9
            logits[:, voice, high + 1 - LOWEST : PITCHES] = -1e9
        return softmax(logits, temperature)


def load_score_model() -> ScoreModel:
    """The net that ships with Songwright. Raises NetError when it cannot be used."""
    return ScoreModel(load_net("score"))


def fill(
    model: ScoreModel,
    pitches: Grid,
    free: Mask,
    *,
    seed: int,
    passes: int = 24,
    temperature: float = 0.9,
    rules: bool = True,
    first_step: int = 0,
    finest: int = 1,
    fermatas: Mask | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Grid:
    """Give every free cell a pitch; the other cells come back as they are.

    `pitches` is (steps, 4): MIDI pitches of soprano, alto, tenor and bass a sixteenth, FREE or anything in free cells.
    A fixed cell may be FREE too: a rest. `first_step` is the place of the first step in its bar of four quarters.
    Free voices move only on multiples of `finest` steps and where a known voice moves, and in the steps that `fermatas`
    marks only where a known voice does: all rest on one chord. Long music is filled from left to right in overlapping
    stretches of MOST_STEPS. Raises Cancelled.
    """
    done = np.array(pitches, np.int64)
    open_cells = np.array(free, np.bool_)
    rng = np.random.default_rng(seed)
    start = 0
    while start < len(done):
        end = min(len(done), start + MOST_STEPS)
        last = end == len(done)
        held = None if fermatas is None else fermatas[start:end]
        stretch = _Sampler(model, done[start:end], open_cells[start:end], rng, first_step + start, finest, held)
        done[start:end] = stretch.sample(passes, temperature, rules=rules, cancelled=cancelled)
        if last:
            break
        open_cells[start : end - OVERLAP] = False
        start = end - 2 * OVERLAP
        open_cells[start : start + OVERLAP] = False
    return done


def harmonise(
    model: ScoreModel,
    soprano: NDArray[np.int64],
    *,
    seed: int,
    passes: int = 24,
    temperature: float = 0.9,
    first_step: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> Grid:
    """Chorale mode: alto, tenor and bass under a soprano (MIDI pitches a sixteenth, FREE for rests) -> (steps, 4).

    Where the soprano rests the others rest too. Raises Cancelled.
    """
    pitches = np.full((len(soprano), 4), FREE, np.int64)
    pitches[:, 0] = soprano
    free = np.zeros(pitches.shape, np.bool_)
    free[:, 1:] = pitches[:, :1] != FREE
    return fill(
        model,
        pitches,
        free,
        seed=seed,
        passes=passes,
        temperature=temperature,
        first_step=first_step,
        cancelled=cancelled,
    )


class _Sampler:
    """Gibbs sampling of one stretch."""

    def __init__(
        self,
        model: ScoreModel,
        pitches: Grid,
        free: Mask,
        rng: np.random.Generator,
        first_step: int,
        finest: int = 1,
        fermatas: Mask | None = None,
    ) -> None:
        self.model, self.free, self.rng, self.first_step = model, free, rng, first_step
        self.kept = pitches
        known = np.where(pitches == FREE, REST_VALUE, np.clip(pitches - LOWEST, 0, PITCHES - 1))
        self.values = np.where(free, 0, known).astype(np.int64)
        self.tied = self._ties(finest, fermatas)
        places = [step for step in range(len(pitches)) if not self.tied[step]]
        self.places = places
        """The steps at which something may happen; all others sound as the one before."""
        self.later = dict(pairwise(places))

    def _ties(self, finest: int, fermatas: Mask | None) -> NDArray[np.bool_]:
        """Steps that sound as the one before: off the grid or under a fermata, where no known voice moves."""
        steps = np.arange(len(self.kept))
        still = np.zeros(len(steps), np.bool_)
        same = (self.kept[1:] == self.kept[:-1]) | self.free[1:]
        still[1:] = same.all(1) & (self.free[1:] == self.free[:-1]).all(1)
        quiet = (steps + self.first_step) % finest != 0
        return np.asarray(still & (quiet if fermatas is None else quiet | fermatas))

    def _tie(self) -> None:
        for step in np.flatnonzero(self.tied).tolist():
            self.values[step] = np.where(self.free[step], self.values[step - 1], self.values[step])

    def sample(self, passes: int, temperature: float, *, rules: bool, cancelled: Callable[[], bool] | None) -> Grid:
        for turn in range(passes if self.free.any() else 0):
            check_cancelled(cancelled)
            share = max(0.05, 1.0 - turn / (0.8 * passes))
            hidden = self.free & ((self.rng.random(self.free.shape) < share) | (turn == 0))
            late = turn >= passes // 2
            heat = temperature if turn < 0.75 * passes else COOL * temperature
            chances = self.model.probabilities(self.values, hidden, self.first_step, heat)
            drawn = _draw(chances, self.rng)
            self.values = np.where(hidden, drawn, self.values)
            self._tie()
            if rules and late:
                self._mend(hidden, chances)
                self._tie()
        if rules and self.free.any():
            self._settle()
        return np.where(self.free, self.values + LOWEST, self.kept)

    def _settle(self, rounds: int = 3) -> None:
        """Look at every free cell once more, for what the last passes left."""
        for _ in range(rounds):
            broken = self._broken(self.free)
            if not broken:
                return
            hidden = np.zeros_like(self.free)
            hidden[tuple(np.array(broken).T)] = True
            chances = self.model.probabilities(self.values, hidden, self.first_step, 1.0)
            self._mend(hidden, chances)
            self._tie()

    def _frames(self) -> list[list[int] | None]:
        """MIDI pitches by step; None where a voice rests, since rules concern four sounding voices."""
        return [_sounded(row) for row in self.values.tolist()]

    def _broken(self, cells: Mask) -> list[tuple[int, int]]:
        frames = self._frames()
        found = []
        for step, voice in np.argwhere(cells & ~self.tied[:, None]).tolist():
            here = frames[step]
            before = frames[step - 1] if step else None
            after = frames[self.later[step]] if step in self.later else None
            if here is not None and not allowed_here(before, here, after, voice):
                found.append((step, voice))
        return found

    def _mend(self, hidden: Mask, chances: NDArray[np.float64], candidates: int = 10) -> None:
        """In random order, give each hidden cell that breaks a rule its likeliest pitch that breaks none."""
        frames = self._frames()
        cells = np.argwhere(hidden & ~self.tied[:, None])
        self.rng.shuffle(cells)
        for step, voice in cells.tolist():
            here = frames[step]
            if here is None:
                continue
            before = frames[step - 1] if step else None
            after = frames[self.later[step]] if step in self.later else None
            if allowed_here(before, here, after, voice):
                continue
            drawn = here[voice]
            for value in np.argsort(-chances[step, voice])[:candidates].tolist():
                here[voice] = value + LOWEST
                if chances[step, voice, value] > 0 and allowed_here(before, here, after, voice):
                    break
            else:
                here[voice] = drawn
            for place in range(step, self.later.get(step, len(frames))):
                self.values[place, voice] = here[voice] - LOWEST
                frames[place] = here if place == step else list(here)


def _draw(chances: NDArray[np.float64], rng: np.random.Generator) -> Grid:
    """One value a row."""
    places = rng.random((*chances.shape[:-1], 1))
    return np.asarray((chances.cumsum(-1) < places).sum(-1).clip(0, PITCHES - 1), np.int64)


def _sounded(values: list[int]) -> list[int] | None:
    """The MIDI pitches of one step's values; None where one is a rest."""
    return None if REST_VALUE in values else [value + LOWEST for value in values]
